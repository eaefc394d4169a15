"""Values over time."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from django.utils.safestring import SafeString

from common.charts.chart import Chart, LegendEntry, Table
from common.charts.drawing import Scale, element, ticks


@dataclass(frozen=True, kw_only=True)
class Series:
    label: str
    values: Sequence[float | None]  # one for each period; a gap where there is none


@dataclass(frozen=True, kw_only=True)
class Trend(Chart):
    """At most four series, told apart by their dashes as well as their colors."""

    periods: Sequence[str]
    series: Sequence[Series]
    period_label: str
    HEIGHT = 180
    TOP = 12

    def drawing(self, *, rtl: bool) -> SafeString:
        across = Scale(low=0, high=max(len(self.periods) - 1, 1), rtl=rtl, inset=8)
        up = Scale.around([value for line in self.series for value in line.values])
        parts = self._grid(across, up)
        for place, line in enumerate(self.series):
            parts += self._line(line, across, up, place % 4 + 1)
        parts += self._periods(across)
        return self._svg(*parts, height=self.TOP + self.HEIGHT + 30)

    def _y(self, up: Scale, value: float) -> float:
        return round(self.TOP + self.HEIGHT * (1 - up.share(value)), 1)

    def _grid(self, across: Scale, up: Scale) -> list[SafeString]:
        edge = "100%" if across.rtl else "0%"
        parts = []
        for value in ticks(up.low, up.high):
            y = self._y(up, value)
            parts.append(element("line", x1="0%", x2="100%", y1=y, y2=y, class_="chart-grid"))
            parts.append(element("text", self.format(value), x=edge, y=y - 4, class_="chart-tick"))
        return parts

    def _line(self, line: Series, across: Scale, up: Scale, look: int) -> list[SafeString]:
        points = [
            None if value is None else (across.at(place), self._y(up, value))
            for place, value in enumerate(line.values)
        ]
        parts = [
            element("line", x1=a[0], y1=a[1], x2=b[0], y2=b[1], class_=f"chart-line chart-line--{look}")
            for a, b in pairwise(points)
            if a and b
        ]
        return parts + [
            element("circle", cx=point[0], cy=point[1], r=4, class_=f"chart-point chart-point--{look}")
            for point in points
            if point
        ]

    def _periods(self, across: Scale) -> list[SafeString]:
        """The first, the last, and the middle one where there is room for it; one alone stands below its point."""
        last = len(self.periods) - 1
        anchors = {last: "end", 0: "start"} | ({last // 2: "middle"} if last >= 4 else {})
        edges = {"start": "100%" if across.rtl else "0%", "end": "0%" if across.rtl else "100%"}
        return [
            element(
                "text",
                self.periods[place],
                x=edges.get(anchor, across.at(place)),
                y=self.TOP + self.HEIGHT + 22,
                text_anchor=anchor,
                class_="chart-tick",
            )
            for place, anchor in anchors.items()
            if self.periods
        ]

    def legend(self) -> list[LegendEntry]:
        return [
            LegendEntry(
                label=line.label,
                swatch=element(
                    "line", x1=0, x2=20, y1=7, y2=7, class_=f"chart-line chart-line--{place % 4 + 1}"
                ),
            )
            for place, line in enumerate(self.series)
        ]

    def table(self) -> Table:
        rows = [
            [period, *(self.shown(line.values[place]) for line in self.series)]
            for place, period in enumerate(self.periods)
        ]
        return Table(head=[self.period_label, *(line.label for line in self.series)], rows=rows)
