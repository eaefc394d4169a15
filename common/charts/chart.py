"""What every chart has: a title, a summary in words, a drawing, and its table."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString

from common import formats
from common.charts.drawing import element

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

    def __post_init__(self) -> None:
        """Charts are kept by what they say of themselves: a nameless function would say another thing each time."""
        if "<locals>" in getattr(self.format, "__qualname__", ""):
            raise TypeError(f"The format of {self.title!r} is a function with a name, outside of others.")

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
