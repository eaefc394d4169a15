"""Indicators and their figures as pages show them."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import combinations, product
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from common import formats
from common.statistics.achievement import Achievement, Direction, achievement
from evaluation.logic.cells import TOTAL, cell_of, parts_of
from evaluation.logic.consistency import Consistency, consistency
from evaluation.logic.spoken import spoken
from evaluation.models import Disaggregation, Indicator, IndicatorMeasure, Measurement, Target
from evaluation.queries.figure_protection import dimensions_by_code, hidden_among
from evaluation.queries.figures import hidden_reason, hidden_word
from evaluation.queries.figures_together import Together, together

HUNDRED = 100


@dataclass(frozen=True, kw_only=True)
class FigureLine:
    """A figure as a reader may see it."""

    figure: Measurement
    cell: str
    text: str
    n: int | None
    target: Target | None = None
    reached: Achievement | None = None
    is_hidden: bool = False


@dataclass(frozen=True, kw_only=True)
class Crossed:
    """Two dimensions of one period: a row for each value of the first."""

    caption: str
    columns: list[str]
    rows: list[tuple[str, list[FigureLine | None]]]


@dataclass(frozen=True, kw_only=True)
class IndicatorPage:
    lines: list[FigureLine]
    parts: list[FigureLine]
    crossed: list[Crossed]
    together: list[tuple[Together, str]]  # with its figure in words
    hides: str  # why something is not shown, if anything is
    targets: list[Target]
    baseline: Any
    incomplete: list[str] = field(default_factory=list)


def indicators_for(user: Any) -> "QuerySet[Indicator]":
    """The portal's own."""
    rows = Indicator.objects.visible_to(user).own()
    return rows.select_related("program", "result")


def figures_to_check(user: Any) -> "QuerySet[Measurement]":
    """Current figures of programs one has to do with that are not final, oldest first."""
    from_inside = Measurement.objects.current().visible_to(user).exclude(provenance="published")
    rows = from_inside.exclude(state="locked")
    return rows.select_related("indicator", "program", "cohort")


def page_of_indicator(indicator: Indicator, user: Any, *, is_inside: bool) -> IndicatorPage:
    """Its current figures, newest period first. Who is not inside sees checked figures that tell of enough people."""
    current = Measurement.objects.current().filter(indicator=indicator)
    dimensions = dimensions_by_code()
    hidden = set() if is_inside else hidden_among(current.select_related("indicator"), dimensions)
    baseline = indicator.baselines.filter(cell=TOTAL).first()
    targets = _newest(indicator.targets.filter(cell=TOTAL))
    lines: list[FigureLine] = []
    parts: list[FigureLine] = []
    rows = current.visible_to(user).select_related("cohort", "indicator").order_by("-ends_on", "-pk")
    found = list(rows)
    for figure in found:
        line = line_of(figure, dimensions, hidden=hidden, baseline=baseline, targets=targets)
        (parts if figure.cell else lines).append(line)
    wholes = [line.figure for line in lines]
    return IndicatorPage(
        lines=lines,
        parts=[line for line in parts if len(parts_of(line.figure.cell)) == 1],
        crossed=crossed(parts, dimensions),
        hides=hidden_reason() if hidden else "",
        together=[(each, _together_words(indicator, each)) for each in together(indicator, wholes, hidden)],
        targets=sorted(targets, key=lambda target: target.ends_on),
        baseline=baseline,
        incomplete=incomplete(found, dimensions),
    )


def line_of(
    figure: Measurement,
    dimensions: Mapping[str, Disaggregation],
    *,
    hidden: Collection[int] = (),
    baseline: Any = None,
    targets: list[Target] | None = None,
) -> FigureLine:
    """`hidden` are the keys of figures whose numbers the reader may not see; of one that is missing there are none."""
    named = parts_of(figure.cell)
    is_hidden = figure.pk in hidden
    target = target_at(figure, targets or [])
    reached = None
    if not is_hidden and not figure.cell and figure.value is not None and target is not None:
        reached = reached_by(figure, baseline, target)
    return FigureLine(
        figure=figure,
        cell=cell_words(named, dimensions),
        text=hidden_word() if is_hidden else value_words(figure),
        n=None if is_hidden else figure.n,
        target=target,
        reached=reached,
        is_hidden=is_hidden,
    )


def reached_by(figure: Measurement, baseline: Any, target: Target) -> Achievement:
    return achievement(
        actual=figure.value,
        target=target.value,
        baseline=baseline.value if baseline else None,
        direction=Direction(figure.indicator.direction),
        tolerance=figure.indicator.tolerance,
    )


def target_at(figure: Measurement, targets: list[Target]) -> Target | None:
    """The one in whose period the figure's period ends."""
    if figure.ends_on is None:
        return None
    fitting = [each for each in targets if each.starts_on <= figure.ends_on <= each.ends_on]
    return min(fitting, key=lambda each: each.ends_on - each.starts_on, default=None)


def crossed(lines: list[FigureLine], dimensions: Mapping[str, Disaggregation]) -> list[Crossed]:
    """The parts by two dimensions at once as tables, newest period first."""
    found: dict[Any, dict[tuple[str, ...], FigureLine]] = defaultdict(dict)
    for line in lines:
        named = parts_of(line.figure.cell)
        if len(named) == 2:
            figure = line.figure
            place = (figure.cohort_id, figure.starts_on, figure.ends_on, tuple(named))
            found[place][tuple(named.values())] = line
    return [_table(names, by_values, dimensions) for (*_period, names), by_values in found.items()]


