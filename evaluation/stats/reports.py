"""From frozen rows to a report's results, step by step; each step reads its rows once and remembers sums only."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from itertools import groupby
from operator import itemgetter
from typing import Any

from common.statistics.paired import PairedSums
from evaluation.logic.results import Result
from evaluation.queries import frozen
from evaluation.stats.figures import (
    FUNNEL,
    ORIGIN,
    ChangeSums,
    change_results,
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
    return changes(rows_of(step))


# --- Change ---


@dataclass
class Sums:
    """Sums about the origin in whole millionths, exact whatever the order."""

    n: int = 0
    people: int = 0
    before: int = 0
    after: int = 0
    before_squares: int = 0
    after_squares: int = 0
    products: int = 0
    steps: Counter[int] = field(default_factory=Counter)

    def add(self, before: int, after: int, step: int) -> None:
        self.n += 1
        self.before += before
        self.after += after
        self.before_squares += before * before
        self.after_squares += after * after
        self.products += before * after
        self.steps[step] += 1

    def as_change(self) -> ChangeSums:
        sums = PairedSums(
            self.n,
            Fraction(self.before, MICRO),
            Fraction(self.after, MICRO),
            Fraction(self.before_squares, MICRO**2),
            Fraction(self.after_squares, MICRO**2),
            Fraction(self.products, MICRO**2),
            ORIGIN,
        )
        return ChangeSums(sums, dict(self.steps), self.people)


def changes(rows: Iterable[Row]) -> list[Result]:
    """By capacity, and by capacity and region; a person in two cohorts is two pairs and one of the people."""
    results: list[Result] = []
    for (capacity, earlier, later), own in groupby(
        rows, key=itemgetter("capacity", "from_timepoint", "to_timepoint")
    ):
        whole, regions = _capacity(own)
        cell = {"capacity": capacity, "from": earlier, "to": later}
        results += change_results(cell, whole.as_change())
        for region, sums in sorted(regions.items()):
            results += change_results({**cell, "region": region}, sums.as_change(), in_full=False)
    return results


def _capacity(rows: Iterable[Row]) -> tuple[Sums, dict[str, Sums]]:
    whole: Sums = Sums()
    regions: dict[str, Sums] = {}
    for _subject, own in groupby(rows, key=itemgetter("subject")):
        seen = set()
        for row in own:
            values = _pair(row)
            whole.add(*values)
            region = row["region"] or ""
            regions.setdefault(region, Sums()).add(*values)
            seen.add(region)
        whole.people += 1
        for region in seen:
            regions[region].people += 1
    return whole, regions


def _pair(row: Row) -> tuple[int, int, int]:
    before, after = _micro(row["before"]), _micro(row["after"])
    return before - HALF, after - HALF, _step(after - before)


def _micro(score: str) -> int:
    whole, _dot, decimals = score.partition(".")
    return int(whole) * MICRO + int(decimals.ljust(6, "0"))


def _step(difference: int) -> int:
    """Hundredths, halves away from zero: as the database rounds them for the rollups."""
    return int((Decimal(difference) / (MICRO // 100)).to_integral_value(ROUND_HALF_UP))


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
            self.funnel["applied"] += 1
            self.funnel.update(step for step in FUNNEL[1:] if any(row[step] for row in applied))


def _count(tally: Tally, rows: list[Row]) -> None:
    applied = sum(row["applied_then"] for row in rows)
    tally.enrollments += applied
    tally.applicants += applied > 0
    tally.participants += any(row["attended_then"] for row in rows)
    tally.minutes += sum(row["minutes_then"] for row in rows)
    tally.ended += sum(row["ended_then"] for row in rows)
    tally.completed += sum(row["completed_then"] for row in rows)
