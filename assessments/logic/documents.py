"""An instrument's version as one document: what a file says, what a version is written from, what two are compared by.

Texts are kept by language ("en" is the original). A number is a Decimal without needless digits.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

ORIGINAL = "en"
Texts = dict[str, str]
Place = tuple[
    str, ...
]  # "scale", its code, "anchor", its value, "label"; "dimension", …; "item", …; "version", …


class BadDocumentError(Exception):
    """`problems` says what is wrong, and where in the file."""

    def __init__(self, problems: "list[Problem]") -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = problems


@dataclass(frozen=True)
class Problem:
    """`where` is where in the file, in its own terms; filled by whoever reads that kind of file."""

    place: Place
    what: str
    where: str = ""

    def __str__(self) -> str:
        return f"{self.where or ' '.join(self.place)}: {self.what}"


@dataclass(kw_only=True)
class Anchor:
    value: Decimal
    label: Texts
    descriptor: Texts = field(default_factory=dict)
    evidence_required: bool = False


@dataclass(kw_only=True)
class Scale:
    code: str
    kind: str
    minimum: Decimal
    maximum: Decimal
    step: Decimal = Decimal(1)
    higher_is_better: bool = True
    anchors: list[Anchor] = field(default_factory=list)


@dataclass(kw_only=True)
class Item:
    code: str
    kind: str
    stem: Texts
    help_text: Texts = field(default_factory=dict)
    aspect: str = "level"
    scale: str = ""
    is_reversed: bool = False
    is_required: bool = False
    relevance: str = ""


@dataclass(kw_only=True)
class Dimension:
    code: str
    name: Texts
    capacity: str = ""
    weight: Decimal = Decimal(1)
    items: list[Item] = field(default_factory=list)


@dataclass(kw_only=True)
class About:
    """The instrument itself, whatever its version."""

    code: str
    title: Texts
    introduction: Texts = field(default_factory=dict)
    family: str
    unit: str
    publisher: str = ""
    edition: str = ""
    license: str = ""
    completeness: str = ""
    principles: list[str] = field(default_factory=list)


@dataclass(kw_only=True)
class Version:
    major: int = 1
    minor: int = 0
    comparability: str = "identical"
    scoring_rule: str = "mean"
    min_answered_share: Decimal = Decimal("0.8")


@dataclass(kw_only=True)
class Point:
    old: Decimal
    new: Decimal


@dataclass(kw_only=True)
class Bridge:
    """How the scores of a dimension in the version before are read in this one, between 0 and 1."""

    dimension: str
    method: str
    people: int
    source: str
    points: list[Point]


@dataclass(kw_only=True)
class Review:
    """A text whose state is another than that of its language; `place` as in "item/plan-1/stem"."""

    language: str
    place: str
    state: str


@dataclass(kw_only=True)
class Document:
    instrument: About
    version: Version = field(default_factory=Version)
    translations: dict[str, str] = field(
        default_factory=dict
    )  # how far each language is: machine, draft, reviewed
    reviews: list[Review] = field(default_factory=list)
    bridges: list[Bridge] = field(default_factory=list)
    scales: list[Scale] = field(default_factory=list)
    dimensions: list[Dimension] = field(default_factory=list)

    @property
    def items(self) -> list[Item]:
        return [item for dimension in self.dimensions for item in dimension.items]

    def texts(self) -> Iterator[tuple[Place, Texts]]:
        """All that respondents read of this version, with its place."""
        for scale in self.scales:
            for anchor in scale.anchors:
                at = ("scale", scale.code, "anchor", plain(anchor.value))
                yield (*at, "label"), anchor.label
                yield (*at, "descriptor"), anchor.descriptor
        for dimension in self.dimensions:
            yield ("dimension", dimension.code, "name"), dimension.name
            for item in dimension.items:
                yield ("item", item.code, "stem"), item.stem
                yield ("item", item.code, "help_text"), item.help_text

    def languages(self) -> set[str]:
        own = [self.instrument.title, self.instrument.introduction]
        texts = [*own, *(texts for _place, texts in self.texts())]
        return {language for each in texts for language, text in each.items() if text}


def written_place(place: Place) -> str:
    """No code has a slash in it."""
    return "/".join(place)


def plain(value: Decimal) -> str:
    """1, 1.0 and 1.000 are the same number, and are written the same."""
    return f"{Decimal(value).normalize() + 0:f}"
