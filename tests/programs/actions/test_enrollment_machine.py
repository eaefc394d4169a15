"""Anything that people and the clock may do to a cohort with reserved seats, in any order: what must hold, holds.

Steps marked "at once" are done by several people at the same moment, each on a connection of her own.
"""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from common.models import ActionLog
from common.moves import MoveError, final_states
from programs.actions import bulk_deeds, cohorts, enrollments, seats
from programs.logic.refusals import RefusalError
from programs.models import Cohort, Enrollment, EnrollmentEvent, SeatPool
from programs.states import ENROLLMENT_MOVES, SEAT_STATES, UNDO_MOVES, EnrollmentState
from tests.factories.capacity import PersonFactory, RegionFactory, StaffFactory, UserFactory
from tests.factories.programs import CohortFactory, SeatPoolFactory

pytestmark = [pytest.mark.servers, pytest.mark.django_db(transaction=True)]

AT_ONCE = 6
REFUSED = (RefusalError, MoveError)


def at_once(deeds):
    def do(deed):
        try:
            deed()
        except REFUSED:
            return
        finally:
            connection.close()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        list(pool.map(do, deeds))


class CohortLife(RuleBasedStateMachine):
    """Every rule is a deed that may be refused; what it may never do is break an invariant."""

    @initialize(
        seats=st.integers(1, 4),
        reserved=st.lists(st.integers(1, 2), max_size=2),
        review=st.booleans(),
        crowd=st.lists(st.booleans(), min_size=6, max_size=8),
        undecided=st.integers(0, 3),
    )
    def open(self, seats, reserved, review, crowd, undecided):
        """More people come than there are seats, so that there is a line; half of the cohorts confirm by review, and
        have not decided on everybody.
        """
        self.cohort = CohortFactory(seats=seats, confirmation="review" if review else "at_once")
        self.elsewhere = CohortFactory(program=self.cohort.program, seats=3)
        left = seats
        kinds = [{"kind": "region", "values": ["SSA"]}, {"kind": "newcomer"}]
        for kind, number in zip(kinds, reserved, strict=False):
            if number <= left:
                SeatPoolFactory(cohort=self.cohort, seats=number, position=left, **kind)
                left -= number
        self.places = {}
        self.region = RegionFactory()
        self.coordinator = UserFactory()
        self.staff = StaffFactory()
        self.people_apply_at_once(crowd)
        if review:
            for row in list(self.rows().select_related("person__user"))[undecided:]:
                enrollments.accept(row, by=self.coordinator)

    # --- What is done ---

    def someone(self, from_region):
        return PersonFactory(region=self.region if from_region else None)

    def apply(self, person):
        enrollments.apply(self.cohort, person=person, by=person.user)

    @rule(crowd=st.lists(st.booleans(), min_size=1, max_size=3))
    def people_apply_at_once(self, crowd):
        people = [self.someone(each) for each in crowd]
        at_once([lambda person=person: self.apply(person) for person in people])

    @rule(place=st.integers(0, 3))
    def one_of_the_first_leaves(self, place):
        self.try_each([self.own(place, "withdraw")])

    @rule(place=st.integers(0, 12), deed=st.sampled_from(["take_offer", "refuse_offer", "withdraw"]))
    def a_person_acts(self, place, deed):
        self.try_each([self.own(place, deed)])

    @rule(place=st.integers(0, 12), deed=st.sampled_from(["accept", "decline", "offer", "withdraw"]))
    def the_coordinator_acts(self, place, deed):
        self.try_each([self.of_coordinator(place, deed)])

    @rule(
        places=st.lists(st.integers(0, 12), min_size=2, max_size=AT_ONCE),
        deeds=st.lists(
            st.sampled_from(
                ["take_offer", "refuse_offer", "withdraw", "accept", "decline", "offer", "lapse", "apply"]
            ),
            min_size=AT_ONCE,
            max_size=AT_ONCE,
        ),
    )
    def several_act_at_once(self, places, deeds):
        newcomers = [self.someone(place % 2) for place in places]
        work = []
        for place, deed, person in zip(places, deeds, newcomers, strict=False):
            if deed == "apply":
                work.append(lambda person=person: self.apply(person))
            elif deed in {"take_offer", "refuse_offer", "withdraw"}:
                work.append(self.own(place, deed))
            elif deed == "lapse":
                work.append(enrollments.lapse_offers)
            else:
                work.append(self.of_coordinator(place, deed))
        at_once([deed for deed in work if deed])

    @rule()
    def the_deadline_of_all_offers_passes(self):
        passed = timezone.now() - timedelta(seconds=1)
        self.rows().filter(state=EnrollmentState.OFFERED).update(offer_expires_at=passed)
        enrollments.lapse_offers()

    @precondition(lambda self: hasattr(self, "cohort"))
    @rule()
    def the_reserve_is_released(self):
        Cohort.objects.filter(pk=self.cohort.pk, reserved_seats__gt=0).update(
            reserves_release_at=timezone.now()
        )
        seats.release_due()

    @rule(place=st.integers(0, 3), number=st.integers(1, 4))
    def a_reserve_is_resized(self, place, number):
        pools = list(SeatPool.objects.filter(cohort=self.cohort).select_related("cohort"))
        if pools:
            self.try_each(
                [lambda: seats.resize(pools[place % len(pools)], seats=number, by=self.coordinator)]
            )

    @rule(number=st.integers(1, 6), between=st.booleans())
    def the_number_of_seats_is_changed(self, number, between):
        """While somebody comes, if `between`."""
        work = [lambda: cohorts.edit(self.cohort, by=self.coordinator, seats=number)]
        at_once(work + [lambda: self.apply(self.someone(True))] * between)

    @rule(place=st.integers(0, 3), between=st.booleans())
    def a_person_is_moved_to_another_cohort(self, place, between):
        enrolled = list(self.rows().filter(state=EnrollmentState.ENROLLED).select_related("person__user"))
        if enrolled:
            row = enrolled[place % len(enrolled)]
            work = [lambda: enrollments.transfer(row, to=self.elsewhere, by=self.coordinator)]
            work += [lambda: enrollments.withdraw(row, by=row.person.user)] * between
            at_once(work)

    @invariant()
    def who_was_moved_has_one_place_and_it_is_there(self):
        if not hasattr(self, "cohort"):
            return
        moved = self.rows().filter(state=EnrollmentState.TRANSFERRED).values_list("person", flat=True)
        there = Enrollment.objects.filter(cohort=self.elsewhere)
        assert sorted(moved) == sorted(there.values_list("person", flat=True))
        held = Cohort.objects.values_list("held_seats", flat=True).get(pk=self.elsewhere.pk)
        assert held == there.count() <= 3

    @rule(
        places=st.lists(st.integers(0, 12), min_size=1, max_size=3),
        deed=st.sampled_from(["accept", "decline", "offer"]),
        between=st.booleans(),
    )
    def a_deed_with_several_is_taken_back(self, places, deed, between):
        """While others come and go, if `between`."""
        applied = list(self.rows().filter(state=EnrollmentState.APPLIED).select_related("person__user"))
        people = [applied[place % len(applied)] for place in places if applied]
        bulk = self.decided(deed, list({row.pk: row for row in people}.values()))
        work = [lambda: bulk_deeds.undo(bulk, by=self.staff)]
        if between:
            work += [lambda: self.apply(self.someone(True)), self.own(places[0], "withdraw")]
        at_once([deed for deed in work if deed])

    def decided(self, deed, people):
        why = {"reason": "incomplete"} if deed == "decline" else {}
        return bulk_deeds.do(deed, people, cohort=self.cohort, by=self.staff, **why)

    def own(self, place, deed):
        row = self.pick(place)
        return row and (lambda: getattr(enrollments, deed)(row, by=row.person.user))

    def of_coordinator(self, place, deed):
        row, more = self.pick(place), {"reason": "incomplete"} if deed == "decline" else {}
        return row and (lambda: getattr(enrollments, deed)(row, by=self.coordinator, **more))

    def pick(self, place):
        rows = list(self.rows().live().select_related("person__user", "cohort").order_by("pk"))
        return rows[place % len(rows)] if rows else None

    def rows(self):
        return Enrollment.objects.filter(cohort=self.cohort)

    def try_each(self, deeds):
        for deed in deeds:
            try:
                if deed:
                    deed()
            except REFUSED:
                pass

    # --- What always holds ---

    @invariant()
    def seats_are_never_exceeded_and_counted_right(self):
        if not hasattr(self, "cohort"):
            return
        cohort = Cohort.objects.get(pk=self.cohort.pk)
        held = list(self.rows().filter(state__in=SEAT_STATES).values_list("pool", flat=True))
        assert (cohort.held_seats, cohort.reserved_held) == (
            len(held),
            sum(pool is not None for pool in held),
        )
        assert cohort.held_seats <= cohort.seats
        for pool in SeatPool.objects.filter(cohort=cohort):
            assert pool.held_seats == held.count(pool.pk) <= pool.seats

    @invariant()
    def events_are_complete(self):
        """Each enrollment's events lead from one state to the next, to where it stands."""
        if not hasattr(self, "cohort"):
            return
        steps = {}
        for event in EnrollmentEvent.objects.filter(enrollment__cohort=self.cohort).order_by("pk"):
            steps.setdefault(event.enrollment_id, []).append((event.from_state, event.to_state))
        states = dict(self.rows().values_list("pk", "state"))
        assert steps.keys() == states.keys()
        for pk, moves in steps.items():
            assert [before for before, _after in moves[1:]] == [after for _before, after in moves[:-1]]
            assert all(
                after in ENROLLMENT_MOVES[before] | UNDO_MOVES.get(before, set()) for before, after in moves
            )
            assert moves[-1][1] == states[pk]
        self.the_log_tells_the_same(steps)

    def the_log_tells_the_same(self, steps):
        """What the events say, deed by deed; who applies where it is confirmed at once is enrolled or waits in one."""
        logged = {pk: [] for pk in steps}
        rows = ActionLog.objects.filter(object_type="programs.enrollment", object_id__in=steps).order_by("pk")
        for pk, after in rows.values_list("object_id", "after"):
            logged[pk].append(after["state"])
        at_once = self.cohort.confirmation == "at_once"
        told = {pk: [after for _before, after in moves][at_once:] for pk, moves in steps.items()}
        assert logged == told

    @invariant()
    def nobody_waits_for_a_seat_she_may_take_and_the_order_is_kept(self):
        """In the order of the line, nobody behind was let in while somebody before her could have had that seat."""
        if not hasattr(self, "cohort"):
            return
        cohort = Cohort.objects.get(pk=self.cohort.pk)
        free = {
            pool.pk: pool.free_seats
            for pool in SeatPool.objects.filter(cohort=cohort)
            if cohort.reserved_seats
        }
        waiting = list(self.rows().waiting())
        assert len({row.waitlisted_at for row in waiting}) == len(waiting)
        for row in waiting:
            assert cohort.free_open_seats == 0
            assert not any(free.get(pool) for pool in row.qualifies_for)

    @invariant()
    def a_place_in_the_line_once_given_stays(self):
        if not hasattr(self, "cohort"):
            return
        rows = self.rows().exclude(waitlisted_at=None).values_list("pk", "waitlisted_at")
        assert {pk: self.places.setdefault(pk, since) for pk, since in rows} == dict(rows)

    @invariant()
    def promotions_follow_the_line(self):
        if not hasattr(self, "cohort"):
            return
        promoted = EnrollmentEvent.objects.filter(
            enrollment__cohort=self.cohort, from_state="waitlisted", reason="next_in_line"
        ).order_by("pk")
        by_pool = {}
        for event in promoted.select_related("enrollment"):
            by_pool.setdefault(event.enrollment.pool_id, []).append(event.enrollment)
        open_seats = by_pool.get(None, [])
        waiting = list(self.rows().waiting())
        for row in open_seats:
            assert not any(other.waitlisted_at < row.waitlisted_at for other in waiting)
        for pool, rows in by_pool.items():
            if pool is None:
                continue
            behind = [other for other in waiting if pool in other.qualifies_for]
            assert not any(other.waitlisted_at < row.waitlisted_at for row in rows for other in behind)

    @invariant()
    def only_final_states_have_no_way_out(self):
        if not hasattr(self, "cohort"):
            return
        final = final_states(ENROLLMENT_MOVES)
        for state in set(self.rows().values_list("state", flat=True)) - final:
            assert ENROLLMENT_MOVES[state]

    def teardown(self):
        """Whoever is still somewhere can always leave; then all seats are free. Before that, where it is decided, a
        whole cohort is taken in and taken back while somebody waits: it would seldom come of itself.
        """
        if not hasattr(self, "cohort"):
            return
        if self.cohort.confirmation == "review":
            self.everybody_leaves()
            self.all_seats_are_given_and_taken_back()
        self.everybody_leaves()
        assert Cohort.objects.values_list("held_seats", flat=True).get(pk=self.cohort.pk) == 0
        assert set(Counter(self.rows().values_list("state", flat=True))) <= final_states(ENROLLMENT_MOVES)

    def all_seats_are_given_and_taken_back(self):
        for _ in range(Cohort.objects.values_list("seats", flat=True).get(pk=self.cohort.pk) + 1):
            self.apply(self.someone(True))
        *people, late = self.rows().filter(state=EnrollmentState.APPLIED).select_related("person__user")
        bulk = self.decided("accept", people)
        enrollments.accept(late, by=self.coordinator)
        at_once([lambda: bulk_deeds.undo(bulk, by=self.staff), lambda: self.apply(self.someone(True))])
        late.refresh_from_db()
        assert late.state in SEAT_STATES
        assert bulk.rows.filter(is_undone=True).count() == len(people)
        self.seats_are_never_exceeded_and_counted_right()
        self.events_are_complete()
        self.nobody_waits_for_a_seat_she_may_take_and_the_order_is_kept()
        self.a_place_in_the_line_once_given_stays()

    def everybody_leaves(self):
        for row in (
            self.rows().exclude(state__in=final_states(ENROLLMENT_MOVES)).select_related("person__user")
        ):
            enrollments.withdraw(row, by=row.person.user)


def test_whatever_people_do_at_once_seats_events_and_the_order_hold():
    with transaction.atomic():
        pass  # opens this thread's connection before the clock of the examples
    run_state_machine_as_test(
        CohortLife,
        settings=settings(
            max_examples=20,
            stateful_step_count=12,
            deadline=None,
            phases=[Phase.generate],  # each example costs a second: the first one that fails is told as it is
            suppress_health_check=list(HealthCheck),
        ),
    )
