"""Numbers, dates, moments as the reader's language writes them (CLDR, through Babel); words of the demonstration."""

from datetime import date, datetime
from functools import lru_cache
from typing import Any

from babel import Locale
from babel.core import UnknownLocaleError
from babel.dates import (
    format_date,
    format_time,
    get_datetime_format,
    get_timezone_gmt,
    get_timezone_name,
)
from babel.numbers import format_decimal, format_percent
from django.conf import settings
from django.utils import timezone
from django.utils.translation import get_language, get_language_bidi, get_language_info, to_locale
from django.utils.translation import gettext as _


def locale() -> Locale:
    return _locale(get_language() or settings.LANGUAGE_CODE)


@lru_cache
def _locale(language: str) -> Locale:
    try:
        return Locale.parse(to_locale(language))
    except (UnknownLocaleError, ValueError):
        return Locale.parse("en")


FIRST_STRONG, LEFT_TO_RIGHT, END = (
    "\u2068",
    "\u2066",
    "\u2069",
)  # Unicode: what stands between is a text of its own


def isolated(name: str) -> str:
    """A name in a sentence from right to left: a number after it does not run on in the direction of the name."""
    return f"{FIRST_STRONG}{name}{END}" if get_language_bidi() else name


def number(value: float, *, digits: int | None = None) -> str:
    """With a true minus sign where it is negative. `digits` is the number of decimals kept, also when they are zero;
    without it up to two are shown.
    """
    pattern = "#,##0.##" if digits is None else "#,##0." + "0" * digits if digits else "#,##0"
    return _marked("−" if value < 0 else "", _decimal(abs(value), pattern, get_language()))


@lru_cache(maxsize=10_000, typed=True)
def _decimal(value: float, pattern: str, _language: str | None) -> str:
    """In the language that is read. Lists say the same small numbers again and again."""
    return format_decimal(value, format=pattern, locale=locale())


def percent(share: float, *, digits: int = 0) -> str:
    """A share (mostly between 0 and 1) as a percentage; the place of its sign is the language's."""
    pattern = locale().percent_formats[None]
    kept = "0." + "0" * digits if digits else "0"
    text = format_percent(abs(share), format=pattern.pattern.replace("0", kept, 1), locale=locale())
    return _marked("−" if share < 0 else "", text)


def signed(value: float, *, digits: int = 2) -> str:
    """A change: a plus sign where it is one, and a true minus sign."""
    return _marked("−" if value < 0 else "+", number(abs(value), digits=digits))


def hundredths(value: float) -> str:
    return number(value, digits=2)


def signed_tenths(value: float) -> str:
    return signed(value, digits=1)


def _marked(sign: str, text: str) -> str:
    """What is shown as zero has no sign; a sign stays before its figures also in text from right to left."""
    if not sign or not any(mark.isdecimal() and int(mark) for mark in text):
        return text
    return f"{LEFT_TO_RIGHT}{sign}{text}{END}" if get_language_bidi() else f"{sign}{text}"


def day(value: date) -> str:
    if isinstance(value, datetime) and timezone.is_aware(value):
        value = timezone.localtime(value)
    return format_date(value, format="medium", locale=locale())


def moment(value: datetime) -> str:
    """In the reader's zone, without its name: `zone_of` says that."""
    local = timezone.localtime(value)
    pattern = str(get_datetime_format("medium", locale=locale())).replace("'", "")
    clock = format_time(local, format="short", locale=locale())
    return pattern.replace("{0}", clock).replace("{1}", format_date(local, format="medium", locale=locale()))


def zone_of(value: datetime) -> str:
    """Its short name, where the language has one, else how far it is from UTC."""
    local = timezone.localtime(value)
    name = get_timezone_name(local, width="short", locale=locale())
    return name if name[0].isalpha() else get_timezone_gmt(local, width="long", locale=locale())


def autonym(language: str) -> str:
    """The language's own name of itself; a code nobody knows stands for itself."""
    try:
        return get_language_info(language)["name_local"]
    except KeyError:
        pass
    try:
        return Locale.parse(to_locale(language)).get_display_name() or language
    except (UnknownLocaleError, ValueError):
        return language


def direction(language: str) -> str:
    try:
        return "rtl" if get_language_info(language)["bidi"] else "ltr"
    except KeyError:
        pass
    try:
        return "rtl" if Locale.parse(to_locale(language)).text_direction == "rtl" else "ltr"
    except (UnknownLocaleError, ValueError):
        return "auto"


def told(text: str, row: Any) -> str:
    """What the invented say is read in the reader's words; what others write, as they wrote it."""
    return _(text) if text and row.is_demo else text
