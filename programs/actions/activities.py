"""Meetings and work beside the sessions: noted by those who took part, confirmed by those who teach."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from capacity.models import User
from common.log import record
from common.moves import check_move
from programs.actions import completions, moves
from programs.logic import refusals
from programs.models import Activity, Cohort, Enrollment
from programs.states import ACTIVITY_MOVES, ActivityState, EnrollmentState


@transaction.atomic
def note(
    enrollment: Enrollment,
    *,
    by: User,
    kind: str,
    held_on: date,
    minutes: int,
    note: str = "",
    confirmed: bool = False,
) -> Activity:
    """`confirmed` where somebody who teaches writes it down: then it counts at once, and may complete the enrollment.
    Refuses: who does not take part now; a day to come; what she has noted already, in the same words.
    """
    cohort = moves.lock(enrollment.cohort_id)
    enrollment.refresh_from_db(fields=["state"])
    if enrollment.state != EnrollmentState.ENROLLED:
        raise refusals.NotTakingPartError
    if held_on > timezone.localdate():
        raise refusals.NotYetHeldError
    said = {"kind": kind, "held_on": held_on, "minutes": minutes, "note": note}
    noted = Activity.objects.filter(enrollment=enrollment, recorded_by=by, **said)
    if noted.filter(state__in=[ActivityState.NOTED, ActivityState.CONFIRMED]).exists():
        raise refusals.NotedAlreadyError
    activity = Activity(enrollment=enrollment, **said)
    return write(cohort, activity, by=by, confirmed=confirmed)


def write(cohort: Cohort, activity: Activity, *, by: User, confirmed: bool) -> Activity:
    """With the cohort locked, for somebody who takes part now. Confirmed, it may complete her enrollment."""
    activity.recorded_by, activity.is_demo = by, activity.enrollment.is_demo
    if confirmed:
        activity.state, activity.decided_by, activity.decided_at = ActivityState.CONFIRMED, by, timezone.now()
    activity.save(force_insert=True)
    record("programs.activities.note", activity, by=by, after={"state": activity.state})
    if confirmed:
        completions.complete_by_rule(cohort, activity.enrollment_id, by=by)
    return activity


@transaction.atomic
def confirm(activity: Activity, *, by: User) -> Activity:
    """It counts from now on, and may complete the enrollment. Refuses: what is decided."""
    cohort = moves.lock(activity.enrollment.cohort_id)
    activity = _decide(activity, ActivityState.CONFIRMED, by=by, verb="confirm")
    completions.complete_by_rule(cohort, activity.enrollment_id, by=by)
    return activity


@transaction.atomic
def reject(activity: Activity, *, by: User) -> Activity:
    """It stays in the list, and does not count. Refuses: what is decided."""
    moves.lock(activity.enrollment.cohort_id)
    return _decide(activity, ActivityState.REJECTED, by=by, verb="reject")


def _decide(activity: Activity, wanted: ActivityState, *, by: User, verb: str) -> Activity:
    rows = Activity.objects.select_for_update(of=("self",)).select_related("enrollment")
    activity = rows.get(pk=activity.pk)
    before = activity.state
    check_move(ACTIVITY_MOVES, before, wanted)
    activity.state, activity.decided_by, activity.decided_at = wanted, by, timezone.now()
    activity.save(update_fields=["state", "decided_by", "decided_at", "updated_at"])
    record(
        f"programs.activities.{verb}",
        activity,
        by=by,
        before={"state": before},
        after={"state": activity.state},
    )
    return activity
