"""From frozen rows to a report's results, step by step; each step reads its rows once and remembers sums only."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from functools import lru_cache
from itertools import groupby
from operator import itemgetter
from typing import Any

from common.statistics.clustering import ClusterSums
from common.statistics.paired import PairedSums
from common.statistics.rates import OneSums
from evaluation.logic.equity import STEPS as FUNNEL
from evaluation.logic.results import Result
from evaluation.queries import frozen
from evaluation.stats.change_figures import ORIGIN, ChangeSums, Grouped, change_results
from evaluation.stats.figures import (
    completion_result,
    funnel_results,
    participation_results,
    response_results,
    total_result,
)

Row = dict[str, Any]
RowsOf = Callable[[str], Iterable[Row]]  # the rows of a frozen table, in the order of its key
MICRO = 10**6  # scores have six decimals: whole millionths make every sum exact
HALF = MICRO // 2
TREATED, CONTROL = "treated", "control"
GROUPS_AT_ONCE = 4_000  # held in memory before they are summed up, however many rows there are


def steps_of(kind: str) -> list[str]:
    """What is computed, in the order in which readers meet it: impact, outcomes, their quality, outputs."""
    outputs = ["activity", "sessions"]
    if kind == "output_monitor":
        return outputs
    return [*(frozen.change_table(*pair) for pair in frozen.PAIRS), "waves", *outputs]


def compute(step: str, kind: str, rows_of: RowsOf) -> list[Result]:
    if step == "waves":
        return quality(rows_of(step))
    if step == "sessions":
        return sessions(rows_of(step))
    if step == "activity":
        population = {row["region"]: row["population"] for row in rows_of("population")}
        activity = Activity(rows_of(step))
        return activity.results(population, with_funnel=kind == "long_term_impact")
    _change, earlier, later = step.split(".")
    return changes(rows_of(step), context_of(rows_of("leaving"), rows_of("reliability")), (earlier, later))


# --- Change ---


@dataclass
class Sums:
    """Sums about the origin in whole millionths, exact whatever the order."""

    n: int = 0
    before: int = 0
    after: int = 0
    before_squares: int = 0
    after_squares: int = 0
    products: int = 0

    def add(self, pair: "Pair", times: int) -> None:
        self.n += times
        self.before += times * pair.before
        self.after += times * pair.after
        self.before_squares += times * pair.before * pair.before
        self.after_squares += times * pair.after * pair.after
        self.products += times * pair.before * pair.after

    @property
    def change(self) -> int:
        return self.after - self.before

    @property
    def change_squares(self) -> int:
        return self.before_squares + self.after_squares - 2 * self.products

    @property
    def as_sums(self) -> PairedSums:
        return PairedSums(
            self.n,
            Fraction(self.before, MICRO),
            Fraction(self.after, MICRO),
            Fraction(self.before_squares, MICRO**2),
            Fraction(self.after_squares, MICRO**2),
            Fraction(self.products, MICRO**2),
            ORIGIN,
        )


@dataclass(frozen=True)
class Pair:
    """Two scores less the origin, in whole millionths, and their difference in whole hundredths."""

    before: int
    after: int
    step: int

    @classmethod
    @lru_cache(maxsize=GROUPS_AT_ONCE)
    def of(cls, before: str, after: str) -> "Pair":
        first, second = _micro(before), _micro(after)
        return cls(first - HALF, second - HALF, _step(second - first))


# What the sums of a capacity are grouped by: region, organization, how the cohort is compared, the baseline below
# which it admitted, and the two scores. Scores repeat, so that groups are counted first and summed up now and then.
Group = tuple[str, str, str, str, str, str]
GROUPED_BY = itemgetter("region", "organization", "role", "admitted_below", "before", "after")


@dataclass
class Capacity:
    """`whole`, its `steps` and `regions`: everybody but those who serve for comparison. Sums and some groups are held,
    never the people.
    """

    groups: Counter[Group] = field(default_factory=Counter)
    people: int = 0
    people_by_region: Counter[str] = field(default_factory=Counter)
    people_by_role: Counter[str] = field(default_factory=Counter)
    whole: Sums = field(default_factory=Sums)
    steps: Counter[int] = field(default_factory=Counter)
    others: Sums = field(default_factory=Sums)
    regions: dict[str, Sums] = field(default_factory=dict)
    sides: dict[str, dict[str, Sums]] = field(default_factory=lambda: {"": {}, TREATED: {}, CONTROL: {}})
    admitted: Counter[Decimal] = field(default_factory=Counter)

    def count(self, rows: Sequence[Row]) -> None:
        """All pairs of one person."""
        self.groups.update(map(GROUPED_BY, rows))
        roles = {row["role"] for row in rows}
        own = {row["region"] or "" for row in rows if row["role"] != CONTROL}
        self.people += bool(own)
        self.people_by_region.update(own)
        self.people_by_role.update(roles)
        if len(self.groups) >= GROUPS_AT_ONCE:
            self.sum_up()

    def sum_up(self) -> None:
        for (region, organization, role, below, before, after), times in self.groups.items():
            pair = Pair.of(before, after)
            self.sides[role].setdefault(organization or "", Sums()).add(pair, times)
            if role == CONTROL:
                continue
            self.whole.add(pair, times)
            self.steps[pair.step] += times
            self.regions.setdefault(region or "", Sums()).add(pair, times)
            if below:
                self.admitted[Decimal(below)] += times
            else:
                self.others.add(pair, times)
        self.groups.clear()


def changes(
    rows: Iterable[Row], context: Mapping[str, "Context"], timepoints: tuple[str, str]
) -> list[Result]:
    """By capacity, and by capacity and region; a person in two cohorts is two pairs and one of the people."""
    results: list[Result] = []
    earlier, later = timepoints
    for capacity, own in groupby(rows, key=itemgetter("capacity")):
        found = Capacity()
        for _subject, pairs in groupby(own, key=itemgetter("subject")):
            found.count(list(pairs))
        cell = {"capacity": capacity, "from": earlier, "to": later}
        whole = summed(found)
        known = context.get(capacity, Context())
        whole.reliability = known.reliability
        if earlier == "baseline":
            whole.stayed, whole.left = known.split.get(later, (OneSums(), OneSums()))
        results += change_results(cell, whole)
        for region, sums in sorted(found.regions.items()):
            of_region = ChangeSums(sums.as_sums, people=found.people_by_region[region])
            results += change_results({**cell, "region": region}, of_region, in_full=False)
    return results


def summed(found: Capacity) -> ChangeSums:
    found.sum_up()
    change = ChangeSums(found.whole.as_sums, dict(found.steps), found.people)
    change.treated, change.control = _grouped(found.sides[TREATED]), _grouped(found.sides[CONTROL])
    change.treated.people, change.control.people = (
        found.people_by_role[TREATED],
        found.people_by_role[CONTROL],
    )
    change.clusters = clusters_of(found.sides[""], found.sides[TREATED])
    change.admitted, change.everybody = dict(found.admitted), found.others.as_sums
    return change


def clusters_of(*sides: Mapping[str, Sums]) -> ClusterSums:
    """Each organization is a cluster, and so is each pair of somebody who belongs to none. Added up in whole numbers:
    there are many organizations.
    """
    groups: dict[str, list[Sums]] = {}
    for side in sides:
        for organization, sums in side.items():
            groups.setdefault(organization, []).append(sums)
    alone = groups.pop("", [])
    sizes = [sum(each.n for each in group) for group in groups.values()]
    changes = [sum(each.change for each in group) for group in groups.values()]
    singles, change = sum(each.n for each in alone), sum(each.change for each in alone)
    squares = sum(each.change_squares for each in alone) + sum(each**2 for each in changes)
    products = change + sum(size * each for size, each in zip(sizes, changes, strict=True))
    return ClusterSums(
        groups=len(groups),
        singles=singles,
        n=singles + sum(sizes),
        changes=Fraction(change + sum(changes), MICRO),
        squares=Fraction(squares, MICRO**2),
        products=Fraction(products, MICRO),
        size_squares=singles + sum(size**2 for size in sizes),
    )


def _grouped(side: Mapping[str, Sums]) -> Grouped:
    found = Grouped()
    for organization, sums in side.items():
        found.add(organization or None, sums.as_sums)
    return found


def _micro(score: str) -> int:
    whole, _dot, decimals = score.partition(".")
    return int(whole) * MICRO + int(decimals.ljust(6, "0"))


def _step(difference: int) -> int:
    """Hundredths, halves away from zero: as the database rounds them for the rollups."""
    return int((Decimal(difference) / (MICRO // 100)).to_integral_value(ROUND_HALF_UP))


@dataclass
class Context:
    """What is known of a capacity beside its pairs: those who stayed and left by timepoint, and the reliability."""

    reliability: Decimal | None = None
    split: dict[str, tuple[OneSums, OneSums]] = field(default_factory=dict)


def context_of(leaving: Iterable[Row], reliability: Iterable[Row]) -> dict[str, Context]:
    """Where several versions of a questionnaire asked of a capacity, the least reliable one counts."""
    found: dict[str, Context] = {}
    for row in leaving:
        sides = [
            OneSums(row[side], Decimal(row[f"{side}_sum"]), Decimal(row[f"{side}_squares"]))
            for side in ("stayed", "left")
        ]
        found.setdefault(row["capacity"], Context()).split[row["timepoint"]] = sides[0], sides[1]
    for row in reliability:
        known = found.setdefault(row["capacity"], Context())
        value = Decimal(row["value"])
        known.reliability = value if known.reliability is None else min(known.reliability, value)
    return found


# --- Quality ---


def quality(rows: Iterable[Row]) -> list[Result]:
    totals: dict[str, Counter[str]] = {}
    for row in rows:
        counts = {name: row[name] for name in ("asked", "answered", "at_start", "stayed")}
        totals.setdefault(row["timepoint"], Counter()).update(counts)
    return [
        result
        for timepoint, counts in sorted(totals.items())
        for result in response_results(
            timepoint,
            asked=counts["asked"],
            answered=counts["answered"],
            at_start=counts["at_start"],
            stayed=counts["stayed"],
        )
    ]


# --- Outputs ---


def sessions(rows: Iterable[Row]) -> list[Result]:
    by_method = Counter(row["method"] for row in rows)
    results = [total_result("sessions", {}, by_method.total(), None)]
    return results + [total_result("sessions", {"method": m}, n, None) for m, n in sorted(by_method.items())]


@dataclass
class Tally:
    """What one group of people did in the period."""

    enrollments: int = 0
    applicants: int = 0
    participants: int = 0
    minutes: int = 0
    ended: int = 0
    completed: int = 0

    def results(self, cell: Mapping[str, str]) -> list[Result]:
        results = [
            total_result("enrollments", cell, self.enrollments, self.applicants),
            total_result("hours", cell, self.minutes / 60, self.participants),
        ]
        if self.ended:
            results.append(completion_result(cell, ended=self.ended, completed=self.completed))
        return results


class Activity:
    """Rows in the order of subjects: each person is met once, so that people are counted without a list of them."""

    def __init__(self, rows: Iterable[Row]) -> None:
        self.whole = Tally()
        self.regions: dict[str, Tally] = {}
        self.methods: dict[str, Tally] = {}
        self.funnel: Counter[str] = Counter()
        for _subject, own in groupby(rows, key=itemgetter("subject")):
            self._person(list(own))

    def results(self, population: Mapping[str, int], *, with_funnel: bool) -> list[Result]:
        by_region = {
            region: tally.participants for region, tally in self.regions.items() if tally.participants
        }
        results = participation_results(by_region, population)
        if with_funnel:
            results += funnel_results(self.funnel)
        results += self.whole.results({})
        return [*results, *self._results("region", self.regions), *self._results("method", self.methods)]

    def _results(self, dimension: str, tallies: Mapping[str, Tally]) -> Iterator[Result]:
        for name, tally in sorted(tallies.items()):
            yield from tally.results({dimension: name})

    def _person(self, rows: list[Row]) -> None:
        """Her region is the one she was last known in."""
        region = next((row["region"] for row in reversed(rows) if row["region"]), "")
        _count(self.whole, rows)
        _count(self.regions.setdefault(region, Tally()), rows)
        for method in {row["method"] for row in rows}:
            _count(self.methods.setdefault(method, Tally()), [row for row in rows if row["method"] == method])
        applied = [row for row in rows if row["applied_then"]]
        if applied:
            came = [at for at, step in enumerate(FUNNEL) if at and any(row[step] for row in applied)]
            self.funnel.update(FUNNEL[: 1 + max(came, default=0)])  # whoever came further was there


def _count(tally: Tally, rows: list[Row]) -> None:
    applied = sum(row["applied_then"] for row in rows)
    tally.enrollments += applied
    tally.applicants += applied > 0
    tally.participants += any(row["attended_then"] for row in rows)
    tally.minutes += sum(row["minutes_then"] for row in rows)
    tally.ended += sum(row["ended_then"] for row in rows)
    tally.completed += sum(row["completed_then"] for row in rows)
