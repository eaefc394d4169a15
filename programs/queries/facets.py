"""The facets of the catalog as the page shows them: each value with its count and the link that turns it on or off."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from capacity.models import Stakeholder
from common.formats import autonym
from programs.models import AccessProvision, AudienceGroup, Delivery
from programs.queries.vocabulary import Vocabulary

Pairs = list[tuple[str, str]]
FOLDED = {
    "language",
    "interpretation",
    "region",
    "starts",
    "audience",
    "level",
    "access",
    "provider",
}  # until chosen
SINGLE = {"starts", "open", "free", "zone"}
PROVIDERS = 12  # shown, those with the most programs found


@dataclass(frozen=True)
class Option:
    key: str  # an id on the page, so that the focus stays where it is
    label: str
    count: int
    href: str
    selected: bool


@dataclass(frozen=True)
class Facet:
    name: str
    title: str
    options: list[Option]

    @property
    def unfolded(self) -> bool:
        return self.name not in FOLDED or any(option.selected for option in self.options)


def facets(
    counts: Mapping[str, Mapping[str, int]],
    words: Vocabulary,
    pairs: Pairs,
    starts: Mapping[str, str],
    zones: Iterable[str] = (),
) -> list[Facet]:
    """`pairs` is the query string without its page; a facet nobody can choose from is left out."""
    everywhere = counts["everywhere"][""]
    free = {"1": pgettext("of a program", "Free of charge")}
    regions = {code: counts.get("region", {}).get(code, 0) + everywhere for code in words.regions}
    found: list[tuple[str, str, Mapping[str, str], Mapping[str, int]]] = [
        ("open", _("Enrollment"), {"1": pgettext("enrollment", "Open now")}, counts.get("open", {})),
        ("capacity", _("Capacity"), _capacities(words, pairs), counts.get("capacity", {})),
        ("method", _("Method"), words.methods, counts.get("method", {})),
        ("format", pgettext("of a cohort", "Format"), labels_of(Delivery), counts.get("format", {})),
        ("starts", pgettext("of a cohort", "Start"), starts, counts.get("starts", {})),
        ("zone", _("Waking hours"), _zones(zones), counts.get("zone", {})),
        ("language", _("Language"), _languages("language", words, pairs), counts.get("language", {})),
        (
            "interpretation",
            _("Interpretation"),
            _languages("interpretation", words, pairs),
            counts.get("interpretation", {}),
        ),
        ("access", _("Access provisions"), labels_of(AccessProvision), counts.get("access", {})),
        ("free", pgettext("of a program", "Cost"), free, counts.get("free", {})),
        ("audience", _("Who it is for"), labels_of(AudienceGroup), counts.get("audience", {})),
        ("level", _("Level you begin with"), words.levels, counts.get("level", {})),
        ("region", _("Region"), words.regions, regions),
        (
            "provider",
            _("Provided by"),
            _providers(counts.get("provider", {}), pairs),
            counts.get("provider", {}),
        ),
    ]
    made = [Facet(name, title, _options(name, labels, n, pairs)) for name, title, labels, n in found]
    return [facet for facet in made if facet.options]


def labels_of(choices: type[TextChoices]) -> dict[str, str]:
    return {str(code): str(label) for code, label in choices.choices}


def href(pairs: Pairs) -> str:
    return f"?{urlencode(pairs)}" if pairs else "?"


def _options(name: str, labels: Mapping[str, str], counts: Mapping[str, int], pairs: Pairs) -> list[Option]:
    single = name in SINGLE
    rest = urlencode([pair for pair in pairs if not (single and pair[0] == name)])
    chosen = {value for key, value in pairs if key == name}
    options = []
    for code, label in labels.items():
        selected, count = code in chosen, counts.get(code, 0)
        if not (selected or count):
            continue
        if selected:
            link = href([pair for pair in pairs if pair != (name, code)])
        else:
            own = urlencode([(name, code)])
            link = f"?{rest}&{own}" if rest else f"?{own}"
        options.append(Option(f"{name}-{code}", str(label), count, link, selected))
    return options


def _capacities(words: Vocabulary, pairs: Pairs) -> dict[str, str]:
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


def _zones(zones: Iterable[str]) -> dict[str, str]:
    """The reader's own, and the one in the address, which may be somebody else's."""
    return {
        zone: _("All sessions from 8 to 22 o’clock in: %(zone)s") % {"zone": zone.replace("_", " ")}
        for zone in zones
    }


def _providers(counts: Mapping[str, int], pairs: Pairs) -> dict[str, str]:
    chosen = [value for key, value in pairs if key == "provider"]
    most = sorted(counts, key=lambda slug: (-counts[slug], slug))[:PROVIDERS]
    slugs = dict.fromkeys([*chosen, *most])
    if not slugs:
        return {}
    names = dict(Stakeholder.objects.organizations().filter(slug__in=slugs).values_list("slug", "name"))
    return {slug: names.get(slug, slug) for slug in slugs}


def _languages(name: str, words: Vocabulary, pairs: Pairs) -> dict[str, str]:
    asked = {value: autonym(value) for key, value in pairs if key == name}
    return dict(sorted({**asked, **words.languages}.items(), key=lambda item: item[1].casefold()))
