"""Facet counts in the memory of a process: one bit for each row and value, kept in Python's integers.

A row has values of facets of its own (`plain`), and may have several parts (`runs`), each with values of their own,
that are asked together: "online" and "starts soon" must be true of one and the same part. The n-th part of every row
lies in the n-th layer, so that asking one part is a conjunction inside a layer, and any part the sum over the layers.
Parts whose values hang on the day are kept for each day that is asked for (there are at most three on earth).

Two kinds of facets have too many values for bits. Those that are `listed` (one row has few of many thousands) are kept
row by row and counted over the rows found. Those that are `measured` are asked of the parts' `mark`s: a rule is shown
all marks of a layer and then answers each value that somebody asks for with bits; what it made of the marks, and its
answers, are kept until something is written.
"""

from collections import Counter
from collections.abc import Callable, Collection, Hashable, Iterable, Mapping, Sequence
from itertools import chain, compress
from typing import Any, NamedTuple

Values = Mapping[str, Collection[str]]  # by facet
Asked = Mapping[str, Collection[str]]  # any of the values of each facet; a facet not named is not asked
Counts = dict[str, dict[str, int]]
Maps = dict[tuple[str, str], int]
BITS = [1 << n for n in range(8)]
MEASURED = 50  # values whose answers are kept
ZERO_OR_ONE = bytes.maketrans(b"01", b"\x00\x01")


class Part(NamedTuple):
    """One of the several that a row may have; its mark is what measured facets are asked of."""

    values: Values
    mark: Hashable = None


Answer = Callable[[str], int]  # of a value: the places that fit, as bits
Rule = Callable[[Mapping[int, Any], int], Answer]  # of marks by place, and how many places there are


