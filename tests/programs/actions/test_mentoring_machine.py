"""Anything that mentors, mentees, a coordinator and the search may do to the pairs of a cohort, in any order."""

from contextlib import suppress

import pytest
from hypothesis import HealthCheck, settings
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
from programs.actions import enrollments, matching, matching_runs, mentoring
from programs.logic.refusals import RefusalError
from programs.models import MentoringPair, MentoringPart
from programs.states import LIVE_PAIR_STATES, PAIR_MOVES, PairState
from tests.factories.capacity import LanguageFactory, UserFactory
from tests.factories.programs import CohortFactory, MentoringPartFactory

pytestmark = pytest.mark.django_db

MENTORS, MENTEES = 2, 4


class PairLife(RuleBasedStateMachine):
    """Every rule is a deed that may be refused; what it may never do is break an invariant."""

    @initialize(loads=st.lists(st.integers(1, 2), min_size=MENTORS, max_size=MENTORS))
    def open(self, loads):
        self.cohort = CohortFactory(program__method__code="mentoring")
        self.coordinator = UserFactory()
        sides = [("mentor", load) for load in loads] + [("mentee", 1)] * MENTEES
        for side, most in sides:
            part = MentoringPartFactory(cohort=self.cohort, side=side, most=most)
            part.languages.add(LanguageFactory(code="en"))
        self.seen = {}

    # --- What is done ---

    @rule()
    def the_search_runs(self):
        matching.run(matching_runs.request(self.cohort, by=self.coordinator).pk)

    @rule(mentor=st.integers(0, MENTORS - 1), mentee=st.integers(0, MENTEES - 1))
    def two_are_put_together(self, mentor, mentee):
        mentors, mentees = self.parts("mentor"), self.parts("mentee")
        self.attempt(mentoring.suggest, mentors[mentor], mentees[mentee], by=self.coordinator)

    @precondition(lambda self: self.live())
    @rule(place=st.integers(0, 9), deed=st.sampled_from(["propose", "drop"]))
    def the_coordinator_decides(self, place, deed):
        self.attempt(getattr(mentoring, deed), self.pick(place), by=self.coordinator)

    @rule()
    def all_are_proposed(self):
        mentoring.propose_all(self.cohort, by=self.coordinator)

    @precondition(lambda self: self.live())
    @rule(place=st.integers(0, 9), side=st.sampled_from(["mentor", "mentee"]))
    def both_or_one_agree(self, place, side):
        pair = self.pick(place)
        self.attempt(mentoring.agree, pair, by=getattr(pair, side).person.user)

    @precondition(lambda self: self.live())
    @rule(
        place=st.integers(0, 9),
        side=st.sampled_from(["mentor", "mentee"]),
        deed=st.sampled_from(["decline", "end", "look_back"]),
    )
    def one_of_the_two_acts(self, place, side, deed):
        pair = self.pick(place)
        more = {"reached": 2, "text": "So so."} if deed == "look_back" else {"reason": "no_time"}
        self.attempt(getattr(mentoring, deed), pair, by=getattr(pair, side).person.user, **more)

    @rule(side=st.sampled_from(["mentor", "mentee"]), place=st.integers(0, 3))
    def one_leaves_or_comes_back(self, side, place):
        parts = self.parts(side)
        part = parts[place % len(parts)]
        if part.left_at is None:
            self.attempt(mentoring.leave, part, by=part.person.user)
        else:
            languages = list(part.languages.all())
            self.attempt(
                mentoring.join,
                self.cohort,
                person=part.person,
                side=side,
                by=part.person.user,
                most=part.most,
                languages=languages,
            )

    @rule(place=st.integers(0, MENTEES - 1))
    def a_mentee_leaves_the_cohort(self, place):
        part = self.parts("mentee")[place]
        enrollment = part.person.enrollments.get()
        self.attempt(enrollments.withdraw, enrollment, by=part.person.user)

    def attempt(self, deed, *things, **more):
        with suppress(RefusalError, MoveError):
            deed(*things, **more)

    def parts(self, side):
        return list(
            MentoringPart.objects.filter(cohort=self.cohort, side=side).select_related("person__user")
        )

    def live(self):
        return (
            list(MentoringPair.objects.of(self.cohort).live().order_by("pk"))
            if hasattr(self, "cohort")
            else []
        )

    def pick(self, place):
        pairs = self.live()
        return pairs[place % len(pairs)]

    # --- What always holds ---

    @precondition(lambda self: hasattr(self, "cohort"))
    @invariant()
    def loads_are_kept_and_counted_right(self):
        live = self.live()
        for side in ("mentor", "mentee"):
            for part in self.parts(side):
                held = sum(getattr(pair, f"{side}_id") == part.pk for pair in live)
                assert part.held == held <= part.most
                assert part.left_at is None or held == 0

    @precondition(lambda self: hasattr(self, "cohort"))
    @invariant()
    def every_pair_moved_by_the_table(self):
        for pk, state in MentoringPair.objects.of(self.cohort).values_list("pk", "state"):
            before = self.seen.get(pk)
            assert before in {None, state} or state in PAIR_MOVES[before]
            self.seen[pk] = state
        final = final_states(PAIR_MOVES)
        assert not final & set(LIVE_PAIR_STATES)

    @precondition(lambda self: hasattr(self, "cohort"))
    @invariant()
    def nobody_works_who_has_not_agreed(self):
        for pair in MentoringPair.objects.of(self.cohort).filter(
            state__in=[PairState.ACTIVE, PairState.CLOSING]
        ):
            assert pair.mentor_agreed_at
            assert pair.mentee_agreed_at

    def teardown(self):
        """Whatever has begun has a way to its end, and every move stands in the log."""
        if not hasattr(self, "cohort"):
            return
        for part in self.parts("mentor"):
            self.attempt(mentoring.leave, part, by=part.person.user)
        assert self.live() == []
        moved = MentoringPair.objects.of(self.cohort).values_list("pk", flat=True)
        logged = ActionLog.objects.filter(object_type="programs.mentoringpair", object_id__in=moved)
        assert set(logged.values_list("object_id", flat=True)) == set(moved)


def test_the_life_of_pairs():
    run_state_machine_as_test(
        PairLife,
        settings=settings(
            max_examples=12,
            stateful_step_count=20,
            suppress_health_check=list(HealthCheck),
            deadline=None,
        ),
    )
