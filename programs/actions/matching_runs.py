"""Searches for pairs, as the web asks for them; a worker makes them (`matching`)."""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from capacity.models import User
from common.jobs import enqueue
from common.log import record
from programs.actions import moves
from programs.models import Cohort, MatchingRun
from programs.states import MATCHING_LIVE_STATES, MatchingState

TASK = "programs.tasks.match_mentors"


@transaction.atomic
def request(cohort: Cohort, *, by: User) -> MatchingRun:
    """Asks a worker; one that is under way is returned."""
    return ask(moves.lock(cohort.pk), by=by)


def ask(cohort: Cohort, *, by: User | None) -> MatchingRun:
    """With the cohort locked."""
    under_way = MatchingRun.objects.filter(cohort=cohort, state__in=MATCHING_LIVE_STATES).first()
    if under_way is not None:
        return under_way
    run = MatchingRun.objects.create(cohort=cohort, is_demo=cohort.is_demo)
    record("programs.matching.request", run, by=by, after={"state": run.state})
    enqueue(TASK, run_id=run.pk)
    return run


def resume_stalled() -> int:
    """Asks a worker for every search whose worker is silent, or that was forgotten. Returns how many."""
    longest = timezone.now() - timedelta(seconds=settings.MATCHING_STALL_SECONDS)
    stalled = Q(state=MatchingState.RUNNING, heartbeat_at__lt=longest)
    forgotten = Q(state=MatchingState.QUEUED, updated_at__lt=longest)
    found = list(MatchingRun.objects.filter(stalled | forgotten).values_list("pk", flat=True))
    for pk in found:
        enqueue(TASK, run_id=pk)
    return len(found)
