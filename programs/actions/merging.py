"""What of programs cannot stand twice when two accounts of one person become one."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Count
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from capacity.actions.merging import ONCE, OWN_STANDS, Merging
from capacity.actions.references import twins
from capacity.models import User
from capacity.queries.accounts import pointers_at
from programs.actions import moves, pair_ends
from programs.models import Cohort, Enrollment, MentoringPair, MentoringPart, MentoringSide, ProgramRole
from programs.models.mentoring_part import MOST_PAIRS
from programs.states import SEAT_STATES, EnrollmentState, PairReason

RULES: dict[str, Promise] = {
    "programs.Enrollment.person": _(
        "Of two places in one cohort, the one that is further along stays; of two equally far the later one, and on a "
        "waiting list the earlier one. The other is closed as merged, with all that was noted of it; its seat goes to "
        "the next who waits."
    ),
    "programs.MentoringPart.person": _(
        "Of two parts on one side of a mentoring, the one with more pairs stays and takes over the pairs of the other. "
        "A pair too many ends, and the other person is told."
    ),
    "programs.ProgramRole.person": _("Of two equal roles the one that lasts longer stays."),
    "programs.CalendarAddress.user": OWN_STANDS,
    "programs.Review.reviewer": _(
        "Of two reviews of one application, that of the account that stays counts."
    ),
    "programs.ReviewConflict.reviewer": ONCE,
}

FURTHER_ALONG = [
    EnrollmentState.DRAFT,
    EnrollmentState.APPLIED,
    EnrollmentState.WAITLISTED,
    EnrollmentState.OFFERED,
    EnrollmentState.ENROLLED,
    EnrollmentState.NOT_COMPLETED,
    EnrollmentState.COMPLETED,
]


class MeanwhileError(Exception):
    """She enrolled in another window while her accounts were being merged. Asked again, it works."""


def lock(one: User, other: User) -> dict[int, Cohort]:
    """Before anything else: whoever moves an enrollment locks its cohort first (moves)."""
    return {pk: moves.lock(pk) for pk in sorted(_shared_cohorts(one, other))}


def _shared_cohorts(one: User, other: User) -> set[int]:
    def cohorts(user: User) -> set[int]:
        live = Enrollment.objects.live().filter(person__user=user).values_list("cohort", flat=True)
        parts = MentoringPart.objects.filter(person__user=user).values_list("cohort", flat=True)
        return {*live, *parts}

    return cohorts(one) & cohorts(other)


def clear(merging: Merging, cohorts: dict[int, Cohort]) -> None:
    """Closes one of two places in a cohort, joins two parts in its mentoring, and two equal roles."""
    if not _shared_cohorts(merging.kept, merging.closed) <= cohorts.keys():
        raise MeanwhileError
    for cohort in cohorts.values():
        _end_pair_with_herself(merging, cohort)
        for side in MentoringSide.values:
            _join_parts(merging, cohort, side)
        _close_one_of_two(merging, cohort)
    _lengthen_roles(merging)


def _close_one_of_two(merging: Merging, cohort: Cohort) -> None:
    rows = Enrollment.objects.live().filter(cohort=cohort, person__in=[merging.person, merging.other])
    both = sorted(rows.order_by("pk"), key=_standing)
    if len(both) < 2:
        return
    closed = moves.held(cohort, both[0].pk)
    held_seat = closed.state in SEAT_STATES
    moves.close_merged(closed, by=merging.kept)
    merging.end(Enrollment)
    if held_seat:
        moves.fill(cohort)


def _standing(enrollment: Enrollment) -> tuple[Any, ...]:
    moment = enrollment.ended_at or enrollment.enrolled_at or enrollment.applied_at or enrollment.created_at
    at = moment.timestamp()
    if enrollment.state == EnrollmentState.WAITLISTED and enrollment.waitlisted_at:
        at = -enrollment.waitlisted_at.timestamp()
    return FURTHER_ALONG.index(EnrollmentState(enrollment.state)), at, enrollment.pk


# --- Mentoring ---


def _join_parts(merging: Merging, cohort: Cohort, side: str) -> None:
    rows = MentoringPart.objects.filter(
        cohort=cohort, person__in=[merging.person, merging.other], side=side
    ).annotate(kept=Count(f"pairs_as_{side}"))
    both = sorted(rows, key=lambda part: (part.left_at is None, part.held, part.kept, part.pk))
    if len(both) < 2:
        return
    goes, stays = both
    _make_room(stays, goes, by=merging.kept)
    for _label, table, column in pointers_at(MentoringPart):
        rows_of: Any = table._base_manager.filter(**{column: goes})
        rows_of.filter(twins(table, column, stays)).delete()
        rows_of.update(**{column: stays})
    goes.delete()
    merging.end(MentoringPart)


def _make_room(stays: MentoringPart, goes: MentoringPart, *, by: User) -> None:
    """A mentor takes over all pairs up to the most there may be; a mentee has one mentor, the one she works with."""
    pairs = list(
        MentoringPair.objects.live()
        .filter(**{goes.side: goes})
        .select_related("mentor__person__user", "mentee__person__user", "mentee__cohort__program")
        .order_by("pk")
    )
    room = (MOST_PAIRS if goes.is_mentor else 1) - stays.held
    _end_pairs(pairs[max(room, 0) :], by=by)
    if goes.is_mentor:
        needed = stays.held + len(pairs[: max(room, 0)])
        MentoringPart.objects.filter(pk=stays.pk, most__lt=needed).update(most=needed)


def _end_pair_with_herself(merging: Merging, cohort: Cohort) -> None:
    hers = [merging.person, merging.other]
    pairs = MentoringPair.objects.live().of(cohort).filter(mentor__person__in=hers, mentee__person__in=hers)
    _end_pairs(
        pairs.select_related("mentor__person__user", "mentee__person__user", "mentee__cohort__program"),
        by=merging.kept,
    )


def _end_pairs(pairs: Iterable[MentoringPair], *, by: User) -> None:
    for pair in pairs:
        pair_ends.end(pair, by=by, reason=PairReason.OTHER)


# --- Roles ---


def _lengthen_roles(merging: Merging) -> None:
    going = ProgramRole.objects.filter(person=merging.other)
    for role in going.filter(twins(ProgramRole, "person", merging.person)):
        same = ProgramRole.objects.filter(
            person=merging.person,
            program=role.program_id,
            cohort=role.cohort_id,
            role=role.role,
            starts_on=role.starts_on,
        )
        if role.ends_on is None:
            same.update(ends_on=None)
        else:
            same.filter(ends_on__lt=role.ends_on).update(ends_on=role.ends_on)
