"""Moves of enrollments. Each locks the cohort first and the enrollment second: moves in one cohort take turns,
so a seat is never given twice, the waiting list has the order in which people came, and nothing deadlocks.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any, cast

from django.db import connection, transaction
from django.utils import timezone

from capacity.models import Affiliation, Stakeholder, User
from common.log import record
from common.moves import MoveError, check_move
from programs import letters
from programs.logic import refusals
from programs.logic.seating import Seat
from programs.models import Cohort, Confirmation, Enrollment, EnrollmentEvent
from programs.models.enrollment import EnrollmentQuerySet
from programs.queries import progress, seats
from programs.states import (
    DECLINE_REASONS,
    ENROLLMENT_MOVES,
    OVER_STATES,
    SEAT_STATES,
    EnrollmentState,
    MoveReason,
)

# In SQL, because it is asked at each enrollment. The clock tells the moment when it is asked, not when the transaction
# began.
STANDING = """
    SELECT
        EXISTS (SELECT 1 FROM programs_enrollment
            WHERE cohort_id = %(cohort)s AND person_id = %(person)s AND state <> ALL(%(over)s)),
        EXISTS (SELECT 1 FROM programs_enrollment WHERE cohort_id = %(cohort)s AND state = 'waitlisted'),
        clock_timestamp()
