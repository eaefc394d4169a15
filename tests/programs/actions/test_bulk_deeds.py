"""Deeds with several people, and taking them back."""

from datetime import timedelta

import pytest
from django.utils import timezone
from zeal import zeal_ignore

from common.models import ActionLog, Notification
from programs.actions import attendance, bulk_deeds, enrollments
from programs.logic import refusals
from programs.models import (
    Attendance,
    AttendanceMark,
    BulkDeed,
    BulkDeedRow,
    Cohort,
    Enrollment,
    EnrollmentEvent,
)
from programs.states import EnrollmentState, MoveReason
from tests.factories.capacity import PersonFactory
from tests.factories.programs import (
    CohortFactory,
    EnrollmentFactory,
    ProgramRoleFactory,
    SeatPoolFactory,
    SessionFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def cohort():
    return CohortFactory(seats=2, confirmation="review")


@pytest.fixture
def by(cohort):
    return ProgramRoleFactory(program=cohort.program, person=PersonFactory()).person.user


@pytest.fixture(autouse=True)
def one_after_the_other():
    """Each person is moved in a transaction of her own, under the cohort's lock."""
    with zeal_ignore():
        yield


def applied(cohort, number):
    return [EnrollmentFactory(cohort=cohort, state="applied") for _ in range(number)]


def states(people):
    for person in people:
        person.refresh_from_db()
    return [person.state for person in people]


def rows(bulk):
    return list(bulk.rows.values_list("before", "after", "refusal", "is_undone", "undo_refusal"))


def test_what_became_of_whom_is_kept(cohort, by):
    people = [*applied(cohort, 3), EnrollmentFactory(cohort=cohort, state="withdrawn")]
    bulk = bulk_deeds.do("accept", people, cohort=cohort, by=by)
    assert states(people) == ["enrolled", "enrolled", "waitlisted", "withdrawn"]
    assert rows(bulk) == [
        ("applied", "enrolled", "", False, ""),
        ("applied", "enrolled", "", False, ""),
        ("applied", "waitlisted", "", False, ""),
        ("withdrawn", "", "This is not possible in the state “withdrawn”.", False, ""),
    ]


def test_accepting_is_taken_back_with_an_event_a_letter_and_the_seats(cohort, by):
    people = applied(cohort, 3)
    bulk = bulk_deeds.undo(bulk_deeds.do("accept", people, cohort=cohort, by=by), by=by)
    assert states(people) == ["applied"] * 3
    assert [row[3:] for row in rows(bulk)] == [(True, "")] * 3
    assert Cohort.objects.get(pk=cohort.pk).held_seats == 0
    back = EnrollmentEvent.objects.filter(reason=MoveReason.TAKEN_BACK).values_list(
        "from_state", "to_state", "by"
    )
    assert sorted(back) == [
        ("enrolled", "applied", by.pk),
        ("enrolled", "applied", by.pk),
        ("waitlisted", "applied", by.pk),
    ]
    told = (
        Notification.objects.filter(recipient=people[0].person.user)
        .order_by("pk")
        .values_list("key", flat=True)
    )
    assert [key.split(":")[1] for key in told] == [
        f"enrollment-{people[0].pk}-enrolled",
        f"enrollment-{people[0].pk}-taken_back-1",
    ]
    assert ActionLog.objects.filter(verb="programs.bulk_deeds.undo").count() == 1


def test_a_seat_that_becomes_free_goes_to_who_waits_and_a_place_once_given_stays(cohort, by):
    first, second, third = applied(cohort, 3)
    bulk = bulk_deeds.do("accept", [first, second], cohort=cohort, by=by)
    enrollments.accept(third, by=by)
    [waiting] = [person for person in (third,) if states([person]) == ["waitlisted"]]
    since = waiting.waitlisted_at
    bulk_deeds.undo(bulk, by=by)
    assert states([first, second, third]) == ["applied", "applied", "offered"]
    assert third.waitlisted_at == since


@pytest.mark.parametrize(("deed", "after"), [("accept", "enrolled"), ("offer", "offered")])
def test_a_reserved_seat_that_is_taken_back_is_in_its_reserve_again(cohort, by, deed, after):
    """And who gets an open one afterwards is not counted in the reserve."""
    pool = SeatPoolFactory(cohort=cohort, seats=1)
    [person, other] = applied(cohort, 2)
    Enrollment.objects.filter(cohort=cohort).update(qualifies_for=[pool.pk])
    bulk = bulk_deeds.do(deed, [person], cohort=cohort, by=by)
    assert (*states([person]), person.pool) == (after, pool)
    bulk_deeds.undo(bulk, by=by)
    assert (*states([person]), person.pool) == ("applied", None)
    bulk_deeds.do(deed, [other, person], cohort=cohort, by=by)
    assert (*states([other, person]), other.pool, person.pool) == (after, after, pool, None)
    pool.refresh_from_db()
    assert pool.held_seats == 1


def test_who_is_accepted_once_more_is_told_once_more_and_keeps_her_place_in_the_line(cohort, by):
    EnrollmentFactory.create_batch(2, cohort=cohort)
    [person] = applied(cohort, 1)
    bulk = bulk_deeds.do("accept", [person], cohort=cohort, by=by)
    assert states([person]) == ["waitlisted"]
    since = person.waitlisted_at
    bulk_deeds.undo(bulk, by=by)
    enrollments.accept(person, by=by)
    assert states([person]) == ["waitlisted"]
    assert person.waitlisted_at == since
    keys = (
        Notification.objects.filter(recipient=person.person.user).order_by("pk").values_list("key", flat=True)
    )
    assert [key.split(":")[1].partition("-")[2].partition("-")[2] for key in keys] == [
        "waitlisted",
        "taken_back-1",
        "waitlisted-1",
    ]


@pytest.mark.parametrize(
    ("deed", "before", "after", "more"),
    [
        ("decline", "applied", "declined", {"reason": "incomplete"}),
        ("offer", "applied", "offered", {}),
        ("complete", "enrolled", "completed", {}),
        ("not_complete", "enrolled", "not_completed", {}),
    ],
)
def test_each_of_them_can_be_taken_back(by, cohort, deed, before, after, more):
    Cohort.objects.filter(pk=cohort.pk).update(starts_on=timezone.now().date())
    person = EnrollmentFactory(cohort=cohort, state=before)
    bulk = bulk_deeds.do(deed, [person], cohort=cohort, by=by, **more)
    assert states([person]) == [after]
    bulk_deeds.undo(bulk, by=by)
    assert states([person]) == [before]
    assert (person.ended_at, person.offer_expires_at) == (None, None)


def test_withdrawing_cannot_be_taken_back(cohort, by):
    bulk = bulk_deeds.do("withdraw", applied(cohort, 1), cohort=cohort, by=by, reason="own_wish")
    with pytest.raises(refusals.UndoOverError):
        bulk_deeds.undo(bulk, by=by)


def test_what_has_moved_on_stays_where_it_is(cohort, by):
    gone, stays = applied(cohort, 2)
    bulk = bulk_deeds.do("accept", [gone, stays], cohort=cohort, by=by)
    enrollments.withdraw(gone, by=gone.person.user)
    bulk_deeds.undo(bulk, by=by)
    assert states([gone, stays]) == ["withdrawn", "applied"]
    assert [row[3:] for row in rows(bulk)] == [(False, "Something has happened to it since."), (True, "")]


def test_who_has_applied_anew_after_being_declined_has_not_two_applications(cohort, by):
    [person] = applied(cohort, 1)
    bulk = bulk_deeds.do("decline", [person], cohort=cohort, by=by, reason="incomplete")
    EnrollmentFactory(cohort=cohort, person=person.person, state="applied")
    bulk_deeds.undo(bulk, by=by)
    assert states([person]) == ["declined"]
    assert [row[4] for row in rows(bulk)] == ["This person has applied anew since."]


def test_only_once_and_only_for_a_while(cohort, by, settings):
    first, second = (bulk_deeds.do("accept", applied(cohort, 1), cohort=cohort, by=by) for _ in range(2))
    bulk_deeds.undo(first, by=by)
    late = timezone.now() - timedelta(minutes=settings.UNDO_MINUTES)
    BulkDeed.objects.filter(pk=second.pk).update(created_at=late)
    for bulk in (first, second):
        with pytest.raises(refusals.UndoOverError):
            bulk_deeds.undo(bulk, by=by)


def test_nobody_decides_about_herself(cohort, by):
    own = EnrollmentFactory(cohort=cohort, state=EnrollmentState.APPLIED, person=by.person)
    bulk = bulk_deeds.do("accept", [own], cohort=cohort, by=by)
    assert rows(bulk) == [("applied", "", "Nobody decides about herself or himself.", False, "")]


def test_nobody_takes_back_what_was_decided_about_herself(cohort, by):
    other = ProgramRoleFactory(program=cohort.program, person=PersonFactory()).person
    own = EnrollmentFactory(cohort=cohort, state=EnrollmentState.APPLIED, person=other)
    bulk = bulk_deeds.do("decline", [own], cohort=cohort, by=by, reason=MoveReason.INCOMPLETE)
    bulk_deeds.undo(bulk, by=other.user)
    assert (states([own]), rows(bulk)[0][4]) == (["declined"], "Nobody decides about herself or himself.")


def test_of_who_was_refused_nothing_is_taken_back(cohort, by):
    gone = EnrollmentFactory(cohort=cohort, state=EnrollmentState.WITHDRAWN)
    bulk = bulk_deeds.do("accept", [gone], cohort=cohort, by=by)
    bulk_deeds.undo(bulk, by=by)
    assert [(row[2] != "", row[3], row[4]) for row in rows(bulk)] == [(True, False, "")]


def test_at_the_end_of_the_time_it_is_over(cohort, by):
    bulk = bulk_deeds.do("accept", applied(cohort, 1), cohort=cohort, by=by)
    assert bulk.may_be_undone(bulk.undo_until - timedelta(microseconds=1))
    assert not bulk.may_be_undone(bulk.undo_until)


def test_nobody_is_moved_without_a_line_that_says_so(cohort, by, monkeypatch):
    people = applied(cohort, 1)
    monkeypatch.setattr(BulkDeedRow, "save", lambda row, **_how: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        bulk_deeds.do("accept", people, cohort=cohort, by=by)
    assert states(people) == ["applied"]


def test_who_was_present_already_stays_so(cohort, by):
    session = SessionFactory(cohort=cohort, local_date=timezone.now().date() - timedelta(days=1))
    person, another = EnrollmentFactory(cohort=cohort), PersonFactory().user
    attendance.record(session, {person.pk: attendance.Mark(status="present")}, by=another)
    bulk = bulk_deeds.do("present", [person], cohort=cohort, by=by, session=session)
    bulk_deeds.undo(bulk, by=by)
    assert rows(bulk) == [("present", "present", "", True, "")]
    assert Attendance.objects.get().status == "present"
    assert not AttendanceMark.objects.filter(way="decision").exists()


def test_what_another_records_in_between_is_not_recorded_over(cohort, by):
    session = SessionFactory(cohort=cohort, local_date=timezone.now().date() - timedelta(days=1))
    person, another = EnrollmentFactory(cohort=cohort), PersonFactory().user

    def in_between():
        attendance.record(session, {person.pk: attendance.Mark(status="absent")}, by=another)
        yield person

    bulk = bulk_deeds.do("present", in_between(), cohort=cohort, by=by, session=session)
    assert [row[1:3] for row in rows(bulk)] == [("", "Something has happened to it since.")]
    assert Attendance.objects.get().status == "absent"


def test_presence_of_several_is_recorded_and_taken_back_to_what_it_was(cohort, by):
    Cohort.objects.filter(pk=cohort.pk).update(starts_on=timezone.now().date())
    session = SessionFactory(cohort=cohort, local_date=timezone.now().date() - timedelta(days=1))
    nothing, absent = (EnrollmentFactory(cohort=cohort) for _ in range(2))
    attendance.record(session, {absent.pk: attendance.Mark(status="absent")}, by=by)
    bulk = bulk_deeds.do("present", [nothing, absent], cohort=cohort, by=by, session=session)
    held = Attendance.objects.order_by("enrollment").values_list("enrollment", "status")
    assert list(held) == [(nothing.pk, "present"), (absent.pk, "present")]
    bulk_deeds.undo(bulk, by=by)
    assert list(held.all()) == [(absent.pk, "absent")]
    assert list(
        AttendanceMark.objects.filter(way="decision").values_list("status", flat=True).order_by("pk")
    ) == [
        "absent",
        "",
    ]


def test_presence_that_another_has_changed_since_stays(cohort, by):
    session = SessionFactory(cohort=cohort, local_date=timezone.now().date() - timedelta(days=1))
    person = EnrollmentFactory(cohort=cohort)
    bulk = bulk_deeds.do("present", [person], cohort=cohort, by=by, session=session)
    attendance.record(session, {person.pk: attendance.Mark(status="absent")}, by=PersonFactory().user)
    bulk_deeds.undo(bulk, by=by)
    assert Attendance.objects.get().status == "absent"
    assert [row[4] for row in rows(bulk)] == ["Something has happened to it since."]


def test_who_is_accepted_again_after_it_was_taken_back_has_her_old_place_in_the_line(cohort, by):
    bulk_deeds.do("accept", applied(cohort, 2), cohort=cohort, by=by)
    first, second = applied(cohort, 2)
    bulk = bulk_deeds.do("accept", [first], cohort=cohort, by=by)
    enrollments.accept(second, by=by)
    bulk_deeds.undo(bulk, by=by)
    enrollments.accept(first, by=by)
    assert list(Enrollment.objects.filter(cohort=cohort).waiting()) == [first, second]
