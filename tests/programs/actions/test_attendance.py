"""Recording who was there."""

from datetime import timedelta

import pytest
from django.utils import timezone

from common.models import ActionLog
from programs.actions import attendance
from programs.actions.attendance import Mark
from programs.logic import refusals
from programs.models import Attendance
from tests.factories.capacity import UserFactory
from tests.factories.programs import CohortFactory, EnrollmentFactory, SessionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def session():
    return SessionFactory(
        cohort=CohortFactory(starts_on=timezone.now().date() - timedelta(days=1)), minutes=90
    )


def marks_of(session):
    return set(Attendance.objects.filter(session=session).values_list("enrollment_id", "status", "minutes"))


def test_record_keeps_a_mark_for_each_and_corrects_it_later(session):
    first, second = (EnrollmentFactory(cohort=session.cohort) for _ in range(2))
    by = UserFactory()
    attendance.record(session, {first.pk: Mark(status="present"), second.pk: Mark(status="absent")}, by=by)
    attendance.record(session, {second.pk: Mark(status="partly", minutes=40)}, by=by)
    assert marks_of(session) == {(first.pk, "present", None), (second.pk, "partly", 40)}


def test_saying_the_same_again_changes_and_logs_nothing(session):
    enrollment = EnrollmentFactory(cohort=session.cohort)
    marks = {enrollment.pk: Mark(status="present")}
    by = UserFactory()
    assert [len(attendance.record(session, marks, by=by)) for _ in range(2)] == [1, 0]
    logged = ActionLog.objects.get(verb="programs.attendance.record")
    assert (logged.before, logged.after) == ({}, {str(enrollment.pk): "present"})


@pytest.mark.parametrize("state", ["waitlisted", "withdrawn", "applied"])
def test_record_refuses_who_does_not_take_part_and_keeps_nothing(session, state):
    good = EnrollmentFactory(cohort=session.cohort)
    bad = EnrollmentFactory(cohort=session.cohort, state=state)
    with pytest.raises(refusals.NotOnTheRosterError):
        attendance.record(session, {row.pk: Mark(status="present") for row in (good, bad)}, by=UserFactory())
    assert marks_of(session) == set()


def test_record_refuses_somebody_of_another_cohort(session):
    with pytest.raises(refusals.NotOnTheRosterError):
        attendance.record(session, {EnrollmentFactory().pk: Mark(status="present")}, by=UserFactory())


def test_record_refuses_a_session_that_has_not_begun():
    session = SessionFactory()
    enrollment = EnrollmentFactory(cohort=session.cohort)
    with pytest.raises(refusals.SessionNotBegunError):
        attendance.record(session, {enrollment.pk: Mark(status="present")}, by=UserFactory())


def test_record_refuses_a_cancelled_session(session):
    session.cancelled_at = timezone.now()
    session.save()
    with pytest.raises(refusals.SessionCancelledError):
        attendance.record(session, {}, by=UserFactory())


def test_record_refuses_more_minutes_than_the_session_had(session):
    enrollment = EnrollmentFactory(cohort=session.cohort)
    with pytest.raises(refusals.TooManyMinutesError):
        attendance.record(session, {enrollment.pk: Mark(status="partly", minutes=91)}, by=UserFactory())
