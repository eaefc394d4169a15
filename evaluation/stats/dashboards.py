"""Live figures of participation: dashboards, the home page. All of them protected."""

import time
from dataclasses import dataclass

from django.core.cache import cache
from django.db.models import Count, Sum

from capacity.models import RegionScheme, Territory
from common.kept import Kept
from evaluation.logic.protection import protected
from evaluation.logic.results import Result
from evaluation.models import EquityDimension, Participation
from evaluation.queries.equity import furthest_steps
from evaluation.stats.figures import count_result, participation_results, steps_told
from evaluation.stats.participation import came
from evaluation.stats.slices import Slice
from programs.models import Cohort, Program

FIGURES_SECONDS = 300
POPULATION: Kept[tuple[float, dict[str, int]]] = Kept(1)

# --- Participation ---


@dataclass(frozen=True, kw_only=True)
class Participating:
    results: list[Result]
    has_demo: bool


def participation(part: Slice) -> Participating:
    """Participants by region against the population, and the way from application to follow-up. One query."""
    found = furthest_steps(EquityDimension.REGION, part)
    told = came(EquityDimension.REGION, found)
    by_region = {region: people for region, people in told.true_groups.items() if people}
    hidden = {region for region in by_region if not told.is_shown(region)}
    results = [
        each.hidden() if told.took_part is None or each.cell.get("region") in hidden else each
        for each in participation_results(by_region, population())
    ]
    return Participating(results=[*results, *steps_told(told.everybody)], has_demo=found.has_demo)


def way(part: Slice) -> Participating:
    """The way from application to follow-up, and how many took part, without their regions. One query."""
    whole = participation(part)
    results = [each for each in whole.results if "region" not in each.cell]
    return Participating(results=results, has_demo=whole.has_demo)


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
    people = Participation.objects.present().aggregate(n=Count("subject_key", distinct=True))["n"]
    (shown,) = protected([count_result("participants", {}, people)])
    programs = Program.objects.public()
    return PublicFigures(
        programs=programs.count(),
        cohorts=Cohort.objects.filter(program__in=programs, cancelled_at=None).count(),
        people=None if shown.is_suppressed else people,
    )
