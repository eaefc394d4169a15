"""Two-way tables with totals: blanks are added until nobody can work a blank out to within k people.

A table and its totals are a circulation: people flow from a row to a column, along the column's total to
the grand total and back to the row. What a reader who knows every shown cell, and that no count is
negative, can say about a blank is exactly how far its flow can rise and fall when only blanks may change;
so the audit is two maximum flows per blank, in whole people, without linear programming.
`suppression_audit` checks the same by integer programming.
"""

from collections import deque
from collections.abc import Collection, Hashable, Mapping
from dataclasses import dataclass
from typing import Final

from common.statistics.exact import check_counts
from common.statistics.suppression import Rule, Shown, check_threshold, count_rule, hidden
from common.statistics.suppression_network import Arc, Network

METHOD = "suppression.two_way.network_audit_width_k.v1"
LIST_METHOD = "suppression.list.two_blanks_width_k.v1"


class _Total:
    def __repr__(self) -> str:
        return "TOTAL"


TOTAL: Final = _Total()  # the key of a total's row or column

Place = tuple[Hashable, Hashable]


@dataclass(frozen=True)
class Cell:
    """`value` and `rule` are for stewards; `shown` is for readers."""

    value: int
    rule: Rule | None = None

    @property
    def suppressed(self) -> bool:
        return self.rule is not None

    @property
    def shown(self) -> Shown[int]:
        return hidden() if self.suppressed else Shown(self.value)


@dataclass(frozen=True)
class Exposed:
    """A blank that readers can narrow down to `low`..`high`."""

    place: Hashable
    low: int
    high: float


@dataclass(frozen=True)
class ProtectedTable:
    """Cells by (row, column), totals under TOTAL."""

    rows: tuple[Hashable, ...]
    columns: tuple[Hashable, ...]
    cells: Mapping[Place, Cell]
    k: int
    method_id: str = METHOD

    def shown(self, row: Hashable, column: Hashable) -> Shown[int]:
        return self.cells[row, column].shown


def protect_table(
    counts: Mapping[Hashable, Mapping[Hashable, int]],
    *,
    k: int,
    previous: Mapping[Place, int] | None = None,
    withheld: Collection[Place] = (),
) -> ProtectedTable:
    """The table {row: {column: people}} with its totals, safe to show; an absent column of a row counts
    0.

    Blank are counts under k, cells (totals too) that changed by fewer than k people since the `previous`
    published figures, the `withheld`, and then as many others, preferably small, as it takes for every
    blank to have a feasible interval of at least k. Raises ValueError for negative counts, k < 1, and
    places that are not in the table.
    """
    check_threshold(k)
    values = with_all_totals(counts)
    check_counts(*values.values())
    published = previous or {}
    if not set(withheld) <= set(values):
        raise ValueError("Only cells of the table can be withheld.")
    rules = {place: count_rule(value, k=k, previous=published.get(place)) for place, value in values.items()}
    rules |= {place: rules[place] or Rule.NOT_PUBLISHED for place in withheld}
    network = _network(values, {place for place, rule in rules.items() if rule})
    waiting = deque(sorted(network.blanks, key=list(values).index))
    while waiting:
        place = waiting.popleft()
        added = network.widen(place, k)
        waiting.extend(added)
        rules |= dict.fromkeys(added, Rule.COMPLEMENTARY)
    rows = tuple(counts)
    columns = tuple(dict.fromkeys(column for row in counts.values() for column in row))
    return ProtectedTable(
        rows, columns, {place: Cell(value, rules[place]) for place, value in values.items()}, k
    )


def protect_list(
    counts: Mapping[Hashable, int],
    *,
    k: int,
    total_shown: bool = True,
    previous: Mapping[Hashable, int] | None = None,
) -> dict[Hashable, Cell]:
    """The same for counts of one kind that add up to a total (under TOTAL; withheld unless `total_shown`).

    Next to a shown total, the blanks must be two or more and hold k people together.
    """
    check_threshold(k)
    if TOTAL in counts:
        raise ValueError("Totals are computed; give the cells only.")
    published = previous or {}
    values = {**counts, TOTAL: sum(counts.values())}
    rules = {name: count_rule(people, k=k, previous=published.get(name)) for name, people in values.items()}
    if not total_shown:
        rules[TOTAL] = rules[TOTAL] or Rule.NOT_PUBLISHED
    shown = [name for name in counts if rules[name] is None]
    shown.sort(key=lambda name: (counts[name] == 0, counts[name]))
    while _list_exposed(counts, rules, k):
        name = shown.pop(0) if shown else TOTAL
        rules[name] = Rule.COMPLEMENTARY
    return {name: Cell(people, rules[name]) for name, people in values.items()}


def _list_exposed(counts: Mapping[Hashable, int], rules: Mapping[Hashable, Rule | None], k: int) -> bool:
    blanks = [people for name, people in counts.items() if rules[name]]
    if rules[TOTAL] is not None:
        return rules[TOTAL] is not Rule.NOT_PUBLISHED and bool(counts) and not blanks
    return bool(blanks) and (len(blanks) < 2 or sum(blanks) < k)


def exposed_cells(table: ProtectedTable) -> tuple[Exposed, ...]:
    """The blanks whose feasible interval is narrower than k; empty for what `protect_table` returns."""
    intervals = feasible_intervals({place: cell.value for place, cell in table.cells.items()}, _blanks(table))
    return tuple(
        Exposed(place, low, high) for place, (low, high) in intervals.items() if high - low < table.k
    )


def feasible_intervals(
    values: Mapping[Place, int], blanks: Collection[Place]
) -> dict[Place, tuple[int, float]]:
    """The least and the most people each blank of a table with totals may hold; `math.inf` where nothing
    bounds it.
    """
    network = _network(dict(values), set(blanks))
    return {
        place: (int(values[place] - network.room_down(place)), values[place] + network.room_up(place))
        for place in values
        if place in network.blanks
    }


def _blanks(table: ProtectedTable) -> set[Place]:
    return {place for place, cell in table.cells.items() if cell.suppressed}


def with_all_totals(counts: Mapping[Hashable, Mapping[Hashable, int]]) -> dict[Place, int]:
    columns = dict.fromkeys(column for row in counts.values() for column in row)
    if TOTAL in counts or TOTAL in columns:
        raise ValueError("Totals are computed; give the cells only.")
    values: dict[Place, int] = {}
    for row, cells in counts.items():
        values |= {(row, column): cells.get(column, 0) for column in columns}
        values[row, TOTAL] = sum(cells.values())
    for column in columns:
        values[TOTAL, column] = sum(cells.get(column, 0) for cells in counts.values())
    values[TOTAL, TOTAL] = sum(sum(cells.values()) for cells in counts.values())
    return values


def _network(values: dict[Place, int], blanks: set[Place]) -> Network:
    return Network(
        values,
        {place: _arc(place) for place in values},
        blanks,
        {place: _loss(place, values) for place in values},
    )


def _loss(place: Place, values: Mapping[Place, int]) -> float:
    """Small cells first, empty ones later, totals last."""
    everybody = values[TOTAL, TOTAL] + 1
    if TOTAL in place:
        return 100.0 * everybody + values[place]
    return values[place] + 1.0 if values[place] else 2.0 * everybody


def _arc(place: Place) -> Arc:
    row, column = place
    row_node, column_node = ("row", row), ("column", column)
    if row is TOTAL and column is TOTAL:
        return Arc(row_node, column_node)
    if TOTAL in place:
        return Arc(column_node, row_node)
    return Arc(row_node, column_node)
