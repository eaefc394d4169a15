"""For the worker only: making a search for pairs. Killed at any point and taken up again, it comes to the same pairs:
what it found is written in one transaction, by the worker that claimed it last.
"""

import time
from dataclasses import dataclass, replace
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Count, Q
from django.utils import timezone

from common.log import record
from common.moves import check_move
from programs.actions import moves
from programs.letters import mentoring as letters
from programs.logic.assignment import Match, assign
from programs.logic.matching import Side
from programs.models import Cohort, MatchingRun, MentoringPair, MentoringPart, MentoringSide
from programs.queries.mentoring import sides_of
from programs.states import MATCHING_MOVES, MatchingState, PairState

TELL_SECONDS = 0.5
UNWANTED = [PairState.DROPPED, PairState.DECLINED, PairState.ENDED]  # not suggested again


@dataclass(frozen=True)
class Known:
    """All that the search goes by. Suggestions of an earlier search count as if they were not there."""

    mentors: list[Side]
    mentees: list[Side]
    avoid: set[tuple[int, int]]


def run(run_id: int) -> MatchingRun | None:
    """Writes suggestions instead of those of the search before, and tells those who run the cohort. None where another
    worker has it, or nothing is to be done.
    """
    claimed = claim(run_id)
    if claimed is None:
        return None
    try:
        return claimed if _search(claimed) else None
    except Exception:
        _fail(claimed)
        raise


@transaction.atomic
def claim(run_id: int) -> MatchingRun | None:
    """Takes one that waits, or one whose worker has been silent for too long."""
    found = MatchingRun.objects.select_for_update(skip_locked=True).filter(pk=run_id).first()
    if found is None or not _is_free(found):
        return None
    found.state, found.attempt, found.heartbeat_at = MatchingState.RUNNING, found.attempt + 1, timezone.now()
    found.save(update_fields=["state", "attempt", "heartbeat_at", "updated_at"])
    return found


def _search(claimed: MatchingRun) -> bool:
    known = known_of(claimed.cohort)
    matches = _assign(claimed, known)
    with transaction.atomic():
        cohort = moves.lock(claimed.cohort_id)
        if not _is_mine(claimed):
            return False
        now_known = known_of(cohort)
        if now_known != known:  # somebody came, left or was paired meanwhile
            matches = assign(now_known.mentors, now_known.mentees, avoid=now_known.avoid)
        MentoringPair.objects.of(cohort).filter(state=PairState.SUGGESTED, by_search=True).delete()
        _write(cohort, matches)
        left_over = len(now_known.mentees) - len(matches)
        _end(claimed, MatchingState.DONE, pairs=len(matches), left_over=left_over)
        letters.pairs_found(claimed)
    return True


def known_of(cohort: Cohort) -> Known:
    earlier = Q(state=PairState.SUGGESTED, by_search=True)
    pairs = MentoringPair.objects.of(cohort)
    suggested: dict[int, int] = {}
    for column in ("mentor_id", "mentee_id"):
        suggested |= dict(pairs.filter(earlier).values_list(column).annotate(Count("pk")).order_by())
    present = MentoringPart.objects.present().filter(cohort=cohort).select_related("cohort").order_by("pk")
    parts = list(present.prefetch_related("languages", "capacities"))
    sides = [replace(side, held=side.held - suggested.get(side.key, 0)) for side in sides_of(parts)]
    by_side = {
        wanted: [
            side
            for part, side in zip(parts, sides, strict=True)
            if part.side == wanted and side.held < side.most
        ]
        for wanted in MentoringSide
    }
    return Known(
        mentors=by_side[MentoringSide.MENTOR],
        mentees=by_side[MentoringSide.MENTEE],
        avoid=set(pairs.filter(state__in=UNWANTED).values_list("mentor_id", "mentee_id")),
    )


def _assign(claimed: MatchingRun, known: Known) -> list[Match]:
    """With a sign of life at least twice a second."""
    total, told = len(known.mentees), [time.monotonic()]
    MatchingRun.objects.filter(pk=claimed.pk, attempt=claimed.attempt).update(done=0, total=total)

    def tell(done: int) -> None:
        if time.monotonic() - told[0] >= TELL_SECONDS or done == total:
            told[0] = time.monotonic()
            mine = MatchingRun.objects.filter(pk=claimed.pk, attempt=claimed.attempt)
            mine.update(done=done, heartbeat_at=timezone.now())

    return assign(known.mentors, known.mentees, avoid=known.avoid, tell=tell)


def _write(cohort: Cohort, matches: list[Match]) -> None:
    MentoringPair.objects.bulk_create(
        MentoringPair(
            mentor_id=match.mentor.key,
            mentee_id=match.mentee.key,
            fit=match.fit.points,
            by_search=True,
            is_demo=cohort.is_demo,
        )
        for match in matches
    )


def _fail(claimed: MatchingRun) -> None:
    with transaction.atomic():
        if _is_mine(claimed):
            _end(claimed, MatchingState.FAILED)


def _end(claimed: MatchingRun, wanted: MatchingState, *, pairs: int = 0, left_over: int = 0) -> None:
    check_move(MATCHING_MOVES, claimed.state, wanted)
    claimed.state, claimed.ended_at = wanted, timezone.now()
    claimed.pairs, claimed.left_over = pairs, left_over
    claimed.save(update_fields=["state", "ended_at", "pairs", "left_over", "updated_at"])
    record("programs.matching.end", claimed, by=None, after={"state": claimed.state, "pairs": pairs})


def _is_free(found: MatchingRun) -> bool:
    longest = timezone.now() - timedelta(seconds=settings.MATCHING_STALL_SECONDS)
    silent = found.heartbeat_at is None or found.heartbeat_at < longest
    return found.state == MatchingState.QUEUED or (found.state == MatchingState.RUNNING and silent)


def _is_mine(claimed: MatchingRun) -> bool:
    mine = MatchingRun.objects.filter(pk=claimed.pk, attempt=claimed.attempt, state=MatchingState.RUNNING)
    return mine.select_for_update().exists()
