"""Whatever points to a capacity, of whichever app: found in the models themselves, so that none is forgotten."""

from typing import Any

from django.db.models import CASCADE, Exists, F, Model, OuterRef, Q, QuerySet, UniqueConstraint
from django.db.models.lookups import IsNull

from capacity.models import (
    Capacity,
    CapacityChange,
    CapacityClaim,
    CapacityLabel,
    CapacitySuggestion,
)

# These tell what a capacity was: its names, its history, what was asked of it. They stay with it; and claims are
# moved by their own action, because each keeps what it was stated for.
STAY = (CapacityLabel, CapacityChange, CapacitySuggestion, CapacityClaim)


def references() -> list[tuple[type[Model], Any]]:
    """Each model with its column. What is derived from other rows, and goes with its capacity, comes last."""
    relations: list[Any] = [
        relation for relation in Capacity._meta.get_fields(include_hidden=True) if relation.auto_created
    ]
    pointing = [
        (relation.related_model, relation.field)
        for relation in relations
        if (relation.one_to_many or relation.one_to_one)
        and not issubclass(relation.related_model, STAY)
        and relation.field.name != "parent"
    ]
    return sorted(pointing, key=lambda each: each[1].remote_field.on_delete is CASCADE)


def follow_merge(capacity: Capacity, other: Capacity) -> dict[str, int]:
    """Turns what points to the one to the other, and counts it. Where the other has the same already, that stands."""
    moved = {}
    for model, field in references():
        rows: QuerySet[Any] = QuerySet(model=model).filter(**{field.name: capacity})
        rows.filter(twins(model, field.name, other)).delete()
        count = rows.update(**{field.name: other})
        if count:
            moved[f"{model._meta.label_lower}.{field.name}"] = count
    return moved


def uniqueness(model: type[Model], column: str) -> list[UniqueConstraint]:
    """What forbids two rows with the same value there, in whichever way the model says so."""
    field = model._meta.get_field(column)
    alone = [UniqueConstraint(fields=[column], name="alone")] if field.unique else []  # type: ignore[union-attr]
    together = [
        UniqueConstraint(fields=names, name="together")
        for names in model._meta.unique_together
        if column in names
    ]
    stated = [
        constraint
        for constraint in model._meta.constraints
        if isinstance(constraint, UniqueConstraint) and column in constraint.fields
    ]
    return [*alone, *together, *stated]


def twins(model: type[Model], column: str, other: Any) -> Q:
    """Of rows that could not be turned to the other, whatever forbids it."""
    found = Q(pk__in=[])
    for constraint in uniqueness(model, column):
        found |= has_twin(model, column, constraint, other)
    return found


def has_twin(model: type[Model], column: str, constraint: UniqueConstraint, other: Any) -> Q:
    """Of rows that could not be turned: the other one has one that is the same in all that must be unique."""
    among = constraint.condition or Q()
    found: QuerySet[Any] = QuerySet(model=model).filter(among, **{column: other})
    for name in constraint.fields:
        if name != column:
            same = Q(**{name: OuterRef(name)})
            if constraint.nulls_distinct is False:
                same |= Q(IsNull(F(name), True)) & Q(IsNull(OuterRef(name), True))
            found = found.filter(same)
    return among & Q(Exists(found))
