"""What every page knows of its reader."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language, get_language_bidi

from common.formats import autonym, direction


@dataclass(frozen=True, kw_only=True)
class LanguageChoice:
    code: str
    autonym: str
    direction: str
    href: str
    address: str  # absolute, for hreflang
    current: bool


def reader(request: HttpRequest) -> Mapping[str, Any]:
    who = getattr(request, "reader", None)
    return {
        "language": get_language() or settings.LANGUAGE_CODE,
        "direction": "rtl" if get_language_bidi() else "ltr",
        "theme": who.theme if who else "auto",
        "time_zone": who.time_zone if who else "UTC",
        "languages_offered": SimpleLazyObject(lambda: languages_offered(request)),
        "site_name": settings.SITE_NAME,
        "demo_mode": settings.DEMO_MODE,
    }


def languages_offered(request: HttpRequest) -> list[LanguageChoice]:
    return [_choice(request, code) for code in settings.COMPLETE_LANGUAGES]


def _choice(request: HttpRequest, code: str) -> LanguageChoice:
    query = request.GET.copy()
    query["uselang"] = code
    href = f"{request.path}?{query.urlencode()}"
    return LanguageChoice(
        code=code,
        autonym=autonym(code),
        direction=direction(code),
        href=href,
        address=request.build_absolute_uri(href) if request.META.get("SERVER_NAME") else href,
        current=code == get_language(),
    )
