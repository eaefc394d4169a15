"""Reports of the same period about more or fewer of the same people: what they tell beside each other."""

from collections.abc import Iterable

from django.db.models import QuerySet

from evaluation.logic.results import Cell, Result, vintage_of
from evaluation.logic.vintages import Told, Vintage
from evaluation.models import ImpactReport, ReportResult, ReportScope


def stored(row: ReportResult) -> Result:
    return Result(
        metric=row.metric,
        cell=row.cell,
        value=row.value,
        low=row.low,
        high=row.high,
        n=row.n,
        method_id=row.method_id,
        quality=row.quality,
        is_suppressed=row.is_suppressed,
        reason=row.reason,
    )


def checked_before(report: ImpactReport) -> QuerySet[ImpactReport]:
    """Of the same kind and period, those whose disclosure was checked before this one's, whatever became of them."""
    others = ImpactReport.objects.filter(
        kind=report.kind,
        starts_on=report.starts_on,
        ends_on=report.ends_on,
        heartbeat_at__lt=report.heartbeat_at,
    )
    others = others.exclude(result_hash="").exclude(pk=report.pk)
    return others.select_related("region").prefetch_related("results").order_by("pk")


def told_beside(report: ImpactReport) -> tuple[list[Vintage], list[Vintage]]:
    """What others say of the same people under another address (a region's report, and the region in the movement's),
    and what they say of some of them, or of more: programs and affiliates beside the movement.
    """
    same, nested = [], []
    for other in checked_before(report):
        scopes = {report.scope, other.scope}
        if scopes == {ReportScope.MOVEMENT, ReportScope.REGION}:
            same.append(_of_region(report, other))
        elif ReportScope.MOVEMENT in scopes and len(scopes) > 1:
            nested.append(vintage_of(map(stored, other.results.all())))
    return same, nested


def _of_region(report: ImpactReport, other: ImpactReport) -> Vintage:
    """The other's figures at the places where this report has them."""
    told = vintage_of(map(stored, other.results.all()))
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
