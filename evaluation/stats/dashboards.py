"""Live figures from rollups and participation: dashboards, panels of programs, the home page. All of them protected."""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.db.models import Count, F, Q, SmallIntegerField, Sum, Value
from django.db.models.functions import Cast

from capacity.models import RegionScheme, Territory
from common.kept import Kept
from common.statements import together
from common.statistics.paired import PairedSums
from evaluation.logic.results import Result, protected
from evaluation.models import ChangeFact, Participation, Rollup, RollupStep
from evaluation.stats.figures import ORIGIN, ChangeSums, change_results, funnel_results, participation_results
from programs.models import Cohort, Program

FIGURES_SECONDS = 300
FEW = 4  # times the threshold: with more pairs than this, fewer people than the threshold are out of the question
NO_STEP = Cast(Value(None), SmallIntegerField())
POPULATION: Kept[tuple[float, dict[str, int]]] = Kept(1)
SUMS = ["sum_before", "sum_after", "sum_before_squares", "sum_after_squares", "sum_products"]


@dataclass(frozen=True, kw_only=True)
class Slice:
    """What a dashboard looks at; what is empty does not narrow it."""

    starts_on: date | None = None
    ends_on: date | None = None
    region: int | None = None
    program: int | None = None
    cohort: int | None = None
    organization: int | None = None

    def conditions(self) -> dict[str, Any]:
        wanted = {
            "quarter__gte": self.starts_on,
            "quarter__lte": self.ends_on,
            "region": self.region,
            "program": self.program,
            "cohort": self.cohort,
            "organization": self.organization,
        }
        return {name: value for name, value in wanted.items() if value is not None}


def changes(part: Slice, earlier: str, later: str) -> dict[int, ChangeSums]:
    """Sums of this pair of timepoints by capacity. One query where nothing was measured, else two, the second of which
    also counts people where pairs are few: somebody in two cohorts is two pairs and one person.
    """
    cells = Rollup.objects.filter(**part.conditions(), from_timepoint=earlier, to_timepoint=later).order_by()
    found: dict[int, ChangeSums] = {}
    for capacity, n, *totals in cells.values_list("capacity").annotate(
        Sum("n"), *(Sum(name) for name in SUMS)
    ):
        found[capacity] = ChangeSums(
            PairedSums(n=n, **dict(zip(SUMS, totals, strict=True)), origin=ORIGIN), {}, n
        )
    if not found:
        return found
    few = [capacity for capacity, each in found.items() if each.sums.n < FEW * settings.MINIMUM_CELL_PEOPLE]
    facts = ChangeFact.objects.filter(**part.conditions(), from_timepoint=earlier, to_timepoint=later)
    parts = [
        RollupStep.objects.filter(rollup__in=cells)
        .order_by()
        .values(of=F("rollup__capacity"), by=F("step"))
        .annotate(number=Sum("n")),
        facts.filter(capacity__in=few)
        .order_by()
        .values(of=F("capacity"), by=NO_STEP)
        .annotate(number=Count("subject_key", distinct=True)),
    ]
    for capacity, step, n in together(parts, ("of", "by", "number")):
        if step is None:
            found[capacity].people = int(n)
        else:
            found[capacity].steps[step] = int(n)  # a sum of bigint is numeric
    return found


def shown_changes(
    found: Mapping[int, ChangeSums], earlier: str, later: str, codes: Mapping[int, str]
) -> list[Result]:
    results = [
        result
        for capacity, sums in found.items()
        for result in change_results({"capacity": codes[capacity], "from": earlier, "to": later}, sums)
    ]
    return protected(results, k=settings.MINIMUM_CELL_PEOPLE)


# --- Participation ---

# Each person once, in the region she was last known in.
PEOPLE_BY_REGION = """
    SELECT coalesce(region.code, ''), count(*) FROM (
        SELECT DISTINCT ON (subject_key) subject_key, region_id FROM evaluation_participation
        WHERE attended AND {conditions} ORDER BY subject_key, region_id IS NULL, quarter DESC, cohort_id DESC
    ) AS person LEFT JOIN capacity_region AS region ON region.id = person.region_id GROUP BY 1
"""
CONDITIONS = {
    "starts_on": "quarter >= %(starts_on)s",
    "ends_on": "quarter <= %(ends_on)s",
    "region": "region_id = %(region)s",
    "program": "program_id = %(program)s",
    "cohort": "cohort_id = %(cohort)s",
    "organization": "organization_id = %(organization)s",
}


@dataclass(frozen=True, kw_only=True)
class Participating:
    results: list[Result]
    has_demo: bool


def participation(part: Slice) -> Participating:
    """Participants by region against the population, and the way from application to follow-up. Two queries."""
    counts = funnel(part)
    has_demo = counts.pop("demo") > 0
    results = [*participation_results(people_by_region(part), population()), *funnel_results(counts)]
    return Participating(results=protected(results, k=settings.MINIMUM_CELL_PEOPLE), has_demo=has_demo)


def people_by_region(part: Slice) -> dict[str, int]:
    values = {name: getattr(part, name) for name in CONDITIONS if getattr(part, name) is not None}
    conditions = " AND ".join(CONDITIONS[name] for name in values) or "true"
    with connection.cursor() as cursor:
        cursor.execute(PEOPLE_BY_REGION.format(conditions=conditions), values)
        return dict(cursor.fetchall())


def population() -> dict[str, int]:
    """Of the reference data, kept for some minutes by each process."""
    kept = POPULATION.get("")
    if kept is None or time.monotonic() - kept[0] > FIGURES_SECONDS:
        kept = POPULATION.put("", (time.monotonic(), population_of_regions()))
    return kept[1]


def population_of_regions() -> dict[str, int]:
    """Protected territories count in their region only, so there is no other grain than the region here."""
    in_regions = Territory.objects.filter(region__scheme=RegionScheme.WIKIMEDIA).exclude(population=None)
    return dict(in_regions.order_by().values_list("region__code").annotate(Sum("population")))


def funnel(part: Slice) -> dict[str, int]:
    people = {
        step: Count("subject_key", distinct=True, filter=Q(**{step: True}))
        for step in ("applied", "accepted", "attended", "completed", "followed_up")
    }
    own = Participation.objects.filter(**part.conditions())
    return own.aggregate(**people, demo=Count("pk", filter=Q(is_demo=True)))


# --- Public pages ---


@dataclass(frozen=True, kw_only=True)
class PublicFigures:
    programs: int
    cohorts: int
    people: int | None  # empty: too few to be told of


def public_figures() -> PublicFigures:
    """What the portal holds, for its first page: counted anew every FIGURES_SECONDS."""
    return cache.get_or_set("evaluation.public_figures", _public_figures, FIGURES_SECONDS)  # type: ignore[return-value]


def _public_figures() -> PublicFigures:
    """Three queries."""
    people = Participation.objects.filter(attended=True).aggregate(n=Count("subject_key", distinct=True))["n"]
    shown = protected([_people(people)], k=settings.MINIMUM_CELL_PEOPLE)[0]
    programs = Program.objects.public()
    return PublicFigures(
        programs=programs.count(),
        cohorts=Cohort.objects.filter(program__in=programs, cancelled_at=None).count(),
        people=None if shown.is_suppressed else people,
    )


def _people(people: int) -> Result:
    return Result(metric="participants", n=people, method_id="count.distinct.v1", people=people)
