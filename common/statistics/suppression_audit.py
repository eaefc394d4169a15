"""For the worker only (imports scipy.optimize): audit and protection of counts under any linear relations.

Relations say that a total is the sum of its parts: margins, hierarchies, several tables that share totals.
"""

from collections.abc import Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass
from math import inf

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, linprog, milp

from common.statistics.exact import Floats, check_counts
from common.statistics.suppression import Rule, check_threshold
from common.statistics.suppression_tables import TOTAL, Cell, Exposed, ProtectedTable

METHOD = "suppression.linear.integer_audit_width_k.v1"
LEAST_CHANGE = 1e-7
UNBOUNDED = 3  # as linprog says it


@dataclass(frozen=True)
class Relation:
    """The count at `total` is the sum of the counts at `parts`."""

    total: Hashable
    parts: tuple[Hashable, ...]


def table_relations(table: ProtectedTable) -> list[Relation]:
    """Rows, columns and both ways to the grand total of a two-way table."""
    rows, columns = [*table.rows, TOTAL], [*table.columns, TOTAL]
    across = [Relation((row, TOTAL), tuple((row, column) for column in table.columns)) for row in rows]
    down = [Relation((TOTAL, column), tuple((row, column) for row in table.rows)) for column in columns]
    return across + down


def sums_over(places: Collection[tuple[Hashable, ...]]) -> list[Relation]:
    """In a table of any number of dimensions with TOTAL for all of one: each sum along each dimension."""
    levels = [list(dict.fromkeys(names)) for names in zip(*places, strict=True)]
    return [
        Relation(
            place, tuple((*place[:at], name, *place[at + 1 :]) for name in levels[at] if name is not TOTAL)
        )
        for place in places
        for at, own in enumerate(place)
        if own is TOTAL
    ]


def audit_table(table: ProtectedTable) -> tuple[Exposed, ...]:
    """The blanks of a two-way table that readers can narrow down to fewer than k people."""
    values: dict[Hashable, int] = {place: cell.value for place, cell in table.cells.items()}
    blanks: list[Hashable] = [place for place, cell in table.cells.items() if cell.suppressed]
    return audit(values, blanks, table_relations(table), k=table.k)


def audit(
    values: Mapping[Hashable, int], blanks: Collection[Hashable], relations: Sequence[Relation], *, k: int
) -> tuple[Exposed, ...]:
    """The blanks with a feasible interval narrower than k, for readers who know the shown counts and the
    relations.
    """
    check_threshold(k)
    found = []
    for place in blanks:
        low, high = feasible_interval(values, blanks, relations, place, k=k)
        if high - low < k:
            found.append(Exposed(place, low, high))
    return tuple(found)


def feasible_interval(
    values: Mapping[Hashable, int],
    blanks: Collection[Hashable],
    relations: Sequence[Relation],
    place: Hashable,
    *,
    k: int,
) -> tuple[int, int]:
    """The least and the most people a blank may hold, in whole people; at most far above all there are.

    Raises ValueError where the counts do not keep the relations.
    """
    known, unknown = _system(values, relations), sorted(set(blanks), key=list(values).index)
    everybody = sum(values.values()) + k
    if place not in unknown:
        raise ValueError("Only a suppressed cell has a feasible interval.")
    columns = [list(values).index(name) for name in unknown]
    matrix = known[:, columns]
    right = matrix @ np.array([values[name] for name in unknown], dtype=float)
    aim = np.array([float(name == place) for name in unknown])
    low, high = (
        milp(
            sign * aim,
            integrality=np.ones(len(unknown)),
            bounds=Bounds(0, everybody),
            constraints=LinearConstraint(matrix, right, right),
        )
        for sign in (1, -1)
    )
    return round(float(aim @ low.x)), round(float(aim @ high.x))


def feasible_intervals(
    values: Mapping[Hashable, int], blanks: Collection[Hashable], relations: Sequence[Relation]
) -> dict[Hashable, tuple[int, float]]:
    """The same of each blank; `math.inf` where nothing bounds it."""
    found: dict[Hashable, tuple[int, float]] = {}
    unknown = [place for place in values if place in set(blanks)]
    columns = [number for number, place in enumerate(values) if place in set(blanks)]
    matrix = _system(values, relations)[:, columns]
    right = matrix @ np.array([values[place] for place in unknown], dtype=float)
    for number, place in enumerate(unknown):
        low, high = feasible_interval(values, unknown, relations, place, k=1)
        upward = -np.eye(len(unknown))[number]
        is_open = linprog(upward, A_eq=matrix, b_eq=right).status == UNBOUNDED
        found[place] = (low, inf if is_open else high)
    return found


def protect(
    values: Mapping[Hashable, int],
    relations: Sequence[Relation],
    *,
    k: int,
    primary: Mapping[Hashable, Rule],
) -> dict[Hashable, Cell]:
    """Blanks the `primary` cells and as many others as it takes for every blank to have an interval of at
    least k.

    Each step blanks the cells through which, at the least loss, the exposed count could rise far enough
    (a linear program). Raises ValueError for counts that are negative or do not keep the relations.
    """
    check_threshold(k)
    check_counts(*values.values())
    system = _system(values, relations)
    rules: dict[Hashable, Rule] = dict(primary)
    waiting = list(rules)
    while waiting:
        place = waiting.pop(0)
        rise = k
        while not _wide(values, rules, relations, place, k):
            added = _cells_to_open(values, rules, system, place, rise)
            rise += 1
            waiting += added
            rules |= dict.fromkeys(added, Rule.COMPLEMENTARY)
    return {place: Cell(value, rules.get(place)) for place, value in values.items()}


def _wide(
    values: Mapping[Hashable, int],
    rules: Mapping[Hashable, Rule],
    relations: Sequence[Relation],
    place: Hashable,
    k: int,
) -> bool:
    low, high = feasible_interval(values, list(rules), relations, place, k=k)
    return high - low >= k


def _system(values: Mapping[Hashable, int], relations: Sequence[Relation]) -> Floats:
    order = {place: number for number, place in enumerate(values)}
    matrix = np.zeros((len(relations), len(values)))
    for number, relation in enumerate(relations):
        matrix[number, order[relation.total]] -= 1
        for part in relation.parts:
            matrix[number, order[part]] += 1
    if (matrix @ np.array(list(values.values()), dtype=float)).any():
        raise ValueError("The counts do not keep the relations: a total is not the sum of its parts.")
    return matrix


def _cells_to_open(
    values: Mapping[Hashable, int], rules: Mapping[Hashable, Rule], system: Floats, place: Hashable, rise: int
) -> list[Hashable]:
    names = list(values)
    loss = [0.0 if name in rules else 1.0 + values[name] for name in names]
    size = len(names)
    here = names.index(place)
    most_up: list[tuple[float, float | None]] = [(0, None)] * size
    most_up[here] = (rise, rise)
    most_down: list[tuple[float, float | None]] = [(0, values[name]) for name in names]
    most_down[here] = (0, 0)
    answer = linprog(
        np.array(loss + loss),
        A_eq=np.hstack([system, -system]),
        b_eq=np.zeros(len(system)),
        bounds=most_up + most_down,
    )
    if answer.x is None:
        raise ValueError("These relations leave a count no room: it cannot be protected.")
    change = np.abs(answer.x[:size] - answer.x[size:])
    return [
        name for name, much in zip(names, change, strict=True) if much > LEAST_CHANGE and name not in rules
    ]
