"""Of whom, and of when, reports tell: what some of them say together of those of whom none of them may tell.

A report less the reports of its parts tells of the rest: a quarter less two of its months of the third, the movement
less several affiliates of everybody else.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache
from itertools import combinations, islice
from typing import cast

from evaluation.logic.vintages import Told, Vintage, less, sums_tell_of_few, together, without

EVERYBODY, REGION, REGIONS = "movement", "region", "regions"
DAY = timedelta(days=1)
MOST_FAMILIES = 100  # choices of parts that are tried; where there are more, a figure is not shown
Span = tuple[date, date]
Place = tuple[str, tuple[tuple[str, str], ...]]  # a metric and its cell


@dataclass(frozen=True, kw_only=True)
class Population:
    """`of` says which region, program or affiliate; `region` where an affiliate has its people, as far as is known.
    Several `regions` together are what a report that hides them tells of them: everybody less the others.
    """

    starts_on: date
    ends_on: date
    scope: str = EVERYBODY
    of: str = ""
    region: str = ""
    regions: frozenset[str] = frozenset()

    @property
    def span(self) -> "Span":
        return self.starts_on, self.ends_on

    def in_region(self, code: str) -> "Population":
        return replace(self, scope=REGION, of=code, region=code)

    def in_regions(self, codes: Collection[str]) -> "Population":
        if len(codes) == 1:
            return self.in_region(*codes)
        return replace(self, scope=REGIONS, of="", region="", regions=frozenset(codes))

    @property
    def codes(self) -> frozenset[str]:
        """Of the regions that it is made of, or lies in; empty where that is not known."""
        if self.scope == REGION:
            return frozenset([self.of])
        return self.regions or frozenset(filter(None, [self.region]))

    @property
    def subject(self) -> tuple[str, str, frozenset[str]]:
        return self.scope, self.of, self.regions

    def is_of_the_same(self, other: "Population") -> bool:
        return self.subject == other.subject

    def holds(self, other: "Population") -> bool:
        """Whether the other is a part of it."""
        if other.starts_on < self.starts_on or other.ends_on > self.ends_on or self == other:
            return False
        in_it = self.scope in {REGION, REGIONS} and bool(other.codes) and other.codes <= self.codes
        return self.scope == EVERYBODY or in_it or self.is_of_the_same(other)

    def is_apart_from(self, other: "Population") -> bool:
        """Whether they have nobody in common, or nothing that they did."""
        if self.ends_on < other.starts_on or other.ends_on < self.starts_on:
            return True
        if self.scope == other.scope and self.scope not in {EVERYBODY, REGIONS}:
            return self.of != other.of
        return bool(self.codes and other.codes) and self.codes.isdisjoint(other.codes)


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
            if population.scope == EVERYBODY:
                for at, teller in _hidden_together(population, vintage):
                    shown[at].append(teller)
        return shown, hidden


def _reduced(population: Population, place: Place) -> tuple[Population, Place]:
    metric, cell = place
    code = dict(cell).get("region")
    if population.scope != EVERYBODY or code is None:
        return population, place
    return population.in_region(code), (metric, tuple(pair for pair in cell if pair[0] != "region"))


Teller = tuple[Population, Told]


def _hidden_together(population: Population, vintage: Vintage) -> Iterator[tuple[Place, Teller]]:
    """Of regions that a report of everybody hides it tells together: everybody less the others."""
    hidden: dict[Place, set[str]] = defaultdict(set)
    shown: dict[Place, list[Told]] = defaultdict(list)
    for place in vintage.hidden:
        of, at = _reduced(population, cast("Place", place))
        if of.scope == REGION:
            hidden[at].add(of.of)
    for place, told in vintage.shown.items():
        of, at = _reduced(population, cast("Place", place))
        if of.scope == REGION and at in hidden:
            shown[at].append(told)
    for at, codes in hidden.items():
        if at in vintage.shown:
            yield at, (population.in_regions(codes), less(vintage.shown[at], together(shown[at])))


@dataclass(frozen=True, kw_only=True)
class Adding:
    """How a figure adds up: `people` are not counted once over months, its `amount` is."""

    people: bool = True
    amount: bool = True


def rest_tells_of_few(now: Teller, others: Collection[Teller], *, k: int, adding: Adding = Adding()) -> bool:
    """Whether a whole less its parts tells of fewer than k, where this is the whole or one of the parts, or what can be
    worked out with it is.

    Where people do not add up (one in two months is one in the quarter), a rest below nobody tells of nobody, but its
    amount may be that of few, unless the parts are all there is.
    """
    before = {of for found in worked_out(others, adding) for of, _told in found}
    after, sums, unions = worked_out([*others, now], adding)
    found = [now, *(each for each in [*after, *sums, *unions] if each[0] not in before)]
    everything = [*others, now, *after]
    return any(
        _tells_among(each, [other for other in everything if other is not each], sums, unions, k, adding)
        for each in found
    )


def _tells_among(
    now: Teller,
    others: Collection[Teller],
    sums: Collection[Teller],
    unions: Collection[Teller],
    k: int,
    adding: Adding,
) -> bool:
    """`sums` and `unions` are wholes only: as parts, what they are made of says as much."""
    own = now[0]
    if _some_rest_tells(now, _parts_to_try(own, others, sums), None, k, adding):
        return True
    for whole in [*others, *sums, *unions]:
        if whole[0].holds(own):
            beside = [each for each in others if each[0].is_apart_from(own)]
            if _some_rest_tells(whole, _parts_to_try(whole[0], beside, sums), now, k, adding):
                return True
    return False


def _parts_to_try(whole: Population, others: Collection[Teller], sums: Collection[Teller]) -> list[Teller]:
    """All parts; where their choices are too many, those with nothing in between that is told too: what that leaves is
    asked of that. A sum is between the whole and others' parts, not between it and its own.
    """
    parts = [each for each in others if whole.holds(each[0])]
    if families_apart(tuple(of for of, _told in parts)) is not None:
        return parts
    added = [of for of, _told in sums if whole.holds(of)]
    return [
        each
        for each in parts
        if not any(other.holds(each[0]) for other, _told in parts)
        and not any(of.holds(each[0]) and not of.is_of_the_same(each[0]) for of in added)
    ]


def worked_out(
    tellers: Collection[Teller], adding: Adding = Adding()
) -> tuple[list[Teller], list[Teller], list[Teller]]:
    """What readers know of the same people in other spans: longer ones less shorter ones, and sums of shorter ones,
    where these add up; and of everybody, as far as all regions are told of.
    """
    told = {each[0]: each[1] for each in tellers}
    rests, sums = recipes(tuple(told)) if adding.people else ([], [])
    found = [(of, less(told[whole], together(told[each] for each in parts))) for of, whole, parts in rests]
    return (
        found + _others(told | dict(found)),
        [(of, together(told[each] for each in parts)) for of, parts in sums],
        [(of, together(told[each] for each in parts)) for of, parts in _unions(tuple(told))],
    )


def _others(told: Mapping[Population, Told]) -> list[Teller]:
    """Everybody less the regions that are told of: the other regions that are known of, taken to be all others."""
    regions: dict[Span, dict[str, Told]] = defaultdict(dict)
    for of, each in told.items():
        if of.scope == REGION:
            regions[of.span][of.of] = each
    known = frozenset().union(*(of.codes for of in told if of.scope in {REGION, REGIONS}))
    found = []
    for of, each in told.items():
        own = regions.get(of.span, {}) if of.scope == EVERYBODY else {}
        if own and own.keys() != known:
            rest = of.in_regions(known - own.keys())
            found += [] if rest in told else [(rest, less(each, together(own.values())))]
    return found


Rest = tuple[Population, Population, tuple[Population, ...]]
Sum = tuple[Population, tuple[Population, ...]]


@lru_cache(maxsize=1000)
def recipes(populations: tuple[Population, ...]) -> tuple[list[Rest], list[Sum]]:
    """Of each subject, every span between two days on which something begins or ends."""
    days = {each.starts_on for each in populations} | {each.ends_on + DAY for each in populations}
    spans = [(first, last - DAY) for first, last in combinations(sorted(days), 2)]
    subjects: dict[tuple[str, str, frozenset[str]], dict[Span, Population]] = defaultdict(dict)
    for each in populations:
        subjects[each.subject][each.span] = each
    rests: list[Rest] = []
    sums: list[Sum] = []
    for told in subjects.values():
        own = next(iter(told.values()))
        for starts_on, ends_on in spans:
            population = replace(own, starts_on=starts_on, ends_on=ends_on)
            tiles = _tiles(starts_on, ends_on, told)
            if tiles is None and (rest := _rest_of(population, list(told.values()))):
                rests.append((population, rest[0], tuple(rest[1:])))
            elif tiles is not None and len(tiles) > 1 and population.span not in told:
                sums.append((population, tuple(told[span] for span in tiles)))
    return rests, sums


@lru_cache(maxsize=1000)
def _unions(populations: tuple[Population, ...]) -> list[Sum]:
    """Of the groups of regions of which others tell, and of everybody: nobody is in two regions; whether those that are
    told of are all there are, nobody knows, so that they are taken to be.
    """
    regions: dict[Span, list[Population]] = defaultdict(list)
    for each in populations:
        if each.scope in {REGION, REGIONS}:
            regions[each.span].append(each)
    told = {(each.span, each.codes) for each in populations if each.scope in {EVERYBODY, REGIONS}}
    groups = shapes(populations)
    found: list[Sum] = []
    for span, parts in regions.items():
        if (span, frozenset()) not in told and (all_ := _filling(None, parts)):
            found.append((replace(all_[0], scope=EVERYBODY, of="", region="", regions=frozenset()), all_))
        open_ = ((codes, _filling(codes, parts)) for codes in groups if (span, codes) not in told)
        found += [(own[0].in_regions(codes), own) for codes, own in open_ if own]
    return found


def shapes(populations: Collection[Population]) -> list[frozenset[str]]:
    """The groups of regions that are hidden together somewhere."""
    return sorted({each.regions for each in populations if each.regions}, key=sorted)


def _filling(codes: frozenset[str] | None, parts: Sequence[Population]) -> tuple[Population, ...]:
    """Two parts or more that have nobody in common and are all of these regions, or of as many as there are."""
    chosen: list[Population] = []
    open_ = frozenset().union(*(each.codes for each in parts)) if codes is None else codes
    wanted = len(open_)
    for each in sorted(parts, key=lambda each: (-len(each.codes), each.of)):
        if each.codes <= open_:
            chosen.append(each)
            open_ -= each.codes
    return tuple(chosen) if not open_ and wanted and len(chosen) > 1 else ()


def _some_rest_tells(
    whole: Teller, parts: Sequence[Teller], now: Teller | None, k: int, adding: Adding
) -> bool:
    """Of as many parts as have nobody in common, and of all of these but one; `now` is always among them."""
    families = families_apart(tuple(of for of, _told in parts))
    if families is None:
        return True
    for family in families:
        chosen = [parts[number] for number in family]
        all_ = chosen if now is None else [now, *chosen]
        told = together(told for _of, told in all_)
        if all_ and _tells(whole, [of for of, _told in all_], told, k, adding):
            return True
        fewer = (without(told, each[1]) for each in chosen if adding.people and len(all_) > 1)
        if any(sums_tell_of_few(whole[1], each, k) for each in fewer):
            return True
    return False


@lru_cache(maxsize=10_000)
def families_apart(populations: tuple[Population, ...]) -> tuple[tuple[int, ...], ...] | None:
    """All largest choices (by place) of populations that have nobody in common; None where they are too many to try."""
    numbers = range(len(populations))
    apart = {
        one: {other for other in numbers if populations[one].is_apart_from(populations[other])}
        for one in numbers
    }
    found = tuple(islice(_largest((), set(numbers), set(), apart), MOST_FAMILIES + 1))
    return None if len(found) > MOST_FAMILIES else found


def _largest(
    chosen: tuple[int, ...], open_: set[int], tried: set[int], apart: dict[int, set[int]]
) -> Iterator[tuple[int, ...]]:
    """Bron & Kerbosch 1973, with a pivot."""
    if not open_ and not tried:
        yield chosen
        return
    pivot = max(sorted(open_ | tried), key=lambda one: len(apart[one] & open_))
    for one in sorted(open_ - apart[pivot]):
        yield from _largest((*chosen, one), open_ & apart[one], tried & apart[one], apart)
        open_, tried = open_ - {one}, tried | {one}


def can_be_worked_out(population: Population, told: Collection[Population]) -> bool:
    """Whether a longer period less shorter ones leaves just this one, of the same people."""
    return bool(_rest_of(population, [each for each in told if each.is_of_the_same(population)]))


def _rest_of(population: Population, own: Sequence[Population]) -> list[Population]:
    """The longer one, and the shorter ones that fill it but for this; empty where there are none."""
    by_span = {each.span: each for each in own}
    for whole in own:
        if whole.holds(population):
            before = _tiles(whole.starts_on, population.starts_on - DAY, by_span)
            after = _tiles(population.ends_on + DAY, whole.ends_on, by_span)
            if before is not None and after is not None:
                return [whole, *(by_span[span] for span in [*before, *after])]
    return []


def _tiles(first: date, last: date, spans: Collection[Span]) -> list[Span] | None:
    if first > last:
        return []
    for begin, end in spans:
        rest = _tiles(end + DAY, last, spans) if begin == first and end <= last else None
        if rest is not None:
            return [(begin, end), *rest]
    return None


def _tells(whole: Teller, parts: Sequence[Population], told: Told, k: int, adding: Adding) -> bool:
    if not adding.people and whole[1].people[0] < told.people[0]:
        return adding.amount and not _are_all(whole[0], parts)
    return sums_tell_of_few(whole[1], told, k)


def _are_all(whole: Population, parts: Sequence[Population]) -> bool:
    spans = [each.span for each in parts if each.is_of_the_same(whole)]
    return _tiles(whole.starts_on, whole.ends_on, spans) is not None
