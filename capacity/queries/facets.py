"""The facets of the directory as its page shows them: values with their counts, and links that turn them on or off."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from capacity.models import CommunityMaturity, StakeholderKind
from capacity.queries.directory import Counts, Criteria
from capacity.queries.vocabulary import Vocabulary

Pairs = list[tuple[str, str]]
SHOWN = 15  # of a long facet; the others are chosen from a list
FOLDED = {"territory", "language"}  # until one of theirs is chosen


@dataclass(frozen=True)
class Option:
    key: str  # an id on the page, so that the focus stays where it is
    value: str
    label: str
    count: int
    href: str
    selected: bool


@dataclass(frozen=True)
class Facet:
    name: str
    title: str
    options: list[Option]
    others: list[Option]  # of a long facet

    @property
    def unfolded(self) -> bool:
        return self.name not in FOLDED or any(option.selected for option in self.options)


def facets(counts: Counts, words: Vocabulary, asked: Criteria, pairs: Pairs) -> list[Facet]:
    """`pairs` is the query string without its page; a facet nobody can choose from is left out."""
    titles = {
        "kind": _("Kind"),
        "claim": _("What they have, offer or want"),
        "capacity": _("Capacity"),
        "region": _("Region"),
        "community": _("Community"),
        "territory": _("Territory"),
        "language": _("Language"),
    }
    labels = labels_of(words)
    labels["capacity"] = _tree(words, pairs)
    made = []
    for name, title in titles.items():
        counted = counts.of(asked.claim or "capacity") if name == "capacity" else counts.of(name)
        made.append(_facet(name, title, options(name, labels[name], counted, pairs)))
    return [facet for facet in made if facet.options]


def labels_of(words: Vocabulary) -> dict[str, dict[str, str]]:
    return {
        "kind": {code: str(label) for code, label in StakeholderKind.choices},
        "claim": {
            "has": pgettext("capacities", "Has"),
            "offers": pgettext("capacities", "Offers"),
            "wants": pgettext("capacities", "Wants"),
        },
        "capacity": {node.code: node.label for node in words.capacities.values()},
        "region": words.regions,
        "community": {code: str(label) for code, label in CommunityMaturity.choices},
        "territory": words.territories,
        "language": words.languages,
    }


def chips(words: Vocabulary, pairs: Pairs) -> list[tuple[str, str]]:
    """What is being asked, each with the link that takes it away."""
    labels = labels_of(words)
    return [
        (
            labels.get(name, {}).get(value, value),
            href([other for other in pairs if other != (name, value)]),
        )
        for name, value in pairs
    ]


def href(pairs: Pairs) -> str:
    return f"?{urlencode(pairs)}" if pairs else "?"


def options(name: str, labels: Mapping[str, str], counts: Mapping[str, int], pairs: Pairs) -> list[Option]:
    """Those that would find something, and the chosen ones, whose links take them back."""
    others = pairs if name != "claim" else [pair for pair in pairs if pair[0] != name]
    rest = urlencode(others)
    chosen = {value for key, value in pairs if key == name}
    made = []
    for code, label in labels.items():
        selected, count = code in chosen, counts.get(code, 0)
        if not (selected or count):
            continue
        if selected:
            link = href([pair for pair in pairs if pair != (name, code)])
        else:
            link = f"?{rest}&{name}={code}" if rest else f"?{name}={code}"
        made.append(Option(f"{name}-{code}", code, label, count, link, selected))
    return made


def _facet(name: str, title: str, made: list[Option]) -> Facet:
    """Of many values the largest are links."""
    if name not in FOLDED or len(made) <= SHOWN:
        return Facet(name, title, made, [])
    largest = {option.key for option in sorted(made, key=lambda option: -option.count)[:SHOWN]}
    shown = [option for option in made if option.selected or option.key in largest]
    return Facet(name, title, shown, [option for option in made if option not in shown])


def _tree(words: Vocabulary, pairs: Pairs) -> dict[str, str]:
    """The top of the tree, and under what is chosen (and what leads to it) the next level."""
    chosen = [value for key, value in pairs if key == "capacity" and value in words.capacities]
    opened = {code for value in chosen for code in words.capacities[value].path.split("/")}
    shown: dict[str, str] = {}

    def show(parent: str, depth: int) -> None:
        for node in words.children(parent):
            shown[node.code] = f"{'– ' * depth}{node.label}"
            if node.code in opened:
                show(node.code, depth + 1)

    show("", 0)
    return shown
