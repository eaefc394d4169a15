"""Which counts of a table may be shown, and how far a reader could narrow down those that are not."""

from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import inf
from numbers import Real
from typing import Any

from common.statistics.estimate import Reason
from common.statistics.exact import check_counts
from common.statistics.suppression import Rule, check_threshold
from common.statistics.suppression_tables import (
    LIST_METHOD,
    METHOD,
    TOTAL,
    Cell,
    feasible_intervals,
    protect_list,
    protect_table,
    with_all_totals,
)

# {row: {column: people}}, rows of people, {(row, column): people}; or a list, {name: people} or [people, ...].
Table = Mapping[Any, Any] | Sequence[Any]
Place = Any  # of a cell: a pair of row and column, or a name in a list
TOTAL_NAMES = {"total", "totals", "all"}
LIST = "list"


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
    counted: "Counted"

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

    @property
    def width(self) -> float:
        return self.high - self.low


@dataclass(frozen=True, kw_only=True)
class Counted:
    """A table as it was read. `names` tells the caller's place for each of ours; `own` are the places in the table."""

    rows: Mapping[Hashable, Mapping[Hashable, int]]
    values: Mapping[Place, int]
    names: Mapping[Place, Hashable]
    own: Collection[Place]
    is_list: bool = False


def suppress(table: Table, threshold: int) -> ProtectedCells:
    """Blanks counts above 0 and below the threshold, then others, small ones first, until every blank has a feasible
    interval at least as wide as the threshold. Totals of rows and columns are taken to be published, where they can be;
    a table may bring its own, as its last row and column.
    """
    check_threshold(threshold)
    counted = read(table)
    method_id = LIST_METHOD if counted.is_list else METHOD
    found = {
        counted.names[place]: _protected(counted.names[place], cell)
        for place, cell in _cells(counted, threshold)
    }
    own = {counted.names[place] for place in counted.own}
    return ProtectedCells(
        {name: cell for name, cell in found.items() if name in own},
        {name: cell for name, cell in found.items() if name not in own},
        threshold,
        method_id,
        counted,
    )


def audit(
    table: ProtectedCells | Table, suppressed: Collection[Hashable] | None = None
) -> tuple[Interval, ...]:
    """The feasible interval of each suppressed cell, for a reader who knows the others and that no count is negative.

    Of what `suppress` answers, or of any table with the places that somebody has blanked in it. Exact, in whole people:
    the linear program of a table with totals is a flow problem (tests compare it with the program itself).
    """
    counted = table.counted if isinstance(table, ProtectedCells) else read(table)
    wanted = set(
        table.suppressed if isinstance(table, ProtectedCells) and suppressed is None else suppressed or ()
    )
    if not wanted <= set(counted.names.values()):
        raise ValueError("Only cells of the table can be suppressed.")
    blanks = [place for place, name in counted.names.items() if name in wanted]
    found = (
        _list_intervals(counted, blanks) if counted.is_list else feasible_intervals(counted.values, blanks)
    )
    return tuple(
        Interval(cell=counted.names[place], low=found[place][0], high=found[place][1]) for place in blanks
    )


def _cells(counted: Counted, k: int) -> Iterable[tuple[Place, Cell]]:
    if counted.is_list:
        return protect_list(counted.rows[LIST], k=k).items()
    return protect_table(counted.rows, k=k).cells.items() if counted.values else ()


def _protected(name: Hashable, cell: Cell) -> ProtectedCell:
    shown = cell.shown
    return ProtectedCell(
        cell=name, value=shown.value, suppressed=shown.suppressed, reason=shown.reason, rule=cell.rule
    )


def _list_intervals(counted: Counted, blanks: Collection[Place]) -> dict[Place, tuple[float, float]]:
    hidden = [place for place in blanks if place is not TOTAL]
    people = sum(counted.values[place] for place in hidden)
    if TOTAL in blanks:
        rest = counted.values[TOTAL] - people
        return {**dict.fromkeys(hidden, (0, inf)), TOTAL: (rest, inf if hidden else rest)}
    return dict.fromkeys(hidden, (0, people) if len(hidden) > 1 else (people, people))


