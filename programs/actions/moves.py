"""How an enrollment moves. Whoever moves one locks the cohort first and the enrollment second: moves in one cohort take
turns, so a seat is never given twice, the waiting list has the order in which people came, and nothing deadlocks.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any, cast

from django.db import connection, transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from capacity.models import Stakeholder, User
from common.log import record
from common.moves import MoveError, check_move
from common.statements import Written
from programs import letters
from programs.actions import pair_ends
from programs.logic import refusals
from programs.logic.seating import Seat
from programs.models import Cohort, Confirmation, Enrollment, EnrollmentEvent, long_texts
from programs.queries import seats
from programs.states import (
    ENROLLMENT_MOVES,
    MERGE_MOVES,
    OVER_STATES,
    SEAT_STATES,
    UNDO_MOVES,
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


@transaction.atomic
def promote(cohort: Cohort) -> int:
    """Gives free seats to those who wait, first come first; returns how many. For when seats were added."""
    return fill(lock(cohort.pk))


def lock(cohort_id: int) -> Cohort:
    """The cohort's row, ours until the transaction ends; what refers to it may still be written."""
    found: list[Cohort] = COHORT.objects(cohort_id)
    if not found:
        raise Cohort.DoesNotExist
    return found[0]


def _locking(cohort_id: int) -> QuerySet:
    cohorts = Cohort.objects.select_for_update(no_key=True, of=("self",)).filter(pk=cohort_id).order_by()
    return cohorts.select_related("program").defer(*long_texts())


COHORT = Written(_locking, -77)


def hold(enrollment: Enrollment) -> tuple[Cohort, Enrollment]:
    """Lock, in the house's order, the cohort and then the enrollment, and read both anew."""
    cohort = lock(enrollment.cohort_id)
    return cohort, held(cohort, enrollment.pk)


def held(cohort: Cohort, enrollment_id: int) -> Enrollment:
    rows = Enrollment.objects.select_for_update(of=("self",)).select_related("person__user")
    held = rows.get(pk=enrollment_id)
    held.cohort = cohort
    return held


def check_not_over(cohort: Cohort) -> None:
    refusal = cohort.window.over(timezone.now())
    if refusal:
        raise refusal


def check_is(enrollment: Enrollment, state: EnrollmentState, wanted: EnrollmentState) -> None:
    """The table also allows the move from elsewhere, but not by this deed."""
    if enrollment.state != state:
        raise MoveError(enrollment.state, wanted)


def standing_in(cohort: Cohort, person: Stakeholder) -> tuple[bool, bool, datetime]:
    """With the cohort locked: is she in it, does anybody wait, and what time is it in the line."""
    with connection.cursor() as cursor:
        cursor.execute(STANDING, {"cohort": cohort.pk, "person": person.pk, "over": list(OVER_STATES)})
        return cast("tuple[bool, bool, datetime]", cursor.fetchone())


def free_seat(enrollment: Enrollment, *, waiting: bool) -> Seat | None:
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
        move(enrollment, wanted, by=None, reason=MoveReason.NEXT_IN_LINE, verb="promote", seat=seat)
        letters.tell_promoted(enrollment)
        moved += 1
    return moved


def move(
    enrollment: Enrollment, wanted: EnrollmentState, *, by: User | None, reason: str, verb: str, **more: Any
) -> None:
    """The move itself: state with its moments, event, log. Who takes part no more has no mentor any more."""
    before = enrollment.state
    check_move(ENROLLMENT_MOVES, before, wanted)
    _write(enrollment, wanted, by=by, reason=reason, verb=verb, **more)
    if before == EnrollmentState.ENROLLED and wanted != EnrollmentState.COMPLETED:
        pair_ends.follow(enrollment.cohort, enrollment, by=by)


def close_merged(enrollment: Enrollment, *, by: User) -> None:
    """With the cohort locked: one of two places of a person whose accounts become one. Her pairs go on."""
    check_move(MERGE_MOVES, enrollment.state, EnrollmentState.WITHDRAWN)
    _write(enrollment, EnrollmentState.WITHDRAWN, by=by, reason=MoveReason.MERGED, verb="merge")


def _write(
    enrollment: Enrollment, wanted: EnrollmentState, *, by: User | None, reason: str, verb: str, **more: Any
) -> None:
    before = enrollment.state
    changed = set_state(enrollment, wanted, **more)
    enrollment.save(update_fields=[*changed, "updated_at"])
    event_of(enrollment, before, wanted, reason, by=by).save(force_insert=True)
    record(
        f"programs.enrollments.{verb}",
        enrollment,
        by=by,
        before={"state": before},
        after={"state": enrollment.state},
        reason=reason,
    )


@transaction.atomic
def take_back(enrollment: Enrollment, *, before: str, after: str, by: User) -> Enrollment:
    """Returns an enrollment to the state before, if nothing has happened to it since; a seat it held goes to the next
    who waits. Writes to the person. Refuses: what has moved on; who has applied anew.
    """
    cohort, enrollment = hold(enrollment)
    last = enrollment.events.latest("pk")
    if enrollment.state != after or last.to_state != after or before not in UNDO_MOVES.get(after, set()):
        raise refusals.ChangedSinceError
    if (
        after in OVER_STATES
        and Enrollment.objects.live().filter(cohort=cohort, person=enrollment.person).exists()
    ):
        raise refusals.AppliedAnewError
    values: dict[str, Any] = {
        "state": before,
        "ended_at": None,
        "times_taken_back": F("times_taken_back") + 1,
    }
    if before != EnrollmentState.ENROLLED:
        values |= {"pool": None, "enrolled_at": None, "offered_at": None, "offer_expires_at": None}
        values |= {"decided_by": None, "decision_note": ""}
    for field, value in values.items():
        setattr(enrollment, field, value)
    enrollment.save(update_fields=[*values, "updated_at"])
    enrollment.refresh_from_db(fields=["times_taken_back"])
    event_of(enrollment, after, before, MoveReason.TAKEN_BACK, by=by).save(force_insert=True)
    record(
        "programs.enrollments.take_back", enrollment, by=by, before={"state": after}, after={"state": before}
    )
    if after == EnrollmentState.ENROLLED:
        pair_ends.follow(cohort, enrollment, by=by)
    letters.tell_taken_back(enrollment)
    if after in SEAT_STATES and before not in SEAT_STATES:
        fill(cohort)
    return enrollment


def set_state(
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
        values["waitlisted_at"] = enrollment.waitlisted_at or waitlisted_at
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


def event_of(
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


def decision_of(by: User, note: str) -> dict[str, Any]:
    """What is kept of a decision that was explained."""
    return {"decided_by": by, "decision_note": note} if note else {}
