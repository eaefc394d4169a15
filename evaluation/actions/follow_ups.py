"""Follow-ups: planned for a program, opened and closed by the clock; and what came of a cohort."""

from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from assessments.actions import waves
from assessments.models import Instrument, InstrumentVersion
from assessments.states import VersionState
from capacity.models import User
from common.log import record
from common.moves import MoveError, check_move
from evaluation.logic.following_up import TIMEPOINTS, due_on, is_missed
from evaluation.models import FollowUpOutcome, FollowUpPolicy, FollowUpTask
from evaluation.states import FOLLOW_UP_MOVES, FollowUpState
from programs.models import Cohort, Program


@transaction.atomic
def plan(
    program: Program,
    *,
    by: User,
    offsets: list[int],
    window_days: int,
    instrument: Instrument | None,
    starts_on: date,
) -> FollowUpPolicy:
    """Makes or changes the plan. What is scheduled stays; cohorts that ended before `starts_on` are left out."""
    fields = {
        "offsets": sorted(offsets),
        "window_days": window_days,
        "instrument": instrument,
        "starts_on": starts_on,
        "set_by": by,
        "is_demo": program.is_demo,
    }
    policy, _is_new = FollowUpPolicy.objects.update_or_create(program=program, defaults=fields)
    record("evaluation.follow_ups.plan", policy, by=by, after={"offsets": sorted(offsets)})
    for cohort in _cohorts_of(policy):
        _schedule(policy, cohort)
    return policy


def advance() -> int:
    """Schedules what is missing, opens what is due (today, never as of an earlier day), gives up what was overtaken,
    and closes what is over; tells how many moved. Running it again changes nothing.
    """
    for policy in FollowUpPolicy.objects.select_related("program").order_by("pk"):
        for cohort in _cohorts_of(policy):
            _schedule(policy, cohort)
    today = timezone.localdate()
    due = FollowUpTask.objects.filter(state=FollowUpState.SCHEDULED, due_on__lte=today)
    over = FollowUpTask.objects.filter(state=FollowUpState.OPEN, closes_on__lt=today)
    moved = sum(_open(pk, today) for pk in list(due.order_by("due_on", "pk").values_list("pk", flat=True)))
    return moved + sum(_close(pk) for pk in list(over.order_by("pk").values_list("pk", flat=True)))


@transaction.atomic
def skip(task: FollowUpTask, *, by: User, reason: str) -> FollowUpTask:
    """Refuses what is closed, missed or skipped."""
    task = FollowUpTask.objects.select_for_update().get(pk=task.pk)
    task.skip_reason = reason
    task.save(update_fields=["skip_reason"])
    return _move(task, FollowUpState.SKIPPED, by=by)


@transaction.atomic
def note_outcome(task: FollowUpTask, *, by: User, **fields: Any) -> FollowUpOutcome:
    """Refuses a follow-up that is not open or closed."""
    if task.state not in {FollowUpState.OPEN, FollowUpState.CLOSED}:
        raise MoveError(task.state, FollowUpState.OPEN)
    outcome = FollowUpOutcome.objects.create(task=task, recorded_by=by, is_demo=task.is_demo, **fields)
    record("evaluation.follow_ups.note_outcome", task, by=by, after={"outcome": outcome.pk})
    return outcome


def _cohorts_of(policy: FollowUpPolicy) -> list[Cohort]:
    cohorts = Cohort.objects.filter(program=policy.program_id, cancelled_at=None)
    return list(cohorts.filter(ends_on__gte=policy.starts_on).order_by("pk"))


def _schedule(policy: FollowUpPolicy, cohort: Cohort) -> None:
    """Each once; a cohort whose last day has moved takes its follow-ups along while they wait."""
    for offset in policy.offsets:
        day = due_on(cohort.ends_on, offset)
        task, is_new = FollowUpTask.objects.get_or_create(
            policy=policy, cohort=cohort, offset=offset, defaults={"due_on": day, "is_demo": cohort.is_demo}
        )
        if not is_new and task.state == FollowUpState.SCHEDULED and task.due_on != day:
            FollowUpTask.objects.filter(pk=task.pk, state=FollowUpState.SCHEDULED).update(due_on=day)


@transaction.atomic
def _open(pk: int, today: date) -> bool:
    """The questionnaire's wave opens by its own clock; here it is planned, if it is not yet."""
    waiting = FollowUpTask.objects.select_for_update(skip_locked=True, of=["self"])
    waiting = waiting.select_related("policy__instrument", "cohort")
    task = waiting.filter(pk=pk, state=FollowUpState.SCHEDULED).first()
    if task is None:
        return False
    if is_missed(task.cohort.ends_on, task.offset, task.policy.offsets, today):
        _move(task, FollowUpState.MISSED, by=None)
        return True
    task.opened_on, task.closes_on = today, today + timedelta(days=task.policy.window_days)
    task.save(update_fields=["opened_on", "closes_on"])
    _move(task, FollowUpState.OPEN, by=None)
    _ask(task)
    return True


def _ask(task: FollowUpTask) -> None:
    instrument = task.policy.instrument
    version = (
        instrument
        and InstrumentVersion.objects.filter(instrument=instrument, state=VersionState.PUBLISHED)
        .order_by("-major", "-minor")
        .first()
    )
    if version:
        try:
            with transaction.atomic():
                waves.plan_for_cohort(task.cohort, version, [TIMEPOINTS[task.offset]], by=None)
        except ValidationError:  # another major version: it could not be compared, and is not asked
            record("evaluation.follow_ups.not_asked", task, by=None, reason="not_comparable")


@transaction.atomic
def _close(pk: int) -> bool:
    task = (
        FollowUpTask.objects.select_for_update(skip_locked=True)
        .filter(pk=pk, state=FollowUpState.OPEN)
        .first()
    )
    if task is not None:
        _move(task, FollowUpState.CLOSED, by=None)
    return task is not None


def _move(task: FollowUpTask, state: str, *, by: User | None) -> FollowUpTask:
    before = task.state
    check_move(FOLLOW_UP_MOVES, before, state)
    task.state = state
    task.save(update_fields=["state", "updated_at"])
    record("evaluation.follow_ups.move", task, by=by, before={"state": before}, after={"state": state})
    return task
