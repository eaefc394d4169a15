"""What is said about capacities. Nothing said is ever changed: a newer row takes the place of the one before."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Coalesce
from django.utils import timezone

from capacity.logic import refusals
from capacity.models import (
    Capacity,
    CapacityClaim,
    ClaimKind,
    EvidenceKind,
    ProficiencyLevel,
    Stakeholder,
    User,
)
from common.log import record


@dataclass(frozen=True, kw_only=True)
class Statement:
    capacity: Capacity
    kind: str
    level: ProficiencyLevel | None = None
    evidence_kind: str = EvidenceKind.SELF_DECLARED
    evidence_link: str = ""
    stated_on: date = field(default_factory=lambda: timezone.now().date())


@transaction.atomic
def state(stakeholder: Stakeholder, *, statements: Sequence[Statement], by: User) -> list[CapacityClaim]:
    """All or none. What is said again in the same words on the same day is kept once.

    Refuses: capacities that are not shown, or not of such a stakeholder; days to come.
    """
    stakeholder = Stakeholder.objects.select_for_update().get(pk=stakeholder.pk)
    _check(stakeholder, statements)
    return [_keep(stakeholder, statement, by=by) for statement in statements]


@transaction.atomic
def withdraw(claim: CapacityClaim, *, by: User) -> CapacityClaim:
    """It stays in the history, with the moment. Refuses what is not current."""
    claim = CapacityClaim.objects.select_for_update().get(pk=claim.pk)
    if not claim.is_current:
        raise refusals.NotCurrentError
    claim.is_current, claim.withdrawn_at = False, timezone.now()
    claim.save(update_fields=["is_current", "withdrawn_at", "updated_at"])
    record("capacity.claims.withdraw", claim, by=by)
    return claim


@transaction.atomic
def move_to_capacity(*, merged: Capacity, into: Capacity, by: User | None) -> int:
    """When a capacity is merged into another: all that was said of it is then said of the other, and each row keeps
    what it was stated for. Of two current ones the newer stays current. Call it with both capacities locked
    (`select_for_update`): whoever states something meanwhile waits. Returns how many rows moved.
    """
    current = CapacityClaim.objects.current().filter(capacity__in=[merged, into])
    newer = current.filter(
        Q(stated_on__gt=OuterRef("stated_on")) | Q(stated_on=OuterRef("stated_on"), pk__gt=OuterRef("pk")),
        stakeholder=OuterRef("stakeholder"),
        kind=OuterRef("kind"),
    )
    current.filter(Exists(newer)).update(is_current=False)
    moving = CapacityClaim.objects.filter(capacity=merged)
    moved = moving.update(capacity=into, stated_as=Coalesce(F("stated_as"), F("capacity")))
    record("capacity.claims.move_to_capacity", into, by=by, before={"capacity": merged.code, "claims": moved})
    return moved


def _check(stakeholder: Stakeholder, statements: Sequence[Statement]) -> None:
    """The capacities are locked, so that none is merged away meanwhile."""
    asked = {statement.capacity.pk for statement in statements}
    locked = Capacity.objects.shown().select_for_update(of=["self"], no_key=True).order_by("pk")
    shown = {capacity.pk: capacity for capacity in locked.filter(pk__in=asked)}
    if shown.keys() != asked:
        raise refusals.UnknownCapacityError
    if any(not capacity.is_of(stakeholder) for capacity in shown.values()):
        raise refusals.OtherScopeError
    latest = timezone.now().date() + timedelta(days=1)  # it may be tomorrow where she lives
    if any(statement.stated_on > latest for statement in statements):
        raise refusals.NotYetError


def _keep(stakeholder: Stakeholder, statement: Statement, *, by: User) -> CapacityClaim:
    wanted = statement.kind == ClaimKind.WANTS
    said = {
        "stakeholder": stakeholder,
        "capacity": statement.capacity,
        "kind": statement.kind,
        "level": statement.level,
        "evidence_kind": EvidenceKind.SELF_DECLARED if wanted else statement.evidence_kind,
        "evidence_link": "" if wanted else statement.evidence_link,
        "stated_on": statement.stated_on,
    }
    same = CapacityClaim.objects.current().filter(**said).first()
    if same:
        return same
    claim = CapacityClaim(**said, stated_by=by, is_demo=stakeholder.is_demo)
    claim.save(force_insert=True)
    claim.refresh_from_db(fields=["is_current"])  # an older one goes to the history at once
    record("capacity.claims.state", claim, by=by, after={"kind": claim.kind})
    return claim
