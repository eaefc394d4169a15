"""Development plans: what may be chosen, how actions move, and who is reminded."""

from datetime import timedelta
from decimal import Decimal

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assessments.actions import plans
from assessments.models import DevelopmentPlan, PlanAction
from assessments.queries.plans import Known, abilities_of, mentors_for, programs_for
from assessments.states import PLAN_ACTION_MOVES, PlanActionState
from assessments.stats import gaps
from capacity.models import AffiliationRole, ClaimKind, Erasure, SeenBy
from common.models import Message
from common.moves import MoveError
from config.actions.personal_data import carry_out
from programs.models import Program, ProgramCapacity
from programs.states import ProgramState
from tests.factories.assessments import (
    DevelopmentPlanFactory,
    NeedFactory,
    PlanActionFactory,
    ScoreFactory,
    recorded_session,
)
from tests.factories.capacity import (
    AffiliateFactory,
    AffiliationFactory,
    CapacityClaimFactory,
    CapacityFactory,
    PersonFactory,
    PersonVisibilityFactory,
    ProficiencyLevelFactory,
)
from tests.factories.programs import CohortFactory, ProgramFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def person():
    return PersonFactory()


@pytest.fixture
def plan(person):
    return DevelopmentPlanFactory(subject=person)


@pytest.fixture
def capacity():
    return CapacityFactory()


def rated(importance, ability, robustness=None):
    lasting = None if robustness is None else Decimal(robustness)
    return plans.Rated(importance=Decimal(importance), ability=Decimal(ability), robustness=lasting)


def step(capacity, **fields):
    return plans.Step(**{"capacity": capacity, "title": "Read the handbook", **fields})


def mentor(capacity, *, seen=SeenBy.EVERYBODY, **fields):
    claim = CapacityClaimFactory(capacity=capacity, kind=ClaimKind.OFFERS, **fields)
    PersonVisibilityFactory(person=claim.stakeholder, listed=seen, capacities=seen)
    return claim.stakeholder


def building(capacity, **fields):
    program = ProgramFactory(**fields)
    ProgramCapacity.objects.create(program=program, capacity=capacity)
    return program


def test_what_is_important_and_not_there_yet_presses_most(plan):
    small = NeedFactory(plan=plan, importance=5, ability=4)
    large = NeedFactory(plan=plan, importance=3, ability=0)
    none = NeedFactory(plan=plan, importance=2, ability=4)
    found = [(gap.need, gap.discrepancy, gap.priority) for gap in gaps([small, large, none])]
    assert found == [(large, 3.0, 9.0), (small, 1.0, 5.0), (none, -2.0, -4.0)]


def test_a_need_is_rated_again_without_a_second_row(plan, person, capacity):
    for ability in (1, 2):
        plans.rate_needs(plan, {capacity: rated(4, ability)}, by=person.user)
    need = plan.needs.get()
    assert (need.importance, need.ability) == (4, 2)


def test_what_is_known_already_is_proposed(plan, person):
    claimed = CapacityClaimFactory(
        stakeholder=person, kind=ClaimKind.HAS, level=ProficiencyLevelFactory(level=2)
    ).capacity
    wanted = CapacityClaimFactory(stakeholder=person, kind=ClaimKind.WANTS).capacity
    score = ScoreFactory(
        response__subject=person, response__state="submitted", response__submitted_at=timezone.now()
    )
    found = {capacity: known.ability for capacity, known in abilities_of(plan).items()}
    assert found == {claimed: 2, wanted: 0, score.capacity: Decimal("2.5")}


def test_a_plan_after_a_self_assessment_begins_with_its_consensus():
    affiliate = AffiliateFactory()
    session = recorded_session(organization=affiliate, value=3)
    ScoreFactory(response=session.response, normalized=Decimal("0.75"))
    ScoreFactory(response=session.response, normalized=Decimal("0.25"), aspect="robustness")
    plan = DevelopmentPlanFactory(subject=affiliate, session=session)
    assert list(abilities_of(plan).values()) == [Known(ability=Decimal("3.8"), robustness=Decimal("1.2"))]


