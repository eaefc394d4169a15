"""Development plans: needs, actions chosen from them, how far they are, and reminders."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from assessments import letters
from assessments.models import (
    ActionKind,
    ConsensusSession,
    DevelopmentPlan,
    Need,
    PlanAction,
)
from assessments.queries.plans import mentors_for, owners_of, programs_for
from assessments.states import PLAN_ACTION_MOVES, PlanActionState
from capacity.models import Capacity, Stakeholder, User
from common.log import record
from common.moves import MoveError, check_move
from programs.models import Program

WHOLE = 100  # percent


@dataclass(frozen=True, kw_only=True)
class Rated:
    """What is said of a capacity, from 0 to 5."""

    importance: Decimal
    ability: Decimal
    robustness: Decimal | None = None


@dataclass(frozen=True, kw_only=True)
class Step:
    """What an action is. At most one of `program` and `mentor` is named."""

    capacity: Capacity
    title: str
    program: Program | None = None
    mentor: Stakeholder | None = None
    owner: Stakeholder | None = None
    due_on: date | None = None

    @property
    def kind(self) -> ActionKind:
        if self.program is not None:
            return ActionKind.PROGRAM
        return ActionKind.OWN if self.mentor is None else ActionKind.MENTOR


@transaction.atomic
def create(
    subject: Stakeholder, *, by: User, title: str, session: ConsensusSession | None = None
) -> DevelopmentPlan:
    """Begins a plan of a person or an organization."""
    plan = DevelopmentPlan.objects.create(
        subject=subject, title=title, session=session, is_demo=subject.is_demo
    )
    record("assessments.plans.create", plan, by=by)
    return plan


@transaction.atomic
def rate_needs(plan: DevelopmentPlan, rated: Mapping[Capacity, Rated], *, by: User) -> None:
    """Keeps what is said of each capacity named; the others stay, and one that was dropped is taken up again.
    Refuses (MoveError) an ended plan."""
    plan = _hold(plan)
    Need.objects.bulk_create(
        [
            Need(
                plan=plan,
                capacity=capacity,
                importance=said.importance,
                ability=said.ability,
                robustness=said.robustness,
                is_demo=plan.is_demo,
            )
            for capacity, said in rated.items()
        ],
        update_conflicts=True,
        unique_fields=["plan", "capacity"],
        update_fields=["importance", "ability", "robustness", "dropped_at", "reason"],
    )
    record("assessments.plans.rate_needs", plan, by=by, after={"needs": len(rated)})


@transaction.atomic
def drop_need(need: Need, *, reason: str, by: User) -> None:
    """It presses no more; it stays with the reason, and so do actions chosen for it. Refuses (ValidationError) to do so
    without a reason, and (MoveError) an ended plan or what is dropped already."""
    plan = _hold(need.plan)
    reason = reason.strip()
    if not reason:
        raise ValidationError({"reason": _("Please say why.")})
    fresh = plan.needs.filter(pk=need.pk, dropped_at=None)
    if not fresh.update(dropped_at=timezone.now(), reason=reason):
        raise MoveError("dropped", "dropped")
    record("assessments.plans.drop_need", plan, by=by, after={"capacity": need.capacity.code})


@transaction.atomic
def add_action(plan: DevelopmentPlan, step: Step, *, by: User) -> PlanAction:
    """Refuses (MoveError) an ended plan; and (ValidationError) a program or a mentor that is not offered for the
    capacity to who asks, and an owner who has nothing to do with the plan."""
    plan = _hold(plan)
    _check(plan, step, by=by)
    action = PlanAction.objects.create(
        plan=plan,
        capacity=step.capacity,
        kind=step.kind,
        title=step.title,
        program=step.program,
        mentor=step.mentor,
        owner=step.owner,
        due_on=step.due_on,
        is_demo=plan.is_demo,
    )
    record("assessments.plans.add_action", action, by=by, after={"kind": str(step.kind)})
    return action


def _check(plan: DevelopmentPlan, step: Step, *, by: User, now: PlanAction | None = None) -> None:
    """What an action is `now` may stay, also where it is offered no more."""
    is_new_program = step.program is not None and (now is None or now.program != step.program)
    is_new_mentor = step.mentor is not None and (now is None or now.mentor != step.mentor)
    if is_new_program and step.program not in {
        fitting.program for fitting in programs_for(plan, step.capacity)
    }:
        raise ValidationError({"program": _("This program does not fit the capacity.")})
    if is_new_mentor and step.mentor not in mentors_for(plan, step.capacity, reader=by):
        raise ValidationError({"mentor": _("This person does not offer the capacity.")})
    if step.owner is not None and step.owner not in owners_of(plan):
        raise ValidationError({"owner": _("This person does not belong to the organization.")})


@transaction.atomic
def edit_action(action: PlanAction, step: Step, *, by: User) -> PlanAction:
    """Chooses anew how, who and until when; the capacity stays. Refuses (MoveError) what is over, and
    (ValidationError) what `add_action` refuses."""
    action = _lock(action)
    _check(action.plan, step, by=by, now=action)
    if action.due_on != step.due_on or action.owner != step.owner:
        action.reminded_at = None
    before, action.kind = action.kind, step.kind
    action.program, action.mentor = step.program, step.mentor
    action.title, action.owner, action.due_on = step.title, step.owner, step.due_on
    fields = ["kind", "program", "mentor", "title", "owner", "due_on", "reminded_at", "updated_at"]
    action.save(update_fields=fields)
    after = {"kind": str(step.kind)}
    record("assessments.plans.edit_action", action, by=by, before={"kind": before}, after=after)
    return action


@transaction.atomic
def note_progress(action: PlanAction, percent: int, *, by: User) -> PlanAction:
    """Progress begins an open action. Refuses (MoveError) what is over."""
    action = _lock(action)
    before, action.progress = action.progress, percent
    if action.state == PlanActionState.OPEN and percent:
        action.state = PlanActionState.DOING
    action.save(update_fields=["progress", "state", "updated_at"])
    after = {"progress": percent}
    record("assessments.plans.note_progress", action, by=by, before={"progress": before}, after=after)
    return action


@transaction.atomic
def start(action: PlanAction, *, by: User) -> PlanAction:
    return _move(_lock(action), PlanActionState.DOING, by=by)


@transaction.atomic
def finish(action: PlanAction, *, by: User) -> PlanAction:
    action = _lock(action)
    action.progress, action.ended_at = WHOLE, timezone.now()
    return _move(action, PlanActionState.DONE, by=by)


@transaction.atomic
def drop(action: PlanAction, *, reason: str, by: User) -> PlanAction:
    """Refuses (ValidationError) to do so without a reason."""
    action = _lock(action)
    if not reason.strip():
        raise ValidationError({"reason": _("Please say why.")})
    action.reason, action.ended_at = reason.strip(), timezone.now()
    return _move(action, PlanActionState.DROPPED, by=by)


@transaction.atomic
def end(plan: DevelopmentPlan, *, by: User) -> DevelopmentPlan:
    """Nothing in it changes any more, and nobody is reminded. Refuses (MoveError) what has ended."""
    plan = _hold(plan)
    plan.ended_at = timezone.now()
    plan.save(update_fields=["ended_at", "updated_at"])
    record("assessments.plans.end", plan, by=by)
    return plan


def remind_due() -> int:
    """Reminds of each action that is due soon or late, PLAN_REMINDER_DAYS apart; returns of how many."""
    now = timezone.now()
    days = timedelta(days=settings.PLAN_REMINDER_DAYS)
    due = PlanAction.objects.under_way().filter(
        Q(reminded_at=None) | Q(reminded_at__lte=now - days), due_on__lte=timezone.localdate() + days
    )
    return sum(_remind(pk) for pk in due.order_by("pk").values_list("pk", flat=True))


@transaction.atomic
def _remind(pk: int) -> bool:
    """In a transaction of its own: two workers do not remind twice."""
    rows = PlanAction.objects.under_way().select_for_update(of=["self"], skip_locked=True)
    action = rows.select_related("plan__subject__user", "owner__user").filter(pk=pk).first()
    if action is None:
        return False
    action.reminded_at = timezone.now()
    action.save(update_fields=["reminded_at", "updated_at"])
    letters.remind_of_action(action)
    return True


def _hold(plan: DevelopmentPlan) -> DevelopmentPlan:
    plan = DevelopmentPlan.objects.select_for_update(of=["self"]).select_related("subject").get(pk=plan.pk)
    if plan.ended_at is not None:
        raise MoveError("ended", "changed")
    return plan


def _lock(action: PlanAction) -> PlanAction:
    rows = PlanAction.objects.select_for_update(of=["self"])
    locked = rows.select_related("plan__subject", "owner", "capacity", "program", "mentor").get(pk=action.pk)
    if locked.is_over or locked.plan.ended_at is not None:
        raise MoveError(locked.state, PlanActionState.DOING)
    return locked


def _move(action: PlanAction, wanted: PlanActionState, *, by: User) -> PlanAction:
    before = action.state
    check_move(PLAN_ACTION_MOVES, before, wanted)
    action.state = wanted
    action.save(update_fields=["state", "progress", "reason", "ended_at", "updated_at"])
    record(f"assessments.plans.{wanted}", action, by=by, before={"state": before}, after={"state": wanted})
    return action