def read(table: Table) -> Counted:
    """Raises ValueError for rows of different length, counts that are negative or not whole, and totals that are not
    sums of their parts.
    """
    if isinstance(table, Mapping):
        return _read_mapping(table)
    rows = list(table)
    if rows and not any(isinstance(row, Iterable) for row in rows):
        return _as_list(dict(enumerate(rows)))
    if len({len(row) for row in rows}) > 1:
        raise ValueError("Every row must have a place for every column.")
    cells: dict[Hashable, dict[Hashable, int]] = {
        number: dict(enumerate(row)) for number, row in enumerate(rows)
    }
    return _as_table(cells, with_totals=len(rows) > 2 and _adds_up(cells))


def _read_mapping(table: Mapping[Any, Any]) -> Counted:
    if table and all(isinstance(row, Mapping) for row in table.values()):
        cells = {row: dict(columns) for row, columns in table.items()}
        last = [list(cells)[-1], *(list(row)[-1] for row in cells.values() if row)]
        return _as_table(cells, with_totals=all(_is_total(name) for name in last))
    if table and all(isinstance(place, tuple) and len(place) == 2 for place in table):
        nested: dict[Hashable, dict[Hashable, int]] = {}
        for (row, column), people in table.items():
            nested.setdefault(row, {})[column] = people
        return _read_mapping(nested)
    return _as_list(table)


def _whole(counts: Mapping[Hashable, Any]) -> dict[Hashable, int]:
    if not all(isinstance(people, Real) and people == people // 1 for people in counts.values()):
        raise ValueError("A count of people is a whole number.")
    return {name: int(people) for name, people in counts.items()}


def _is_total(name: Hashable) -> bool:
    return name is TOTAL or (isinstance(name, str) and name.casefold() in TOTAL_NAMES)


def _adds_up(cells: Mapping[Hashable, dict[Hashable, int]]) -> bool:
    *inner, last = ([*row.values()] for row in cells.values())
    rows = all(len(row) > 2 and sum(row[:-1]) == row[-1] for row in [*inner, last])
    return rows and [sum(column) for column in zip(*inner, strict=True)] == last


def _as_list(counts: Mapping[Hashable, int]) -> Counted:
    counts = _whole(counts)
    values: dict[Hashable, int] = {name: people for name, people in counts.items() if not _is_total(name)}
    check_counts(*values.values())
    names: dict[Hashable, Hashable] = {name: name for name in values} | {TOTAL: TOTAL}
    for name, people in counts.items():
        if _is_total(name):
            names[TOTAL] = name
            _check_total(people, sum(values.values()))
    own = [place for place, name in names.items() if name in counts]
    whole = {**values, TOTAL: sum(values.values())}
    return Counted(rows={LIST: values}, values=whole, names=names, own=own, is_list=True)


def _as_table(cells: Mapping[Hashable, dict[Hashable, int]], *, with_totals: bool) -> Counted:
    cells = {row: _whole(columns) for row, columns in cells.items()}
    names = list(dict.fromkeys(column for row in cells.values() for column in row))
    rows, columns = list(cells), names
    if with_totals:
        rows, columns = rows[:-1], columns[:-1]
    inner: dict[Hashable, Mapping[Hashable, int]] = {
        row: {column: cells[row].get(column, 0) for column in columns} for row in rows
    }
    values = with_all_totals(inner) if columns else {}
    check_counts(*values.values())
    last = (list(cells)[-1], names[-1]) if with_totals else (TOTAL, TOTAL)
    called = {place: _called(place, last) for place in values}
    own = [
        place
        for place, (row, column) in called.items()
        if row in cells and (column in cells[row] or (row in inner and column in columns))
    ]
    for place in own:
        row, column = called[place]
        _check_total(cells[row].get(column, 0), values[place])
    return Counted(rows=inner, values=values, names=called, own=own)


def _called(place: tuple[Hashable, Hashable], last: tuple[Hashable, Hashable]) -> tuple[Hashable, Hashable]:
    row, column = place
    return (last[0] if row is TOTAL else row, last[1] if column is TOTAL else column)


def _check_total(given: int, counted: int) -> None:
    if given != counted:
        raise ValueError(f"A total is not the sum of its parts: {given} is given, {counted} are counted.")
