"""The end of a pair, for whatever reason: below enrollments, which end pairs too."""

from django.utils import timezone

from capacity.models import User
from common.log import record
from common.moves import check_move
from programs.letters import mentoring as letters
from programs.models import Cohort, Enrollment, MentoringPair, MentoringPart, MentoringSide
from programs.states import PAIR_MOVES, WORKING_PAIR_STATES, PairReason, PairState


def move(
    pair: MentoringPair, wanted: PairState, *, by: User | None, verb: str, reason: str = "", **more: object
) -> MentoringPair:
    """With the cohort locked and the pair read after that: its state with its moments, and the log."""
    before = pair.state
    check_move(PAIR_MOVES, before, wanted)
    if not PAIR_MOVES[wanted]:
        more["ended_at"] = timezone.now()
    for name, value in {"state": wanted, "reason": reason, **more}.items():
        setattr(pair, name, value)
    pair.save(update_fields=["state", "reason", *more, "updated_at"])
    record(
        f"programs.mentoring.{verb}",
        pair,
        by=by,
        before={"state": before},
        after={"state": pair.state},
        reason=reason,
    )
    return pair


def end_all_of(part: MentoringPart, *, by: User | None) -> int:
    """With the cohort locked: she leaves, and with her every pair she has. The others are told. Returns how many."""
    rows = MentoringPair.objects.live().filter(**{part.side: part}).select_for_update(of=("self",))
    pairs = list(
        rows.select_related("mentor__person__user", "mentee__person__user", "mentee__cohort__program")
    )
    for pair in pairs:
        end(pair, by=by, reason=PairReason.LEFT)
    part.left_at = timezone.now()
    part.save(update_fields=["left_at", "updated_at"])
    return len(pairs)


def end(pair: MentoringPair, *, by: User | None, reason: PairReason) -> None:
    """With the cohort locked: a live pair is no more. The other is told, if she knew of it."""
    if pair.state in WORKING_PAIR_STATES:
        move(pair, PairState.ENDED, by=by, verb="end", reason=reason)
        letters.pair_ended(pair, by=by)
        return
    was_told = pair.state == PairState.PROPOSED
    move(pair, PairState.DROPPED, by=by, verb="drop")
    if was_told:
        letters.pair_dropped(pair, by=by)


def follow(cohort: Cohort, enrollment: Enrollment, *, by: User | None) -> None:
    """With the cohort locked: who does not take part any more is nobody's mentee there."""
    for part in MentoringPart.objects.filter(
        cohort=cohort, person=enrollment.person_id, side=MentoringSide.MENTEE, left_at=None
    ):
        end_all_of(part, by=by)
