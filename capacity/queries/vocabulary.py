"""The words by which the directory is sorted, in the reader's language: kept for a minute."""

from dataclasses import dataclass

from django.conf import settings
from django.core.cache import cache
from django.utils.translation import get_language

from capacity.logic.tree import Node
from capacity.models import Capacity, Language, Region, Territory
from common.cldr import language_name, territory_name
from common.search import normalize

SECONDS = 60


@dataclass(frozen=True)
class Vocabulary:
    """Each by its code, in the order of the reader's alphabet; capacities each after its parent."""

    capacities: dict[str, Node]
    regions: dict[str, str]
    territories: dict[str, str]
    languages: dict[str, str]


def vocabulary() -> Vocabulary:
    key = f"capacity.vocabulary.{get_language() or settings.LANGUAGE_CODE}"
    found = cache.get(key)
    if found is None:
        found = read()
        cache.set(key, found, SECONDS)
    return found


def read() -> Vocabulary:
    capacities = {
        each.code: Node(each.pk, each.code, each.name, each.path)
        for each in Capacity.objects.shown().order_by("path")
    }
    regions = {each.code: each.name for each in Region.objects.wikimedia()}
    territories = dict(Territory.objects.filter(wmf_protected=False).values_list("code", "name_en"))
    languages = dict(Language.objects.values_list("code", "name_en"))
    return Vocabulary(
        capacities=capacities,
        regions=ordered(regions),
        territories=ordered({code: territory_name(code, name) for code, name in territories.items()}),
        languages=ordered({code: language_name(code, name) for code, name in languages.items()}),
    )


def ordered(labels: dict[str, str]) -> dict[str, str]:
    return dict(sorted(labels.items(), key=lambda item: normalize(item[1])))


def language_words() -> dict[str, str]:
    """Codes by whatever a reader may call a language: its code, its name of itself, in English or in her language."""
    key = f"capacity.language_words.{get_language() or settings.LANGUAGE_CODE}"
    found = cache.get(key)
    if found is None:
        found = read_language_words()
        cache.set(key, found, SECONDS)
    return found


def read_language_words() -> dict[str, str]:
    """Where two are called the same, the one with more wikis is meant; a code is always that language's own."""
    rows = Language.objects.filter(redirect_to=None).order_by("-open_wikis", "code")
    found: dict[str, str] = {}
    codes = {}
    for code, autonym, english in rows.values_list("code", "autonym", "name_en"):
        codes[normalize(code)] = code
        for name in filter(None, (autonym, english, language_name(code, english))):
            found.setdefault(normalize(name), code)
    return found | codes
