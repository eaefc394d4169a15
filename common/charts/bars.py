"""Values with their intervals, one row each."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from common.charts.chart import Chart, LegendEntry, Table
from common.charts.drawing import (
    BAR,
    GAP,
    Scale,
    between,
    count,
    element,
    row_words,
    span,
    swatch,
    whisker,
)


@dataclass(frozen=True, kw_only=True)
class Bar:
    """`low` and `high` are the interval, `mark` a reference (a target, a share of the population)."""

    label: str
    value: float | None = None
    low: float | None = None
    high: float | None = None
    mark: float | None = None
    n: int | None = None
    suppressed: str = ""


@dataclass(frozen=True, kw_only=True)
class Bars(Chart):
    rows: Sequence[Bar]
    row_label: str
    value_label: str
    interval_label: str = ""
    mark_label: str = ""

    def drawing(self, *, rtl: bool) -> SafeString:
        shown = [bar for bar in self.rows if not bar.suppressed]
        scale = Scale.around([v for bar in shown for v in (bar.value, bar.low, bar.high, bar.mark)], rtl=rtl)
        parts: list[SafeString] = []
        top = 0.0
        for bar in self.rows:
            words, top = row_words(bar.label, self.shown(bar.value, bar.suppressed), scale, top)
            parts += [*words, *self._row(bar, scale, top)]
            top += BAR + GAP
        return self._svg(*parts, height=top)

    def _row(self, bar: Bar, scale: Scale, top: float) -> list[SafeString]:
        if bar.suppressed:
            return [span(scale, scale.low, scale.high, top, fill=self._hatched)]
        track = span(scale, scale.low, scale.high, top, class_="chart-track")
        if bar.value is None:
            return [track]
        parts = [track, span(scale, 0, bar.value, top, class_="chart-bar")]
        if bar.low is not None and bar.high is not None:
            parts.append(whisker(scale, bar.low, bar.high, top + BAR / 2))
        if bar.mark is not None:
            x = scale.at(bar.mark)
            parts.append(element("line", x1=x, x2=x, y1=top - 3, y2=top + BAR + 3, class_="chart-mark"))
        return parts

    def legend(self) -> list[LegendEntry]:
        entries = [LegendEntry(label=self.value_label, swatch=swatch("chart-bar"))]
        if self.interval_label:
            line = element("path", d="M2 7H18M2 3V11M18 3V11", class_="chart-whisker")
            entries.append(LegendEntry(label=self.interval_label, swatch=line))
        if self.mark_label:
            line = element("line", x1=10, x2=10, y1=0, y2=14, class_="chart-mark")
            entries.append(LegendEntry(label=self.mark_label, swatch=line))
        return entries if len(entries) > 1 else []

    def table(self) -> Table:
        columns: list[tuple[str, Callable[[Bar], str]]] = [
            (self.row_label, lambda bar: bar.label),
            (self.value_label, lambda bar: self.shown(bar.value, bar.suppressed)),
        ]
        if self.interval_label:
            columns.append((self.interval_label, self._interval))
        if self.mark_label:
            columns.append((self.mark_label, lambda bar: self.shown(bar.mark)))
        if any(bar.n is not None for bar in self.rows):
            columns.append((_("People"), lambda bar: count(bar.n, bar.suppressed)))
        return Table(
            head=[head for head, _cell in columns],
            rows=[[cell(b) for _h, cell in columns] for b in self.rows],
        )

    def _interval(self, bar: Bar) -> str:
        if bar.suppressed or bar.low is None or bar.high is None:
            return "–"
        return between(self.format(bar.low), self.format(bar.high))
