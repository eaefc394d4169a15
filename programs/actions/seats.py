"""Reserved seats: whom they are kept for, how many, and their release."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from capacity.models import User
from common.log import record
from programs.actions.moves import fill, lock
from programs.logic import refusals
from programs.models import Cohort, SeatPool
from programs.states import EnrollmentState


@transaction.atomic
def add(cohort: Cohort, *, kind: str, values: list[str], seats: int, by: User) -> SeatPool:
    """Keeps seats for people who meet a criterion; unless said otherwise, until enrollment closes.
    Refuses: once somebody has applied, more than there are open seats, a reserve that is released.
    """
    cohort = _open(cohort)
    _check_nobody_applied(cohort)
    if seats > cohort.free_open_seats:
        raise refusals.TooManyReservedError
    if cohort.reserves_release_at is None:
        cohort.reserves_release_at = cohort.enrollment_closes_at
        cohort.save(update_fields=["reserves_release_at", "updated_at"])
    pool = SeatPool.objects.create(
        cohort=cohort, kind=kind, values=values, seats=seats, position=cohort.pools.count()
    )
    _note("add", pool, by=by, after={"seats": seats, "kind": kind, "values": values})
    return pool


@transaction.atomic
def resize(pool: SeatPool, *, seats: int, by: User) -> SeatPool:
    """Gives a reserve more or fewer seats; those that become free go to who waits, and she is written to.
    Refuses: fewer than are held, more than there are open seats, a reserve that is released.
    """
    cohort = _open(pool.cohort)
    pool = SeatPool.objects.select_for_update().get(pk=pool.pk)
    if seats < pool.held_seats:
        raise refusals.ReservedSeatsHeldError
    if seats - pool.seats > cohort.free_open_seats:
        raise refusals.TooManyReservedError
    before, pool.seats = pool.seats, seats
    pool.save(update_fields=["seats", "updated_at"])
    _note("resize", pool, by=by, before={"seats": before}, after={"seats": seats})
    fill(cohort)
    return pool


@transaction.atomic
def remove(pool: SeatPool, *, by: User) -> None:
    """Makes reserved seats open. Refuses: once somebody has applied, a reserve that is released."""
    cohort = _open(pool.cohort)
    _check_nobody_applied(cohort)
    _note("remove", pool, by=by, before={"seats": pool.seats, "kind": pool.kind, "values": pool.values})
    pool.delete()
    if not cohort.pools.exists():
        cohort.reserves_release_at = None
        cohort.save(update_fields=["reserves_release_at", "updated_at"])


@transaction.atomic
def set_release(cohort: Cohort, *, at: Any, by: User) -> Cohort:
    """Says when unused reserved seats are open to all. Refuses: what has passed, a reserve that is released."""
    cohort = _open(cohort)
    if at <= timezone.now():
        raise refusals.ReleaseInThePastError
    before, cohort.reserves_release_at = cohort.reserves_release_at, at
    cohort.save(update_fields=["reserves_release_at", "updated_at"])
    record(
        "programs.seats.set_release",
        cohort,
        by=by,
        before={"at": before.isoformat() if before else ""},
        after={"at": at.isoformat()},
    )
    return cohort


@transaction.atomic
def release(cohort: Cohort) -> bool:
    """Opens the unused reserved seats to all; those who wait get them, first come first, and are written to.
    False, and nothing done, where it is not time, or was done already.
    """
    cohort = lock(cohort.pk)
    if cohort.reserves_released_at or not cohort.reserved_seats or not _is_due(cohort):
        return False
    before = {"reserved": cohort.reserved_seats, "held": cohort.reserved_held}
    cohort.reserved_seats, cohort.reserves_released_at = 0, timezone.now()
    cohort.save(update_fields=["reserved_seats", "reserves_released_at", "updated_at"])
    record("programs.seats.release", cohort, by=None, before=before)
    fill(cohort)
    return True


def release_due() -> int:
    """Releases every reserve whose moment has come, each in a transaction of its own; returns how many."""
    due = Cohort.objects.filter(
        reserved_seats__gt=0, reserves_released_at=None, reserves_release_at__lte=timezone.now()
    )
    return sum(release(cohort) for cohort in due.order_by("reserves_release_at", "pk"))


def _is_due(cohort: Cohort) -> bool:
    return cohort.reserves_release_at is not None and cohort.reserves_release_at <= timezone.now()


def _open(cohort: Cohort) -> Cohort:
    held = lock(cohort.pk)
    if held.reserves_released_at is not None:
        raise refusals.ReservesReleasedError
    return held


def _check_nobody_applied(cohort: Cohort) -> None:
    if cohort.enrollments.exclude(state=EnrollmentState.DRAFT).exists():
        raise refusals.CriteriaFixedError


def _note(deed: str, pool: SeatPool, *, by: User, **values: Any) -> None:
    record(f"programs.seats.{deed}", pool, by=by, **values)
