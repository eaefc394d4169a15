"""Setting up reserved seats: to the last one, in their order, and to the moment of their release."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from common.models import ActionLog
from programs.actions import seats
from programs.logic import refusals
from tests.factories.capacity import LanguageFactory, UserFactory
from tests.factories.programs import CohortFactory, EnrollmentFactory, SeatPoolFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def by():
    return UserFactory()


def newcomers(cohort, number, by):
    return seats.add(cohort, kind="newcomer", values=[], seats=number, by=by)


def test_all_open_seats_may_be_reserved_and_not_one_more(by):
    cohort = CohortFactory(seats=4)
    newcomers(cohort, 3, by)
    with pytest.raises(refusals.TooManyReservedError):
        newcomers(cohort, 2, by)
    newcomers(cohort, 1, by)
    cohort.refresh_from_db()
    assert (cohort.reserved_seats, cohort.free_open_seats) == (4, 0)


def test_reserves_have_the_order_in_which_they_were_made_and_keep_a_release_that_was_set(by):
    LanguageFactory(code="sw")
    cohort = CohortFactory(seats=4)
    first = newcomers(cohort, 1, by)
    at = timezone.now() + timedelta(days=1)
    seats.set_release(cohort, at=at, by=by)
    second = seats.add(cohort, kind="language", values=["sw"], seats=1, by=by)
    cohort.refresh_from_db()
    assert (list(cohort.pools.all()), second.position) == ([first, second], 1)
    assert cohort.reserves_release_at == at


def test_the_moment_of_the_release_goes_with_the_last_reserve(by):
    cohort = CohortFactory(seats=4)
    first, last = newcomers(cohort, 1, by), newcomers(cohort, 1, by)
    seats.remove(first, by=by)
    cohort.refresh_from_db()
    assert cohort.reserves_release_at == cohort.enrollment_closes_at
    seats.remove(last, by=by)
    cohort.refresh_from_db()
    assert cohort.reserves_release_at is None


def test_what_is_only_a_draft_fixes_nothing(by):
    cohort = CohortFactory(seats=4)
    EnrollmentFactory(cohort=cohort, state="draft")
    newcomers(cohort, 1, by)
    EnrollmentFactory(cohort=cohort, state="waitlisted")
    with pytest.raises(refusals.CriteriaFixedError):
        newcomers(cohort, 1, by)


def test_the_release_is_set_for_what_is_to_come_and_happens_at_its_moment(by):
    cohort = SeatPoolFactory(cohort__seats=4).cohort
    now = timezone.now()
    with time_machine.travel(now, tick=False):
        with pytest.raises(refusals.ReleaseInThePastError):
            seats.set_release(cohort, at=now, by=by)
        at = now + timedelta(seconds=1)
        seats.set_release(cohort, at=at, by=by)
        assert (seats.release(cohort), seats.release_due()) == (False, 0)
    with time_machine.travel(at, tick=False):
        assert seats.release(cohort)
        assert not seats.release(cohort)
    assert ActionLog.objects.filter(verb="programs.seats.release").count() == 1


def test_where_nothing_is_reserved_nothing_is_released():
    cohort = CohortFactory(reserves_release_at=timezone.now() - timedelta(hours=1))
    assert not seats.release(cohort)
    cohort.refresh_from_db()
    assert cohort.reserves_released_at is None
