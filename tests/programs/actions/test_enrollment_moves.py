"""Any moves in any order: seats, waiting list and events always fit together."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from common.moves import MoveError
from programs.actions import enrollments, moves
from programs.logic.refusals import RefusalError
from programs.models import Cohort, Enrollment, EnrollmentEvent
from programs.states import ENROLLMENT_MOVES, SEAT_STATES, EnrollmentState, MoveReason
from tests.factories.capacity import PersonFactory, UserFactory
from tests.factories.programs import CohortFactory

ANYBODY = st.integers(0, 30)


class EnrollmentMoves(RuleBasedStateMachine):
    @initialize(seats=st.integers(1, 3), confirmation=st.sampled_from(["at_once", "review"]))
    def begin(self, seats, confirmation):
        self.cohort = CohortFactory(seats=seats, confirmation=confirmation)
        self.by = UserFactory()
        self.line = {}

    def pick(self, number):
        rows = list(
            Enrollment.objects.filter(cohort=self.cohort).select_related("person__user").order_by("pk")
        )
        return rows[number % len(rows)] if rows else None

    def attempt(self, deed, number, **more):
        row = self.pick(number)
        if row is not None:
            try:
                deed(row, by=self.by, **more)
            except (MoveError, RefusalError):
                after = Enrollment.objects.values_list("state", flat=True).get(pk=row.pk)
                assert after == row.state

    @rule()
    def apply(self):
        person = PersonFactory()
        enrollments.apply(self.cohort, person=person, by=person.user)

    @rule(number=ANYBODY)
    def accept(self, number):
        self.attempt(enrollments.accept, number)

    @rule(number=ANYBODY)
    def decline(self, number):
        self.attempt(enrollments.decline, number, reason=MoveReason.OTHER)

    @rule(number=ANYBODY)
    def offer(self, number):
        self.attempt(enrollments.offer, number)

    @rule(number=ANYBODY, take=st.booleans())
    def answer(self, number, take):
        self.attempt(enrollments.take_offer if take else enrollments.refuse_offer, number)

    @rule(number=ANYBODY)
    def withdraw(self, number):
        self.attempt(enrollments.withdraw, number)

    @rule()
    def let_offers_lapse(self):
        with time_machine.travel(timezone.now() + timedelta(hours=80), tick=False):
            enrollments.lapse_offers()

    @rule()
    def add_a_seat(self):
        Cohort.objects.filter(pk=self.cohort.pk).update(seats=self.cohort.seats + 1)
        self.cohort.seats += 1
        moves.promote(self.cohort)

    @invariant()
    def seats_are_counted_and_not_oversold(self):
        holding = Enrollment.objects.filter(cohort=self.cohort, state__in=SEAT_STATES).count()
        held, seats = Cohort.objects.values_list("held_seats", "seats").get(pk=self.cohort.pk)
        assert holding == held <= seats

    @invariant()
    def nobody_waits_while_a_seat_is_free(self):
        held, seats = Cohort.objects.values_list("held_seats", "seats").get(pk=self.cohort.pk)
        assert held == seats or not Enrollment.objects.filter(cohort=self.cohort).waiting().exists()

    @invariant()
    def a_place_in_the_line_never_changes(self):
        rows = Enrollment.objects.filter(cohort=self.cohort, waitlisted_at__isnull=False)
        now = dict(rows.values_list("pk", "waitlisted_at"))
        assert {pk: now[pk] for pk in self.line} == self.line
        self.line = now

    @invariant()
    def events_tell_the_whole_story_by_legal_moves(self):
        states = dict(Enrollment.objects.filter(cohort=self.cohort).values_list("pk", "state"))
        told = dict.fromkeys(states, EnrollmentState.DRAFT)
        for event in EnrollmentEvent.objects.filter(enrollment__cohort=self.cohort).order_by("pk"):
            assert event.from_state == told[event.enrollment_id]
            assert event.to_state in ENROLLMENT_MOVES[event.from_state]
            told[event.enrollment_id] = event.to_state
        assert told == states


@pytest.mark.django_db
def test_any_moves_keep_seats_line_and_events_together():
    run_state_machine_as_test(
        EnrollmentMoves,
        settings=settings(
            max_examples=12,
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
