"""Cohorts: what cancelling ends and tells, what a clone takes over."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
import time_machine
from django.utils import timezone

from common.models import Notification
from programs.actions import cohorts, seats, sessions
from programs.logic import refusals
from programs.models import Session
from tests.factories.capacity import LanguageFactory, UserFactory
from tests.factories.programs import (
    CohortFactory,
    EnrollmentFactory,
    FormBlockFactory,
    ProgramFactory,
    SeatPoolFactory,
    SessionFactory,
)

pytestmark = pytest.mark.django_db
NO_TONGUES = cohorts.Tongues(languages=[], interpretation=[])


def told(enrollment):
    rows = Notification.objects.filter(recipient=enrollment.person.user).order_by("pk")
    return list(rows.values_list("text", flat=True))


def fields(**more):
    return {
        "name": "Spring",
        "starts_on": date(2026, 3, 2),
        "ends_on": date(2026, 4, 2),
        "enrollment_opens_at": datetime(2026, 1, 1, tzinfo=UTC),
        "enrollment_closes_at": datetime(2026, 2, 1, tzinfo=UTC),
        "seats": 5,
        **more,
    }


def test_an_archived_program_gets_no_cohort():
    program = ProgramFactory(state="archived", archived_at=timezone.now())
    with pytest.raises(refusals.NotPublishedError):
        cohorts.create(program, by=UserFactory(), tongues=NO_TONGUES, **fields())


def test_seats_that_are_added_go_to_those_who_wait():
    cohort = CohortFactory(seats=1)
    EnrollmentFactory(cohort=cohort)
    waiting = EnrollmentFactory(cohort=cohort, state="waitlisted")
    cohorts.edit(cohort, by=UserFactory(), seats=2)
    waiting.refresh_from_db()
    assert waiting.state == "enrolled"


def test_seats_that_are_held_are_not_taken_away():
    cohort = CohortFactory(seats=2)
    for _ in range(2):
        EnrollmentFactory(cohort=cohort)
    with pytest.raises(refusals.SeatsAreHeldError):
        cohorts.edit(cohort, by=UserFactory(), seats=1)


def test_cancelling_ends_and_tells_everybody_and_cancels_what_was_to_come():
    cohort = CohortFactory()
    live = {
        state: EnrollmentFactory(cohort=cohort, state=state)
        for state in ("applied", "waitlisted", "offered", "enrolled", "draft")
    }
    declined = EnrollmentFactory(cohort=cohort, state="declined")
    ahead = SessionFactory(cohort=cohort)
    past = SessionFactory(cohort=cohort, local_date=date(2020, 1, 1))
    assert cohorts.cancel(cohort, by=UserFactory(), note="Too few came.") == 5
    for enrollment in live.values():
        enrollment.refresh_from_db()
    assert {each.state for each in live.values()} == {"withdrawn"}
    assert {each.events.get().reason for each in live.values()} == {"cancelled"}
    letter = f"Cancelled: “{cohort.program.title}”, {cohort.name}"
    assert {state: told(each) for state, each in live.items()} == {
        "applied": [letter],
        "waitlisted": [letter],
        "offered": [letter],
        "enrolled": [letter],
        "draft": [],
    }
    assert told(declined) == []
    ahead.refresh_from_db()
    past.refresh_from_db()
    assert (ahead.cancelled_at is not None, ahead.sequence, past.cancelled_at) == (True, 1, None)


def test_what_is_cancelled_or_over_is_not_cancelled():
    cohort = CohortFactory()
    cohorts.cancel(cohort, by=UserFactory())
    with pytest.raises(refusals.CohortCancelledError):
        cohorts.cancel(cohort, by=UserFactory())
    over = CohortFactory(starts_on=date(2020, 1, 1))
    with pytest.raises(refusals.CohortOverError):
        cohorts.cancel(over, by=UserFactory())
    with pytest.raises(refusals.CohortCancelledError):
        cohorts.edit(cohort, by=UserFactory(), seats=50)


def test_a_clone_moves_every_date_and_keeps_the_time_on_the_clocks():
    cohort = CohortFactory(
        time_zone="Europe/Berlin",
        starts_on=date(2026, 3, 2),
        ends_on=date(2026, 3, 20),
        enrollment_opens_at=datetime(2026, 2, 1, 11, tzinfo=UTC),
        enrollment_closes_at=datetime(2026, 2, 20, 11, tzinfo=UTC),
        sessions_needed=0,
        hours_needed=4,
    )
    cohort.languages.add(LanguageFactory())
    SessionFactory(
        cohort=cohort,
        local_date=date(2026, 3, 3),
        local_time=time(18),
        time_zone="Europe/Berlin",
        link="https://meet.example/1",
    )
    SessionFactory(cohort=cohort, cancelled_at=timezone.now())
    EnrollmentFactory(cohort=cohort)
    copy = cohorts.clone(cohort, by=UserFactory(), name="Once more", starts_on=date(2026, 4, 6))
    copy.refresh_from_db()
    assert (copy.ends_on, copy.enrollment_opens_at, copy.enrollment_closes_at) == (
        date(2026, 4, 24),
        datetime(2026, 3, 8, 11, tzinfo=UTC),
        datetime(2026, 3, 27, 11, tzinfo=UTC),
    )
    assert (copy.hours_needed, copy.held_seats, copy.enrollments.count(), copy.languages.count()) == (
        4,
        0,
        0,
        1,
    )
    (session,) = copy.sessions.all()
    assert (session.starts_at, session.link) == (datetime(2026, 4, 7, 16, tzinfo=UTC), "")


def test_a_clone_takes_over_reserved_seats_the_form_and_the_review():
    cohort = CohortFactory(seats=10, confirmation="review")
    SeatPoolFactory(cohort=cohort, seats=3)
    SeatPoolFactory(cohort=cohort, kind="language", values=["ar"], seats=2, position=1)
    asked = FormBlockFactory(cohort=cohort, kind="choice", options=["A", "B"], required=True)
    FormBlockFactory(cohort=cohort, retired_at=timezone.now())
    cohort.review_criteria.create(name="Readiness", description="Is ready", weight=3)
    cohort.equity_weights.create(kind="newcomer", values=[], points=5)
    copy = cohorts.clone(
        cohort, by=UserFactory(), name="Once more", starts_on=cohort.starts_on + timedelta(days=90)
    )
    copy.refresh_from_db()
    assert (copy.reserved_seats, copy.held_seats, copy.reserves_released_at) == (5, 0, None)
    assert copy.reserves_release_at == cohort.reserves_release_at + timedelta(days=90)
    assert list(copy.pools.values_list("kind", "values", "seats", "held_seats")) == [
        ("newcomer", [], 3, 0),
        ("language", ["ar"], 2, 0),
    ]
    (block,) = copy.form_blocks.all()
    assert (block.label, block.options, block.required, block.version) == (asked.label, ["A", "B"], True, 1)
    assert block.key != asked.key
    assert list(copy.review_criteria.values_list("name", "description", "weight")) == [
        ("Readiness", "Is ready", 3)
    ]
    assert list(copy.equity_weights.values_list("kind", "points")) == [("newcomer", 5)]


def test_a_clone_of_a_cohort_whose_reserve_was_released_has_room_for_it():
    cohort = CohortFactory(seats=6)
    SeatPoolFactory(cohort=cohort, seats=5)
    with time_machine.travel(cohort.reserves_release_at + timedelta(seconds=1)):
        seats.release_due()
        cohort = cohorts.edit(cohort, by=UserFactory(), seats=2)
        copy = cohorts.clone(
            cohort, by=UserFactory(), name="Again", starts_on=cohort.starts_on + timedelta(days=90)
        )
    copy.refresh_from_db()
    assert (copy.seats, copy.reserved_seats) == (5, 5)


def test_moving_a_session_tells_those_enrolled_once_for_each_move():
    session = SessionFactory()
    enrolled = EnrollmentFactory(cohort=session.cohort)
    waiting = EnrollmentFactory(cohort=session.cohort, state="waitlisted")
    for hour in (16, 17):
        session.local_time = time(hour)
        sessions.save(session, by=UserFactory(), moved=True)
    sessions.save(session, by=UserFactory(), moved=False)
    letter = f"A session has changed: “{session.title}” in “{session.cohort.program.title}”"
    assert (told(enrolled), told(waiting)) == ([letter, letter], [])


def test_cancelling_a_session_tells_those_enrolled():
    session = SessionFactory()
    enrolled = EnrollmentFactory(cohort=session.cohort)
    sessions.cancel(session, by=UserFactory())
    assert told(enrolled) == [
        f"A session is cancelled: “{session.title}” in “{session.cohort.program.title}”"
    ]
    with pytest.raises(refusals.SessionCancelledError):
        sessions.cancel(session, by=UserFactory())


def test_sessions_planned_together_are_told_in_one_letter():
    cohort = CohortFactory()
    enrolled = EnrollmentFactory(cohort=cohort)
    day = cohort.starts_on
    planned = [
        Session(title=f"S {n}", local_date=day + timedelta(days=7 * n), local_time=time(9), minutes=60)
        for n in range(3)
    ]
    made = sessions.plan(cohort, planned, by=UserFactory())
    assert (len(made), told(enrolled)) == (3, [f"New sessions of “{cohort.program.title}”"])


def test_a_cancelled_cohort_gets_no_sessions():
    cohort = CohortFactory(cancelled_at=timezone.now())
    with pytest.raises(refusals.SessionsStandError):
        sessions.plan(cohort, [], by=UserFactory())


def test_fewer_seats_than_are_held_or_reserved_are_refused_also_where_no_form_has_looked():
    cohort = CohortFactory(seats=5)
    SeatPoolFactory(cohort=cohort, seats=2)
    EnrollmentFactory.create_batch(2, cohort=cohort)
    for number, refusal in ((1, refusals.SeatsAreHeldError), (3, refusals.SeatsAreReservedError)):
        with pytest.raises(refusal):
            cohorts.edit(cohort, by=UserFactory(), seats=number)
    assert cohorts.edit(cohort, by=UserFactory(), seats=4).seats == 4
