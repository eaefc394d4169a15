"""Statements that are written once, and asked for other values each time."""

import pytest
from django.db.models import F
from django.utils import timezone

from capacity.models import User
from common.statements import AnyOf, Written, listed, numbers_of
from programs.models import Cohort
from tests.factories.capacity import UserFactory
from tests.factories.programs import CohortFactory

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


def test_objects_come_with_what_belongs_to_them_and_without_what_was_left_out(django_assert_num_queries):
    cohort = CohortFactory(program__external_ids={"wikidata": "Q42"})
    written = Written(
        lambda key: Cohort.objects.filter(pk=key).select_related("program").defer("name", "program__slug"),
        -77,
    )
    assert written.objects(-1) == []
    with django_assert_num_queries(1):
        (found,) = written.objects(cohort.pk)
        assert (found, found.program) == (cohort, cohort.program)
        assert found.program.external_ids == {"wikidata": "Q42"}  # not as the text that the database sends
        assert found.starts_on == cohort.starts_on
        assert found.get_deferred_fields() == {"name"}
    with django_assert_num_queries(1):
        assert found.name == cohort.name
    with django_assert_num_queries(1):
        assert found.program.slug == cohort.program.slug
    found.seats = 7
    found.save(update_fields=["seats"])
    assert Cohort.objects.get(pk=cohort.pk).seats == 7


def test_rows_are_as_django_reads_them():
    cohort = CohortFactory(program__external_ids={"wikidata": "Q42"})
    written = Written(
        lambda key: Cohort.objects.filter(pk=key).values_list("program__external_ids", "seats"), -77
    )
    assert written.rows(cohort.pk) == [({"wikidata": "Q42"}, cohort.seats)]


def test_a_value_that_takes_no_part_is_told():
    written = Written(lambda key, day: User.objects.filter(pk=key), -77, "unused")
    with pytest.raises(ValueError, match="Not every value"):
        written.rows(1, "unused")


def test_a_moment_is_never_written_into_a_statement():
    written = Written(lambda key: User.objects.filter(pk=key, date_joined__lt=timezone.now()), -77)
    with pytest.raises(ValueError, match="would stay what it is now"):
        written.rows(1)


def test_a_list_is_one_value_of_a_statement():
    first, second, _third = (UserFactory() for _ in range(3))
    written = Written(
        lambda keys: User.objects.filter(AnyOf(F("pk"), keys)).order_by("pk").values_list("pk"), listed([-77])
    )
    assert written.rows(listed([first.pk, second.pk])) == [(first.pk,), (second.pk,)]
    assert written.rows(listed([])) == []


def test_several_numbers_are_one_row(django_assert_num_queries):
    for language in ("ar", "ar", "en"):
        UserFactory(language=language)
    spoken = Written(
        lambda language: numbers_of(User.objects.filter(language=language), User.objects.order_by("email")),
        "a language",
    )
    with django_assert_num_queries(2):
        assert spoken.rows("ar") == [(2, 3)]
        assert spoken.rows("fr") == [(0, 3)]
