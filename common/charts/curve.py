"""What the first so many hold of the whole: a curve below or above the line of equal shares."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from common import formats
from common.charts.chart import Chart, LegendEntry, Table
from common.charts.drawing import Scale, element

PLACES = (0, 0.25, 0.5, 0.75, 1)


@dataclass(frozen=True, kw_only=True)
class Curve(Chart):
    """`points` are shares from (0, 0) to (1, 1), in order; the drawing takes at most `MOST` of them."""

    points: Sequence[tuple[float, float]]
    across_label: str
    up_label: str
    HEIGHT = 240
    TOP = 12
    MOST = 60
    ROWS = 10

    def drawing(self, *, rtl: bool) -> SafeString:
        across = Scale(low=0, high=1, rtl=rtl)
        parts = [*self._grid(across), self._line(across, (0, 0), (1, 1), "chart-equal")]
        parts += [
            self._line(across, a, b, "chart-line chart-line--1")
            for a, b in pairwise(self._thinned(self.MOST))
        ]
        return self._svg(*parts, height=self.TOP + self.HEIGHT + 30)

    def _grid(self, across: Scale) -> list[SafeString]:
        start = "100%" if across.rtl else "0%"
        parts = []
        for place in PLACES:
            y = self._y(place)
            parts.append(element("line", x1="0%", x2="100%", y1=y, y2=y, class_="chart-grid"))
            if 0 < place < 1:
                words = formats.percent(place)
                parts.append(element("text", words, x=start, y=y - 4, class_="chart-tick"))
                below = self.TOP + self.HEIGHT + 22
                parts.append(
                    element(
                        "text", words, x=across.at(place), y=below, text_anchor="middle", class_="chart-tick"
                    )
                )
        return parts

    def _y(self, value: float) -> float:
        return round(self.TOP + self.HEIGHT * (1 - value), 1)

    def _line(self, across: Scale, a: tuple[float, float], b: tuple[float, float], look: str) -> SafeString:
        return element(
            "line", x1=across.at(a[0]), y1=self._y(a[1]), x2=across.at(b[0]), y2=self._y(b[1]), class_=look
        )

    def _thinned(self, most: int) -> list[tuple[float, float]]:
        if len(self.points) <= most:
            return list(self.points)
        last = len(self.points) - 1
        return [self.points[round(place * last / (most - 1))] for place in range(most)]

    def legend(self) -> list[LegendEntry]:
        looks = {self.up_label: "chart-line chart-line--1", _("Equal shares"): "chart-equal"}
        return [
            LegendEntry(label=label, swatch=element("line", x1=0, x2=20, y1=7, y2=7, class_=look))
            for label, look in looks.items()
        ]

    def table(self) -> Table:
        rows = [[formats.percent(x), formats.percent(y)] for x, y in self._thinned(self.ROWS + 1)]
        return Table(head=[self.across_label, self.up_label], rows=rows)