def _table(
    names: tuple[str, str],
    lines: Mapping[tuple[str, ...], FigureLine],
    dimensions: Mapping[str, Disaggregation],
) -> Crossed:
    first, second = (
        _in_order({values[side] for values in lines}, dimensions.get(name)) for side, name in enumerate(names)
    )
    figure = next(iter(lines.values())).figure
    return Crossed(
        caption=_("%(dimension)s and %(other)s: %(period)s")
        % {
            "dimension": _name(names[0], dimensions),
            "other": _name(names[1], dimensions),
            "period": figure.cohort.name if figure.cohort else _period(figure),
        },
        columns=[label for _code, label in second],
        rows=[(label, [lines.get((code, other)) for other, _label in second]) for code, label in first],
    )


def _period(figure: Measurement) -> str:
    return " – ".join(formats.day(each) for each in (figure.starts_on, figure.ends_on) if each)


def _in_order(codes: set[str], dimension: Disaggregation | None) -> list[tuple[str, str]]:
    known = [(each.code, each.name) for each in dimension.values.all()] if dimension else []
    return [pair for pair in known if pair[0] in codes] + sorted(
        (code, code) for code in codes - {code for code, _name in known}
    )


def _name(code: str, dimensions: Mapping[str, Disaggregation]) -> str:
    return dimensions[code].name if code in dimensions else code


def _together_words(indicator: Indicator, each: Together) -> str:
    if each.is_hidden:
        return hidden_word()
    if each.figure is None or each.figure.value is None:
        return "–"
    return amount(indicator, each.figure.value)


def incomplete(figures: list[Measurement], dimensions: dict[str, Disaggregation]) -> list[str]:
    """The exclusive dimensions whose values do not make up the total of their period."""
    totals: dict[Any, Decimal | None] = {}
    parts: dict[Any, dict[str, Decimal | None]] = defaultdict(dict)
    for figure in figures:
        place = (figure.cohort_id, figure.starts_on, figure.ends_on)
        value = figure.numerator if figure.indicator.is_share else figure.value
        if not figure.cell:
            totals[place] = value
        elif len(parts_of(figure.cell)) == 1:
            dimension = next(iter(parts_of(figure.cell)))
            parts[place, dimension][figure.cell] = value
    return sorted(
        {
            dimensions[name].name
            for (place, name), values in parts.items()
            if name in dimensions
            and _adds_up(figures[0].indicator)
            and consistency(totals.get(place), values, is_exclusive=dimensions[name].is_exclusive)
            == Consistency.INCOMPLETE
        }
    )


def _adds_up(indicator: Indicator) -> bool:
    return indicator.measure in {IndicatorMeasure.COUNT, IndicatorMeasure.PERCENTAGE}


def value_words(figure: Measurement) -> str:
    """The figure with its unit; a missing one says why."""
    if figure.missing_reason:
        return str(figure.get_missing_reason_display())
    if figure.value is None:
        return figure.text
    return amount(figure.indicator, figure.value)


def amount(indicator: Indicator, value: Decimal) -> str:
    if indicator.measure == IndicatorMeasure.PERCENTAGE:
        return formats.percent(float(value) / HUNDRED)
    if indicator.measure == IndicatorMeasure.BINARY:
        return pgettext("figure", "yes") if value else pgettext("figure", "no")
    number = formats.number(float(value))
    unit = spoken(indicator.unit, "", is_demo=indicator.is_demo).text
    return f"{number} {unit}" if unit else number


def cell_words(named: Mapping[str, str], dimensions: Mapping[str, Disaggregation]) -> str:
    words = []
    for name, code in named.items():
        dimension = dimensions.get(name)
        values = {each.code: each.name for each in dimension.values.all()} if dimension else {}
        words.append(
            _("%(dimension)s: %(value)s")
            % {"dimension": dimension.name if dimension else name, "value": values.get(code, code)}
        )
    return ", ".join(words)


def cells_of(indicator: Indicator) -> list[tuple[str, str]]:
    """Every single value of its dimensions, and each two of them if it is crossed, with words."""
    dimensions = {each.code: each for each in indicator.disaggregations.prefetch_related(Prefetch("values"))}
    divisions: list[tuple[str, ...]] = [(code,) for code in dimensions]
    divisions += combinations(dimensions, 2) if indicator.is_crossed else []
    return [
        (cell_of(named), cell_words(named, dimensions))
        for names in divisions
        for named in (
            dict(zip(names, (each.code for each in values), strict=True))
            for values in product(*(dimensions[name].values.all() for name in names))
        )
    ]


def versions_of(indicator: Indicator, user: Any) -> list[Indicator]:
    same = Indicator.objects.visible_to(user).filter(code=indicator.code).exclude(pk=indicator.pk)
    return list(same.order_by("-version"))


def _newest(targets: "QuerySet[Target]") -> list[Target]:
    """Of each period the one that was set last."""
    newest: dict[Any, Target] = {}
    for target in targets.order_by("created_at", "pk"):
        newest[target.starts_on, target.ends_on] = target
    return list(newest.values())
