"""From answers to a score for each capacity. What was not answered is left out, and never counts as zero."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

RAW = Decimal("0.0001")
NORMALIZED = Decimal("0.000001")


@dataclass(frozen=True, kw_only=True)
class ScoredItem:
    """An item that counts: `capacity` and `aspect` are what it tells of, `weight` its dimension's."""

    key: str
    capacity: int
    aspect: str = "level"
    minimum: Decimal
    maximum: Decimal
    higher_is_better: bool = True
    is_reversed: bool = False
    weight: Decimal = Decimal(1)

    @property
    def is_turned(self) -> bool:
        """Whether the lowest value tells of most capacity: reversed items do, and so do scales where less is better."""
        return self.is_reversed == self.higher_is_better


@dataclass(frozen=True, kw_only=True)
class Rated:
    """An answered item's value in its scale's units, turned where need be, and the same between 0 and 1."""

    raw: Decimal
    normalized: Decimal
    weight: Decimal


@dataclass(frozen=True, kw_only=True)
class CapacityScore:
    capacity: int
    aspect: str
    method_id: str
    raw: Decimal | None
    normalized: Decimal | None
    items_answered: int
    items_asked: int


def scores(
    rule: str,
    items: Iterable[ScoredItem],
    values: Mapping[str, Decimal | None],
    *,
    min_answered_share: Decimal,
    not_asked: Iterable[str] = (),
) -> list[CapacityScore]:
    """One for each aspect of each capacity that was asked about; empty where too few of its items were answered."""
    passed_over = set(not_asked)
    asked: dict[tuple[int, str], list[ScoredItem]] = {}
    for item in items:
        if item.key not in passed_over:
            asked.setdefault((item.capacity, item.aspect), []).append(item)
    return [_score(rule, told_of, group, values, min_answered_share) for told_of, group in asked.items()]


def rate(item: ScoredItem, value: Decimal) -> Rated:
    if not item.minimum <= value <= item.maximum:
        raise ValueError(f"{value} lies outside the scale from {item.minimum} to {item.maximum}")
    raw = item.minimum + item.maximum - value if item.is_turned else value
    normalized = (raw - item.minimum) / (item.maximum - item.minimum)
    return Rated(raw=raw, normalized=normalized, weight=item.weight)


def _score(
    rule: str,
    told_of: tuple[int, str],
    items: list[ScoredItem],
    values: Mapping[str, Decimal | None],
    share: Decimal,
) -> CapacityScore:
    rated = [rate(item, value) for item in items if (value := values.get(item.key)) is not None]
    method_id, combine = METHODS[rule]
    enough = bool(rated) and len(rated) >= share * len(items)
    raw, normalized = combine(rated, len(items)) if enough else (None, None)
    return CapacityScore(
        capacity=told_of[0],
        aspect=told_of[1],
        method_id=method_id,
        raw=None if raw is None else raw.quantize(RAW),
        normalized=None if normalized is None else normalized.quantize(NORMALIZED),
        items_answered=len(rated),
        items_asked=len(items),
    )


Combined = tuple[Decimal | None, Decimal | None]


def _mean(rated: list[Rated], asked: int) -> Combined:
    return sum_of(one.raw for one in rated) / len(rated), sum_of(one.normalized for one in rated) / len(rated)


def _sum(rated: list[Rated], asked: int) -> Combined:
    """The sum of all items, what is missing taken at the mean of what was answered; between 0 and 1 it is the mean."""
    raw, normalized = _mean(rated, asked)
    return raw * asked if raw is not None else None, normalized


def _weighted(rated: list[Rated], asked: int) -> Combined:
    whole = sum_of(one.weight for one in rated)
    if not whole:
        return None, None
    return (
        sum_of(one.weight * one.raw for one in rated) / whole,
        sum_of(one.weight * one.normalized for one in rated) / whole,
    )


def _lowest(rated: list[Rated], asked: int) -> Combined:
    lowest = min(rated, key=lambda one: (one.normalized, one.raw))
    return lowest.raw, lowest.normalized


def sum_of(numbers: Iterable[Decimal]) -> Decimal:
    return sum(numbers, start=Decimal(0))


# The id pins every choice made here; whoever changes one gives it a new number.
METHODS: dict[str, tuple[str, Callable[[list[Rated], int], Combined]]] = {
    "mean": ("mean.v1", _mean),
    "sum": ("sum.v1", _sum),
    "weighted": ("weighted.v1", _weighted),
    "rubric_min": ("rubric_min.v1", _lowest),
}
