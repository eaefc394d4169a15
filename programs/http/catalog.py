"""What the doors to the catalog share: its page, saved searches, feeds."""

from collections.abc import Callable
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from capacity.models import Stakeholder
from common import cldr
from common.facets.options import labels_of
from common.formats import autonym, day
from programs.filters import STARTS, ProgramFilter
from programs.models import AccessProvision, AudienceGroup, Delivery

Worded = list[tuple[tuple[str, str], str]]


def worded(asked: ProgramFilter) -> Worded:
    """Each thing that is asked, as it stands in a link, with its words."""
    wishes = asked.wishes  # also reads the form
    words = words_by_facet(asked) if wishes else {}
    return [((name, value), words[name](value)) for name, value in wishes]


def words_by_facet(asked: ProgramFilter) -> dict[str, Callable[[str], str]]:
    words = asked.words
    formats, access, groups = labels_of(Delivery), labels_of(AccessProvision), labels_of(AudienceGroup)
    given = asked.form.cleaned_data
    names = names_of(asked.criteria.providers)
    labels = {name: str(asked.form.fields[name].label) for name in ("starts_from", "starts_to")}
    return {
        "q": lambda value: value,
        "capacity": lambda value: words.capacities[value].label,
        "language": lambda value: words.languages.get(value) or autonym(value),
        "region": lambda value: words.regions[value],
        "method": lambda value: words.methods[value],
        "format": lambda value: formats[value],
        "starts": lambda value: str(STARTS[value]),
        "open": lambda _value: _("Open for enrollment"),
        "interpretation": lambda value: (
            _("Interpretation: %(language)s") % {"language": words.languages.get(value) or autonym(value)}
        ),
        "access": lambda value: access[value],
        "free": lambda _value: _("Free of charge"),
        "zone": lambda value: _("Waking hours: %(zone)s") % {"zone": cldr.zone_name(value)},
        "starts_from": lambda _value: f"{labels['starts_from']}: {day(given['starts_from'])}",
        "starts_to": lambda _value: f"{labels['starts_to']}: {day(given['starts_to'])}",
        "audience": lambda value: groups[value],
        "level": lambda value: _("Begins at: %(level)s") % {"level": words.levels[value]},
        "provider": lambda value: names.get(value, value),
    }


def names_of(providers: tuple[str, ...]) -> dict[str, str]:
    if not providers:
        return {}
    return dict(Stakeholder.objects.organizations().filter(slug__in=providers).values_list("slug", "name"))


def problems_of(asked: ProgramFilter) -> list[str]:
    """What of the address was not understood."""
    return [
        _("%(field)s: %(problem)s") % {"field": asked.form.fields[name].label, "problem": problem}
        for name, problems in asked.form.errors.items()
        for problem in problems
    ]


def feed_address(query: str) -> str:
    """In the language in which it is subscribed: who reads feeds brings no cookie."""
    language = urlencode({"uselang": get_language() or "en"})
    return (
        f"{reverse('programs:program-feed')}?{query}&{language}"
        if query
        else f"{reverse('programs:program-feed')}?{language}"
    )
