"""Of whom, and of when, reports tell: what some of them say together of those of whom none of them may tell.

A report less the reports of its parts tells of the rest: a quarter less two of its months of the third, the movement
less several affiliates of everybody else.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import cast

from evaluation.logic.vintages import Told, Vintage, sums_tell_of_few, together

EVERYBODY, REGION = "movement", "region"
DAY = timedelta(days=1)
Place = tuple[str, tuple[tuple[str, str], ...]]  # a metric and its cell


@dataclass(frozen=True, kw_only=True)
class Population:
    """`of` says which region, program or affiliate; `region` where an affiliate has its people, as far as is known."""

    starts_on: date
    ends_on: date
    scope: str = EVERYBODY
    of: str = ""
    region: str = ""

    def in_region(self, code: str) -> "Population":
        return replace(self, scope=REGION, of=code, region=code)

    def is_of_the_same(self, other: "Population") -> bool:
        return (self.scope, self.of) == (other.scope, other.of)

    def holds(self, other: "Population") -> bool:
        """Whether the other is a part of it."""
        if self == other or not (self.starts_on <= other.starts_on and other.ends_on <= self.ends_on):
            return False
        of_it = self.scope == REGION and bool(self.of) and other.region == self.of
        return self.scope == EVERYBODY or of_it or self.is_of_the_same(other)

    def is_apart_from(self, other: "Population") -> bool:
        """Whether they have nobody in common, or nothing that they did."""
        if self.ends_on < other.starts_on or other.ends_on < self.starts_on:
            return True
        if self.scope == other.scope != EVERYBODY:
            return self.of != other.of
        return bool(self.region and other.region and self.region != other.region)


@dataclass(frozen=True, kw_only=True)
class Beside:
    """What others tell, each of its population; and of whom the report itself tells."""

    own: Population
    others: Sequence[tuple[Population, Vintage]] = ()

    def at(self, place: Place) -> tuple[Population, Place]:
        """What a report of everybody says of a region, it says of that region's people."""
        return _reduced(self.own, place)

    def by_place(self) -> tuple[dict[Place, list["Teller"]], dict[Place, list[Population]]]:
        """What others show, and of whom they hide something."""
        shown: dict[Place, list[Teller]] = defaultdict(list)
        hidden: dict[Place, list[Population]] = defaultdict(list)
        for population, vintage in self.others:
            for place, told in vintage.shown.items():
                of, at = _reduced(population, cast("Place", place))
                shown[at].append((of, told))
            for place in vintage.hidden:
                of, at = _reduced(population, cast("Place", place))
                hidden[at].append(of)
        return shown, hidden


def _reduced(population: Population, place: Place) -> tuple[Population, Place]:
    metric, cell = place
    code = dict(cell).get("region")
    if population.scope != EVERYBODY or code is None:
        return population, place
    return population.in_region(code), (metric, tuple(pair for pair in cell if pair[0] != "region"))


Teller = tuple[Population, Told]


@dataclass(frozen=True, kw_only=True)
class Adding:
    """How a figure adds up: `people` are not counted once over months, its `amount` is."""

    people: bool = True
    amount: bool = True


def rest_tells_of_few(now: Teller, others: Collection[Teller], *, k: int, adding: Adding = Adding()) -> bool:
    """Whether a whole less its parts tells of fewer than k, where this is the whole or one of the parts.

    Where people do not add up (one in two months is one in the quarter), a rest below nobody tells of nobody, but its
    amount may be that of few, unless the parts are all there is.
    """
    own = now[0]
    wholes = [now, *(each for each in others if each[0].holds(own))]
    for whole in wholes:
        parts = [each for each in others if whole[0].holds(each[0]) and each[0] != own]
        first = [] if whole is now else [now]
        for chosen in {_apart(first, parts, own, by) for by in (_same_time_first, _same_subject_first)}:
            if chosen and _tells(whole, chosen, k, adding):
                return True
    return False


def can_be_worked_out(population: Population, told: Collection[Population]) -> bool:
    """Whether a longer period less shorter ones leaves just this one, of the same people."""
    own = [each for each in told if each.is_of_the_same(population)]
    spans = [(each.starts_on, each.ends_on) for each in own]
    return any(
        _tiled(whole.starts_on, population.starts_on - DAY, spans)
        and _tiled(population.ends_on + DAY, whole.ends_on, spans)
        for whole in own
        if whole.holds(population)
    )


def _tiled(first: date, last: date, spans: Sequence[tuple[date, date]]) -> bool:
    if first > last:
        return True
    return any(begin == first and end <= last and _tiled(end + DAY, last, spans) for begin, end in spans)


def _apart(
    first: Iterable[Teller],
    parts: Iterable[Teller],
    own: Population,
    by: Callable[[Teller, Population], bool],
) -> tuple[Teller, ...]:
    """As many as have nobody in common, the largest first."""
    chosen = list(first)
    for each in sorted(parts, key=lambda each: (not by(each, own), -each[1].people[0], repr(each[0]))):
        if all(each[0].is_apart_from(other) for other, _told in chosen):
            chosen.append(each)
    return tuple(chosen)


def _same_time_first(teller: Teller, own: Population) -> bool:
    return teller[0].starts_on == own.starts_on and teller[0].ends_on == own.ends_on


def _same_subject_first(teller: Teller, own: Population) -> bool:
    return teller[0].is_of_the_same(own)


def _tells(whole: Teller, parts: Sequence[Teller], k: int, adding: Adding) -> bool:
    others = together(told for _of, told in parts)
    if not adding.people and whole[1].people[0] < others.people[0]:
        return adding.amount and not _are_all(whole[0], [of for of, _told in parts])
    return sums_tell_of_few(whole[1], others, k)


def _are_all(whole: Population, parts: Sequence[Population]) -> bool:
    spans = [(each.starts_on, each.ends_on) for each in parts if each.is_of_the_same(whole)]
    return _tiled(whole.starts_on, whole.ends_on, spans)
