"""Results made ready to be read: names for codes, words for numbers, charts with their tables.

Only protected results come in here, so nothing that is drawn or written can tell more than they do.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property

from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

from assessments.models import Timepoint
from capacity.models import Capacity, Region
from common import charts, formats
from evaluation.logic.definitions import anchor_of, definition_of
from evaluation.logic.results import Result
from programs.models import Method
from programs.queries.vocabulary import Vocabulary, localized

Words = Callable[[Decimal], str]
POINTS = 100  # scores run from 0 to 1 and are told from 0 to 100
FOREMOST = 12  # capacities in a chart


@dataclass(frozen=True, kw_only=True)
class Figure:
    """What the component `stat` asks for."""

    label: str
    value: str
    n: int | None = None
    interval: str = ""
    definition: str = ""
    suppressed: str = ""


@dataclass(frozen=True, kw_only=True)
class FigureRow:
    label: str
    cells: list[str]


@dataclass(frozen=True, kw_only=True)
class FigureTable:
    caption: str
    head: list[str]
    rows: list[FigureRow]


@dataclass(frozen=True, kw_only=True)
class Section:
    code: str
    title: str
    lead: str = ""
    figures: list[Figure] = field(default_factory=list)
    drawings: list[charts.Chart] = field(default_factory=list)
    tables: list[FigureTable] = field(default_factory=list)
    is_compared: bool = False  # whether any change in it has a comparison group

    @property
    def is_empty(self) -> bool:
        return not (self.figures or self.drawings or self.tables)


def hidden_reason() -> str:
    people = settings.MINIMUM_CELL_PEOPLE
    return ngettext(
        "Not shown, to protect people: it could tell of fewer than %(people)s person.",
        "Not shown, to protect people: it could tell of fewer than %(people)s people.",
        people,
    ) % {"people": formats.number(people)}


def hidden_word() -> str:
    return pgettext("figure", "not shown")


class Names:
    """The names of what cells are about, each table read once and only if it is asked for."""

    def __init__(self, words: Vocabulary | None = None) -> None:
        """`words` are those the page has at hand: they name the capacities that are shown."""
        if words is not None:
            self._capacities = [(node.pk, node.code, node.label) for node in words.capacities.values()]

    @cached_property
    def _capacities(self) -> list[tuple[int, str, str]]:
        label = localized("name", get_language() or settings.LANGUAGE_CODE)
        return list(Capacity.objects.order_by("path").values_list("pk", "code", label))

    @cached_property
    def codes(self) -> dict[int, str]:
        return {pk: code for pk, code, _label in self._capacities}

    @cached_property
    def capacities(self) -> dict[str, str]:
        return {code: label or code for _pk, code, label in self._capacities}

    @cached_property
    def regions(self) -> dict[str, str]:
        return {region.code: region.name for region in Region.objects.wikimedia()}

    @cached_property
    def methods(self) -> dict[str, str]:
        return {method.code: method.name for method in Method.objects.all()}

    def capacity(self, code: str) -> str:
        return self.capacities.get(code, code)

    def region(self, code: str) -> str:
        return self.regions.get(code, code) if code else _("Region not known")

    def method(self, code: str) -> str:
        return self.methods.get(code, code)


class Results:
    """Results by place, with what is needed to read them."""

    def __init__(self, results: Iterable[Result], names: Names | None = None) -> None:
        self.all = list(results)
        self.places = {result.place: result for result in self.all}
        self.names = names or Names()

    def get(self, metric: str, cell: Mapping[str, str] | None = None) -> Result | None:
        return self.places.get((metric, tuple(sorted((cell or {}).items()))))

    def by(self, metric: str, dimension: str) -> list[Result]:
        """Those that have this dimension and no other."""
        return [each for each in self.all if each.metric == metric and set(each.cell) == {dimension}]

    def change(self, earlier: str, later: str, *, by_region: bool = False) -> list[Result]:
        dimensions = {"capacity", "from", "to"} | ({"region"} if by_region else set())
        return [
            each
            for each in self.all
            if each.metric == "change"
            and set(each.cell) == dimensions
            and (each.cell["from"], each.cell["to"]) == (earlier, later)
        ]


# --- Words ---


def whole(value: Decimal) -> str:
    return formats.number(float(value))


def share(value: Decimal) -> str:
    return formats.percent(float(value))


def points(value: Decimal) -> str:
    return formats.signed(float(value) * POINTS, digits=1)


def ratio(value: Decimal) -> str:
    return formats.number(float(value), digits=2)


def probability(value: Decimal) -> str:
    if value < Decimal("0.001"):
        return _("less than %(limit)s") % {"limit": formats.number(0.001, digits=3)}
    return formats.number(float(value), digits=3)


def said(result: Result | None, words: Words) -> str:
    if result is None:
        return "–"
    if result.is_suppressed:
        return hidden_word()
    return "–" if result.value is None else words(result.value)


def interval(result: Result, words: Words) -> str:
    if result.is_suppressed or result.low is None or result.high is None:
        return ""
    limits = {"low": words(result.low), "high": words(result.high)}
    return _("%(low)s to %(high)s (95 %% interval)") % limits


def people(result: Result | None) -> str:
    return "–" if result is None or result.n is None else formats.number(result.n)


def definition_address(metric: str) -> str:
    return reverse("evaluation:indicator-list") + anchor_of(metric)


def figure(result: Result, words: Words = whole, *, with_n: bool = True) -> Figure:
    return Figure(
        label=str(definition_of(result.metric).name),
        value=said(result, words),
        n=result.n if with_n else None,
        interval=interval(result, words),
        definition=definition_address(result.metric),
        suppressed=hidden_reason() if result.is_suppressed else "",
    )


# --- Charts and tables ---


def timepoint_name(code: str) -> str:
    return str(Timepoint(code).label)


def pair_title(earlier: str, later: str) -> str:
    words = {"earlier": Timepoint(earlier).label, "later": Timepoint(later).label}
    return _("From %(earlier)s to %(later)s") % words


def change_section(results: Results, earlier: str, later: str) -> Section:
    """One pair of timepoints: change by capacity first in points, then everything else about it as a table."""
    found = sorted(
        results.change(earlier, later), key=lambda each: results.names.capacity(each.cell["capacity"])
    )
    title = pair_title(earlier, later)
    code = f"{earlier}-{later}"
    if not found:
        return Section(code=code, title=title)
    foremost = with_most_pairs(found)
    drawing = change_chart(results, foremost, code=code, title=title, summary=change_summary(found))
    tables = [
        _details(results, found, title),
        *_safeguards(results, found, title),
        *_by_region(results, earlier, later, title, foremost),
    ]
    compared = [results.get("compared_change", each.cell) for each in found]
    is_compared = any(each is not None and each.value is not None for each in compared)
    return Section(code=code, title=title, drawings=[drawing], tables=tables, is_compared=is_compared)


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
        summary=f"{summary} {most_pairs_note(len(found))}".strip(),
        rows=rows,
        row_label=_("Capacity"),
        value_label=_("Mean change (points from 0 to 100)"),
        interval_label=_("95 percent interval"),
        format=lambda value: formats.signed(value, digits=1),
    )


def most_pairs_note(capacities: int) -> str:
    if capacities < FOREMOST:
        return ""
    return _("Drawn are the %(n)s with the most pairs.") % {"n": formats.number(FOREMOST)}


def change_summary(found: Sequence[Result]) -> str:
    shown = [each for each in found if not each.is_suppressed]
    risen = sum(each.low is not None and each.low > 0 for each in shown)
    fallen = sum(each.high is not None and each.high < 0 for each in shown)
    return _(
        "Of %(shown)s capacities that can be shown, answers rose in %(risen)s and fell in %(fallen)s;"
        " in the others the interval includes no change."
    ) % {
        "shown": formats.number(len(shown)),
        "risen": formats.number(risen),
        "fallen": formats.number(fallen),
    }


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


def limits(result: Result, words: Words) -> str:
    if result.low is None or result.high is None:
        return "–"
    return charts.between(words(result.low), words(result.high))


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
    rows.sort(key=lambda row: (row.label, row.cells[0]))
    head = [_("Capacity"), _("Region"), _("Pairs"), _("Mean change"), _("95 percent interval")]
    return [FigureTable(caption=_("By region: %(pair)s") % {"pair": title}, head=head, rows=rows)]


def participation_charts(results: Results) -> list[charts.Chart]:
    """How many participants by region, and how that compares with the population."""
    found = results.by("participants", "region")
    if not found:
        return []
    drawn: list[charts.Chart] = [
        charts.Bars(
            key="participants-region",
            title=_("Participants by region"),
            summary=_("Distinct people who took part in sessions, by the region they are in."),
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
        summary=_(
            "A region's share of participants over its share of the population (Unicode CLDR 48.2, 2026)."
            " At the mark, 1, a region is as present among participants as in the population."
        ),
        rows=[_bar(each, results.names.region(each.cell["region"]), mark=1) for each in ratios],
        row_label=_("Region"),
        value_label=_("Ratio"),
        interval_label=_("95 percent interval"),
        mark_label=_("As in the population"),
        format=lambda value: formats.number(value, digits=2),
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


def step_labels() -> dict[str, str]:
    return {
        "applied": _("Applied"),
        "accepted": _("Accepted"),
        "attended": _("Attended"),
        "completed": _("Completed"),
        "followed_up": _("Answered a follow-up"),
    }


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
            summary=_("Distinct people who applied, and how far they came."),
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
        ("hours", whole),
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
    rows.sort(key=lambda row: row.label)
    heads = [head, *(str(definition_of(metric).name) for metric, _words in columns)]
    return [FigureTable(caption=caption, head=heads, rows=rows)]


def output_figures(results: Results) -> list[Figure]:
    wanted: list[tuple[str, Words, bool]] = [
        ("participants", whole, False),
        ("enrollments", whole, True),
        ("sessions", whole, False),
        ("hours", whole, True),
        ("completion", share, True),
    ]
    found = [(results.get(metric), words, with_n) for metric, words, with_n in wanted]
    return [figure(result, words, with_n=with_n) for result, words, with_n in found if result is not None]
