"""Targets of equity: set, and ended. What was once wanted stays readable."""

from datetime import date, timedelta
from decimal import Decimal

from django.db import transaction

from capacity.models import User
from common.log import record
from evaluation.models import EquityTarget


class TargetDateError(ValueError):
    """The date lies on the wrong side of the target's beginning."""


@transaction.atomic
def set_target(
    *, dimension: str, group: str, part: str, share: Decimal, starts_on: date, reason: str, by: User
) -> EquityTarget:
    """Ends the one that stood, the day before. Refuses a beginning that is not after that of the one that stood."""
    found = EquityTarget.objects.select_for_update().filter(
        dimension=dimension, group=group, part=part, ends_on=None
    )
    stood = found.first()
    if stood is not None:
        end(stood, on=starts_on - timedelta(days=1), by=by)
    target = EquityTarget.objects.create(
        dimension=dimension,
        group=group,
        part=part,
        share=share,
        starts_on=starts_on,
        reason=reason,
        set_by=by,
        is_demo=by.is_demo,
    )
    record("evaluation.equity_targets.set", target, by=by, after={"share": str(share)})
    return target


@transaction.atomic
def end(target: EquityTarget, *, on: date, by: User) -> EquityTarget:
    """Refuses a day before its beginning. Running it again changes nothing."""
    target = EquityTarget.objects.select_for_update().get(pk=target.pk)
    if target.ends_on is not None:
        return target
    if on < target.starts_on:
        raise TargetDateError
    target.ends_on = on
    target.save(update_fields=["ends_on", "updated_at"])
    record("evaluation.equity_targets.end", target, by=by, after={"ends_on": on.isoformat()})
    return target
