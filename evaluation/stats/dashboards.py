"""Live figures of participation: dashboards, the home page. All of them protected."""

import time
from dataclasses import dataclass

from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.db.models import Count, Q, Sum

from capacity.models import RegionScheme, Territory
from common.kept import Kept
from evaluation.logic.results import Result, protected
from evaluation.models import Participation
from evaluation.stats.figures import count_result, funnel_results, participation_results
from evaluation.stats.slices import Slice
from programs.models import Cohort, Program

FIGURES_SECONDS = 300
POPULATION: Kept[tuple[float, dict[str, int]]] = Kept(1)

# --- Participation ---

# Each person once, in the region she was last known in.
PEOPLE_BY_REGION = """
    SELECT coalesce(region.code, ''), count(*) FROM (
        SELECT DISTINCT ON (subject_key) subject_key, region_id FROM evaluation_participation
        WHERE attended AND {conditions} ORDER BY subject_key, region_id IS NULL, quarter DESC, cohort_id DESC
    ) AS person LEFT JOIN capacity_region AS region ON region.id = person.region_id GROUP BY 1
"""


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


def way(part: Slice) -> Participating:
    """The way from application to follow-up, and how many took part, without their regions. One query."""
    counts = funnel(part)
    has_demo = counts.pop("demo") > 0
    results = [count_result("participants", {}, counts["attended"]), *funnel_results(counts)]
    return Participating(results=protected(results, k=settings.MINIMUM_CELL_PEOPLE), has_demo=has_demo)


def people_by_region(part: Slice) -> dict[str, int]:
    conditions, values = part.as_sql()
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
