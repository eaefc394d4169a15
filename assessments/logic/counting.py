"""What one person's answers add to an instrument's statistics."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

WHOLE = None  # the part that is the whole version
MOST_ITEMS = 60  # of a part; the products grow with the square
MATCHED = 3  # items that a part needs for its sum to say who is alike


@dataclass(frozen=True)
class Counted:
    """An item that is scored: its dimension, and how its value is turned."""

    pk: int
    dimension: int
    low_and_high: Decimal  # lowest + highest value, from which a turned value is taken
    is_turned: bool

    def turned(self, value: Decimal) -> Decimal:
        return self.low_and_high - value if self.is_turned else value


@dataclass(frozen=True)
class Part:
    dimension: int | None
    items: tuple[Counted, ...]


@dataclass(frozen=True)
class Line:
    """One item's answer: `stratum` is the sum over the part by which people are matched."""

    item: int
    stratum: Decimal | None
    value: Decimal | None
    missing: str


def parts_of(items: Sequence[Counted]) -> list[Part]:
    """The whole version and each dimension, as far as they have two items and no more than can be handled."""
    groups: dict[int | None, list[Counted]] = {WHOLE: list(items)}
    for item in items:
        groups.setdefault(item.dimension, []).append(item)
    alone = len(groups) == 2
    return [
        Part(dimension, tuple(group))
        for dimension, group in groups.items()
        if 2 <= len(group) <= MOST_ITEMS and not (alone and dimension is not WHOLE)
    ]


def whole_answers(part: Part, values: Mapping[int, Decimal]) -> list[Decimal] | None:
    """Turned, in the order of the items; None where one is missing."""
    given = [values.get(item.pk) for item in part.items]
    if any(value is None for value in given):
        return None
    return [item.turned(value) for item, value in zip(part.items, given, strict=True) if value is not None]


def lines(
    items: Iterable[Counted],
    parts: Sequence[Part],
    values: Mapping[int, Decimal],
    missing: Mapping[int, str],
) -> list[Line]:
    """An item is matched by the sum of its own dimension, if that has three items, else of the whole version."""
    sums: dict[int | None, Decimal | None] = {}
    for part in parts:
        if len(part.items) >= MATCHED:
            answers = whole_answers(part, values)
            sums[part.dimension] = None if answers is None else sum(answers, Decimal(0))
    found = []
    for item in items:
        stratum = sums.get(item.dimension if item.dimension in sums else WHOLE)
        value = values.get(item.pk)
        turned = None if value is None else item.turned(value)
        code = "" if value is not None else missing.get(item.pk, "skipped")
        found.append(Line(item.pk, stratum if value is not None else None, turned, code))
    return found
