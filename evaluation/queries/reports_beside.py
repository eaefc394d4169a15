"""Reports about more or fewer of the same people, of longer and shorter periods: what they tell beside each other."""

import json
from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import lru_cache
from itertools import groupby
from operator import itemgetter
from sys import intern
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.models import QuerySet

from common.statistics.paired import PAIRED_CHANGE
from evaluation.logic.populations import EVERYBODY, Beside, Place, Population
from evaluation.logic.results import PRECISION, Cell, Result, told_of
from evaluation.logic.vintages import Told, Vintage
from evaluation.logic.vintages import together as sum_of
from evaluation.models import ImpactReport, ReportResult, ReportScope

# As much of a row as readers see.
SHOWN = (
    "metric", "cell", "value", "low", "high", "n", "method_id", "quality", "is_suppressed", "reason",
)  # fmt: skip


def stored(row: ReportResult) -> Result:
    return Result(**{name: getattr(row, name) for name in SHOWN})


def results_of(report: ImpactReport) -> list[tuple[int, Result]]:
    """With their keys, in their order; read without making a model of each of the thousands of rows."""
    rows = report.results.values_list("pk", *SHOWN)
    return [(pk, Result(**dict(zip(SHOWN, shown, strict=True)))) for pk, *shown in rows]


# Of what others say only what is about the same as something in the report, regions aside; and no more of it than what
# can be subtracted.
TOLD = """
    SELECT told.report_id, told.metric, told.cell, told.value, told.n, told.method_id, told.is_suppressed,
           CASE WHEN told.metric = ANY(%(named)s) THEN told.quality ELSE '{}' END
    FROM evaluation_reportresult AS told
    WHERE told.report_id = ANY(%(reports)s) AND (told.is_suppressed OR told.n IS NOT NULL)
        AND (told.metric, told.cell - 'region') IN (
            SELECT own.metric, own.cell FROM jsonb_to_recordset(%(places)s) AS own (metric text, cell jsonb))
    ORDER BY told.report_id, told.position
"""
PAGES = "pages"  # of programs, taken together
PAIR_OF_PAGES = {"from": "baseline", "to": "endline"}
NAMING_PEOPLE = ["compared_change", "leavers"]  # beside their n


def told_by(reports: Iterable[ImpactReport], places: Iterable[tuple[str, Cell]]) -> dict[int, Vintage]:
    """What each of them says about these places, and about any region there. One query."""
    about = {(metric, tuple(pair for pair in cell if pair[0] != "region")) for metric, cell in places}
    own = json.dumps([{"metric": metric, "cell": dict(cell)} for metric, cell in sorted(about)])
    values: dict[str, Any] = {
        "named": NAMING_PEOPLE,
        "reports": [report.pk for report in reports],
        "places": own,
    }
    found: dict[int, Vintage] = {}
    with connection.cursor() as cursor:
        cursor.execute(TOLD, values)
        for report, rows in groupby(cursor, key=itemgetter(0)):
            found[report] = _vintage(rows)
    return found


def _vintage(rows: Iterable[tuple[Any, ...]]) -> Vintage:
    shown: dict[Hashable, Told] = {}
    hidden = set()
    for _report, metric, cell, value, n, method_id, is_suppressed, quality in rows:
        place = _place(metric, cell)
        if is_suppressed:
            hidden.add(place)
        else:
            known = json.loads(quality)
            told = Result(metric=metric, value=value, n=n, method_id=intern(method_id), quality=known)
            shown[place] = told_of(told)
    return Vintage(shown=shown, hidden=frozenset(hidden))


@lru_cache(maxsize=20_000)
def _place(metric: str, cell: str) -> tuple[str, Cell]:
    """The same for all reports: there are a hundred of them, with thousands of places each."""
    return metric, tuple(sorted(json.loads(cell).items()))


def checked_before(report: ImpactReport) -> QuerySet[ImpactReport]:
    """Of the same year, those whose disclosure was checked before this one's, whatever became of them. Periods are
    those of the calendar: no two overlap but within a year.
    """
    year = report.starts_on.year
    others = ImpactReport.objects.filter(
        starts_on__gte=date(year, 1, 1), ends_on__lte=date(year, 12, 31), heartbeat_at__lt=report.heartbeat_at
    )
    others = others.exclude(result_hash="").exclude(pk=report.pk)
    return others.select_related("region", "organization__region").order_by("pk")


