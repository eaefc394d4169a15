"""Indicators and their figures as pages show them."""

from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from common import formats
from common.statistics.achievement import Achievement, Direction, achievement
from evaluation.logic.cells import TOTAL, parts_of
from evaluation.logic.consistency import Consistency, consistency
from evaluation.models import Disaggregation, Indicator, IndicatorMeasure, Measurement, Target
from evaluation.queries.figures import hidden_word

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
class IndicatorPage:
    lines: list[FigureLine]
    parts: list[FigureLine]
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
    figures = Measurement.objects.current().visible_to(user).filter(indicator=indicator)
    dimensions = {each.code: each for each in Disaggregation.objects.prefetch_related("values")}
    baseline = indicator.baselines.filter(cell=TOTAL).first()
    targets = _newest(indicator.targets.filter(cell=TOTAL))
    lines: list[FigureLine] = []
    parts: list[FigureLine] = []
    rows = figures.select_related("cohort", "indicator").order_by("-ends_on", "-pk")
    found = list(rows)
    for figure in found:
        line = line_of(figure, dimensions, is_inside=is_inside, baseline=baseline, targets=targets)
        (parts if figure.cell else lines).append(line)
    return IndicatorPage(
        lines=lines,
        parts=parts,
        targets=sorted(targets, key=lambda target: target.ends_on),
        baseline=baseline,
        incomplete=incomplete(found, dimensions),
    )


def line_of(
    figure: Measurement,
    dimensions: dict[str, Disaggregation],
    *,
    is_inside: bool,
    baseline: Any = None,
    targets: list[Target] | None = None,
) -> FigureLine:
    named = parts_of(figure.cell)
    sensitive = any(dimensions[name].is_sensitive for name in named if name in dimensions)
    hidden = not is_inside and not figure.missing_reason and not figure.is_safe(sensitive=sensitive)
    target = target_at(figure, targets or [])
    reached = None
    if not hidden and not figure.cell and figure.value is not None and target is not None:
        reached = reached_by(figure, baseline, target)
    return FigureLine(
        figure=figure,
        cell=cell_words(named, dimensions),
        text=hidden_word() if hidden else value_words(figure),
        n=None if hidden else figure.n,
        target=target,
        reached=reached,
        is_hidden=hidden,
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
    return f"{number} {indicator.unit}" if indicator.unit else number


def cell_words(named: dict[str, str], dimensions: dict[str, Disaggregation]) -> str:
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
    """Every single value of its dimensions, with words."""
    divided = indicator.disaggregations.prefetch_related(Prefetch("values"))
    return [
        (
            f"{dimension.code}={value.code}",
            _("%(dimension)s: %(value)s") % {"dimension": dimension.name, "value": value.name},
        )
        for dimension in divided
        for value in dimension.values.all()
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