def test_a_need_is_dropped_with_a_reason_and_can_be_taken_up_again(plan, person, capacity):
    plans.rate_needs(plan, {capacity: rated(4, 1, 2)}, by=person.user)
    need = plan.needs.get()
    with pytest.raises(ValidationError):
        plans.drop_need(need, reason=" ", by=person.user)
    plans.drop_need(need, reason="Others do it", by=person.user)
    with pytest.raises(MoveError):
        plans.drop_need(need, reason="Again", by=person.user)
    need.refresh_from_db()
    assert (need.reason, need.dropped_at is None, need.robustness) == ("Others do it", False, 2)
    plans.rate_needs(plan, {capacity: rated(5, 1)}, by=person.user)
    need.refresh_from_db()
    assert (need.reason, need.dropped_at, need.importance) == ("", None, 5)


def test_an_action_chooses_anew_how_it_is_done(plan, person, capacity):
    action = plans.add_action(plan, step(capacity), by=person.user)
    program, offers = building(capacity, state="published"), mentor(capacity)
    action = plans.edit_action(action, step(capacity, program=program), by=person.user)
    assert (action.kind, action.program, action.mentor) == ("program", program, None)
    action = plans.edit_action(action, step(capacity, mentor=offers), by=person.user)
    assert (action.kind, action.program, action.mentor) == ("mentor", None, offers)
    with pytest.raises(ValidationError):
        plans.edit_action(action, step(capacity, program=building(CapacityFactory())), by=person.user)
    Program.objects.update(state="archived", archived_at=timezone.now())
    action = plans.edit_action(action, step(capacity), by=person.user)
    assert (action.kind, action.program, action.mentor) == ("own", None, None)


def test_what_an_action_is_stays_though_it_is_offered_no_more(plan, person, capacity):
    program = building(capacity, state="published")
    action = plans.add_action(plan, step(capacity, program=program), by=person.user)
    Program.objects.update(state="archived", archived_at=timezone.now())
    action = plans.edit_action(action, step(capacity, program=program, title="Later"), by=person.user)
    assert (action.kind, action.title) == ("program", "Later")


def test_programs_that_build_it_are_offered_open_ones_first(plan, capacity):
    later, now = building(capacity), building(capacity)
    CohortFactory(program=now)
    building(capacity, state=ProgramState.DRAFT, published_at=None)
    building(CapacityFactory())
    found = [(each.program, each.is_open) for each in programs_for(plan, capacity)]
    assert found == [(now, True), (later, False)]


def test_only_those_are_offered_who_let_themselves_be_found(plan, person, capacity):
    found = mentor(capacity)
    mentor(capacity, seen=SeenBy.NOBODY)
    mentor(capacity, stakeholder=person)
    assert mentors_for(plan, capacity, reader=person.user) == [found]


def test_what_is_on_offer_can_be_chosen(plan, person, capacity):
    program, teacher = building(capacity), mentor(capacity)
    for chosen in ({"program": program}, {"mentor": teacher}, {"owner": person}):
        plans.add_action(plan, step(capacity, **chosen), by=person.user)
    assert list(plan.actions.order_by("pk").values_list("kind", flat=True)) == ["program", "mentor", "own"]


@pytest.mark.parametrize("name", ["program", "mentor", "owner"])
def test_what_is_not_on_offer_cannot_be_chosen(plan, person, capacity, name):
    others = {"program": ProgramFactory, "mentor": PersonFactory, "owner": PersonFactory}
    with pytest.raises(ValidationError) as refusal:
        plans.add_action(plan, step(capacity, **{name: others[name]()}), by=person.user)
    assert list(refusal.value.message_dict) == [name]


def test_in_an_organizations_plan_members_see_to_actions(capacity):
    affiliate = AffiliateFactory()
    member = AffiliationFactory(organization=affiliate).person
    plan = DevelopmentPlanFactory(subject=affiliate)
    assert plans.add_action(plan, step(capacity, owner=member), by=member.user).owner == member


def test_progress_begins_an_open_action_and_the_end_is_whole(plan, person):
    action = PlanActionFactory(plan=plan)
    assert plans.note_progress(action, 40, by=person.user).state == PlanActionState.DOING
    done = plans.finish(action, by=person.user)
    assert (done.state, done.progress, done.ended_at is not None) == (PlanActionState.DONE, 100, True)


