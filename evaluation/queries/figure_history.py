"""One figure through time: as it was first published, and as it was last revised, report by report."""

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from common import charts, formats
from evaluation.logic.definitions import definition_of
from evaluation.logic.results import Result
from evaluation.models import ImpactReport, ReportResult, ReportScope
from evaluation.queries import figures
from evaluation.queries.figures import Names
from evaluation.queries.reports_beside import stored

MOST_PERIODS = 40
HEADLINES: dict[str, Callable[[Decimal], str]] = {
    "participants": figures.whole,
    "enrollments": figures.whole,
    "sessions": figures.whole,
    "hours": figures.rounded,
    "completion": figures.share,
}
FACTOR = {"completion": 100, "change": figures.POINTS}


@dataclass(frozen=True, kw_only=True)
class Vintage:
    """A figure as one report published it."""

    report: ImpactReport
    result: Result


@dataclass(frozen=True, kw_only=True)
class Moment:
    """A period, with its figure as first published and as revised."""

    starts_on: date
    ends_on: date
    first: Vintage
    last: Vintage

    @property
    def label(self) -> str:
        return charts.between(formats.day(self.starts_on), formats.day(self.ends_on))


def history(metric: str, cell: Mapping[str, str], *, period: str) -> list[Moment]:
    """Of the movement, oldest period first. One query."""
    rows = (
        ReportResult.objects.filter(
            report__in=ImpactReport.objects.public().filter(scope=ReportScope.MOVEMENT, period=period),
            metric=metric,
            cell=dict(sorted(cell.items())),
        )
        .select_related("report")
        .order_by("-report__ends_on", "report__vintage")
    )
    by_period: dict[tuple[date, date], list[Vintage]] = defaultdict(list)
    for row in rows:
        report = row.report
        by_period[report.starts_on, report.ends_on].append(Vintage(report=report, result=stored(row)))
    newest = sorted(by_period, reverse=True)[:MOST_PERIODS]
    return [
        Moment(starts_on=span[0], ends_on=span[1], first=by_period[span][0], last=by_period[span][-1])
        for span in reversed(newest)
    ]


def capacities_published(period: str, pair: tuple[str, str]) -> list[str]:
    """Codes of capacities whose change between these times any public report tells."""
    found = ReportResult.objects.filter(
        report__in=ImpactReport.objects.public().filter(scope=ReportScope.MOVEMENT, period=period),
        metric="change",
        cell__contains={"from": pair[0], "to": pair[1]},
    ).exclude(cell__has_key="region")
    return sorted(found.order_by().values_list("cell__capacity", flat=True).distinct())


def title_of(metric: str, cell: Mapping[str, str], names: Names) -> str:
    name = str(definition_of(metric).name)
    if metric == "change":
        words = {"figure": name, "capacity": names.capacity(cell["capacity"])}
        return _("%(figure)s: %(capacity)s") % words
    return name


def trend(metric: str, moments: list[Moment], title: str) -> charts.Trend:
    """Two lines where anything was revised, one where nothing was."""
    factor = FACTOR.get(metric, 1)
    first = [_times(moment.first.result, factor) for moment in moments]
    last = [_times(moment.last.result, factor) for moment in moments]
    series = [charts.Series(label=_("As revised"), values=last)]
    if first != last:
        series.append(charts.Series(label=_("As first published"), values=first))
    return charts.Trend(
        key=f"history-{metric}",
        title=title,
        summary=_("One point for each published report; a gap is a figure that is not shown or not there."),
        periods=[formats.day(moment.ends_on) for moment in moments],
        period_label=_("Period up to"),
        series=series,
    )


def _times(result: Result, factor: int) -> float | None:
    return None if result.value is None else float(result.value) * factor


def rows_of(metric: str, moments: list[Moment]) -> list[dict[str, Any]]:
    words = figures.points if metric == "change" else HEADLINES[metric]
    return [
        {
            "moment": moment,
            "first": figures.said(moment.first.result, words),
            "last": figures.said(moment.last.result, words),
            "interval": figures.interval(moment.last.result, words),
            "n": figures.people(moment.last.result),
        }
        for moment in reversed(moments)
    ]