def bits(places: Iterable[int], size: int) -> int:
    drawn = bytearray(size // 8 + 1)
    for place in places:
        drawn[place >> 3] |= BITS[place & 7]
    return int.from_bytes(drawn, "little")


def one_byte_each(rows: int) -> bytes:
    """0 or 1 for each row, the first row first."""
    return bin(rows)[:1:-1].encode().translate(ZERO_OR_ONE)


def keys_of(values: Values) -> Iterable[tuple[str, str]]:
    return ((facet, value) for facet, found in values.items() for value in found)


class FacetIndex:
    def __init__(
        self,
        run_facets: Collection[str] = (),
        *,
        listed: Collection[str] = (),
        measured: Mapping[str, Rule] | None = None,
    ) -> None:
        self.rules = dict(measured or {})
        self.run_facets = frozenset(run_facets) | frozenset(self.rules)
        self.lists: dict[str, list[tuple[str, ...]]] = {facet: [] for facet in listed}
        self.marks: dict[Hashable, list[dict[int, Hashable]]] = {}  # by day and layer, of a place
        self.measures: dict[tuple[Hashable, str], list[Answer]] = {}  # of measured facets, by layer
        self.answers: dict[tuple[Hashable, str, str], list[int]] = {}
        self.shared: dict[tuple[str, ...], tuple[str, ...]] = {}
        self.places: dict[int, int] = {}  # of a row, by its key
        self.keys: list[int] = []  # of the row at a place
        self.living = 0
        self.plain: Maps = {}
        self.runs: dict[Hashable, list[Maps]] = {}

    # --- Filling ---

    def replace(
        self, plain: Mapping[int, Values | None], runs: Mapping[Hashable, Mapping[int, Sequence[Part]]]
    ) -> None:
        """Rows as they are now, None where there is none (any more); `runs` by day. The first call fills it."""
        self._make_room(plain)
        size = len(self.keys)
        touched = bits((self.places[key] for key in plain), size)
        self.living &= ~touched
        _clear(self.plain, touched)
        for layers in self.runs.values():
            for layer in layers:
                _clear(layer, touched)
        for marks in chain.from_iterable(self.marks.values()):
            for key in plain:
                marks.pop(self.places[key], None)
        self._forget_answers()
        alive = {key: values for key, values in plain.items() if values is not None}
        self.living |= bits((self.places[key] for key in alive), size)
        self._list(plain)
        _draw(
            self.plain,
            (
                (
                    self.places[key],
                    {facet: found for facet, found in values.items() if facet not in self.lists},
                )
                for key, values in alive.items()
            ),
            size,
        )
        for day, of_rows in runs.items():
            self.add_runs(day, of_rows)

    def _make_room(self, keys: Iterable[int]) -> None:
        for key in keys:
            if key not in self.places:
                self.places[key] = len(self.keys)
                self.keys.append(key)
                for values in self.lists.values():
                    values.append(())

    def _list(self, plain: Mapping[int, Values | None]) -> None:
        for facet, listing in self.lists.items():
            for key, values in plain.items():
                listing[self.places[key]] = self._listed(values.get(facet, ()) if values else ())

    def _listed(self, values: Collection[str]) -> tuple[str, ...]:
        """Equal lists are one object."""
        found = tuple(values)
        return self.shared.setdefault(found, found)

    def add_runs(self, day: Hashable, of_rows: Mapping[int, Sequence[Part]]) -> None:
        layers, marks = self.runs.setdefault(day, []), self.marks.setdefault(day, [])
        self._forget_answers()
        size = len(self.keys)
        drawn: list[list[tuple[int, Values]]] = []
        for key, runs in of_rows.items():
            place = self.places.get(key)
            if place is None:
                continue
            for number, (values, mark) in enumerate(distinct(runs)):
                if number == len(drawn):
                    drawn.append([])
                if number == len(marks):
                    marks.append({})
                drawn[number].append((place, values))
                if mark is not None:
                    marks[number][place] = mark
        for number, rows in enumerate(drawn):
            if number == len(layers):
                layers.append({})
            _draw(layers[number], rows, size)

    def forget_runs(self, keep: int) -> None:
        """The days first asked for go first."""
        while len(self.runs) > keep:
            day = next(iter(self.runs))
            del self.runs[day], self.marks[day]
            self._forget_answers()

    # --- Asking ---

    def select(self, asked: Asked, *, day: Hashable = None, among: int | None = None) -> int:
        """The rows that fit all that is asked, as bits."""
        found = self.living if among is None else self.living & among
        for facet, values in asked.items():
            if facet in self.lists:
                found &= self._listing(facet, values)
            elif facet not in self.run_facets:
                found &= _any(self.plain, facet, values)
        wishes = {facet: values for facet, values in asked.items() if facet in self.run_facets}
        return found & self._runs(wishes, day) if wishes else found

    def counts(
        self,
        asked: Asked,
        *,
        day: Hashable = None,
        among: int | None = None,
        measured: Iterable[tuple[str, str]] = (),
    ) -> Counts:
        """For each value of each facet, how many rows there are with it and with all else that is asked; "total" has
        one value, "". Of measured facets, only the values named are counted.
        """
        everything = self.select(asked, day=day, among=among)
        counts: Counts = {"total": {"": everything.bit_count()}}
        bases = {
            facet: self.select({k: v for k, v in asked.items() if k != facet}, day=day, among=among)
            for facet in asked
        }
        for (facet, value), rows in self.plain.items():
            n = (rows & bases.get(facet, everything)).bit_count()
            if n:
                counts.setdefault(facet, {})[value] = n
        for facet in self.lists:
            if found := self._listed_counts(facet, bases.get(facet, everything)):
                counts[facet] = found
        if self.run_facets:
            counts |= self._run_counts(asked, day, among, list(measured))
        return counts

    def keys_in(self, rows: int) -> list[int]:
        """The keys of the rows whose bits are set."""
        return list(compress(self.keys, one_byte_each(rows)))

    def rows_of(self, keys: Iterable[int]) -> int:
        return bits((self.places[key] for key in keys if key in self.places), len(self.keys))

    def _listing(self, facet: str, values: Collection[str]) -> int:
        wanted = set(values)
        places = (place for place, found in enumerate(self.lists[facet]) if not wanted.isdisjoint(found))
        return bits(places, len(self.keys))

    def _listed_counts(self, facet: str, rows: int) -> dict[str, int]:
        return dict(Counter(chain.from_iterable(compress(self.lists[facet], one_byte_each(rows)))))

    def _measured(self, day: Hashable, facet: str, value: str) -> list[int]:
        """By layer, the rows whose part there answers the rule."""
        key = (day, facet, value)
        if key not in self.answers:
            if len(self.answers) == MEASURED:
                self.answers.clear()
            self.answers[key] = [answer(value) for answer in self._measures(day, facet)]
        return self.answers[key]

    def _measures(self, day: Hashable, facet: str) -> list[Answer]:
        if (day, facet) not in self.measures:
            rule, size = self.rules[facet], len(self.keys)
            self.measures[day, facet] = [rule(marks, size) for marks in self.marks.get(day, ())]
        return self.measures[day, facet]

    def _forget_answers(self) -> None:
        self.measures.clear()
        self.answers.clear()

    def _in_layer(self, day: Hashable, number: int, facet: str, values: Collection[str]) -> int:
        if facet not in self.rules:
            return _any(self.runs[day][number], facet, values)
        found = 0
        for value in values:
            answers = self._measured(day, facet, value)
            found |= answers[number] if number < len(answers) else 0
        return found

    def _runs(self, wishes: Asked, day: Hashable) -> int:
        found = 0
        for number in range(len(self.runs.get(day, ()))):
            fits = -1
            for facet, values in wishes.items():
                fits &= self._in_layer(day, number, facet, values)
            found |= fits
        return found

    def _run_counts(
        self, asked: Asked, day: Hashable, among: int | None, measured: Collection[tuple[str, str]]
    ) -> Counts:
        base = self.select({k: v for k, v in asked.items() if k not in self.run_facets}, among=among)
        wishes = {facet: values for facet, values in asked.items() if facet in self.run_facets}
        found: Maps = {}
        for number, layer in enumerate(self.runs.get(day, ())):
            wished = {facet: self._in_layer(day, number, facet, values) for facet, values in wishes.items()}
            others = {
                facet: _all(rows for k, rows in wished.items() if k != facet) for facet in self.run_facets
            }
            for key, rows in layer.items():
                found[key] = found.get(key, 0) | rows & others[key[0]]
            for facet, value in measured:
                rows = self._in_layer(day, number, facet, [value])
                found[facet, value] = found.get((facet, value), 0) | rows & others[facet]
        counts: Counts = {}
        for (facet, value), rows in found.items():
            n = (rows & base).bit_count()
            if n:
                counts.setdefault(facet, {})[value] = n
        return counts


def distinct(runs: Iterable[Part]) -> list[Part]:
    return list({(frozenset(keys_of(run.values)), run.mark): run for run in runs}.values())


def _clear(maps: Maps, touched: int) -> None:
    for key, rows in maps.items():
        if rows & touched:
            maps[key] = rows & ~touched


def _draw(maps: Maps, rows: Iterable[tuple[int, Values]], size: int) -> None:
    places: dict[tuple[str, str], list[int]] = {}
    for place, values in rows:
        for key in keys_of(values):
            places.setdefault(key, []).append(place)
    for key, found in places.items():
        maps[key] = maps.get(key, 0) | bits(found, size)


def _any(maps: Maps, facet: str, values: Collection[str]) -> int:
    found = 0
    for value in values:
        found |= maps.get((facet, value), 0)
    return found


def _all(found: Iterable[int]) -> int:
    rows = -1
    for each in found:
        rows &= each
    return rows
