"""Change between two timepoints, ready to be read: a chart by capacity, and everything about it as tables."""

from collections.abc import Sequence
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common import charts, formats
from evaluation.logic.definitions import definition_of
from evaluation.logic.results import Result
from evaluation.queries.figures import (
    POINTS,
    FigureRow,
    FigureTable,
    Results,
    Section,
    Words,
    hidden_reason,
    hidden_word,
    limits,
    pair_title,
    people,
    points,
    probability,
    ratio,
    said,
    share,
    with_reason,
)

FOREMOST = 12  # capacities in a chart


def change_section(results: Results, earlier: str, later: str) -> Section:
    """One pair of timepoints: change by capacity first in points, then everything else about it as a table."""
    found = sorted(
        results.change(earlier, later),
        key=lambda each: results.names.capacity(each.cell["capacity"]).casefold(),
    )
    title = pair_title(earlier, later)
    code = f"{earlier}-{later}"
    if not found:
        return Section(code=code, title=title)
    if all(each.is_suppressed for each in found):
        return Section(code=code, title=title, lead=change_summary(results, found))
    foremost = with_most_pairs(found)
    drawing = change_chart(results, foremost, code=code, title=title, summary=change_summary(results, found))
    tables = [
        _details(results, found, title),
        *_safeguards(results, found, title),
        *_by_region(results, earlier, later, title, foremost),
    ]
    compared = [results.get("compared_change", each.cell) for each in found]
    return Section(
        code=code,
        title=title,
        drawings=[drawing],
        tables=tables,
        is_compared=any(each is not None and each.value is not None for each in compared),
        is_selected=any(results.get("expected_artefact", each.cell) for each in found),
    )


def with_most_pairs(found: Sequence[Result]) -> list[Result]:
    """What a chart and a table by region can hold; everything is in the table below and in the files."""
    return sorted(found, key=lambda each: -(each.n or 0))[:FOREMOST]


def change_chart(
    results: Results, found: Sequence[Result], *, code: str, title: str, summary: str
) -> charts.Bars:
    rows = [
        charts.Bar(
            label=results.names.capacity(each.cell["capacity"]),
            value=_times(each.value),
            low=_times(each.low),
            high=_times(each.high),
            n=each.n,
            suppressed=hidden_word() if each.is_suppressed else "",
        )
        for each in found
    ]
    return charts.Bars(
        key=f"change-{code}",
        title=_("Mean change by capacity: %(pair)s") % {"pair": title},
        summary=with_reason(f"{summary} {most_pairs_note(len(found))}".strip(), found),
        rows=rows,
        row_label=_("Capacity"),
        value_label=_("Mean change (points from 0 to 100)"),
        interval_label=_("95 percent interval"),
        format=formats.signed_tenths,
    )


def most_pairs_note(capacities: int) -> str:
    if capacities < FOREMOST:
        return ""
    return _("Drawn are the %(n)s with the most pairs.") % {"n": formats.number(FOREMOST)}


def change_summary(results: Results, found: Sequence[Result]) -> str:
    """Of two intervals, where people of one organization may be alike, both must lie on one side of no change."""
    shown = [each for each in found if not each.is_suppressed]
    if not shown:
        return _nothing_shown(len(found))
    intervals = [[each, results.get("change_clustered", each.cell) or each] for each in shown]
    risen = sum(all(each.low is not None and each.low > 0 for each in both) for both in intervals)
    fallen = sum(all(each.high is not None and each.high < 0 for each in both) for both in intervals)
    said = ngettext(
        "Of %(shown)s capacity that can be shown, answers rose in %(risen)s and fell in %(fallen)s;"
        " in the others the interval, or the one that allows for organizations, includes no change.",
        "Of %(shown)s capacities that can be shown, answers rose in %(risen)s and fell in %(fallen)s;"
        " in the others the interval, or the one that allows for organizations, includes no change.",
        len(shown),
    )
    return said % {
        "shown": formats.number(len(shown)),
        "risen": formats.number(risen),
        "fallen": formats.number(fallen),
    }


