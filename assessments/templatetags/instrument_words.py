"""Words for what the pages of questionnaires show: kinds, places, figures."""

from typing import Any

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.logic import documents
from assessments.logic.documents import Place
from assessments.models import Aspect, Bridge, ItemKind
from common import formats

register = template.Library()
SMALLEST_P = 0.01  # that is written with its digits

PLACES = {
    "version": gettext_lazy("version"),
    "scale": gettext_lazy("scale"),
    "anchor": gettext_lazy("answer"),
    "dimension": gettext_lazy("part"),
    "item": gettext_lazy("question"),
}


@register.filter
def placed(place: Place) -> str:
    return " ".join(str(PLACES.get(word, word)) for word in place)


@register.filter
def at(words: dict[str, str], code: str) -> str:
    """The words of what has this code."""
    return words.get(code, "")


@register.filter
def kind_label(kind: str) -> str:
    return str(ItemKind(kind).label)


@register.filter
def aspect_label(aspect: str) -> str:
    return str(Aspect(aspect).label)


@register.filter
def plain(value: Any) -> str:
    return documents.plain(value)


@register.filter
def points(bridge: Bridge) -> list[tuple[str, str]]:
    """Its table, of 100."""
    pairs = zip(bridge.old, bridge.new, strict=True)
    return [(documents.plain(old * 100), documents.plain(new * 100)) for old, new in pairs]


@register.filter
def autonym(language: str) -> str:
    return formats.autonym(language)


@register.filter
def two_digits(value: float | None) -> str:
    return "–" if value is None else formats.number(value, digits=2)


@register.filter
def p_value(value: float | None) -> str:
    """However small, it is not zero."""
    is_small = value is not None and value < SMALLEST_P
    return formats.isolated(f"<{two_digits(SMALLEST_P)}") if is_small else two_digits(value)


@register.filter
def estimate(told: dict[str, Any]) -> str:
    """A value with its interval."""
    if told["value"] is None:
        return _("cannot be computed")
    value = two_digits(told["value"])
    if told["low"] is None:
        return value
    return f"{value} [{two_digits(told['low'])}; {two_digits(told['high'])}]"


@register.filter
def methods(content: dict[str, Any]) -> list[str]:
    parts = [part for part in content["parts"] if not part["suppressed"]]
    return sorted({part[name]["method_id"] for part in parts for name in ("alpha", "omega")})