@dataclass(frozen=True, kw_only=True)
class ToldBeside:
    """`same`: of the same people under another address (a region's report, and the region in the movement's; another
    kind of report); `nested`: of some of them, or of more; `together`: whatever is a part or a whole.
    """

    same: list[Vintage]
    nested: list[Vintage]
    together: Beside


def told_beside(
    report: ImpactReport, places: Iterable[tuple[str, Cell]], pages: Iterable[Mapping[str, Any]] = ()
) -> ToldBeside:
    """Of figures at these places; `pages` are the frozen rows of what pages of programs tell."""
    same, nested, others = [], [], []
    own, before = population_of(report), list(checked_before(report))
    found = told_by(before, places)
    for other in before:
        population, told = population_of(other), found.get(other.pk)
        if told is None or (population == own and other.kind == report.kind):
            continue  # of something else, or a vintage of its own
        others.append((population, told))
        scopes = {report.scope, other.scope}
        if population == own:
            same.append(told)
        elif (other.starts_on, other.ends_on) != (report.starts_on, report.ends_on):
            continue
        elif scopes == {ReportScope.MOVEMENT, ReportScope.REGION}:
            same.append(_of_region(report, other, told))
        elif ReportScope.MOVEMENT in scopes and len(scopes) > 1:
            nested.append(told)
    together = Beside(own=own, others=[*others, *on_pages(own, pages)])
    return ToldBeside(same=same, nested=nested, together=together)


def on_pages(own: Population, rows: Iterable[Mapping[str, Any]]) -> list[tuple[Population, Vintage]]:
    """Of its own program what its page tells; of everybody what the pages tell together of programs of the period."""
    told: dict[Population, dict[Place, list[Told]]] = defaultdict(lambda: defaultdict(list))
    for row in rows:
        if row["people"] < settings.MINIMUM_CELL_PEOPLE:
            continue  # its page does not tell
        of = replace(own, scope=PAGES) if own.scope == EVERYBODY else _of_all_times(own, row)
        place = ("change", tuple(sorted({"capacity": row["capacity"], **PAIR_OF_PAGES}.items())))
        told[of][place].append(_told_on_page(row))
    return [
        (of, Vintage(shown={place: sum_of(parts) for place, parts in by_place.items()}))
        for of, by_place in told.items()
    ]


def _of_all_times(own: Population, row: Mapping[str, Any]) -> Population:
    starts_on, ends_on = date.fromisoformat(row["first"]), date.fromisoformat(row["last"])
    return replace(own, starts_on=starts_on, ends_on=ends_on)


def _told_on_page(row: Mapping[str, Any]) -> Told:
    n = row["n"]
    return Told(people=(n,), amount=Decimal(row["change"]), error=PRECISION * n, method_id=PAIRED_CHANGE)


def population_of(report: ImpactReport) -> Population:
    region = report.region or (report.organization and report.organization.region)
    of = {
        ReportScope.REGION: report.region and report.region.code,
        ReportScope.PROGRAM: report.program_id,
        ReportScope.AFFILIATE: report.organization_id,
    }.get(ReportScope(report.scope))
    return Population(
        starts_on=report.starts_on,
        ends_on=report.ends_on,
        scope=report.scope,
        of="" if of is None else str(of),
        region=region.code if region else "",
    )


def _of_region(report: ImpactReport, other: ImpactReport, told: Vintage) -> Vintage:
    """The other's figures at the places where this report has them."""
    if report.region is not None:
        own = ("region", report.region.code)
        return _moved(told, {place: _without(place, own) for place in _all(told) if own in place[1]})
    code = other.region.code if other.region else ""
    of_all = [place for place in _all(told) if "region" not in dict(place[1])]
    return _moved(told, {place: _with(place, ("region", code)) for place in of_all})


def _all(told: Vintage) -> Iterable[tuple[str, Cell]]:
    return [*told.shown, *told.hidden]  # type: ignore[list-item]  # places of results


def _without(place: tuple[str, Cell], pair: tuple[str, str]) -> tuple[str, Cell]:
    return place[0], tuple(each for each in place[1] if each != pair)


def _with(place: tuple[str, Cell], pair: tuple[str, str]) -> tuple[str, Cell]:
    return place[0], tuple(sorted([*place[1], pair]))


def _moved(told: Vintage, to: dict[tuple[str, Cell], tuple[str, Cell]]) -> Vintage:
    shown: dict[object, Told] = {to[place]: each for place, each in told.shown.items() if place in to}
    return Vintage(shown=shown, hidden=frozenset(to[place] for place in told.hidden if place in to))
