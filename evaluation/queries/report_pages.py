"""What a report's page shows: sections in the order impact, outcomes, quality, outputs."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from common import charts, formats
from evaluation.logic.results import Result
from evaluation.logic.timepoints import IMPACT_PAIRS, OUTCOME_PAIRS
from evaluation.models import ImpactReport, ReportKind
from evaluation.queries import change_sections, output_sections, report_comparison
from evaluation.queries.figures import FigureTable, Results, Section
from evaluation.queries.frozen import KEPT_PAIRS
from evaluation.queries.reports_beside import stored
from evaluation.states import PUBLIC_REPORT_STATES, ReportState

READABLE_STATES = [ReportState.REVIEW, *PUBLIC_REPORT_STATES]


def reports_for(user: Any) -> QuerySet[ImpactReport]:
    """Newest period first; what is being made is seen by staff only."""
    reports = ImpactReport.objects.visible_to(user).select_related("region", "program", "organization")
    return reports.defer("narrative")


def results_of(report: ImpactReport) -> list[Result]:
    """None before the check of disclosure: until then nothing of it may be read."""
    if report.state not in READABLE_STATES:
        return []
    return [stored(row) for row in report.results.all()]


@dataclass(frozen=True, kw_only=True)
class Part:
    """A chapter of the report; an empty one says why with `nothing`."""

    code: str
    title: str
    lead: str
    sections: list[Section]
    nothing: str = ""

    @property
    def is_compared(self) -> bool:
        return any(section.is_compared for section in self.sections)

    @property
    def is_selected(self) -> bool:
        return any(section.is_selected for section in self.sections)


@dataclass(frozen=True, kw_only=True)
class Page:
    """Everything a report says, in the order of reading."""

    sentences: list[str]
    parts: list[Part]
    comparisons: list[FigureTable]


def page_of(report: ImpactReport) -> Page:
    """The report in sentences, in chapters, and against what was published before."""
    results = Results(results_of(report))
    if not results.all:
        return Page(sentences=[], parts=[], comparisons=[])
    return Page(
        sentences=report_comparison.sentences(results),
        parts=parts_of(report, results),
        comparisons=_comparisons(report, results),
    )


def _comparisons(report: ImpactReport, results: Results) -> list[FigureTable]:
    tables: list[FigureTable] = []
    first, before = report_comparison.first_vintage(report), report_comparison.report_before(report)
    if first is not None:
        tables += report_comparison.revisions(results, Results(results_of(first), results.names))
    if before is not None:
        tables += report_comparison.against(
            results,
            Results(results_of(before), results.names),
            caption=_("Against the period before"),
            then=charts.between(formats.day(before.starts_on), formats.day(before.ends_on)),
            now=charts.between(formats.day(report.starts_on), formats.day(report.ends_on)),
        )
    return tables


def parts_of(report: ImpactReport, results: Results) -> list[Part]:
    if report.kind == ReportKind.OUTPUT_MONITOR:
        return [outputs(results, title=_("Outputs"))]
    return [
        Part(
            code="impact",
            title=_("Long-term impact"),
            lead=_(
                "What people say of their capacities half a year and longer after a program, against before it."
            ),
            sections=_changes(results, [*IMPACT_PAIRS, *KEPT_PAIRS]),
            nothing=_("In this period nobody was asked twice with half a year or more between."),
        ),
        Part(
            code="outcomes",
            title=_("Outcomes at the end of programs"),
            lead=_("What people say when a program ends or soon after, against before it."),
            sections=_changes(results, OUTCOME_PAIRS),
            nothing=_("In this period nobody was asked both before a program and at its end."),
        ),
        Part(
            code="quality",
            title=_("How sure we are"),
            lead=_("The fewer people answer, and the more leave on the way, the less a change tells of all."),
            sections=[Section(code="response", title="", tables=output_sections.quality_table(results))],
            nothing=_("Nobody was asked in this period."),
        ),
        outputs(results, title=_("Annex: outputs")),
    ]


def outputs(results: Results, *, title: str) -> Part:
    tables = [
        *output_sections.breakdown(results, "region", _("Outputs by region"), _("Region")),
        *output_sections.breakdown(results, "method", _("Outputs by method"), _("Method")),
    ]
    everything = Section(
        code="all",
        title="",
        figures=output_sections.output_figures(results),
        drawings=[*output_sections.participation_charts(results), *output_sections.funnel_chart(results)],
        tables=tables,
    )
    return Part(
        code="outputs",
        title=title,
        lead=_("What was offered and who took part. This is not impact: it says nothing of what changed."),
        sections=[everything],
    )


def _changes(results: Results, pairs: Iterable[tuple[str, str]]) -> list[Section]:
    sections = [change_sections.change_section(results, earlier, later) for earlier, later in pairs]
    return [section for section in sections if not section.is_empty]
