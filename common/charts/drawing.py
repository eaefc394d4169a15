"""What drawings are made of: places along the line of writing, and elements of SVG."""

import math
import textwrap
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from common import formats

LINE = 18  # px, one line of a label
BAR = 14  # px
GAP = 16  # px between rows
LETTERS = 40  # of a label and its value together; fit on a screen 320 px wide
LABEL_LETTERS = 14  # a label gets at least these


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
