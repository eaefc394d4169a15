"""What a development plan is made of, and what is on offer for its needs."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from assessments.models import Aspect, DevelopmentPlan, Need, Perspective, PlanAction, Score
from assessments.queries.consensus import members_of
from assessments.states import OVER_ACTIONS, PlanActionState, ResponseState
from capacity.models import Capacity, CapacityClaim, ClaimKind, Language, Stakeholder, User
from common.models import in_all_languages
from common.statements import AnyOf, Written, listed
from programs.models import Cohort, Program, ProgramCapacity
from programs.states import ProgramState

HIGHEST = Decimal(5)  # of the portal's levels
MOST_OFFERS = 12  # programs, and mentors, for one need
MOST_PROPOSED = 20  # capacities that a new plan names by itself
MOST_ACTIONS = 10  # on a person's own page
LISTED = [
    "public_id",
    "title",
    "is_demo",
    "state",
    "due_on",
    "plan__subject__name",
]  # of what somebody has to do
STEPS = [
    "plan",
    "public_id",
    "title",
    "is_demo",
    "state",
    "due_on",
    "progress",
    "owner__name",
]  # of what a plan consists of
STEPS += in_all_languages("capacity__name")


@dataclass(frozen=True, kw_only=True)
class Fitting:
    """A program that builds the capacity, and why it fits."""

    program: Program
    is_open: bool
    speaks: bool  # it is given in a language of whom the plan is for


@dataclass(frozen=True, kw_only=True)
class Known:
    """How well a capacity is there, and how well that would last, from 0 to 5."""

    ability: Decimal
    robustness: Decimal | None = None


def plans_of(user: User) -> QuerySet[DevelopmentPlan]:
    """Those she may see, the newest first, with how many actions are under way and done."""
    done = Count("actions", filter=Q(actions__state=PlanActionState.DONE), distinct=True)
    left = Count("actions", filter=~Q(actions__state__in=OVER_ACTIONS), distinct=True)
    rows = DevelopmentPlan.objects.visible_to(user).select_related("subject")
    return rows.annotate(done=done, left=left).order_by(F("ended_at").desc(nulls_first=True), "-pk")


def actions_by_plan(plans: Collection[int]) -> dict[int, list[PlanAction]]:
    """Without those that were dropped. One query."""
    found: dict[int, list[PlanAction]] = defaultdict(list)
    for action in OF_PLANS.objects(listed(plans)) if plans else []:
        found[action.plan_id].append(action)
    return found


def _of_plans(plans_listed: str) -> QuerySet[PlanAction]:
    kept = PlanAction.objects.exclude(state=PlanActionState.DROPPED).filter(AnyOf(F("plan"), plans_listed))
    return kept.select_related("owner", "capacity").only(*STEPS)


OF_PLANS = Written(_of_plans, listed([-77]))


def actions_for(user: User) -> list[PlanAction]:
    """What she has to do, in her own plans and in those of her organizations; what is due first on top. One query."""
    return HERS.objects(user.pk)


def _hers(user: int) -> QuerySet[PlanAction]:
    hers = Q(owner__user=user) | Q(owner=None, plan__subject__user=user)
    rows = PlanAction.objects.under_way().filter(hers).select_related("plan__subject")
    rows = rows.only(*LISTED)
    return rows.order_by(F("due_on").asc(nulls_last=True), "pk")[:MOST_ACTIONS]


HERS = Written(_hers, -77)


def needs_of(plan: DevelopmentPlan) -> list[Need]:
    """Those that press, and those that were dropped."""
    return list(plan.needs.select_related("capacity").order_by("capacity__path"))


def abilities_of(plan: DevelopmentPlan) -> dict[Capacity, Known]:
    """How well each capacity is there already, on the portal's levels: by the self-assessment the plan follows, else
    by the person's own answers, else as claimed; and what is wanted. What is in none of them is not in it."""
    found = {capacity: Known(ability=ability) for capacity, ability in _claimed(plan.subject)}
    found |= _measured(plan)
    capacities = Capacity.objects.shown().fitting(plan.subject).filter(pk__in=found).order_by("path")
    return {capacity: found[capacity.pk] for capacity in capacities[:MOST_PROPOSED]}


