"""Codes of sessions, and people who check in with them."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from programs.actions import attendance, check_ins
from programs.logic import refusals
from programs.models import Attendance, AttendanceConflict, CheckInCode
from tests.factories.capacity import UserFactory
from tests.factories.programs import CohortFactory, EnrollmentFactory, SessionFactory

pytestmark = pytest.mark.django_db


def session_from(minutes, **fields):
    """One of an hour that begins so many minutes from now."""
    starts = timezone.now() + timedelta(minutes=minutes)
    cohort = CohortFactory(starts_on=starts.date(), ends_on=starts.date() + timedelta(days=1))
    return SessionFactory(
        cohort=cohort, local_date=starts.date(), local_time=starts.time(), minutes=60, **fields
    )


@pytest.fixture
def session():
    return session_from(-10)


@pytest.fixture
def code(session):
    return check_ins.open_code(session, by=UserFactory()).code


def test_who_takes_part_checks_in_with_the_code(session, code):
    mine = EnrollmentFactory(cohort=session.cohort)
    _session, recorded = check_ins.check_in(code.lower(), by=mine.person.user)
    assert (len(recorded.changed), recorded.conflicts) == (1, [])
    row = Attendance.objects.get()
    assert (row.enrollment, row.status, row.way, row.recorded_by) == (
        mine,
        "present",
        "code",
        mine.person.user,
    )
    _session, again = check_ins.check_in(code, by=mine.person.user)
    assert again == attendance.Recorded([], [])


@pytest.mark.parametrize("state", ["applied", "waitlisted", "withdrawn", None])
def test_for_everybody_else_the_code_is_none(session, code, state):
    other = EnrollmentFactory(cohort=session.cohort, state=state) if state else EnrollmentFactory()
    with pytest.raises(refusals.CodeUnknownError):
        check_ins.check_in(code, by=other.person.user)
    assert not Attendance.objects.exists()


def test_a_new_code_ends_the_one_before_and_a_closed_one_is_none(session, code):
    mine, by = EnrollmentFactory(cohort=session.cohort), UserFactory()
    newer = check_ins.open_code(session, by=by).code
    with pytest.raises(refusals.CodeUnknownError):
        check_ins.check_in(code, by=mine.person.user)
    assert [check_ins.close_code(session, by=by) for _ in range(2)] == [True, False]
    with pytest.raises(refusals.CodeUnknownError):
        check_ins.check_in(newer, by=mine.person.user)


@pytest.mark.parametrize("minutes", [45, -100])
def test_only_around_the_time_of_the_session(minutes):
    session = session_from(minutes)
    mine = EnrollmentFactory(cohort=session.cohort)
    code = CheckInCode.objects.create(session=session, code="ABCDEF", made_by=UserFactory())
    with pytest.raises(refusals.NotGoingOnError):
        check_ins.check_in(code.code, by=mine.person.user)


def test_no_code_for_a_session_that_is_over_or_cancelled():
    with pytest.raises(refusals.CheckInOverError):
        check_ins.open_code(session_from(-100), by=UserFactory())
    with pytest.raises(refusals.SessionCancelledError):
        check_ins.open_code(session_from(10, cancelled_at=timezone.now()), by=UserFactory())


def test_the_code_of_a_cancelled_session_is_none(session, code):
    mine = EnrollmentFactory(cohort=session.cohort)
    session.cancelled_at = timezone.now()
    session.save()
    with pytest.raises(refusals.CodeUnknownError):
        check_ins.check_in(code, by=mine.person.user)


def test_her_word_waits_beside_that_of_who_recorded_her_as_absent(session, code):
    mine, by = EnrollmentFactory(cohort=session.cohort), UserFactory()
    attendance.record(session, {mine.pk: attendance.Mark(status="absent")}, by=by)
    _session, recorded = check_ins.check_in(code, by=mine.person.user)
    assert (recorded.changed, len(recorded.conflicts)) == ([], 1)
    assert Attendance.objects.get().status == "absent"
    assert AttendanceConflict.objects.get().mark.way == "code"


def test_two_open_codes_of_one_session_are_refused_by_the_database(session, code):
    with pytest.raises(IntegrityError), transaction.atomic():
        CheckInCode.objects.create(session=session, code="ABCDEF", made_by=UserFactory())