"""
LONG_TEXTS = ("program__description", "program__prerequisites", "program__audience", "program__summary")
ENDED_BY_CANCELLING = [
    state for state, moves in ENROLLMENT_MOVES.items() if EnrollmentState.WITHDRAWN in moves
]


@transaction.atomic
def apply(
    cohort: Cohort,
    *,
    person: Stakeholder,
    by: User,
    organization: Stakeholder | None = None,
    motivation: str = "",
    named_by: Stakeholder | None = None,
) -> Enrollment:
    """Enrolls at once where the cohort confirms at once and has a seat, else puts on the waiting list; where it
    confirms by review, the application waits for a decision. Writes to the person.

    Refuses: a cohort that is not open, a second live enrollment, an organization she is not affiliated with and that
    has not named her.
    """
    if named_by is None:
        check_affiliation(person, organization)
    organization = named_by or organization
    cohort = lock(cohort.pk)
    refusal = cohort.window.refusal(timezone.now())
    if refusal:
        raise refusal
    already, waiting, now = _standing(cohort, person)
    draft = drafts(cohort, person).first() if already else None
    if already and draft is None:
        raise refusals.AlreadyEnrolledError
    enrollment = draft or Enrollment(person=person, is_demo=cohort.is_demo or person.is_demo)
    enrollment.cohort, enrollment.organization, enrollment.motivation = cohort, organization, motivation
    enrollment.applied_at, enrollment.state = timezone.now(), EnrollmentState.APPLIED
    enrollment.qualifies_for = seats.qualifications(cohort, person, organization)
    enrollment.weighed_by = seats.weights_met(cohort, person, organization)
    states = [(EnrollmentState.DRAFT, EnrollmentState.APPLIED, MoveReason.APPLICATION)]
    if cohort.confirmation == Confirmation.AT_ONCE:
        seat = _free_seat(enrollment, waiting=waiting)
        wanted = EnrollmentState.ENROLLED if seat else EnrollmentState.WAITLISTED
        reason = MoveReason.SEAT_FREE if seat else MoveReason.NO_SEAT
        _set(enrollment, wanted, seat=seat, waitlisted_at=now)
        states.append((EnrollmentState.APPLIED, wanted, reason))
    enrollment.save(force_insert=draft is None)
    EnrollmentEvent.objects.bulk_create(_event(enrollment, *state, by=by) for state in states)
    record("programs.enrollments.apply", enrollment, by=by, after={"state": enrollment.state})
    letters.tell_state(enrollment)
    return enrollment


@transaction.atomic
def keep_draft(
    cohort: Cohort, *, person: Stakeholder, by: User, organization: Stakeholder | None, motivation: str
) -> Enrollment:
    """Keeps what is written so far, for her alone; it holds no seat and no place in the line.
    Refuses: a cohort that is not open, an enrollment that is more than a draft.
    """
    cohort = lock(cohort.pk)
    refusal = cohort.window.refusal(timezone.now())
    if refusal:
        raise refusal
    draft = drafts(cohort, person).first()
    if draft is None:
        if Enrollment.objects.live().filter(cohort=cohort, person=person).exists():
            raise refusals.AlreadyEnrolledError
        draft = Enrollment(cohort=cohort, person=person, is_demo=cohort.is_demo or person.is_demo)
    is_new = draft.pk is None
    draft.organization, draft.motivation = organization, motivation
    draft.save()
    if is_new:
        _event(draft, "", EnrollmentState.DRAFT, "", by=by).save(force_insert=True)
        record("programs.enrollments.keep_draft", draft, by=by, after={"state": draft.state})
    return draft


def drafts(cohort: Cohort, person: Stakeholder) -> EnrollmentQuerySet:
    return Enrollment.objects.filter(cohort=cohort, person=person, state=EnrollmentState.DRAFT)


@transaction.atomic
def accept(enrollment: Enrollment, *, by: User, note: str = "") -> Enrollment:
    """Gives an applicant a seat if one is free for her and nobody waits for it, else a place on the waiting list.
    Writes to her. Refuses: what is not an application; a cohort that is cancelled, over or not published.
    """
    cohort, enrollment = _hold(enrollment)
    _check_not_over(cohort)
    _check_is(enrollment, EnrollmentState.APPLIED, EnrollmentState.ENROLLED)
    _, waiting, now = _standing(cohort, enrollment.person)
    seat = _free_seat(enrollment, waiting=waiting)
    _move(
        enrollment,
        EnrollmentState.ENROLLED if seat else EnrollmentState.WAITLISTED,
        by=by,
        reason=MoveReason.COORDINATOR if seat else MoveReason.NO_SEAT,
        verb="accept",
        seat=seat,
        waitlisted_at=now,
        decided_by=by,
        decision_note=note,
    )
    letters.tell_state(enrollment)
    return enrollment


@transaction.atomic
def decline(enrollment: Enrollment, *, by: User, reason: str, note: str = "") -> Enrollment:
    """Ends an application, with a reason from the list. Writes to the person.
    Refuses: what is not an application; a reason that is not on the list.
    """
    if reason not in DECLINE_REASONS:
        raise refusals.ReasonMissingError
    _cohort, enrollment = _hold(enrollment)
    _move(
        enrollment,
        EnrollmentState.DECLINED,
        by=by,
        reason=reason,
        verb="decline",
        decided_by=by,
        decision_note=note,
    )
    letters.tell_state(enrollment, reason=MoveReason(reason), note=note)
    return enrollment


@transaction.atomic
def offer(enrollment: Enrollment, *, by: User) -> Enrollment:
    """Holds a seat for an applicant or a waiting person until the cohort's deadline. Writes to her.
    Refuses: no seat free for her; a cohort that is cancelled, over or not published.
    """
    cohort, enrollment = _hold(enrollment)
    _check_not_over(cohort)
    check_move(ENROLLMENT_MOVES, enrollment.state, EnrollmentState.OFFERED)
    seat = seats.free_seats(cohort).give(enrollment.qualifies_for)
    if seat is None:
        raise refusals.NoFreeSeatError
    _move(enrollment, EnrollmentState.OFFERED, by=by, reason=MoveReason.COORDINATOR, verb="offer", seat=seat)
    letters.tell_state(enrollment)
    return enrollment


@transaction.atomic
def take_offer(enrollment: Enrollment, *, by: User) -> Enrollment:
    """Turns an offered place into an enrollment. Writes to the person.
    Refuses: no offer; one that has expired; a cohort that is cancelled, over or not published.
    """
    cohort, enrollment = _hold(enrollment)
    _check_not_over(cohort)
    _check_is(enrollment, EnrollmentState.OFFERED, EnrollmentState.ENROLLED)
    if is_expired(enrollment, timezone.now()):
        raise refusals.OfferExpiredError
    _move(enrollment, EnrollmentState.ENROLLED, by=by, reason=MoveReason.OWN_WISH, verb="take_offer")
    letters.tell_state(enrollment)
    return enrollment


@transaction.atomic
def refuse_offer(enrollment: Enrollment, *, by: User) -> Enrollment:
    """Gives an offered place back; it goes to the next person who waits. Refuses: no offer."""
    cohort, enrollment = _hold(enrollment)
    _move(enrollment, EnrollmentState.REFUSED, by=by, reason=MoveReason.OWN_WISH, verb="refuse_offer")
    fill(cohort)
    return enrollment


@transaction.atomic
def lapse(enrollment: Enrollment) -> bool:
    """Ends an offer whose deadline has passed; the place goes to the next person who waits. Writes to both.
    False, and nothing done, where the offer was answered meanwhile.
    """
    cohort, enrollment = _hold(enrollment)
    if enrollment.state != EnrollmentState.OFFERED or not is_expired(enrollment, timezone.now()):
        return False
    _move(enrollment, EnrollmentState.LAPSED, by=None, reason=MoveReason.DEADLINE_PASSED, verb="lapse")
    letters.tell_state(enrollment)
    fill(cohort)
    return True


def lapse_offers() -> int:
    """Lets every expired offer lapse, each in a transaction of its own; returns how many did."""
    expired = Enrollment.objects.filter(
        state=EnrollmentState.OFFERED, offer_expires_at__lte=timezone.now()
    ).order_by("offer_expires_at", "id")
    return sum(lapse(enrollment) for enrollment in expired)


@transaction.atomic
def withdraw(
    enrollment: Enrollment, *, by: User, reason: str = MoveReason.OWN_WISH, note: str = ""
) -> Enrollment:
    """Ends an enrollment that is not over; a seat it held goes to the next person who waits. Writes to both.
    Refuses: what has ended.
    """
    cohort, enrollment = _hold(enrollment)
    held_seat = enrollment.state in SEAT_STATES
    _move(
        enrollment,
        EnrollmentState.WITHDRAWN,
        by=by,
        reason=reason,
        verb="withdraw",
        **_decision(by, note),
    )
    letters.tell_state(enrollment, note=note)
    if held_seat:
        fill(cohort)
    return enrollment


def end_all(cohort: Cohort, *, by: User, note: str) -> int:
    """With the cohort locked, when it is cancelled: ends what has not ended, and writes to everybody but those whose
    application was a draft. Returns how many.
    """
    live = Enrollment.objects.filter(cohort=cohort, state__in=ENDED_BY_CANCELLING).order_by("pk")
    people = list(live.select_for_update(of=("self",)).select_related("person__user"))
    for enrollment in people:
        enrollment.cohort = cohort
        was_draft = enrollment.state == EnrollmentState.DRAFT
        _move(
            enrollment,
            EnrollmentState.WITHDRAWN,
            by=by,
            reason=MoveReason.CANCELLED,
            verb="end",
            **_decision(by, note),
        )
        if not was_draft:
            letters.tell_cohort_cancelled(enrollment, note=note)
    return len(people)


@transaction.atomic
def transfer(enrollment: Enrollment, *, to: Cohort, by: User) -> Enrollment:
    """Moves a participant to another cohort: she takes a seat there as the rules of that cohort say, and the one she
    leaves goes to the next person who waits. Writes to both; returns the new enrollment.
    Refuses: who is not enrolled; the same cohort; one that is over, or in which she is already; no free seat for her.
    """
    both = Cohort.objects.select_for_update(no_key=True, of=("self",)).select_related("program")
    held = {each.pk: each for each in both.filter(pk__in=[enrollment.cohort_id, to.pk]).order_by("pk")}
    cohort, enrollment = _hold(enrollment)
    check_move(ENROLLMENT_MOVES, enrollment.state, EnrollmentState.TRANSFERRED)
    target = held[to.pk]
    _check_not_over(target)
    already, waiting, _now = _standing(target, enrollment.person)
    if already or target == cohort:
        raise refusals.AlreadyEnrolledError
    moved = Enrollment(
        cohort=target,
        person=enrollment.person,
        organization=enrollment.organization,
        motivation=enrollment.motivation,
        applied_at=timezone.now(),
        qualifies_for=seats.qualifications(target, enrollment.person, enrollment.organization),
        is_demo=target.is_demo or enrollment.is_demo,
    )
    seat = _free_seat(moved, waiting=waiting)
    if seat is None:
        raise refusals.NoFreeSeatError
    _move(enrollment, EnrollmentState.TRANSFERRED, by=by, reason=MoveReason.TRANSFER, verb="transfer")
    _set(moved, EnrollmentState.ENROLLED, seat=seat)
    moved.save(force_insert=True)
    steps = [EnrollmentState.DRAFT, EnrollmentState.APPLIED, EnrollmentState.ENROLLED]
    EnrollmentEvent.objects.bulk_create(
        _event(moved, before, after, MoveReason.TRANSFER, by=by) for before, after in pairwise(steps)
    )
    record("programs.enrollments.transfer", moved, by=by, after={"state": moved.state, "from": enrollment.pk})
    letters.tell_transferred(enrollment, moved)
    fill(cohort)
    return moved


@transaction.atomic
def complete(enrollment: Enrollment, *, by: User, reason: str = MoveReason.COORDINATOR) -> Enrollment:
    """Writes to the person. Refuses: who is not enrolled; a cohort that has not begun."""
    return _conclude(enrollment, EnrollmentState.COMPLETED, by=by, reason=reason)


@transaction.atomic
def not_complete(
    enrollment: Enrollment, *, by: User, reason: str = MoveReason.COORDINATOR, note: str = ""
) -> Enrollment:
    """Writes to the person. Refuses: who is not enrolled; a cohort that has not begun."""
    return _conclude(enrollment, EnrollmentState.NOT_COMPLETED, by=by, reason=reason, note=note)


@transaction.atomic
def conclude_by_rule(cohort: Cohort, *, by: User) -> dict[str, int]:
    """Sets everybody still enrolled to completed or not completed, as the cohort's rule says; returns how many each.
    Who would complete by something that waits for a decision stays as she is, and is counted as `waiting`.
    Refuses: a cohort that is not over.
    """
    cohort = lock(cohort.pk)
    if cohort.ends_on >= timezone.now().date():
        raise refusals.CohortNotOverError
    counts = {str(EnrollmentState.COMPLETED): 0, str(EnrollmentState.NOT_COMPLETED): 0, "waiting": 0}
    enrolled = Enrollment.objects.filter(cohort=cohort, state=EnrollmentState.ENROLLED)
    people = list(enrolled.select_for_update(of=("self",)).select_related("person__user"))
    standing = progress.progress_of(people, cohort.rule)
    for enrollment in people:
        enrollment.cohort = cohort
        if standing[enrollment.pk].may_still_complete:
            counts["waiting"] += 1
            continue
        done = standing[enrollment.pk].is_complete
        wanted = EnrollmentState.COMPLETED if done else EnrollmentState.NOT_COMPLETED
        _move(enrollment, wanted, by=by, reason=MoveReason.RULE, verb="conclude")
        letters.tell_state(enrollment)
        counts[wanted] += 1
    return counts


@transaction.atomic
def conclude_all(cohort: Cohort, results: Iterable[tuple[Enrollment, str]], *, by: User) -> int:
    """Takes over results from elsewhere, all or none; returns how many changed, and writes to each of them. Who has the
    result already is passed over. Refuses: a cohort that has not begun; anybody who is not enrolled any more.
    """
    cohort = lock(cohort.pk)
    if cohort.starts_on > timezone.now().date():
        raise refusals.CohortNotBegunError
    wanted = {enrollment.pk: result for enrollment, result in results}
    rows = Enrollment.objects.select_for_update(of=("self",)).filter(pk__in=wanted, cohort=cohort)
    changed = 0
    for enrollment in rows.select_related("person__user").order_by("pk"):
        result = EnrollmentState(wanted[enrollment.pk])
        if enrollment.state == result:
            continue
        if enrollment.state != EnrollmentState.ENROLLED:
            raise refusals.NotTakingPartError
        enrollment.cohort = cohort
        _move(enrollment, result, by=by, reason=MoveReason.IMPORTED, verb="conclude")
        letters.tell_state(enrollment)
        changed += 1
    return changed


def complete_by_rule(cohort: Cohort, enrollment_id: int, *, by: User) -> bool:
    """With the cohort locked, after something was accepted or confirmed: completes who has reached all the rule asks,
    if no session is left. Writes to her. False, and nothing done, where she has not, or is not enrolled.
    """
    enrollment = _held(cohort, enrollment_id)
    ahead = cohort.sessions.filter(cancelled_at=None, ends_at__gt=timezone.now())
    if enrollment.state != EnrollmentState.ENROLLED or ahead.exists():
        return False
    if not progress.progress_of([enrollment], cohort.rule)[enrollment.pk].is_complete:
        return False
    _move(enrollment, EnrollmentState.COMPLETED, by=by, reason=MoveReason.RULE, verb="conclude")
    letters.tell_state(enrollment)
    return True


@transaction.atomic
def promote(cohort: Cohort) -> int:
    """Gives free seats to those who wait, first come first; returns how many. For when seats were added."""
    return fill(lock(cohort.pk))


def lock(cohort_id: int) -> Cohort:
    """The cohort's row, ours until the transaction ends; what refers to it may still be written."""
    cohorts = Cohort.objects.select_for_update(no_key=True, of=("self",))
    return cohorts.select_related("program").defer(*LONG_TEXTS, "program__search_text").get(pk=cohort_id)


