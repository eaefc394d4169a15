"""Results made ready to be read: names for codes, words for numbers, charts with their tables.

Only protected results come in here, so nothing that is drawn or written can tell more than they do.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property

from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

from assessments.models import Timepoint
from capacity.models import Capacity, Region
from common import charts, formats
from evaluation.logic.definitions import anchor_of, definition_of
from evaluation.logic.results import Result
from programs.models import Method
from programs.queries.vocabulary import Vocabulary, localized

Words = Callable[[Decimal], str]
POINTS = 100  # scores run from 0 to 1 and are told from 0 to 100


@dataclass(frozen=True, kw_only=True)
class Figure:
    """What the component `stat` asks for."""

    label: str
    value: str
    n: int | None = None
    interval: str = ""
    definition: str = ""
    suppressed: str = ""


@dataclass(frozen=True, kw_only=True)
class FigureRow:
    label: str
    cells: list[str]


@dataclass(frozen=True, kw_only=True)
class FigureTable:
    caption: str
    head: list[str]
    rows: list[FigureRow]
    note: str = ""  # said beneath, and alone where there are no rows
    definition: str = ""  # where it stands how its figures are counted

    @property
    def reason(self) -> str:
        """Why cells are not shown, where any is not."""
        hidden = hidden_word()
        return hidden_reason() if any(hidden in row.cells for row in self.rows) else ""


@dataclass(frozen=True, kw_only=True)
class Section:
    code: str
    title: str
    lead: str = ""
    figures: list[Figure] = field(default_factory=list)
    drawings: list[charts.Chart] = field(default_factory=list)
    tables: list[FigureTable] = field(default_factory=list)
    is_compared: bool = False  # whether any change in it has a comparison group
    is_selected: bool = False  # whether any of the people were admitted for a low baseline

    @property
    def is_empty(self) -> bool:
        return not (self.figures or self.drawings or self.tables or self.lead)


def hidden_reason() -> str:
    people = settings.MINIMUM_CELL_PEOPLE
    return ngettext(
        "Not shown, to protect people: by itself or beside other figures, it could tell of fewer than %(people)s"
        " person.",
        "Not shown, to protect people: by itself or beside other figures, it could tell of fewer than %(people)s"
        " people.",
        people,
    ) % {"people": formats.number(people)}


def with_reason(summary: str, results: Iterable[Result]) -> str:
    """What a chart says of itself, and why rows of it are not shown, where any is not."""
    hides = any(each.is_suppressed for each in results)
    return f"{summary} {hidden_reason()}" if hides else summary


def hidden_word() -> str:
    return pgettext("figure", "not shown")


class Names:
    """The names of what cells are about, each table read once and only if it is asked for."""

    def __init__(self, words: Vocabulary | None = None) -> None:
        """`words` are those the page has at hand: they name the capacities that are shown."""
        if words is not None:
            self._capacities = [(node.pk, node.code, node.label) for node in words.capacities.values()]

    @cached_property
    def _capacities(self) -> list[tuple[int, str, str]]:
        label = localized("name", get_language() or settings.LANGUAGE_CODE)
        return list(Capacity.objects.order_by("path").values_list("pk", "code", label))

    @cached_property
    def codes(self) -> dict[int, str]:
        return {pk: code for pk, code, _label in self._capacities}

    @cached_property
    def capacities(self) -> dict[str, str]:
        return {code: label or code for _pk, code, label in self._capacities}

    @cached_property
    def regions(self) -> dict[str, str]:
        return {region.code: region.name for region in Region.objects.wikimedia()}

    @cached_property
    def methods(self) -> dict[str, str]:
        return {method.code: method.name for method in Method.objects.all()}

    def capacity(self, code: str) -> str:
        return self.capacities.get(code, code)

    def region(self, code: str) -> str:
        return self.regions.get(code, code) if code else _("Region not known")

    def method(self, code: str) -> str:
        return self.methods.get(code, code)


class Results:
    """Results by place, with what is needed to read them."""

    def __init__(self, results: Iterable[Result], names: Names | None = None) -> None:
        self.all = list(results)
        self.places = {result.place: result for result in self.all}
        self.names = names or Names()

    def get(self, metric: str, cell: Mapping[str, str] | None = None) -> Result | None:
        return self.places.get((metric, tuple(sorted((cell or {}).items()))))

    def by(self, metric: str, dimension: str) -> list[Result]:
        """Those that have this dimension and no other."""
        return [each for each in self.all if each.metric == metric and set(each.cell) == {dimension}]

    def change(self, earlier: str, later: str, *, by_region: bool = False) -> list[Result]:
        dimensions = {"capacity", "from", "to"} | ({"region"} if by_region else set())
        return [
            each
            for each in self.all
            if each.metric == "change"
            and set(each.cell) == dimensions
            and (each.cell["from"], each.cell["to"]) == (earlier, later)
        ]


# --- Words ---


def whole(value: Decimal) -> str:
    return formats.number(float(value))


def rounded(value: Decimal) -> str:
    """Without decimals: hours are added up from minutes, which nobody measured so exactly."""
    return formats.number(float(value), digits=0)


def share(value: Decimal) -> str:
    return formats.percent(float(value))


def points(value: Decimal) -> str:
    return formats.signed(float(value) * POINTS, digits=1)


def ratio(value: Decimal) -> str:
    return formats.number(float(value), digits=2)


def probability(value: Decimal) -> str:
    if value < Decimal("0.001"):
        return _("less than %(limit)s") % {"limit": formats.number(0.001, digits=3)}
    return formats.number(float(value), digits=3)


def said(result: Result | None, words: Words) -> str:
    if result is None:
        return "–"
    if result.is_suppressed:
        return hidden_word()
    return "–" if result.value is None else words(result.value)


def interval(result: Result, words: Words) -> str:
    if result.is_suppressed or result.low is None or result.high is None:
        return ""
    limits = {"low": words(result.low), "high": words(result.high)}
    return _("%(low)s to %(high)s (95 %% interval)") % limits


def people(result: Result | None) -> str:
    return "–" if result is None or result.n is None else formats.number(result.n)


def definition_address(metric: str) -> str:
    return reverse("evaluation:indicator-list") + anchor_of(metric)


def figure(result: Result, words: Words = whole, *, with_n: bool = True) -> Figure:
    return Figure(
        label=str(definition_of(result.metric).name),
        value=said(result, words),
        n=result.n if with_n else None,
        interval=interval(result, words),
        definition=definition_address(result.metric),
        suppressed=hidden_reason() if result.is_suppressed else "",
    )


# --- Names that charts and tables share ---


def timepoint_name(code: str) -> str:
    return str(Timepoint(code).label)


def pair_title(earlier: str, later: str) -> str:
    words = {"earlier": Timepoint(earlier).label, "later": Timepoint(later).label}
    return _("From %(earlier)s to %(later)s") % words


def limits(result: Result, words: Words) -> str:
    if result.low is None or result.high is None:
        return "–"
    return charts.between(words(result.low), words(result.high))


def step_labels() -> dict[str, str]:
    return {
        "applied": _("Applied"),
        "accepted": _("Accepted"),
        "attended": _("Attended"),
        "completed": _("Completed"),
        "followed_up": _("Answered a follow-up"),
    }
