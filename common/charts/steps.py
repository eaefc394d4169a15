"""How many came how far, and how many had which value."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from common import formats
from common.charts.chart import Chart, Table
from common.charts.drawing import BAR, GAP, Scale, element, row_words, share, span


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

    def _column(self, bin_: Bin, place: int, across: Scale, up: Scale) -> list[SafeString]:
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
