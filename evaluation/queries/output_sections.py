"""Outputs and the quality of answers, ready to be read: who took part, how far they came, and how many answered."""

from collections.abc import Callable, Sequence
from decimal import Decimal

from django.utils.translation import gettext as _

from assessments.models import Timepoint
from common import charts, formats
from evaluation.logic.definitions import definition_of
from evaluation.logic.results import Result
from evaluation.queries.figures import (
    Figure,
    FigureRow,
    FigureTable,
    Results,
    Words,
    figure,
    hidden_word,
    people,
    rounded,
    said,
    share,
    step_labels,
    whole,
    with_reason,
)


def participation_charts(results: Results) -> list[charts.Chart]:
    """How many participants by region, and how that compares with the population."""
    found = results.by("participants", "region")
    if not found:
        return []
    drawn: list[charts.Chart] = [
        charts.Bars(
            key="participants-region",
            title=_("Participants by region"),
            summary=with_reason(
                _("Distinct people who took part in sessions, by the region they are in."), found
            ),
            rows=[_bar(each, results.names.region(each.cell["region"])) for each in found],
            row_label=_("Region"),
            value_label=_("Participants"),
        )
    ]
    ratios = results.by("participation_ratio", "region")
    if ratios:
        drawn.append(_ratio_chart(results, ratios))
    return drawn


def _ratio_chart(results: Results, ratios: Sequence[Result]) -> charts.Bars:
    return charts.Bars(
        key="participation-ratio",
        title=_("Participation against population"),
        summary=with_reason(
            _(
                "A region's share of participants over its share of the population (Unicode CLDR 48.2, 2026)."
                " At the mark, 1, a region is as present among participants as in the population."
            ),
            ratios,
        ),
        rows=[_bar(each, results.names.region(each.cell["region"]), mark=1) for each in ratios],
        row_label=_("Region"),
        value_label=_("Ratio"),
        interval_label=_("95 percent interval"),
        mark_label=_("As in the population"),
        format=formats.hundredths,
    )


def _bar(result: Result, label: str, *, mark: float | None = None) -> charts.Bar:
    return charts.Bar(
        label=label,
        value=None if result.value is None else float(result.value),
        low=None if result.low is None else float(result.low),
        high=None if result.high is None else float(result.high),
        mark=None if result.is_suppressed else mark,
        suppressed=hidden_word() if result.is_suppressed else "",
    )


def funnel_chart(results: Results) -> list[charts.Chart]:
    found = results.by("funnel", "step")
    if not found:
        return []
    labels = step_labels()
    steps = [
        charts.Step(
            label=labels[each.cell["step"]],
            people=each.n,
            suppressed=hidden_word() if each.is_suppressed else "",
        )
        for each in found
    ]
    return [
        charts.Funnel(
            key="funnel",
            title=_("From application to follow-up"),
            summary=with_reason(_("Distinct people who applied, and how far they came."), found),
            steps=steps,
            step_label=_("Step"),
        )
    ]


def quality_table(results: Results) -> list[FigureTable]:
    timepoints = [code for code in Timepoint.values if results.get("response_rate", {"timepoint": code})]
    if not timepoints:
        return []
    rows = []
    for code in timepoints:
        answering = results.get("response_rate", {"timepoint": code})
        lost = results.get("attrition", {"timepoint": code})
        cells = [people(answering), said(answering, share), people(lost), said(lost, share)]
        rows.append(FigureRow(label=str(Timepoint(code).label), cells=cells))
    head = [_("Timepoint"), _("People asked"), _("Response rate"), _("Had answered before"), _("Attrition")]
    return [FigureTable(caption=_("Response and attrition"), head=head, rows=rows)]


def breakdown(results: Results, dimension: str, caption: str, head: str) -> list[FigureTable]:
    """Enrollments, hours, sessions and completion by one dimension."""
    name = results.names.region if dimension == "region" else results.names.method
    codes = sorted({each.cell[dimension] for each in results.all if set(each.cell) == {dimension}})
    if not codes:
        return []
    columns: list[tuple[str, Callable[[Decimal], str]]] = [
        ("enrollments", whole),
        ("hours", rounded),
        ("completion", share),
    ]
    if dimension == "method":
        columns.insert(0, ("sessions", whole))
    rows = [
        FigureRow(
            label=name(code),
            cells=[said(results.get(metric, {dimension: code}), words) for metric, words in columns],
        )
        for code in codes
    ]
    rows.sort(key=lambda row: row.label.casefold())
    heads = [head, *(str(definition_of(metric).name) for metric, _words in columns)]
    return [FigureTable(caption=caption, head=heads, rows=rows)]


def output_figures(results: Results) -> list[Figure]:
    wanted: list[tuple[str, Words, bool]] = [
        ("participants", whole, False),
        ("enrollments", whole, True),
        ("sessions", whole, False),
        ("hours", rounded, True),
        ("completion", share, True),
    ]
    found = [(results.get(metric), words, with_n) for metric, words, with_n in wanted]
    return [figure(result, words, with_n=with_n) for result, words, with_n in found if result is not None]
