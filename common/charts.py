"""Charts as SVG drawn on the server, each with its table: text stays text, colors are tokens, nothing needs a script.

Places along the line of writing are percentages, so that a drawing is as wide as its frame while its letters keep
their size; in right-to-left languages they are counted from the other side. Strings come translated from the caller.
"""

import math
import textwrap
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from django.templatetags.static import static
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from common import formats
from common.maps import world

LINE = 18  # px, one line of a label
BAR = 14  # px
GAP = 16  # px between rows
LETTERS = 40  # of a label and its value together; fit on a screen 320 px wide
LABEL_LETTERS = 14  # a label gets at least these
COLORS = 5  # steps of a map
HATCH = "M0 14L14 0M6 14L20 0M0 8L8 0M12 14L20 6M0 2L2 0M18 14L20 12"  # in a legend

Format = Callable[[float], str]


@dataclass(frozen=True, kw_only=True)
class Table:
    head: Sequence[str]
    rows: Sequence[Sequence[str]]


@dataclass(frozen=True, kw_only=True)
class LegendEntry:
    label: str
    swatch: SafeString


@dataclass(frozen=True, kw_only=True)
class Chart(ABC):
    """`key` is unique on the page; `summary` says in words what the drawing shows."""

    key: str
    title: str
    summary: str
    format: Format = formats.number

    @abstractmethod
    def drawing(self, *, rtl: bool) -> SafeString: ...

    @abstractmethod
    def table(self) -> Table: ...

    def legend(self) -> list[LegendEntry]:
        return []

    def shown(self, value: float | None, suppressed: str = "") -> str:
        if suppressed:
            return suppressed
        return "–" if value is None else self.format(value)

    def _svg(self, *parts: SafeString, height: float) -> SafeString:
        hatch = element(
            "pattern",
            element("path", d="M0 8L8 0M-2 2L2 -2M6 10L10 6", class_="chart-hatch"),
            id=f"{self.key}-hatch",
            width=8,
            height=8,
            patternUnits="userSpaceOnUse",
        )
        return element(
            "svg",
            element("title", self.title, id=f"{self.key}-title"),
            element("defs", hatch),
            *parts,
            class_="chart__drawing",
            role="img",
            aria_labelledby=f"{self.key}-title",
            width="100%",
            height=round(height),
        )

    @property
    def _hatched(self) -> str:
        return f"url(#{self.key}-hatch)"


# --- Bars ---


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

    def _row(self, bar: Bar, scale: "Scale", top: float) -> list[SafeString]:
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


# --- Before and after ---


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

    def _row(self, pair: Pair, scale: "Scale", top: float) -> list[SafeString]:
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


