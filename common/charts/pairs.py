"""Before and after, two dots a row."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from common.charts.chart import Chart, LegendEntry, Table
from common.charts.drawing import BAR, GAP, Scale, count, element, row_words, span


@dataclass(frozen=True, kw_only=True)
class Pair:
    label: str
    before: float | None = None
    after: float | None = None
    n: int | None = None
    suppressed: str = ""


@dataclass(frozen=True, kw_only=True)
class Pairs(Chart):
    """Two dots a row: hollow before, filled after."""

    rows: Sequence[Pair]
    row_label: str
    before_label: str
    after_label: str
    low: float = 0
    high: float | None = None

    def drawing(self, *, rtl: bool) -> SafeString:
        values = [v for pair in self.rows if not pair.suppressed for v in (pair.before, pair.after)]
        scale = Scale.around([*values, self.low, self.high], rtl=rtl, inset=3)
        parts: list[SafeString] = []
        top = 0.0
        for pair in self.rows:
            words, top = row_words(pair.label, self._words(pair, rtl=rtl), scale, top)
            parts += [*words, *self._row(pair, scale, top)]
            top += BAR + GAP
        return self._svg(*parts, height=top)

    def _words(self, pair: Pair, *, rtl: bool) -> str:
        if pair.suppressed:
            return pair.suppressed
        # Without the mark, figures alone run left to right.
        mark, arrow = ("\u200f", "←") if rtl else ("", "→")
        return f"{mark}{self.shown(pair.before)} {arrow} {self.shown(pair.after)}"

    def _row(self, pair: Pair, scale: Scale, top: float) -> list[SafeString]:
        if pair.suppressed:
            return [span(scale, scale.low, scale.high, top, fill=self._hatched)]
        y = top + BAR / 2
        rail = element("line", x1="0%", x2="100%", y1=y, y2=y, class_="chart-rail")
        if pair.before is None or pair.after is None:
            return [rail]
        before, after = scale.at(pair.before), scale.at(pair.after)
        return [
            rail,
            element("line", x1=before, x2=after, y1=y, y2=y, class_="chart-step"),
            element("circle", cx=before, cy=y, r=6, class_="chart-before"),
            element("circle", cx=after, cy=y, r=7, class_="chart-after"),
        ]

    def legend(self) -> list[LegendEntry]:
        return [
            LegendEntry(
                label=self.before_label, swatch=element("circle", cx=10, cy=7, r=5, class_="chart-before")
            ),
            LegendEntry(
                label=self.after_label, swatch=element("circle", cx=10, cy=7, r=6, class_="chart-after")
            ),
        ]

    def table(self) -> Table:
        with_n = any(pair.n is not None for pair in self.rows)
        head = [self.row_label, self.before_label, self.after_label, *([_("People")] if with_n else [])]
        rows = [
            [
                pair.label,
                self.shown(pair.before, pair.suppressed),
                self.shown(pair.after, pair.suppressed),
                *([count(pair.n, pair.suppressed)] if with_n else []),
            ]
            for pair in self.rows
        ]
        return Table(head=head, rows=rows)
