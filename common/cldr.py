"""Names of territories and languages, and partly known dates, in the reader's language (CLDR, through Babel)."""

from datetime import date

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


def partial_date(text: str) -> str:
    """YYYY, YYYY-MM or YYYY-MM-DD: no more is shown than is known."""
    precision = {4: "year", 7: "month"}.get(len(text), "day")
    return partial_day(date.fromisoformat((text + "-01-01")[:10]), precision)


def partial_day(value: date, precision: str) -> str:
    """A date of which only the month or the year may be known."""
    skeleton = {"year": "y", "month": "yMMMM"}.get(precision)
    return format_skeleton(skeleton, value, locale=locale()) if skeleton else day(value)
