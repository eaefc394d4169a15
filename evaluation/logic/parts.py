"""Which figures of one period may not be shown, so that none of the others tells what is hidden.

A figure's parts add up to it along an exclusive dimension: a single blank is the whole less the rest, and a table of
two dimensions gives its blanks away in more ways than one. Each count that stands behind the figures is looked at: the
people, and of a share those who did and those who did not.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping
from typing import Any

from common.statistics.suppression_tables import TOTAL as WHOLE
from common.statistics.suppression_tables import protect_table
from evaluation.logic.cells import cell_of, parts_of

Least = Callable[[Collection[str]], int]  # how many people a cell of these dimensions must hold


def hidden_cells(
    counts: Collection[Mapping[str, int]],
    withheld: Collection[str],
    *,
    exclusive: Collection[str],
    least: Least,
) -> set[str]:
    """`counts` are {cell: people} of the same figures; `withheld` are those that may not be shown for themselves.

    Tables of the same people that cross three dimensions or more in pairs give away together what each hides for
    itself: where anything in them is hidden, one of them is shown, the first by name.
    """
    hidden = _settled(counts, set(withheld), exclusive, least)
    more = _crossed_beside_the_first(cell for people in counts for cell in people)
    if more.isdisjoint(hidden) and not any(len(parts_of(cell)) == 2 for cell in hidden):
        return hidden
    first = [{cell: count for cell, count in people.items() if cell not in more} for people in counts]
    return more | _settled(first, set(withheld) - more, exclusive, least)


def _crossed_beside_the_first(cells: Iterable[str]) -> set[str]:
    """Those of all tables of two dimensions or more but the first table of two."""
    tables: dict[tuple[str, ...], set[str]] = defaultdict(set)
    for cell in cells:
        tables[tuple(parts_of(cell))].add(cell)
    first = min((names for names in tables if len(names) == 2), default=())
    return {cell for names, found in tables.items() if len(names) > 1 and names != first for cell in found}


def _settled(
    counts: Collection[Mapping[str, int]], withheld: set[str], exclusive: Collection[str], least: Least
) -> set[str]:
    hidden = set(withheld)
    while True:
        before = len(hidden)
        for people in counts:
            for whole, parts in _lists(people, exclusive):
                hidden |= _beside(whole, parts, hidden, least(parts_of(next(iter(parts)))))
            for names, table in _tables(people, exclusive):
                hidden |= _beside_in_table(names, table, hidden, least(names))
        if len(hidden) == before:
            return hidden


def _lists(people: Mapping[str, int], exclusive: Collection[str]) -> Iterator[tuple[str, dict[str, int]]]:
    """Each figure with its parts along one dimension."""
    found: dict[tuple[str, str], dict[str, int]] = defaultdict(dict)
    for cell, count in people.items():
        named = parts_of(cell)
        for dimension in named.keys() & set(exclusive):
            whole = cell_of({name: value for name, value in named.items() if name != dimension})
            found[dimension, whole][cell] = count
    yield from ((whole, parts) for (_by, whole), parts in sorted(found.items()) if whole in people)


def _beside(whole: str, parts: Mapping[str, int], hidden: set[str], k: int) -> set[str]:
    if whole in hidden:
        return set(parts)
    blanks = hidden & parts.keys()
    rest = sorted(parts.keys() - blanks, key=lambda cell: (parts[cell] == 0, parts[cell], cell))
    while blanks and rest and (len(blanks) < 2 or sum(parts[cell] for cell in blanks) < k):
        blanks.add(rest.pop(0))
    return blanks


def _tables(
    people: Mapping[str, int], exclusive: Collection[str]
) -> Iterator[tuple[tuple[str, str], dict[str, dict[str, int]]]]:
    """Each two dimensions that are crossed, with {row: {column: people}}."""
    found: dict[Any, dict[str, dict[str, int]]] = defaultdict(lambda: defaultdict(dict))
    for cell, count in people.items():
        named = parts_of(cell)
        if len(named) == 2 and set(named) <= set(exclusive):
            (row, column), names = named.values(), tuple(named)
            found[names][row][column] = count
    yield from found.items()


def _beside_in_table(
    names: tuple[str, str], table: Mapping[str, Mapping[str, int]], hidden: set[str], k: int
) -> set[str]:
    columns = {column for row in table.values() for column in row}
    places = {
        _cell(names, row, column): (row, column)
        for row in [*table, WHOLE]
        for column in [*sorted(columns), WHOLE]
    }
    withheld = [place for cell, place in places.items() if cell in hidden]
    if not withheld:
        return set()
    rows: dict[Hashable, Mapping[Hashable, int]] = {}
    for row, cells in table.items():
        rows[row] = dict[Hashable, int](cells.items())
    safe = protect_table(rows, k=k, withheld=withheld)
    return {cell for cell, place in places.items() if safe.cells[place].suppressed}


def _cell(names: tuple[str, str], row: Any, column: Any) -> str:
    values = {names[0]: row, names[1]: column}
    return cell_of({name: value for name, value in values.items() if value is not WHOLE})
