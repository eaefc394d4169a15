"""The first page offers what can be enrolled in now."""

import re
from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests.factories.programs import CohortFactory, EnrollmentFactory
from tests.markup import flat

pytestmark = pytest.mark.django_db


def in_days(days: int) -> date:
    return timezone.localdate() + timedelta(days=days)


def offered(client: Client) -> list[str]:
    return re.findall(
        r'<h3 class="card__title"[^>]*><a[^>]*href="/programs/[^>]*>([^<]*)</a>', flat(client.get("/"))
    )


def test_the_first_three_that_begin_are_offered(client: Client) -> None:
    for title, days in (("Fourth", 40), ("Second", 20), ("First", 15), ("Third", 30)):
        CohortFactory(program__title=title, starts_on=in_days(days))
    closed = timezone.now() - timedelta(days=1)
    CohortFactory(program__title="Closed", starts_on=in_days(10), enrollment_closes_at=closed)
    assert offered(client) == ["First", "Second", "Third"]
    assert 'href="/programs/?open=1&amp;sort=starting"' in flat(client.get("/"))


def test_who_has_a_free_seat_stands_before_who_has_none(client: Client) -> None:
    full = CohortFactory(program__title="Full", starts_on=in_days(15), seats=1)
    EnrollmentFactory(cohort=full, state="enrolled")
    CohortFactory(program__title="Free", starts_on=in_days(20))
    assert offered(client) == ["Free", "Full"]
    assert flat(client.get("/")).count("open, with a waiting list") == 1


def test_where_nothing_is_open_nothing_is_said_of_it(client: Client) -> None:
    CohortFactory(enrollment_closes_at=timezone.now() - timedelta(days=1))
    assert "All that are open" not in flat(client.get("/"))
