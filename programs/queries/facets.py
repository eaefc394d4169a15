"""The facets of the catalog as the page shows them: each value with its count and the link that turns it on or off."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from capacity.logic.tree import unfolded
from capacity.models import Stakeholder
from common import cldr
from common.facets.options import Option, Pairs, labels_of, options
from common.formats import autonym
from programs.models import AccessProvision, AudienceGroup, Delivery
from programs.queries.vocabulary import Vocabulary

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
    capacities = [value for key, value in pairs if key == "capacity"]
    regions = {code: counts.get("region", {}).get(code, 0) + everywhere for code in words.regions}
    found: list[tuple[str, str, Mapping[str, str], Mapping[str, int]]] = [
        ("open", _("Enrollment"), {"1": pgettext("enrollment", "Open now")}, counts.get("open", {})),
        (
            "capacity",
            _("Capacity"),
            unfolded(words.capacities, capacities),
            counts.get("capacity", {}),
        ),
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
    made = [
        Facet(name, title, options(name, labels, n, pairs, is_single=name in SINGLE))
        for name, title, labels, n in found
    ]
    return [facet for facet in made if facet.options]


def _zones(zones: Iterable[str]) -> dict[str, str]:
    """The reader's own, and the one in the address, which may be somebody else's."""
    return {
        zone: _("All sessions from 8 to 22 o’clock in: %(zone)s") % {"zone": cldr.zone_name(zone)}
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
