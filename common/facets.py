"""Facet counts in the memory of a process: one bit for each row and value, kept in Python's integers.

A row has values of facets of its own (`plain`), and may have several parts (`runs`), each with values of their own,
that are asked together: "online" and "starts soon" must be true of one and the same part. The n-th part of every row
lies in the n-th layer, so that asking one part is a conjunction inside a layer, and any part the sum over the layers.
Parts whose values hang on the day are kept for each day that is asked for (there are at most three on earth).
"""

from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence

Values = Mapping[str, Collection[str]]  # by facet
Asked = Mapping[str, Collection[str]]  # any of the values of each facet; a facet not named is not asked
Counts = dict[str, dict[str, int]]
Maps = dict[tuple[str, str], int]
BITS = [1 << n for n in range(8)]


def bits(places: Iterable[int], size: int) -> int:
    drawn = bytearray(size // 8 + 1)
    for place in places:
        drawn[place >> 3] |= BITS[place & 7]
    return int.from_bytes(drawn, "little")


def keys_of(values: Values) -> Iterable[tuple[str, str]]:
    return ((facet, value) for facet, found in values.items() for value in found)


class FacetIndex:
    def __init__(self, run_facets: Collection[str] = ()) -> None:
        self.run_facets = frozenset(run_facets)
        self.places: dict[int, int] = {}  # of a row, by its key
        self.keys: list[int] = []  # of the row at a place
        self.living = 0
        self.plain: Maps = {}
        self.runs: dict[Hashable, list[Maps]] = {}

    # --- Filling ---

    def replace(
        self, plain: Mapping[int, Values | None], runs: Mapping[Hashable, Mapping[int, Sequence[Values]]]
    ) -> None:
        """Rows as they are now, None where there is none (any more); `runs` by day. The first call fills it."""
        for key in plain:
            if key not in self.places:
                self.places[key] = len(self.keys)
                self.keys.append(key)
        size = len(self.keys)
        touched = bits((self.places[key] for key in plain), size)
        self.living &= ~touched
        _clear(self.plain, touched)
        for layers in self.runs.values():
            for layer in layers:
                _clear(layer, touched)
        alive = {key: values for key, values in plain.items() if values is not None}
        self.living |= bits((self.places[key] for key in alive), size)
        _draw(self.plain, ((self.places[key], values) for key, values in alive.items()), size)
        for day, of_rows in runs.items():
            self.add_runs(day, of_rows)

    def add_runs(self, day: Hashable, of_rows: Mapping[int, Sequence[Values]]) -> None:
        layers = self.runs.setdefault(day, [])
        size = len(self.keys)
        drawn: list[list[tuple[int, Values]]] = []
        for key, runs in of_rows.items():
            place = self.places.get(key)
            if place is None:
                continue
            for number, values in enumerate(distinct(runs)):
                if number == len(drawn):
                    drawn.append([])
                drawn[number].append((place, values))
        for number, rows in enumerate(drawn):
            if number == len(layers):
                layers.append({})
            _draw(layers[number], rows, size)

    def forget_runs(self, keep: int) -> None:
        """The days first asked for go first."""
        while len(self.runs) > keep:
            del self.runs[next(iter(self.runs))]

    # --- Asking ---

    def select(self, asked: Asked, *, day: Hashable = None, among: int | None = None) -> int:
        """The rows that fit all that is asked, as bits."""
        found = self.living if among is None else self.living & among
        for facet, values in asked.items():
            if facet not in self.run_facets:
                found &= _any(self.plain, facet, values)
        wishes = {facet: values for facet, values in asked.items() if facet in self.run_facets}
        return found & self._runs(wishes, day) if wishes else found

    def counts(self, asked: Asked, *, day: Hashable = None, among: int | None = None) -> Counts:
        """For each value of each facet, how many rows there are with it and with all else that is asked; "total" has
        one value, "".
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
        if self.run_facets:
            counts |= self._run_counts(asked, day, among)
        return counts

    def keys_in(self, rows: int) -> list[int]:
        """The keys of the rows whose bits are set."""
        found = []
        for at, byte in enumerate(rows.to_bytes((rows.bit_length() + 7) // 8, "little")):
            if byte:
                found += [self.keys[at * 8 + n] for n in range(8) if byte & BITS[n]]
        return found

    def rows_of(self, keys: Iterable[int]) -> int:
        return bits((self.places[key] for key in keys if key in self.places), len(self.keys))

    def _runs(self, wishes: Asked, day: Hashable) -> int:
        found = 0
        for layer in self.runs.get(day, ()):
            fits = -1
            for facet, values in wishes.items():
                fits &= _any(layer, facet, values)
            found |= fits
        return found

    def _run_counts(self, asked: Asked, day: Hashable, among: int | None) -> Counts:
        base = self.select({k: v for k, v in asked.items() if k not in self.run_facets}, among=among)
        wishes = {facet: values for facet, values in asked.items() if facet in self.run_facets}
        found: Maps = {}
        for layer in self.runs.get(day, ()):
            wished = {facet: _any(layer, facet, values) for facet, values in wishes.items()}
            others = {
                facet: _all(rows for k, rows in wished.items() if k != facet) for facet in self.run_facets
            }
            for key, rows in layer.items():
                found[key] = found.get(key, 0) | rows & others[key[0]]
        counts: Counts = {}
        for (facet, value), rows in found.items():
            n = (rows & base).bit_count()
            if n:
                counts.setdefault(facet, {})[value] = n
        return counts


def distinct(runs: Iterable[Values]) -> list[Values]:
    return list({frozenset(keys_of(run)): run for run in runs}.values())


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