def is_expired(enrollment: Enrollment, now: datetime) -> bool:
    return enrollment.offer_expires_at is not None and enrollment.offer_expires_at <= now


def check_affiliation(person: Stakeholder, organization: Stakeholder | None) -> None:
    if organization is None:
        return
    affiliations = Affiliation.objects.current().filter(person=person, organization=organization)
    if not affiliations.exists():
        raise refusals.NotAffiliatedError


def _check_not_over(cohort: Cohort) -> None:
    refusal = cohort.window.over(timezone.now())
    if refusal:
        raise refusal


def _check_is(enrollment: Enrollment, state: EnrollmentState, wanted: EnrollmentState) -> None:
    """The table also allows the move from elsewhere, but not by this deed."""
    if enrollment.state != state:
        raise MoveError(enrollment.state, wanted)


def _hold(enrollment: Enrollment) -> tuple[Cohort, Enrollment]:
    """Lock, in the house's order, the cohort and then the enrollment, and read both anew."""
    cohort = lock(enrollment.cohort_id)
    return cohort, _held(cohort, enrollment.pk)


def _held(cohort: Cohort, enrollment_id: int) -> Enrollment:
    rows = Enrollment.objects.select_for_update(of=("self",)).select_related("person__user")
    held = rows.get(pk=enrollment_id)
    held.cohort = cohort
    return held


