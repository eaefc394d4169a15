"""A map with a color for each territory."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from django.templatetags.static import static
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from common.charts.chart import Chart, LegendEntry, Table
from common.charts.drawing import element, swatch
from common.maps import world

COLORS = 5  # steps of a map
HATCH = "M0 14L14 0M6 14L20 0M0 8L8 0M12 14L20 6M0 2L2 0M18 14L20 12"  # in a legend


@dataclass(frozen=True, kw_only=True)
class Area:
    """A territory by its ISO 3166 alpha-2 code. One without a shape stands in the table only."""

    code: str
    label: str
    value: float | None = None
    suppressed: str = ""


@dataclass(frozen=True, kw_only=True)
class Choropleth(Chart):
    areas: Sequence[Area]
    area_label: str
    value_label: str
    breaks: Sequence[float] = field(default=())  # from low to high, at most four

    def drawing(self, *, rtl: bool) -> SafeString:
        """A map is not mirrored: east stays at the right."""
        shapes = static("world.svg")
        drawn = world()
        parts = [element("use", href=f"{shapes}#land", class_="map-land")]
        parts += [
            element("use", href=f"{shapes}#{area.code}", **self._look(area))
            for area in self.areas
            if area.code in drawn.codes
        ]
        hatch = element(
            "pattern",
            element("path", d="M0 80L80 0M-20 20L20 -20M60 100L100 60", class_="map-hatch"),
            id=f"{self.key}-hatch",
            width=80,
            height=80,
            patternUnits="userSpaceOnUse",
        )
        return element(
            "svg",
            element("title", self.title, id=f"{self.key}-title"),
            element("defs", hatch),
            *parts,
            class_="chart__drawing chart__drawing--map",
            role="img",
            aria_labelledby=f"{self.key}-title",
            viewBox=f"0 0 {drawn.width} {drawn.height}",
        )

    def _look(self, area: Area) -> dict[str, str]:
        if area.suppressed:
            return {"fill": self._hatched, "class_": "map-suppressed"}
        return {
            "class_": f"map-area map-area--{self.step(area.value)}" if area.value is not None else "map-area"
        }

    def step(self, value: float) -> int:
        return 1 + sum(value >= limit for limit in self._breaks)

    @property
    def _breaks(self) -> list[float]:
        """Given ones, or those that put about as many territories into each color."""
        if self.breaks:
            return list(self.breaks)[: COLORS - 1]
        values = sorted({area.value for area in self.areas if area.value is not None and not area.suppressed})
        if len(values) <= COLORS:
            return values[1:]
        return [values[len(values) * part // COLORS] for part in range(1, COLORS)]

    def legend(self) -> list[LegendEntry]:
        values = [area.value for area in self.areas if area.value is not None and not area.suppressed]
        if not values:
            return []
        edges = [min(values), *self._breaks, max(values)]
        entries = [
            LegendEntry(
                label=self._range(low, high, last=place == len(edges) - 1),
                swatch=swatch(f"map-area map-area--{place}"),
            )
            for place, (low, high) in enumerate(pairwise(edges), start=1)
        ]
        if any(area.suppressed for area in self.areas):
            entries.append(
                LegendEntry(label=_("Not shown"), swatch=element("path", d=HATCH, class_="chart-hatch"))
            )
        return entries

    def _range(self, low: float, high: float, *, last: bool) -> str:
        if last:
            return _("%(low)s and more") % {"low": self.format(low)}
        return _("%(low)s to less than %(high)s") % {"low": self.format(low), "high": self.format(high)}

    def table(self) -> Table:
        rows = [[area.label, self.shown(area.value, area.suppressed)] for area in self.areas]
        return Table(head=[self.area_label, self.value_label], rows=rows)
