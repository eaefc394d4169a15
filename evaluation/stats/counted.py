"""Tables of people in whatever form they come, read once, with all their sums."""

from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from math import prod
from typing import Any

from common.statistics.exact import as_count, check_counts
from common.statistics.suppression_tables import TOTAL
from common.statistics.values import is_missing

# {row: {column: people}}, rows of people, {(row, column): people}, deeper ones; or a list, {name: people} or [people].
Table = Mapping[Any, Any] | Iterable[Any]
Place = Any  # of a cell: a name for each dimension, or the name alone in a list
Cells = dict[tuple[Hashable, ...], int]
TOTAL_NAMES = {"total", "totals", "grand total", "all", "sum"}


@dataclass(frozen=True, kw_only=True)
class Counted:
    """`values` has every cell and every sum, where TOTAL stands for all of a dimension. `names` tells the caller's
    place for each of ours; `own` are the places in the table.
    """

    values: Mapping[Place, int]
    names: Mapping[Place, Hashable]
    own: Collection[Place]
    dimensions: int

    @property
    def parts(self) -> dict[Hashable, int]:
        """Of a list."""
        return {place: people for place, people in self.values.items() if place is not TOTAL}

    @property
    def rows(self) -> dict[Hashable, dict[Hashable, int]]:
        """Of a table of two dimensions."""
        rows: dict[Hashable, dict[Hashable, int]] = {}
        for (row, column), people in self.values.items():
            if row is not TOTAL and column is not TOTAL:
                rows.setdefault(row, {})[column] = people
        return rows


def read(table: Table) -> Counted:
    """Raises ValueError for rows of different length, counts that are negative or not whole, and totals that are not
    sums of their parts.
    """
    cells: Cells = {place: _whole(people) for place, people in _flat(table).items()}
    if len({len(place) for place in cells}) > 1:
        raise ValueError("Every row must have a place for every column.")
    dimensions = len(next(iter(cells), (TOTAL,)))
    levels = [list(dict.fromkeys(place[axis] for place in cells)) for axis in range(dimensions)]
    totals = _totals(cells, levels)
    levels = [[each for each in names if each != of] for names, of in zip(levels, totals, strict=True)]
    values = _with_all_sums({place: cells.get(place, 0) for place in product(*levels)}, levels)
    names = {place: _called(place, totals) for place in values}
    own = [place for place, name in names.items() if name in cells or TOTAL not in place]
    for place in own:
        _check_total(cells.get(names[place], 0), values[place])
    if dimensions > 1:
        return Counted(values=values, names=names, own=own, dimensions=dimensions)
    return Counted(
        values={place[0]: people for place, people in values.items()},
        names={place[0]: name[0] for place, name in names.items()},
        own=[place[0] for place in own],
        dimensions=1,
    )


def _flat(table: Table) -> dict[tuple[Hashable, ...], Any]:
    """{place: people} of a table that is given level by level, or as that."""
    if isinstance(table, Mapping):
        parts = dict(table)
        if _are_places(parts):
            return parts
    else:
        parts = dict(enumerate(table))
    flat: dict[tuple[Hashable, ...], Any] = {}
    widths = set()
    for name, part in parts.items():
        inner = _flat(part) if _is_table(part) else {(): part}
        flat |= {(name, *place): people for place, people in inner.items()}
        widths |= set() if isinstance(part, Mapping) else {len(inner)}
    if len(widths) > 1:
        raise ValueError("Every row must have a place for every column.")
    return flat


def _are_places(cells: Mapping[Any, Any]) -> bool:
    """Whether each name tells the place in all dimensions."""
    if not cells or any(_is_table(each) for each in cells.values()):
        return False
    return all(isinstance(place, tuple) and len(place) > 1 for place in cells)


def _is_table(part: object) -> bool:
    return isinstance(part, Iterable) and not isinstance(part, (str, bytes))


def _whole(people: Any) -> int:
    if isinstance(people, (str, bytes)) or is_missing(people):
        raise ValueError("A count of people is a whole number.")
    return as_count(people)


def _totals(cells: Cells, levels: Sequence[Sequence[Hashable]]) -> list[Hashable]:
    """What the caller calls all of each dimension; TOTAL where the table does not have it. Totals without a name stand
    last, in every dimension.
    """
    totals = [next(filter(_is_total, reversed(names)), TOTAL) for names in levels]
    if set(totals) == {TOTAL} and len(levels) > 1 and _adds_up(cells, levels):
        return [names[-1] for names in levels]
    return totals


def _is_total(name: Hashable) -> bool:
    return name is TOTAL or (isinstance(name, str) and name.strip().casefold() in TOTAL_NAMES)


def _adds_up(cells: Cells, levels: Sequence[Sequence[Hashable]]) -> bool:
    if min(map(len, levels)) < 3 or len(cells) != prod(map(len, levels)):
        return False
    return all(
        people == sum(cells[(*place[:axis], name, *place[axis + 1 :])] for name in names[:-1])
        for axis, names in enumerate(levels)
        for place, people in cells.items()
        if place[axis] == names[-1]
    )


def _with_all_sums(cells: Cells, levels: Sequence[Sequence[Hashable]]) -> Cells:
    check_counts(*cells.values())
    if not cells and len(levels) > 1:
        return {}
    values = cells | dict.fromkeys(product(*([*names, TOTAL] for names in levels)), 0) | cells
    for place, people in cells.items():
        for kept in product((True, False), repeat=len(place)):
            if not all(kept):
                values[tuple(name if keep else TOTAL for name, keep in zip(place, kept, strict=True))] += (
                    people
                )
    return values


def _called(place: tuple[Hashable, ...], totals: Sequence[Hashable]) -> tuple[Hashable, ...]:
    return tuple(of if name is TOTAL else name for name, of in zip(place, totals, strict=True))


def _check_total(given: int, counted: int) -> None:
    if given != counted:
        raise ValueError(f"A total is not the sum of its parts: {given} is given, {counted} are counted.")