def _standing(cohort: Cohort, person: Stakeholder) -> tuple[bool, bool, datetime]:
    """With the cohort locked: is she in it, does anybody wait, and what time is it in the line."""
    with connection.cursor() as cursor:
        cursor.execute(STANDING, {"cohort": cohort.pk, "person": person.pk, "over": list(OVER_STATES)})
        return cast("tuple[bool, bool, datetime]", cursor.fetchone())


def _free_seat(enrollment: Enrollment, *, waiting: bool) -> Seat | None:
    """With the cohort locked: the seat that is free for her once those who wait have had theirs."""
    cohort = enrollment.cohort
    free = seats.free_seats(cohort)
    if waiting and not free.pools:
        return None
    if waiting:
        for earlier in seats.next_in_line(cohort, free):
            free.give(earlier.qualifies_for)
    return free.give(enrollment.qualifies_for)


def fill(cohort: Cohort) -> int:
    """With the cohort locked: each free seat moves exactly one waiting person who may take it, first come first."""
    if cohort.window.over(timezone.now()):
        return 0
    cohort.refresh_from_db(fields=["held_seats", "reserved_seats", "reserved_held"])
    free = seats.free_seats(cohort)
    line = seats.next_in_line(cohort, free).select_for_update(of=("self",)).select_related("person__user")
    at_once = cohort.confirmation == Confirmation.AT_ONCE
    wanted = EnrollmentState.ENROLLED if at_once else EnrollmentState.OFFERED
    moved = 0
    for enrollment in line:
        seat = free.give(enrollment.qualifies_for)
        if seat is None:
            continue
        enrollment.cohort = cohort
        _move(enrollment, wanted, by=None, reason=MoveReason.NEXT_IN_LINE, verb="promote", seat=seat)
        letters.tell_promoted(enrollment)
        moved += 1
    return moved


