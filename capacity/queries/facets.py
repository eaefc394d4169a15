"""The facets of the directory as its page shows them: values with their counts, and links that turn them on or off."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from capacity.logic.tree import unfolded
from capacity.models import CommunityMaturity, StakeholderKind
from capacity.queries.directory import Counts, Criteria
from capacity.queries.vocabulary import Vocabulary
from common.facets.options import Option, Pairs, href, labels_of, options

SHOWN = 15  # of a long facet; the others are chosen from a list
FOLDED = {"territory", "language"}  # until one of theirs is chosen


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
    labels = labels_in(words)
    labels["capacity"] = unfolded(words.capacities, [value for key, value in pairs if key == "capacity"])
    made = []
    for name, title in titles.items():
        counted = counts.of(asked.claim or "capacity") if name == "capacity" else counts.of(name)
        found = options(name, labels[name], counted, pairs, is_single=name == "claim")
        made.append(_facet(name, title, found))
    return [facet for facet in made if facet.options]


def labels_in(words: Vocabulary) -> dict[str, dict[str, str]]:
    return {
        "kind": labels_of(StakeholderKind),
        "claim": {
            "has": pgettext("capacities", "Has"),
            "offers": pgettext("capacities", "Offers"),
            "wants": pgettext("capacities", "Wants"),
        },
        "capacity": {node.code: node.label for node in words.capacities.values()},
        "region": words.regions,
        "community": labels_of(CommunityMaturity),
        "territory": words.territories,
        "language": words.languages,
    }


def chips(words: Vocabulary, pairs: Pairs) -> list[tuple[str, str]]:
    """What is being asked, each with the link that takes it away."""
    labels = labels_in(words)
    return [
        (
            labels.get(name, {}).get(value, value),
            href([other for other in pairs if other != (name, value)]),
        )
        for name, value in pairs
    ]


def _facet(name: str, title: str, made: list[Option]) -> Facet:
    """Of many values the largest are links."""
    if name not in FOLDED or len(made) <= SHOWN:
        return Facet(name, title, made, [])
    largest = {option.key for option in sorted(made, key=lambda option: -option.count)[:SHOWN]}
    shown = [option for option in made if option.selected or option.key in largest]
    return Facet(name, title, shown, [option for option in made if option not in shown])
