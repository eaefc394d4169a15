"""Statements that are written once, and asked for other values each time."""

import pytest

from capacity.models import User
from common.statements import Written
from tests.factories.capacity import UserFactory

pytestmark = pytest.mark.django_db


def test_values_take_their_places_and_constants_keep_theirs(django_assert_num_queries):
    one, other = UserFactory(language="ar"), UserFactory(language="ar")
    UserFactory(language="en")
    written = Written(
        lambda key, zone: (
            User.objects.filter(pk__gte=key, language="ar", time_zone=zone).order_by("pk").values_list("pk")
        ),
        -77,
        "a zone",
    )
    with django_assert_num_queries(3):
        assert written.rows(one.pk, one.time_zone) == [(one.pk,), (other.pk,)]
        assert written.rows(other.pk, one.time_zone) == [(other.pk,)]
        assert written.rows(other.pk, "another") == []


def test_a_value_that_takes_no_part_is_told():
    written = Written(lambda key, day: User.objects.filter(pk=key), -77, "unused")
    with pytest.raises(ValueError, match="Not every value"):
        written.rows(1, "unused")
