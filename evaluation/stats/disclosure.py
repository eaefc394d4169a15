"""Which counts of a table may be shown, and how far a reader could narrow down those that are not."""

from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from importlib import import_module
from math import inf
from typing import Any

from common.statistics.estimate import Reason
from common.statistics.exact import as_count
from common.statistics.suppression import Rule, check_threshold, count_rule
from common.statistics.suppression_tables import (
    LIST_METHOD,
    METHOD,
    TOTAL,
    Cell,
    feasible_intervals,
    protect_list,
    protect_table,
)
from evaluation.stats.counted import Counted, Place, Table, read


@dataclass(frozen=True, kw_only=True)
class ProtectedCell:
    """Readers see `value`, or, where it is None, `reason`, which is one for all. `rule` is for stewards alone."""

    cell: Hashable
    value: int | None
    suppressed: bool = False
    reason: Reason | None = None
    rule: Rule | None = None


@dataclass(frozen=True)
class ProtectedCells(Mapping[Hashable, ProtectedCell]):
    """Every cell of the table under its place: (row, column), or its name in a list; `totals` are those it did not
    bring along.
    """

    cells: Mapping[Hashable, ProtectedCell]
    totals: Mapping[Hashable, ProtectedCell]
    threshold: int
    method_id: str
    counted: Counted

    def __getitem__(self, place: Hashable) -> ProtectedCell:
        return self.cells[place]

    def __iter__(self) -> Iterator[Hashable]:
        return iter(self.cells)

    def __len__(self) -> int:
        return len(self.cells)

    @property
    def suppressed(self) -> tuple[Hashable, ...]:
        """The places of all cells and totals that are not shown."""
        return tuple(place for place, cell in {**self.cells, **self.totals}.items() if cell.suppressed)


@dataclass(frozen=True, kw_only=True)
class Interval:
    """What a reader can say of a suppressed cell: `low` to `high` people (infinite where nothing bounds it)."""

    cell: Hashable
    low: float
    high: float

    def __iter__(self) -> Iterator[Any]:
        return iter((self.cell, self.low, self.high))

    @property
    def width(self) -> float:
        return self.high - self.low


def suppress(table: Table, threshold: int) -> ProtectedCells:
    """Blanks counts above 0 and below the threshold, then others, small ones first, until every blank has a feasible
    interval at least as wide as the threshold. Totals of rows and columns, and with more dimensions every sum over some
    of them, are taken to be published, where they can be; a table may bring its own, under a name or last.
    """
    k = as_count(threshold)
    check_threshold(k)
    counted = read(table)
    method_id = {1: LIST_METHOD, 2: METHOD}.get(counted.dimensions) or _linear().METHOD
    found = {
        counted.names[place]: _protected(counted.names[place], cell) for place, cell in _cells(counted, k)
    }
    own = {counted.names[place] for place in counted.own}
    return ProtectedCells(
        {name: cell for name, cell in found.items() if name in own},
        {name: cell for name, cell in found.items() if name not in own},
        k,
        method_id,
        counted,
    )


def audit(table: ProtectedCells | Table, suppressed: Collection[Any] | None = None) -> tuple[Interval, ...]:
    """The feasible interval of each suppressed cell, for a reader who knows the others and that no count is negative.

    Of what `suppress` answers, or of any table with the places that somebody has blanked in it. Exact, in whole people:
    the linear program of a table with totals is a flow problem (tests compare it with the program itself).
    """
    counted = table.counted if isinstance(table, ProtectedCells) else read(table)
    told = table.suppressed if isinstance(table, ProtectedCells) and suppressed is None else suppressed or ()
    wanted = {tuple(place) if isinstance(place, list) else place for place in told}
    if not wanted <= set(counted.names.values()):
        raise ValueError("Only cells of the table can be suppressed.")
    blanks = [place for place, name in counted.names.items() if name in wanted]
    found = _intervals(counted, blanks)
    return tuple(
        Interval(cell=counted.names[place], low=found[place][0], high=found[place][1]) for place in blanks
    )


def _cells(counted: Counted, k: int) -> Iterable[tuple[Place, Cell]]:
    if counted.dimensions == 1:
        return protect_list(counted.parts, k=k).items()
    if counted.dimensions == 2:
        return protect_table(counted.rows, k=k).cells.items()
    linear, values = _linear(), counted.values
    primary = {place: rule for place, people in values.items() if (rule := count_rule(people, k=k))}
    found: dict[Place, Cell] = linear.protect(values, linear.sums_over(values), k=k, primary=primary)
    return found.items()


def _linear() -> Any:
    """Weighs on memory: loaded with the first table of three dimensions or more, of which no page has one."""
    return import_module("common.statistics.suppression_audit")


def _protected(name: Hashable, cell: Cell) -> ProtectedCell:
    shown = cell.shown
    return ProtectedCell(
        cell=name, value=shown.value, suppressed=shown.suppressed, reason=shown.reason, rule=cell.rule
    )


def _intervals(counted: Counted, blanks: Collection[Place]) -> Mapping[Place, tuple[float, float]]:
    if counted.dimensions == 1:
        return _list_intervals(counted, blanks)
    if counted.dimensions == 2:
        return feasible_intervals(counted.values, blanks)
    linear = _linear()
    found: dict[Place, tuple[float, float]] = linear.feasible_intervals(
        counted.values, blanks, linear.sums_over(counted.values)
    )
    return found


def _list_intervals(counted: Counted, blanks: Collection[Place]) -> dict[Place, tuple[float, float]]:
    hidden = [place for place in blanks if place is not TOTAL]
    people = sum(counted.values[place] for place in hidden)
    if TOTAL in blanks:
        rest = counted.values[TOTAL] - people
        return {**dict.fromkeys(hidden, (0, inf)), TOTAL: (rest, inf if hidden else rest)}
    return dict.fromkeys(hidden, (0, people) if len(hidden) > 1 else (people, people))