def _nothing_shown(capacities: int) -> str:
    said = ngettext(
        "People were asked twice about %(capacities)s capacity. %(reason)s",
        "People were asked twice about %(capacities)s capacities. %(reason)s",
        capacities,
    )
    return said % {"capacities": formats.number(capacities), "reason": hidden_reason()}


def _times(value: Decimal | None) -> float | None:
    return None if value is None else float(value) * POINTS


def _details(results: Results, found: Sequence[Result], title: str) -> FigureTable:
    head = [
        _("Capacity"),
        _("Pairs"),
        _("Mean before"),
        _("Mean after"),
        _("Mean change"),
        _("95 percent interval"),
        _("Standardized effect"),
        _("95 percent interval"),
        _("Improved"),
        _("Unchanged"),
        _("Worse"),
        _("p (signed-rank test)"),
        _("p among all tests"),
    ]
    rows = [
        FigureRow(label=results.names.capacity(each.cell["capacity"]), cells=_detail_cells(results, each))
        for each in found
    ]
    return FigureTable(caption=_("All figures: %(pair)s") % {"pair": title}, head=head, rows=rows)


def _detail_cells(results: Results, change: Result) -> list[str]:
    effect = results.get("effect", change.cell)
    directions = [said(results.get(name, change.cell), share) for name in ("improved", "unchanged", "worse")]
    return [
        people(change),
        _mean(change, "mean_before"),
        _mean(change, "mean_after"),
        said(change, points),
        limits(change, points),
        said(effect, ratio),
        "–" if effect is None else limits(effect, ratio),
        *directions,
        said(results.get("signed_rank_p", change.cell), probability),
        _adjusted(results.get("signed_rank_p", change.cell)),
    ]


def _adjusted(test: Result | None) -> str:
    value = None if test is None else test.quality.get("p_adjusted")
    return "–" if value is None else probability(Decimal(value))


def _safeguards(results: Results, found: Sequence[Result], title: str) -> list[FigureTable]:
    """What tells how far the change can be trusted, where any of it is known."""
    columns: list[tuple[str, Words]] = [
        ("change_clustered", points),
        ("compared_change", points),
        ("leavers", ratio),
        ("expected_artefact", points),
    ]
    known = [
        (metric, words) for metric, words in columns if any(results.get(metric, each.cell) for each in found)
    ]
    if not known:
        return []
    rows = [
        FigureRow(
            label=results.names.capacity(each.cell["capacity"]),
            cells=[_with_limits(results.get(metric, each.cell), words) for metric, words in known],
        )
        for each in found
    ]
    head = [_("Capacity"), *(str(definition_of(metric).name) for metric, _words in known)]
    return [
        FigureTable(caption=_("How far it can be trusted: %(pair)s") % {"pair": title}, head=head, rows=rows)
    ]


def _with_limits(result: Result | None, words: Words) -> str:
    if result is None or result.low is None or result.is_suppressed:
        return said(result, words)
    return _("%(value)s (%(interval)s)") % {
        "value": said(result, words),
        "interval": limits(result, words),
    }


def _mean(change: Result, name: str) -> str:
    value = change.quality.get(name)
    return "–" if value is None else formats.number(float(value) * POINTS, digits=1)


def _by_region(
    results: Results, earlier: str, later: str, title: str, of: Sequence[Result]
) -> list[FigureTable]:
    capacities = {each.cell["capacity"] for each in of}
    by_region = results.change(earlier, later, by_region=True)
    found = [each for each in by_region if each.cell["capacity"] in capacities]
    if not found:
        return []
    rows = [
        FigureRow(
            label=results.names.capacity(each.cell["capacity"]),
            cells=[
                results.names.region(each.cell["region"]),
                people(each),
                said(each, points),
                limits(each, points),
            ],
        )
        for each in found
    ]
    rows.sort(key=lambda row: (row.label.casefold(), row.cells[0]))
    head = [_("Capacity"), _("Region"), _("Pairs"), _("Mean change"), _("95 percent interval")]
    return [FigureTable(caption=_("By region: %(pair)s") % {"pair": title}, head=head, rows=rows)]
