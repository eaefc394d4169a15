"""The tree of capacities as pages show it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from django.db.models import Prefetch, Q
from django.utils.translation import get_language

from capacity.models import (
    Capacity,
    CapacityCategory,
    CapacityChange,
    CapacityLabel,
    Category,
    CategoryRelation,
    Language,
)
from capacity.queries.texts import foreign_language
from common.cldr import language_name
from common.search import CJK, normalize

WORDS = 8  # of a search, at most


@dataclass
class Node:
    """A capacity with what is part of it; `language` is its name's where that is not the reader's."""

    capacity: Capacity
    language: str
    children: list["Node"] = field(default_factory=list)


@dataclass(frozen=True)
class CategoryRow:
    category: Category
    language: str
    capacities: int


@dataclass(frozen=True)
class NameRow:
    """A name in another language, with that language's name for the reader."""

    language: str
    code: str
    direction: str
    name: str


@dataclass(frozen=True)
class Found:
    """A capacity that a search found; `by` is the name that fits best, where it is not the one shown anyway."""

    capacity: Capacity
    language: str
    whole: Capacity | None
    by: NameRow | None


@dataclass(frozen=True)
class HistoryRow:
    """Codes are told as the capacities they belong to, where those exist."""

    change: CapacityChange
    language: NameRow | None
    before: str
    after: str


def search(words: str) -> list[Found]:
    """Those with every word in one of their names, whatever the language; a typing error is forgiven. Best first."""
    asked = normalize(words)
    found = Capacity.objects.shown().filter(says(words))
    labels = Prefetch("labels", queryset=CapacityLabel.objects.select_related("language"))
    merged = Prefetch("merged__labels", queryset=CapacityLabel.objects.select_related("language"))
    rows = [
        (likeness, best, capacity)
        for capacity in found.select_related("parent").prefetch_related(labels, merged)
        for likeness, best in [best_label(capacity, asked)]
    ]
    rows.sort(key=lambda row: (-row[0], normalize(row[2].name)))
    return [
        Found(capacity, foreign_language(capacity, "name"), capacity.parent, best)
        for _likeness, best, capacity in rows
    ]


def says(words: str) -> Q:
    """Every word, in whichever of its names."""
    return Q(*(_says(word) for word in words_of(normalize(words))))


def words_of(asked: str) -> list[str]:
    """What is searched, each on its own: words, and pairs of signs where a script has no spaces."""
    found: list[str] = []
    for word in asked.split():
        pairs = CJK.fullmatch(word) and len(word) > 2
        found += [word[i : i + 2] for i in range(len(word) - 1)] if pairs else [word]
    return list(dict.fromkeys(found))[:WORDS]


def _says(word: str) -> Q:
    """The word itself, or, where it is long enough to tell, one that is like it."""
    exact = Q(search_text__contains=word)
    return exact | Q(search_text__trigram_word_similar=word) if len(word) > 2 else exact


def best_label(capacity: Capacity, asked: str) -> tuple[float, NameRow | None]:
    """How well its names fit, from 0 to 1, and the one that fits best unless it is what the reader sees anyway."""
    labels = [
        *capacity.labels.all(),
        *(label for each in capacity.merged.all() for label in each.labels.all()),
    ]
    shown = fit(capacity.name, asked)
    likeness, label = max(
        ((fit(label.name, asked), label) for label in labels), key=_first, default=(0.0, None)
    )
    if label is None or likeness <= shown:
        return shown, None
    return likeness, name_row(label)


def _first(pair: tuple[float, CapacityLabel]) -> float:
    return pair[0]


def fit(text: str, asked: str) -> float:
    folded = normalize(text)
    whole = SequenceMatcher(None, folded, asked, autojunk=False).ratio()
    return 1 + whole if asked in folded else whole


def tree(*, category: Category | None = None) -> list[Node]:
    """The roots; with a category only what belongs to it, and the way there."""
    capacities = Capacity.objects.shown()
    if category:
        paths = capacities.filter(capacitycategory__category=category).values_list("path", flat=True)
        wanted = {code for path in paths for code in path.split("/")}
        capacities = capacities.filter(code__in=wanted)
    return grown(capacities.order_by("path"))


def grown(capacities: Iterable[Capacity]) -> list[Node]:
    """Nodes among the capacities given, each under its parent where that is among them, in the reader's order."""
    nodes = {
        capacity.pk: Node(capacity, foreign_language(capacity, "name"))
        for capacity in sorted(capacities, key=lambda capacity: normalize(capacity.name))
    }
    roots: list[Node] = []
    for node in nodes.values():
        above = nodes.get(node.capacity.parent_id or 0)
        (above.children if above else roots).append(node)
    return roots


def subtree(capacity: Capacity) -> list[Node]:
    """What is part of it."""
    below = Capacity.objects.shown().filter(path__startswith=f"{capacity.path}/")
    return grown(below)


def ancestors(capacity: Capacity) -> list[Capacity]:
    """From the root down, without itself."""
    codes = capacity.path.split("/")[:-1]
    return list(Capacity.objects.filter(code__in=codes).order_by("depth"))


def categories() -> list[CategoryRow]:
    """With the number of capacities for which each is the first category."""
    primary = Q(relation=CategoryRelation.PRIMARY, capacity__is_hidden=False)
    links = CapacityCategory.objects.filter(primary)
    rows = Category.objects.prefetch_related(
        Prefetch("capacitycategory_set", queryset=links, to_attr="first")
    )
    return [CategoryRow(row, foreign_language(row, "name"), len(row.first)) for row in rows]


def categories_of(capacity: Capacity) -> list[CapacityCategory]:
    """The first category first."""
    return list(capacity.capacitycategory_set.select_related("category").order_by("relation", "category"))


def names_of(capacity: Capacity) -> list[NameRow]:
    labels = CapacityLabel.objects.filter(capacity=capacity).select_related("language")
    rows = [name_row(label) for label in labels if label.name != capacity.name]
    return sorted(rows, key=lambda row: normalize(row.language))


def name_row(label: CapacityLabel) -> NameRow:
    return in_language(label.language, label.name)


def in_language(language: Language, text: str) -> NameRow:
    return NameRow(
        language=language_name(language.code, language.name_en),
        code=language.code,
        direction=language.direction,
        name=text,
    )


def unnamed_here(capacity: Capacity) -> str:
    """The reader's language, where the capacity has no name in it."""
    return (get_language() or "") if foreign_language(capacity, "name") else ""


def took_in(capacity: Capacity) -> list[Capacity]:
    """What was merged into it."""
    return list(capacity.merged.order_by("code"))


def history_of(capacity: Capacity) -> list[HistoryRow]:
    """Newest first; without who, because a person decides herself where her name stands."""
    changes = list(capacity.changes.select_related("language"))
    codes = {code for change in changes if change.language is None for code in (change.before, change.after)}
    named = {each.code: each.name for each in Capacity.objects.filter(code__in=codes)} if codes else {}
    return [
        HistoryRow(
            change=change,
            language=in_language(change.language, "") if change.language else None,
            before=change.before if change.language else named.get(change.before, change.before),
            after=change.after if change.language else named.get(change.after, change.after),
        )
        for change in changes
    ]
