"""What people, coordinators and the clock do with enrollments; how each moves stands in `moves`."""

from datetime import datetime, timedelta
from itertools import pairwise

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from capacity.models import Affiliation, Stakeholder, User
from common.log import record
from common.moves import check_move
from programs import letters
from programs.actions import moves
from programs.letters import rosters
from programs.logic import refusals
from programs.models import Cohort, Confirmation, Enrollment, EnrollmentEvent
from programs.models.enrollment import EnrollmentQuerySet
from programs.queries import seats
from programs.states import (
    DECLINE_REASONS,
    ENROLLMENT_MOVES,
    SEAT_STATES,
    EnrollmentState,
    MoveReason,
)

ENDED_BY_CANCELLING = [
    state for state, moves in ENROLLMENT_MOVES.items() if EnrollmentState.WITHDRAWN in moves
]
REMIND_OF_OFFER = timedelta(days=1)


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
    confirms by review, the application waits for a decision. Writes to the person, and of what waits to those who
    decide.

    Refuses: a cohort that is not open, a second live enrollment, an organization she is not affiliated with and that
    has not named her.
    """
    if named_by is None:
        check_affiliation(person, organization)
    organization = named_by or organization
    cohort = moves.lock(cohort.pk)
    refusal = cohort.window.refusal(timezone.now())
    if refusal:
        raise refusal
    already, waiting, now = moves.standing_in(cohort, person)
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
        seat = moves.free_seat(enrollment, waiting=waiting)
        wanted = EnrollmentState.ENROLLED if seat else EnrollmentState.WAITLISTED
        reason = MoveReason.SEAT_FREE if seat else MoveReason.NO_SEAT
        moves.set_state(enrollment, wanted, seat=seat, waitlisted_at=now)
        states.append((EnrollmentState.APPLIED, wanted, reason))
    enrollment.save(force_insert=draft is None)
    EnrollmentEvent.objects.bulk_create(moves.event_of(enrollment, *state, by=by) for state in states)
    record("programs.enrollments.apply", enrollment, by=by, after={"state": enrollment.state})
    letters.tell_state(enrollment)
    if enrollment.state == EnrollmentState.APPLIED:
        rosters.application_arrived(enrollment)
    return enrollment


@transaction.atomic
def keep_draft(
    cohort: Cohort, *, person: Stakeholder, by: User, organization: Stakeholder | None, motivation: str
) -> Enrollment:
    """Keeps what is written so far, for her alone; it holds no seat and no place in the line.
    Refuses: a cohort that is not open, an enrollment that is more than a draft.
    """
    cohort = moves.lock(cohort.pk)
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
        moves.event_of(draft, "", EnrollmentState.DRAFT, "", by=by).save(force_insert=True)
        record("programs.enrollments.keep_draft", draft, by=by, after={"state": draft.state})
    return draft


def drafts(cohort: Cohort, person: Stakeholder) -> EnrollmentQuerySet:
    return Enrollment.objects.filter(cohort=cohort, person=person, state=EnrollmentState.DRAFT)


@transaction.atomic
def accept(enrollment: Enrollment, *, by: User, note: str = "") -> Enrollment:
    """Gives an applicant a seat if one is free for her and nobody waits for it, else a place on the waiting list.
    Writes to her. Refuses: what is not an application; a cohort that is cancelled, over or not published.
    """
    cohort, enrollment = moves.hold(enrollment)
    moves.check_not_over(cohort)
    moves.check_is(enrollment, EnrollmentState.APPLIED, EnrollmentState.ENROLLED)
    _, waiting, now = moves.standing_in(cohort, enrollment.person)
    seat = moves.free_seat(enrollment, waiting=waiting)
    moves.move(
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
    letters.tell_state(enrollment, note=note)
    return enrollment


@transaction.atomic
def decline(enrollment: Enrollment, *, by: User, reason: str, note: str = "") -> Enrollment:
    """Ends an application, with a reason from the list. Writes to the person.
    Refuses: what is not an application; a reason that is not on the list.
    """
    if reason not in DECLINE_REASONS:
        raise refusals.ReasonMissingError
    _cohort, enrollment = moves.hold(enrollment)
    moves.move(
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
    cohort, enrollment = moves.hold(enrollment)
    moves.check_not_over(cohort)
    check_move(ENROLLMENT_MOVES, enrollment.state, EnrollmentState.OFFERED)
    seat = seats.free_seats(cohort).give(enrollment.qualifies_for)
    if seat is None:
        raise refusals.NoFreeSeatError
    moves.move(
        enrollment, EnrollmentState.OFFERED, by=by, reason=MoveReason.COORDINATOR, verb="offer", seat=seat
    )
    letters.tell_state(enrollment)
    return enrollment


@transaction.atomic
def take_offer(enrollment: Enrollment, *, by: User) -> Enrollment:
    """Turns an offered place into an enrollment. Writes to the person.
    Refuses: no offer; one that has expired; a cohort that is cancelled, over or not published.
    """
    cohort, enrollment = moves.hold(enrollment)
    moves.check_not_over(cohort)
    moves.check_is(enrollment, EnrollmentState.OFFERED, EnrollmentState.ENROLLED)
    if is_expired(enrollment, timezone.now()):
        raise refusals.OfferExpiredError
    moves.move(enrollment, EnrollmentState.ENROLLED, by=by, reason=MoveReason.OWN_WISH, verb="take_offer")
    letters.tell_state(enrollment)
    return enrollment


@transaction.atomic
def refuse_offer(enrollment: Enrollment, *, by: User) -> Enrollment:
    """Gives an offered place back; it goes to the next person who waits. Refuses: no offer."""
    cohort, enrollment = moves.hold(enrollment)
    moves.move(enrollment, EnrollmentState.REFUSED, by=by, reason=MoveReason.OWN_WISH, verb="refuse_offer")
    moves.fill(cohort)
    return enrollment


@transaction.atomic
def lapse(enrollment: Enrollment) -> bool:
    """Ends an offer whose deadline has passed; the place goes to the next person who waits. Writes to both.
    False, and nothing done, where the offer was answered meanwhile.
    """
    cohort, enrollment = moves.hold(enrollment)
    if enrollment.state != EnrollmentState.OFFERED or not is_expired(enrollment, timezone.now()):
        return False
    moves.move(enrollment, EnrollmentState.LAPSED, by=None, reason=MoveReason.DEADLINE_PASSED, verb="lapse")
    letters.tell_state(enrollment)
    moves.fill(cohort)
    return True


def lapse_offers() -> int:
    """Lets every expired offer lapse, each in a transaction of its own; returns how many did."""
    expired = Enrollment.objects.filter(
        state=EnrollmentState.OFFERED, offer_expires_at__lte=timezone.now()
    ).order_by("offer_expires_at", "id")
    return sum(lapse(enrollment) for enrollment in expired)


def remind_of_offers() -> int:
    """Writes, once each, to everybody whose offer ends within a day and was made before that. Returns how many such
    offers there are.
    """
    now = timezone.now()
    ending = Enrollment.objects.filter(
        state=EnrollmentState.OFFERED,
        offered_at__lte=F("offer_expires_at") - REMIND_OF_OFFER,
        offer_expires_at__gt=now,
        offer_expires_at__lte=now + REMIND_OF_OFFER,
    )
    rows = list(ending.select_related("person__user", "cohort__program").order_by("pk"))
    for enrollment in rows:
        letters.remind_of_offer(enrollment)
    return len(rows)


@transaction.atomic
def withdraw(
    enrollment: Enrollment, *, by: User, reason: str = MoveReason.OWN_WISH, note: str = ""
) -> Enrollment:
    """Ends an enrollment that is not over; a seat it held goes to the next person who waits. Writes to both.
    Refuses: what has ended.
    """
    cohort, enrollment = moves.hold(enrollment)
    held_seat = enrollment.state in SEAT_STATES
    moves.move(
        enrollment,
        EnrollmentState.WITHDRAWN,
        by=by,
        reason=reason,
        verb="withdraw",
        **moves.decision_of(by, note),
    )
    letters.tell_state(enrollment, note=note)
    if held_seat:
        moves.fill(cohort)
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
        moves.move(
            enrollment,
            EnrollmentState.WITHDRAWN,
            by=by,
            reason=MoveReason.CANCELLED,
            verb="end",
            **moves.decision_of(by, note),
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
    cohort, enrollment = moves.hold(enrollment)
    check_move(ENROLLMENT_MOVES, enrollment.state, EnrollmentState.TRANSFERRED)
    target = held[to.pk]
    moves.check_not_over(target)
    already, waiting, _now = moves.standing_in(target, enrollment.person)
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
    seat = moves.free_seat(moved, waiting=waiting)
    if seat is None:
        raise refusals.NoFreeSeatError
    moves.move(enrollment, EnrollmentState.TRANSFERRED, by=by, reason=MoveReason.TRANSFER, verb="transfer")
    moves.set_state(moved, EnrollmentState.ENROLLED, seat=seat)
    moved.save(force_insert=True)
    steps = [EnrollmentState.DRAFT, EnrollmentState.APPLIED, EnrollmentState.ENROLLED]
    EnrollmentEvent.objects.bulk_create(
        moves.event_of(moved, before, after, MoveReason.TRANSFER, by=by) for before, after in pairwise(steps)
    )
    record("programs.enrollments.transfer", moved, by=by, after={"state": moved.state, "from": enrollment.pk})
    letters.tell_transferred(enrollment, moved)
    moves.fill(cohort)
    return moved


def is_expired(enrollment: Enrollment, now: datetime) -> bool:
    return enrollment.offer_expires_at is not None and enrollment.offer_expires_at <= now


def check_affiliation(person: Stakeholder, organization: Stakeholder | None) -> None:
    if organization is None:
        return
    affiliations = Affiliation.objects.current().filter(person=person, organization=organization)
    if not affiliations.exists():
        raise refusals.NotAffiliatedError