def test_nothing_is_dropped_without_a_reason(plan, person):
    action = PlanActionFactory(plan=plan)
    with pytest.raises(ValidationError):
        plans.drop(action, reason=" ", by=person.user)
    assert plans.drop(action, reason="No time", by=person.user).reason == "No time"


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(st.sampled_from(["start", "finish", "drop", "progress"]), max_size=6))
def test_actions_move_as_the_table_says_and_what_is_over_stays(plan, person, deeds):
    action = PlanActionFactory(plan=plan)
    wanted = {"start": "doing", "finish": "done", "drop": "dropped"}
    acts = {
        "start": plans.start,
        "finish": plans.finish,
        "drop": lambda action, by: plans.drop(action, reason="x", by=by),
        "progress": lambda action, by: plans.note_progress(action, 10, by=by),
    }
    state = PlanActionState.OPEN
    for deed in deeds:
        over = not PLAN_ACTION_MOVES[state]
        target = wanted.get(deed, "doing" if state == PlanActionState.OPEN else state)
        allowed = not over and (deed == "progress" or target in PLAN_ACTION_MOVES[state])
        if allowed:
            acts[deed](action, by=person.user)
            state = PlanActionState(target)
        else:
            with pytest.raises(MoveError):
                acts[deed](action, by=person.user)
        action.refresh_from_db()
        assert action.state == state


@pytest.mark.parametrize(
    "fields",
    [
        {"state": "done", "progress": 50},
        {"state": "dropped", "reason": ""},
        {"kind": "program", "program": None},
        {"progress": 101},
        {"reason": "still going"},
    ],
)
def test_the_database_refuses_what_makes_no_sense(plan, fields):
    action = PlanActionFactory(plan=plan)
    with pytest.raises(IntegrityError), transaction.atomic():
        PlanAction.objects.filter(pk=action.pk).update(**fields)


def test_nothing_changes_in_a_plan_that_has_ended(plan, person, capacity):
    action = PlanActionFactory(plan=plan)
    plans.end(plan, by=person.user)
    for deed in (
        lambda: plans.end(plan, by=person.user),
        lambda: plans.add_action(plan, step(capacity), by=person.user),
        lambda: plans.start(action, by=person.user),
        lambda: plans.rate_needs(plan, {}, by=person.user),
    ):
        with pytest.raises(MoveError):
            deed()


def due(plan, days, **fields):
    return PlanActionFactory(plan=plan, due_on=timezone.localdate() + timedelta(days=days), **fields)


def test_who_sees_to_it_is_reminded_of_what_is_due_a_week_apart(plan, person):
    action = due(plan, 5, owner=person)
    due(plan, 30)
    due(plan, 1, state=PlanActionState.DROPPED, reason="x", ended_at=timezone.now())
    assert (plans.remind_due(), plans.remind_due()) == (1, 0)
    with time_machine.travel(timezone.now() + timedelta(days=8)):
        assert plans.remind_due() == 1
    assert Message.objects.filter(recipient=person.user).count() == 2
    assert action.get_absolute_url() in Message.objects.first().text


def test_where_nobody_sees_to_it_representatives_are_reminded():
    affiliate = AffiliateFactory()
    represents = AffiliationRole.REPRESENTATIVE
    representative = AffiliationFactory(organization=affiliate, role=represents).person
    AffiliationFactory(organization=affiliate)
    due(DevelopmentPlanFactory(subject=affiliate), -2)
    plans.remind_due()
    assert Message.objects.get().recipient == representative.user
    assert Message.objects.get().subject.startswith("Late: ")


def test_erasing_a_person_takes_her_plans_and_leaves_those_of_her_organization(person):
    affiliate = AffiliateFactory()
    kept = PlanActionFactory(plan=DevelopmentPlanFactory(subject=affiliate), owner=person)
    taught = PlanActionFactory(plan=kept.plan, kind="mentor", mentor=person)
    PlanActionFactory(plan=DevelopmentPlanFactory(subject=person))
    carry_out(Erasure.objects.create(account=person.user))
    assert list(DevelopmentPlan.objects.all()) == [kept.plan]
    kept.refresh_from_db()
    taught.refresh_from_db()
    assert (kept.owner, taught.mentor, taught.kind) == (None, None, "own")
