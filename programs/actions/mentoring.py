"""Pairs of mentors and mentees. Every move locks the cohort first, so that nobody is paired twice."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone

from capacity.models import Capacity, Language, Stakeholder, User
from common.log import record
from common.moves import MoveError
from programs.actions import matching_runs, moves, pair_ends
from programs.letters import mentoring as letters
from programs.logic import refusals
from programs.logic.matching import fit
from programs.models import (
    Cohort,
    Enrollment,
    MentoringClosing,
    MentoringGoal,
    MentoringPair,
    MentoringPart,
    MentoringSide,
    ProgramRole,
    ProgramRoleKind,
)
from programs.queries.mentoring import sides_of
from programs.states import (
    WORKING_PAIR_STATES,
    EnrollmentState,
    PairState,
)

GOALS_AT_MOST = 20


# --- Who wants to be paired ---


@transaction.atomic
def join(
    cohort: Cohort,
    *,
    person: Stakeholder,
    side: str,
    by: User,
    most: int = 1,
    capacities: Sequence[Capacity] = (),
    languages: Sequence[Language] = (),
    time_zone: str = "UTC",
    about: str = "",
) -> MentoringPart:
    """Says, or says anew, that she wants to be paired. A mentor without a role in the cohort waits for a coordinator,
    who is written to. Refuses: a cohort that is over or not of mentoring; a mentee who does not take part; fewer pairs
    than she has.
    """
    cohort = moves.lock(cohort.pk)
    _check_open(cohort)
    accepted = _accepted_at(cohort, person, side)
    part = MentoringPart.objects.filter(cohort=cohort, person=person, side=side).first()
    if part is None:
        part = MentoringPart(
            cohort=cohort, person=person, side=side, is_demo=cohort.is_demo or person.is_demo
        )
    most = most if side == MentoringSide.MENTOR else 1
    if most < part.held:
        raise refusals.MorePairsThanThatError
    new = part.pk is None or part.left_at is not None
    part.most, part.time_zone, part.about, part.left_at = most, time_zone, about, None
    part.accepted_at = part.accepted_at or accepted
    part.save()
    part.capacities.set(capacities)
    part.languages.set(languages)
    record("programs.mentoring.join", part, by=by, after={"side": side, "most": most})
    if new and part.accepted_at is None:
        letters.mentor_offers(part)
    return part


@transaction.atomic
def leave(part: MentoringPart, *, by: User) -> MentoringPart:
    """Ends the pairs she has; the others are told. Refuses: who has left."""
    cohort = moves.lock(part.cohort_id)
    part.refresh_from_db()
    if part.left_at is not None:
        raise refusals.NotInMentoringError
    ended = pair_ends.end_all_of(part, by=by)
    record("programs.mentoring.leave", part, by=by, after={"pairs": ended})
    if ended and part.is_mentor:
        matching_runs.ask(cohort, by=by)
    return part


@transaction.atomic
def accept_mentor(part: MentoringPart, *, by: User) -> MentoringPart:
    """She mentors in the cohort from today on, and is written to. Refuses: who is accepted, or has left."""
    moves.lock(part.cohort_id)
    part.refresh_from_db()
    if part.accepted_at is not None or part.left_at is not None:
        raise refusals.NotWaitingError
    part.accepted_at = timezone.now()
    part.save(update_fields=["accepted_at", "updated_at"])
    ProgramRole.objects.get_or_create(
        cohort=part.cohort,
        program=None,
        person=part.person,
        role=ProgramRoleKind.MENTOR,
        starts_on=timezone.now().date(),
        defaults={"is_demo": part.is_demo},
    )
    record("programs.mentoring.accept_mentor", part, by=by)
    letters.mentor_accepted(part)
    return part


# --- Putting two together ---


@transaction.atomic
def suggest(mentor: MentoringPart, mentee: MentoringPart, *, by: User) -> MentoringPair:
    """By hand, whatever the search says. Nobody is told yet; a suggestion the mentee had is taken back.
    Refuses: a mentor whose load is full; a mentee who has a pair; who has left or is not accepted.
    """
    moves.lock(mentee.cohort_id)
    for old in MentoringPair.objects.filter(mentee=mentee, state=PairState.SUGGESTED).select_for_update():
        pair_ends.move(old, PairState.DROPPED, by=by, verb="drop")
    present = MentoringPart.objects.present().filter(cohort=mentee.cohort_id, pk__in=[mentor.pk, mentee.pk])
    known = {
        part.pk: part for part in present.prefetch_related("languages", "capacities").select_related("cohort")
    }
    if len(known) < len({mentor.pk, mentee.pk}):
        raise refusals.NotInMentoringError
    mentor, mentee = known[mentor.pk], known[mentee.pk]
    if mentor.person_id == mentee.person_id:
        raise refusals.OwnMentorError
    if mentee.held:
        raise refusals.HasAMentorError
    if not mentor.free:
        raise refusals.LoadIsFullError
    pair = MentoringPair.objects.create(
        mentor=mentor, mentee=mentee, fit=fit(*sides_of([mentor, mentee])).points, is_demo=mentee.is_demo
    )
    record("programs.mentoring.suggest", pair, by=by, after={"state": pair.state})
    return pair


@transaction.atomic
def propose(pair: MentoringPair, *, by: User) -> MentoringPair:
    """Both are asked, by letter. Refuses: what was proposed or taken back."""
    return _propose(_hold(pair), by=by)


@transaction.atomic
def propose_all(cohort: Cohort, *, by: User) -> int:
    """Every suggestion of the cohort. Returns how many."""
    cohort = moves.lock(cohort.pk)
    rows = MentoringPair.objects.of(cohort).filter(state=PairState.SUGGESTED).select_for_update(of=("self",))
    pairs = list(rows.select_related("mentor__person__user", "mentee__person__user").order_by("pk"))
    for pair in pairs:
        pair.mentee.cohort = pair.mentor.cohort = cohort
        _propose(pair, by=by)
    return len(pairs)


def _propose(pair: MentoringPair, *, by: User) -> MentoringPair:
    pair_ends.move(pair, PairState.PROPOSED, by=by, verb="propose", proposed_at=timezone.now())
    letters.pair_proposed(pair)
    return pair


@transaction.atomic
def drop(pair: MentoringPair, *, by: User) -> MentoringPair:
    """Takes a suggestion or a proposal back; it is not suggested again. Who was asked is told.
    Refuses: a pair that works or has ended.
    """
    pair = _hold(pair)
    was_told = pair.state == PairState.PROPOSED
    pair_ends.move(pair, PairState.DROPPED, by=by, verb="drop")
    if was_told:
        letters.pair_dropped(pair, by=by)
    return pair


# --- What the two do ---


@transaction.atomic
def agree(pair: MentoringPair, *, by: User) -> MentoringPair:
    """Once both have, the pair begins, and both are told. Refuses: what is not proposed now."""
    pair = _hold(pair)
    if pair.state != PairState.PROPOSED:
        raise MoveError(pair.state, PairState.ACTIVE)
    column = f"{side_of(pair, by)}_agreed_at"
    if getattr(pair, column) is None:
        setattr(pair, column, timezone.now())
        pair.save(update_fields=[column, "updated_at"])
        record("programs.mentoring.agree", pair, by=by, after={"side": column.split("_")[0]})
    if pair.mentor_agreed_at and pair.mentee_agreed_at:
        pair_ends.move(pair, PairState.ACTIVE, by=by, verb="begin", began_at=timezone.now())
        letters.pair_began(pair)
    return pair


@transaction.atomic
def decline(pair: MentoringPair, *, by: User, reason: str) -> MentoringPair:
    """Those who run the cohort learn why; the other only that it came to nothing, if she had been asked.
    Refuses: what is not proposed now.
    """
    pair = _hold(pair)
    side_of(pair, by)
    pair_ends.move(pair, PairState.DECLINED, by=by, verb="decline", reason=reason)
    letters.pair_declined(pair, by=by)
    return pair


@transaction.atomic
def end(pair: MentoringPair, *, by: User, reason: str) -> MentoringPair:
    """Before its time. The other, or both, and those who run the cohort are told; unless the cohort is over, a new
    mentor is looked for. Refuses: what does not work now.
    """
    pair = _hold(pair)
    pair_ends.move(pair, PairState.ENDED, by=by, verb="end", reason=reason)
    letters.pair_ended(pair, by=by)
    if not pair.cohort.window.over(timezone.now()):
        matching_runs.ask(pair.cohort, by=by)
    return pair


@transaction.atomic
def set_goal(pair: MentoringPair, *, by: User, text: str) -> MentoringGoal:
    """Refuses: a pair that does not work now; too many goals."""
    pair = _hold(pair)
    _check_works(pair)
    if pair.goals.count() >= GOALS_AT_MOST:
        raise refusals.EnoughGoalsError
    goal = MentoringGoal.objects.create(pair=pair, text=text, set_by=by, is_demo=pair.is_demo)
    record("programs.mentoring.set_goal", goal, by=by)
    return goal


@transaction.atomic
def reach_goal(goal: MentoringGoal, *, by: User) -> MentoringGoal:
    """Asked again, it is open again. Refuses: a pair that does not work now."""
    _check_works(_hold(goal.pair))
    goal.reached_on = None if goal.reached_on else timezone.localdate()
    goal.save(update_fields=["reached_on", "updated_at"])
    record("programs.mentoring.reach_goal", goal, by=by, after={"reached": bool(goal.reached_on)})
    return goal


@transaction.atomic
def look_back(pair: MentoringPair, *, by: User, reached: int, text: str) -> MentoringClosing:
    """The first view begins the closing, and the other is asked for hers; the second closes the pair, and the
    mentee is looked a mentor for only if she says so anew.
    Refuses: a pair that does not work now; a second view of the same side.
    """
    pair = _hold(pair)
    _check_works(pair)
    part = getattr(pair, side_of(pair, by))
    if pair.closings.filter(part=part).exists():
        raise refusals.ViewGivenError
    view = MentoringClosing.objects.create(
        pair=pair, part=part, reached=reached, text=text, is_demo=pair.is_demo
    )
    if pair.state == PairState.ACTIVE:
        pair_ends.move(pair, PairState.CLOSING, by=by, verb="begin_closing")
        letters.view_asked(pair, by=by)
    else:
        pair_ends.move(pair, PairState.CLOSED, by=by, verb="close")
        MentoringPart.objects.filter(pk=pair.mentee_id).update(left_at=timezone.now())
        letters.pair_closed(pair)
    return view


def side_of(pair: MentoringPair, user: User) -> str:
    """Refuses: who is neither of the two."""
    for side in (MentoringSide.MENTOR, MentoringSide.MENTEE):
        if getattr(pair, side).person.user_id == user.pk:
            return str(side)
    raise refusals.NotOfThePairError


def _accepted_at(cohort: Cohort, person: Stakeholder, side: str) -> Any:
    if side == MentoringSide.MENTOR:
        roles = ProgramRole.objects.current().on(cohort).filter(person=person, role=ProgramRoleKind.MENTOR)
        return timezone.now() if roles.exists() else None
    enrolled = Enrollment.objects.filter(cohort=cohort, person=person, state=EnrollmentState.ENROLLED)
    if not enrolled.exists():
        raise refusals.NotTakingPartError
    return timezone.now()


def _check_open(cohort: Cohort) -> None:
    if not cohort.program.is_mentoring:
        raise refusals.NotOfMentoringError
    over = cohort.window.over(timezone.now())
    if over:
        raise over


def _check_works(pair: MentoringPair) -> None:
    if pair.state not in WORKING_PAIR_STATES:
        raise refusals.PairDoesNotWorkError


def _hold(pair: MentoringPair) -> MentoringPair:
    """After the cohort, as everywhere."""
    cohort = moves.lock(pair.mentee.cohort_id)
    rows = MentoringPair.objects.select_for_update(of=("self",))
    pair = rows.select_related("mentor__person__user", "mentee__person__user").get(pk=pair.pk)
    pair.mentee.cohort = pair.mentor.cohort = cohort
    return pair
