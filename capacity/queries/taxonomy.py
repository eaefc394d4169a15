"""The tree of capacities as pages show it."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Prefetch, Q

from capacity.models import Capacity, CapacityCategory, CapacityLabel, Category, CategoryRelation
from capacity.queries.texts import foreign_language
from common.cldr import language_name
from common.search import normalize


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
    rows = [
        NameRow(
            language=language_name(label.language_id, label.language.name_en),
            code=label.language_id,
            direction=label.language.direction,
            name=label.name,
        )
        for label in labels
        if label.name != capacity.name
    ]
    return sorted(rows, key=lambda row: normalize(row.language))
