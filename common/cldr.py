"""Names of territories, languages and time zones, partly known dates, in the reader's language (CLDR, by Babel)."""

from datetime import date
from functools import lru_cache
from importlib.resources import files

from babel import Locale
from babel.core import get_global
from babel.dates import format_skeleton
from django.utils.translation import get_language_info

from common.formats import day, locale


def territory_name(code: str, fallback: str = "") -> str:
    """By its ISO 3166 code; else the name given, else the code."""
    return locale().territories.get(code) or fallback or code


def language_name(code: str, fallback: str = "") -> str:
    """By its MediaWiki code: as CLDR has it, else as Django has it, else the name given, else the code."""
    return locale().languages.get(code.replace("-", "_")) or _as_django_has_it(code) or fallback or code


def _as_django_has_it(code: str) -> str:
    try:
        return str(get_language_info(code)["name_translated"])
    except KeyError:
        return ""


def zone_name(zone: str) -> str:
    """Of a time zone: its territory and its city; else its name among computers."""
    return _zone_names(locale()).get(one_name(zone)) or zone.replace("_", " ")


def zones_by_name() -> list[tuple[str, str]]:
    """The zones that there are, each once, by their names in the reader's language."""
    names = _zone_names(locale())
    return sorted(((zone, names[one_name(zone)]) for zone in _zones()), key=lambda each: each[1].casefold())


def one_name(zone: str) -> str:
    """A zone has several names among computers, as cities are renamed: the one that stands for all of them."""
    return str(get_global("zone_aliases").get(zone, zone))


@lru_cache
def _zones() -> dict[str, str]:
    """The territory of each, as the time zone database lists them."""
    lines = (files("tzdata.zoneinfo") / "zone.tab").read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if not line.startswith("#")]
    return {zone: territory for territory, _where, zone, *_more in rows}


@lru_cache
def _zone_names(language: Locale) -> dict[str, str]:
    cities = {one_name(zone): words.get("city", "") for zone, words in language.time_zones.items()}
    return {
        one_name(zone): _together(
            language.territories.get(territory, territory),
            cities.get(one_name(zone)) or zone.rpartition("/")[2].replace("_", " "),
        )
        for zone, territory in _zones().items()
    }


def _together(territory: str, city: str) -> str:
    return territory if territory == city else f"{territory} – {city}"


def partial_date(text: str) -> str:
    """YYYY, YYYY-MM or YYYY-MM-DD: no more is shown than is known."""
    precision = {4: "year", 7: "month"}.get(len(text), "day")
    return partial_day(date.fromisoformat((text + "-01-01")[:10]), precision)


def partial_day(value: date, precision: str) -> str:
    """A date of which only the month or the year may be known."""
    skeleton = {"year": "y", "month": "yMMMM"}.get(precision)
    return format_skeleton(skeleton, value, locale=locale()) if skeleton else day(value)
