"""Recording who was there."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from common.models import ActionLog, Notification
from programs.actions import attendance
from programs.actions.attendance import Mark
from programs.logic import refusals
from programs.models import Attendance, AttendanceConflict, AttendanceMark, CheckInWay
from tests.factories.capacity import UserFactory
from tests.factories.programs import CohortFactory, EnrollmentFactory, ProgramRoleFactory, SessionFactory

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
    assert [len(attendance.record(session, marks, by=by).changed) for _ in range(2)] == [1, 0]
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


def marks_said(session):
    return list(AttendanceMark.objects.filter(session=session).values_list("status", "by", "way"))


def one_of(session):
    return EnrollmentFactory(cohort=session.cohort)


def test_all_that_was_said_stays(session):
    person, by = one_of(session), UserFactory()
    for status in ("absent", "present"):
        attendance.record(session, {person.pk: Mark(status=status)}, by=by)
    assert marks_said(session) == [("absent", by.pk, "list"), ("present", by.pk, "list")]
    with pytest.raises(IntegrityError), transaction.atomic():
        AttendanceMark.objects.update(status="absent")


def test_a_mark_that_is_sent_twice_is_kept_once_and_says_when_it_was_said(session):
    person, by, said_at = one_of(session), UserFactory(), timezone.now() - timedelta(hours=1)
    mark = Mark(status="present", seen="", key=uuid4(), said_at=said_at)
    for _ in range(2):
        attendance.record(session, {person.pk: mark}, by=by)
    attendance.record(session, {person.pk: Mark(status="absent")}, by=by)
    attendance.record(session, {person.pk: mark}, by=by)
    assert marks_of(session) == {(person.pk, "absent", None)}
    assert AttendanceMark.objects.get(public_id=mark.key).said_at == said_at
    assert AttendanceMark.objects.count() == 2


def test_a_clock_that_is_ahead_says_nothing_of_the_future(session):
    mark = Mark(status="present", seen="", said_at=timezone.now() + timedelta(days=3))
    attendance.record(session, {one_of(session).pk: mark}, by=UserFactory())
    assert AttendanceMark.objects.get().said_at <= timezone.now()


def test_who_did_not_know_what_another_recorded_makes_a_conflict_and_both_are_kept(session):
    person, first, second = one_of(session), UserFactory(), UserFactory()
    attendance.record(session, {person.pk: Mark(status="present", seen="")}, by=first)
    recorded = attendance.record(session, {person.pk: Mark(status="absent", seen="")}, by=second)
    assert (recorded.changed, len(recorded.conflicts)) == ([], 1)
    assert marks_of(session) == {(person.pk, "present", None)}
    assert [said[:2] for said in marks_said(session)] == [("present", first.pk), ("absent", second.pk)]


@pytest.mark.parametrize(
    ("said", "seen"),
    [
        ("present", ""),  # the same as the other said
        ("absent", "present"),  # knowing what the other said
        ("absent", None),  # a page that does not say what it knew
    ],
)
def test_no_conflict_where_she_says_the_same_or_knew(session, said, seen):
    person = one_of(session)
    attendance.record(session, {person.pk: Mark(status="present", seen="")}, by=UserFactory())
    attendance.record(session, {person.pk: Mark(status=said, seen=seen)}, by=UserFactory())
    assert not AttendanceConflict.objects.exists()
    assert marks_of(session) == {(person.pk, said, None)}


def test_her_own_earlier_mark_is_simply_replaced(session):
    person, by = one_of(session), UserFactory()
    for status in ("present", "absent"):
        attendance.record(session, {person.pk: Mark(status=status, seen="")}, by=by)
    assert marks_of(session) == {(person.pk, "absent", None)}
    assert not AttendanceConflict.objects.exists()


@pytest.mark.parametrize(("takes", "holds"), [(True, "absent"), (False, "present")])
def test_a_conflict_is_decided_once_by_a_person(session, takes, holds):
    person, judge = one_of(session), UserFactory()
    attendance.record(session, {person.pk: Mark(status="present", seen="")}, by=UserFactory())
    conflict = attendance.record(
        session, {person.pk: Mark(status="absent", seen="")}, by=UserFactory()
    ).conflicts[0]
    decided = attendance.decide(conflict, takes=takes, by=judge)
    assert (decided.decided_by, decided.is_taken) == (judge, takes)
    assert marks_of(session) == {(person.pk, holds, None)}
    by_decision = AttendanceMark.objects.filter(way=CheckInWay.DECISION).values_list("status", "by")
    assert list(by_decision) == ([("absent", judge.pk)] if takes else [])
    with pytest.raises(refusals.ConflictDecidedError):
        attendance.decide(conflict, takes=not takes, by=judge)
    logged = ActionLog.objects.filter(object_id=session.pk).order_by("pk").values_list("verb", flat=True)
    assert "programs.attendance.dispute" in logged
    assert "programs.attendance.decide" in logged


def test_a_mark_of_somebody_of_another_cohort_is_refused_by_the_database(session):
    with pytest.raises(IntegrityError, match="different cohorts"), transaction.atomic():
        AttendanceMark.objects.create(
            session=session,
            enrollment=EnrollmentFactory(),
            status="present",
            by=UserFactory(),
            said_at=timezone.now(),
        )


# --- Who does not come ---


def warned(coordinator):
    return Notification.objects.filter(recipient=coordinator, key__startswith="roster:no-show").count()


@pytest.fixture
def coordinator(session):
    return ProgramRoleFactory(program=session.cohort.program).person.user


def absent_at(session, person, status="absent"):
    attendance.record(session, {person.pk: Mark(status=status)}, by=UserFactory())


def test_who_runs_the_cohort_is_told_once_of_who_was_absent_twice(session, coordinator):
    person = one_of(session)
    absent_at(session, person)
    assert warned(coordinator) == 0
    for _ in range(2):
        absent_at(SessionFactory(cohort=session.cohort), person)
        assert warned(coordinator) == 1


@pytest.mark.parametrize(("first", "second"), [("excused", "absent"), ("absent", "present")])
def test_excused_or_present_is_not_absent(session, coordinator, first, second):
    person = one_of(session)
    absent_at(session, person, first)
    absent_at(SessionFactory(cohort=session.cohort), person, second)
    assert warned(coordinator) == 0