def _conclude(
    enrollment: Enrollment, wanted: EnrollmentState, *, by: User, reason: str, note: str = ""
) -> Enrollment:
    cohort, enrollment = _hold(enrollment)
    check_move(ENROLLMENT_MOVES, enrollment.state, wanted)
    if cohort.starts_on > timezone.now().date():
        raise refusals.CohortNotBegunError
    _move(enrollment, wanted, by=by, reason=reason, verb="conclude", **_decision(by, note))
    letters.tell_state(enrollment, note=note)
    return enrollment


def _decision(by: User, note: str) -> dict[str, Any]:
    """What is kept of a decision that was explained."""
    return {"decided_by": by, "decision_note": note} if note else {}


def _move(
    enrollment: Enrollment, wanted: EnrollmentState, *, by: User | None, reason: str, verb: str, **more: Any
) -> None:
    """The move itself: state with its moments, event, log."""
    before = enrollment.state
    check_move(ENROLLMENT_MOVES, before, wanted)
    changed = _set(enrollment, wanted, **more)
    enrollment.save(update_fields=[*changed, "updated_at"])
    _event(enrollment, before, wanted, reason, by=by).save(force_insert=True)
    record(
        f"programs.enrollments.{verb}",
        enrollment,
        by=by,
        before={"state": before},
        after={"state": enrollment.state},
        reason=reason,
    )