# --- Over time ---


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

    def _y(self, up: "Scale", value: float) -> float:
        return round(self.TOP + self.HEIGHT * (1 - up.share(value)), 1)

    def _grid(self, across: "Scale", up: "Scale") -> list[SafeString]:
        edge = "100%" if across.rtl else "0%"
        parts = []
        for value in ticks(up.low, up.high):
            y = self._y(up, value)
            parts.append(element("line", x1="0%", x2="100%", y1=y, y2=y, class_="chart-grid"))
            parts.append(element("text", self.format(value), x=edge, y=y - 4, class_="chart-tick"))
        return parts

    def _line(self, line: Series, across: "Scale", up: "Scale", look: int) -> list[SafeString]:
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

    def _periods(self, across: "Scale") -> list[SafeString]:
        """The first, the last, and the middle one where there is room for it."""
        last = len(self.periods) - 1
        anchors = {0: "start", last: "end"} | ({last // 2: "middle"} if last >= 4 else {})
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


# --- Funnel ---


@dataclass(frozen=True, kw_only=True)
class Step:
    label: str
    people: int | None = None
    suppressed: str = ""


@dataclass(frozen=True, kw_only=True)
class Funnel(Chart):
    """Steps one after the other; each is also given as a share of the first."""

    steps: Sequence[Step]
    step_label: str

    def drawing(self, *, rtl: bool) -> SafeString:
        scale = Scale(low=0, high=max([step.people or 0 for step in self.steps] + [1]), rtl=rtl)
        parts: list[SafeString] = []
        top = 0.0
        for step in self.steps:
            words, top = row_words(step.label, self._words(step), scale, top)
            bar = (
                span(scale, 0, scale.high, top, fill=self._hatched)
                if step.suppressed
                else span(scale, 0, step.people or 0, top, class_="chart-bar")
            )
            parts += [*words, bar]
            top += BAR + GAP
        return self._svg(*parts, height=top)

    def _words(self, step: Step) -> str:
        share = self._share(step)
        return (
            f"{self.shown(step.people, step.suppressed)} · {share}"
            if share
            else self.shown(step.people, step.suppressed)
        )

    def _share(self, step: Step) -> str:
        first = self.steps[0]
        if step.suppressed or first.suppressed or not first.people or step.people is None:
            return ""
        return formats.percent(step.people / first.people)

    def table(self) -> Table:
        rows = [[s.label, self.shown(s.people, s.suppressed), self._share(s) or "–"] for s in self.steps]
        return Table(head=[self.step_label, _("People"), _("Share of the first step")], rows=rows)


# --- Distribution ---


@dataclass(frozen=True, kw_only=True)
class Bin:
    label: str
    people: int | None = None
    suppressed: str = ""


@dataclass(frozen=True, kw_only=True)
class Histogram(Chart):
    bins: Sequence[Bin]
    bin_label: str
    HEIGHT = 160
    TOP = 20

    def drawing(self, *, rtl: bool) -> SafeString:
        across = Scale(low=0, high=max(len(self.bins), 1), rtl=rtl)
        up = Scale.around([bin_.people for bin_ in self.bins if not bin_.suppressed])
        floor = self.TOP + self.HEIGHT
        parts = [element("line", x1="0%", x2="100%", y1=floor, y2=floor, class_="chart-axis")]
        for place, bin_ in enumerate(self.bins):
            parts += self._column(bin_, place, across, up)
        return self._svg(*parts, height=floor + 26)

    def _column(self, bin_: Bin, place: int, across: "Scale", up: "Scale") -> list[SafeString]:
        height = self.HEIGHT if bin_.suppressed else self.HEIGHT * up.share(bin_.people or 0)
        top = self.TOP + self.HEIGHT - height
        start, end = sorted([across.place(place + 0.06), across.place(place + 0.94)])
        middle = across.at(place + 0.5)
        look = {"fill": self._hatched} if bin_.suppressed else {"class_": "chart-bar"}
        value = "" if bin_.suppressed else self.shown(bin_.people)
        return [
            element(
                "rect",
                x=share(start),
                width=share(end - start),
                y=round(top, 1),
                height=round(height, 1),
                **look,
            ),
            element("text", value, x=middle, y=round(top - 5, 1), text_anchor="middle", class_="chart-tick"),
            element(
                "text",
                bin_.label,
                x=middle,
                y=self.TOP + self.HEIGHT + 18,
                text_anchor="middle",
                class_="chart-tick",
            ),
        ]

    def table(self) -> Table:
        rows = [[bin_.label, self.shown(bin_.people, bin_.suppressed)] for bin_ in self.bins]
        return Table(head=[self.bin_label, _("People")], rows=rows)


# --- Map ---


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


# --- What drawings are made of ---


@dataclass(frozen=True, kw_only=True)
class Scale:
    """From a value to its place, in percent of the width; `inset` keeps marks inside the frame."""

    low: float
    high: float
    rtl: bool = False
    inset: float = 0

    @classmethod
    def around(cls, values: Iterable[float | None], *, rtl: bool = False, inset: float = 0) -> "Scale":
        known = [value for value in values if value is not None] or [0, 1]
        marks = ticks(min(0, *known), max(0, *known))
        return cls(low=marks[0], high=marks[-1], rtl=rtl, inset=inset)

    def share(self, value: float) -> float:
        return min(max((value - self.low) / (self.high - self.low), 0), 1)

    def place(self, value: float) -> float:
        from_start = self.inset + self.share(value) * (100 - 2 * self.inset)
        return 100 - from_start if self.rtl else from_start

    def at(self, value: float) -> str:
        return share(self.place(value))


def ticks(low: float, high: float) -> list[float]:
    """Round numbers that hold both ends, about five of them."""
    if high <= low:
        high = low + 1
    rough = (high - low) / 4
    power = 10 ** math.floor(math.log10(rough))
    step = next(size * power for size in (1, 2, 2.5, 5, 10) if rough <= size * power * 1.0001)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return [round(place * step, 10) for place in range(first, last + 1)]


def share(percent: float) -> str:
    return f"{percent:.2f}".rstrip("0").rstrip(".") + "%"


def count(people: int | None, suppressed: str) -> str:
    return "–" if people is None or suppressed else formats.number(people)


def between(low: str, high: str) -> str:
    return _("%(low)s to %(high)s") % {"low": low, "high": high}


def span(scale: Scale, low: float, high: float, top: float, **look: str) -> SafeString:
    start, end = sorted([scale.place(low), scale.place(high)])
    return element("rect", x=share(start), width=share(end - start), y=top, height=BAR, rx=2, **look)


def whisker(scale: Scale, low: float, high: float, y: float) -> SafeString:
    a, b = scale.at(low), scale.at(high)
    lines = [
        element("line", x1=a, x2=b, y1=y, y2=y),
        element("line", x1=a, x2=a, y1=y - 5, y2=y + 5),
        element("line", x1=b, x2=b, y1=y - 5, y2=y + 5),
    ]
    return element("g", *lines, class_="chart-whisker")


def swatch(look: str) -> SafeString:
    return element("rect", width=20, height=14, rx=2, class_=look)


def row_words(label: str, value: str, scale: Scale, top: float) -> tuple[list[SafeString], float]:
    """The label, broken where it is long, the value at the end of its line, and how far down they reach."""
    start, end = ("100%", "0%") if scale.rtl else ("0%", "100%")
    lines = textwrap.wrap(label, max(LETTERS - len(value), LABEL_LETTERS)) or [""]
    words = [
        element("text", line, x=start, y=top + LINE * place - 4, class_="chart-label")
        for place, line in enumerate(lines, start=1)
    ]
    bottom = top + LINE * len(lines)
    words.append(element("text", value, x=end, y=bottom - 4, text_anchor="end", class_="chart-value"))
    return words, bottom + 2


def element(tag: str, /, *content: str, **attributes: str | float) -> SafeString:
    """`class_` and `aria_label` stand for class and aria-label."""
    written = (
        format_html(' {}="{}"', mark_safe(_attribute(name)), value)  # noqa: S308 - the name stands in this file
        for name, value in attributes.items()
    )
    inside = "".join(conditional_escape(part) for part in content)
    return mark_safe(f"<{tag}{''.join(written)}>{inside}</{tag}>")  # noqa: S308 - each part is escaped above


def _attribute(name: str) -> str:
    return name.rstrip("_").replace("_", "-")
