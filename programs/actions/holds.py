"""Holds: a program on which one stands is not published."""

from django.db import transaction
from django.utils import timezone

from capacity.models import User
from common.log import record
from programs.models import Program, ProgramHold


@transaction.atomic
def put(program: Program, *, by: User | None, reason: str) -> ProgramHold:
    """Stands until somebody lifts it. The portal itself may set one (`by` is None)."""
    hold = ProgramHold.objects.create(program=program, reason=reason, set_by=by, is_demo=program.is_demo)
    record("programs.holds.put", program, by=by, after={"hold": hold.pk})
    return hold


@transaction.atomic
def lift(hold: ProgramHold, *, by: User) -> ProgramHold:
    """Lifting it again changes nothing."""
    hold = ProgramHold.objects.select_for_update().select_related("program").get(pk=hold.pk)
    if hold.lifted_at is None:
        hold.lifted_by, hold.lifted_at = by, timezone.now()
        hold.save(update_fields=["lifted_by", "lifted_at", "updated_at"])
        record("programs.holds.lift", hold.program, by=by, after={"hold": hold.pk})
    return hold