def _claimed(subject: Stakeholder) -> Iterable[tuple[int, Decimal]]:
    """A wish without a statement of what is there begins at nothing."""
    claims = CapacityClaim.objects.current().filter(stakeholder=subject)
    has = dict(claims.filter(kind=ClaimKind.HAS).values_list("capacity", "level"))
    wants = claims.filter(kind=ClaimKind.WANTS).values_list("capacity", flat=True)
    for capacity in {*has, *wants}:
        yield capacity, Decimal(has.get(capacity) or 0)


def _measured(plan: DevelopmentPlan) -> dict[int, Known]:
    scores = Score.objects.filter(response__state=ResponseState.SUBMITTED).exclude(normalized=None)
    if plan.session is not None:
        scores = scores.filter(response=plan.session.response_id)
    elif plan.subject.is_person:
        scores = scores.filter(response__subject=plan.subject, response__perspective=Perspective.SELF)
    else:
        scores = scores.filter(response__subject=plan.subject, response__perspective=Perspective.CONSENSUS)
    rows = scores.order_by("response__submitted_at", "pk").values_list("capacity", "aspect", "normalized")
    found = {
        (capacity, aspect): round(Decimal(normalized or 0) * HIGHEST, 1)
        for capacity, aspect, normalized in rows
    }
    return {
        capacity: Known(ability=value, robustness=found.get((capacity, Aspect.ROBUSTNESS)))
        for (capacity, aspect), value in found.items()
        if aspect == Aspect.LEVEL
    }


def branch_of(capacity: Capacity) -> Q:
    """The capacity, what it is part of, and what is part of it: conditions on `capacity`."""
    above = capacity.path.split("/")
    return Q(capacity__code__in=above) | Q(capacity__path__startswith=f"{capacity.path}/")


def programs_for(plan: DevelopmentPlan, capacity: Capacity) -> list[Fitting]:
    """Published ones that build it: what is open first, then what is given in a language of whom the plan is for."""
    aims = ProgramCapacity.objects.filter(branch_of(capacity), program=OuterRef("pk"))
    spoken = Language.objects.filter(programs=OuterRef("pk"), stakeholders=plan.subject)
    rows = (
        Program.objects.filter(state=ProgramState.PUBLISHED)
        .filter(Exists(aims))
        .annotate(
            is_open=Exists(Cohort.objects.open_for_enrollment().filter(program=OuterRef("pk"))),
            speaks=Exists(spoken),
        )
        .select_related("method")
        .order_by("-is_open", "-speaks", "-published_at", "-pk")
    )
    if plan.subject.is_demo is False:
        rows = rows.filter(is_demo=False)
    return [Fitting(program=row, is_open=row.is_open, speaks=row.speaks) for row in rows[:MOST_OFFERS]]


def mentors_for(plan: DevelopmentPlan, capacity: Capacity, *, reader: User) -> list[Stakeholder]:
    """People and organizations who offer it, as far as they let the reader find them."""
    offers = (
        CapacityClaim.objects.visible_to(reader)
        .current()
        .filter(branch_of(capacity), kind=ClaimKind.OFFERS, stakeholder__is_demo=plan.subject.is_demo)
        .exclude(stakeholder=plan.subject)
        .exclude(stakeholder__user=reader)
        .order_by(F("level").desc(nulls_last=True), "-stated_on", "stakeholder")
    )
    found: dict[int, Stakeholder] = {}
    for claim in offers.select_related("stakeholder")[: 3 * MOST_OFFERS]:
        found.setdefault(claim.stakeholder_id, claim.stakeholder)
    return list(found.values())[:MOST_OFFERS]


def owners_of(plan: DevelopmentPlan) -> list[Stakeholder]:
    """Who may see to an action: the person herself, or the organization's members."""
    return [plan.subject] if plan.subject.is_person else list(members_of(plan.subject))


def actions_of(plan: DevelopmentPlan) -> QuerySet[PlanAction]:
    rows = plan.actions.select_related("capacity", "owner", "program", "mentor")
    return rows.order_by(F("due_on").asc(nulls_last=True), "pk")


def visible_action(user: Any, public_id: str) -> QuerySet[PlanAction]:
    rows = PlanAction.objects.visible_to(user).filter(public_id=public_id)
    return rows.select_related("plan__subject", "capacity", "owner", "program", "mentor")