def _set(
    enrollment: Enrollment,
    wanted: EnrollmentState,
    *,
    seat: Seat | None = None,
    waitlisted_at: datetime | None = None,
    **more: Any,
) -> Iterable[str]:
    """Set the state, the seat and the moments that belong to it; a place in the line, once given, stays."""
    now = timezone.now()
    values: dict[str, Any] = {"state": wanted, **more}
    if seat is not None and seat.pool is not None:
        values["pool_id"] = seat.pool
    if wanted == EnrollmentState.WAITLISTED:
        values["waitlisted_at"] = waitlisted_at
    elif wanted == EnrollmentState.OFFERED:
        hours = timedelta(hours=enrollment.cohort.offer_hours)
        values |= {"offered_at": now, "offer_expires_at": now + hours}
    elif wanted == EnrollmentState.ENROLLED:
        values["enrolled_at"] = now
    else:
        values["ended_at"] = now
    for field, value in values.items():
        setattr(enrollment, field, value)
    return values.keys()


def _event(
    enrollment: Enrollment, before: str, after: str, reason: str, *, by: User | None
) -> EnrollmentEvent:
    return EnrollmentEvent(
        enrollment=enrollment,
        at=timezone.now(),
        by=by,
        from_state=before,
        to_state=after,
        reason=reason,
        is_demo=enrollment.is_demo,
    )
