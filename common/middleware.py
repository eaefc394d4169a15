"""Who reads: language, time zone and theme of one request. And what is done with bodies and addresses that are odd."""

import contextlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from zoneinfo import ZoneInfo, available_timezones

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils import timezone, translation
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_supported_language_variant
from django.utils.translation.trans_real import parse_accept_lang_header

THEMES = ("auto", "light", "dark")
THEME_COOKIE = "theme"
TIME_ZONE_COOKIE = "time_zone"
COOKIE_SECONDS = 365 * 24 * 60 * 60
UNREAD_BYTES = 20_000_000  # of a body that nobody wanted; of a longer one the connection is cut
PIECE_BYTES = 65_536


@dataclass(frozen=True, kw_only=True)
class Reader:
    language: str
    time_zone: str
    theme: str


class ReaderMiddleware:
    """Chooses, for one request, what the reader asked for; whatever is not known is passed over, never an error."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        reader = Reader(
            language=language_of(request), time_zone=time_zone_of(request), theme=theme_of(request)
        )
        request.reader = reader  # type: ignore[attr-defined]
        with translation.override(reader.language), timezone.override(zone(reader.time_zone)):
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", reader.language)
        patch_vary_headers(response, ["Cookie", "Accept-Language"])
        if offered(request.GET.get("uselang", "")):
            set_preference(response, settings.LANGUAGE_COOKIE_NAME, reader.language)
        return response


def language_of(request: HttpRequest) -> str:
    asked = [
        request.GET.get("uselang", ""),
        _profile(request, "language"),
        request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, ""),
        *(code for code, _ in parse_accept_lang_header(request.headers.get("Accept-Language", ""))),
    ]
    return next(filter(None, map(offered, asked)), settings.LANGUAGE_CODE)


def offered(code: str) -> str:
    """The complete language that stands for this code ("ar-EG" is read in "ar"), or nothing."""
    return _offered(code.lower(), tuple(settings.COMPLETE_LANGUAGES))


@lru_cache(maxsize=1000)
def _offered(code: str, complete: tuple[str, ...]) -> str:
    try:
        variant = get_supported_language_variant(code)
    except LookupError:
        return ""
    return variant if variant in complete else ""


def time_zone_of(request: HttpRequest) -> str:
    asked = (_profile(request, "time_zone"), request.COOKIES.get(TIME_ZONE_COOKIE, ""))
    return next((name for name in asked if name in zone_names()), "UTC")


@lru_cache
def zone_names() -> frozenset[str]:
    return frozenset(available_timezones())


def zone(name: str) -> ZoneInfo:
    return ZoneInfo(name)


def theme_of(request: HttpRequest) -> str:
    """The profile's "auto" says nothing, so that the switch also works for who never opened her profile."""
    profile = _profile(request, "theme")
    asked = (profile if profile != "auto" else "", request.COOKIES.get(THEME_COOKIE, ""))
    return next((theme for theme in asked if theme in THEMES), "auto")


def _profile(request: HttpRequest, field: str) -> str:
    """Without a session cookie nobody can be signed in, and no session need be opened to learn it."""
    if settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return ""
    return getattr(request.user, field, "") or ""


def set_preference(response: HttpResponseBase, name: str, value: str) -> None:
    response.set_cookie(
        name, value, max_age=COOKIE_SECONDS, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE
    )


class UnreadBodyMiddleware:
    """Reads what nobody has read: closed with bytes still coming, a browser shows a lost connection, not our answer."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if request.method not in {"GET", "HEAD"}:
            with contextlib.suppress(OSError):  # it has gone already
                for _piece in range(UNREAD_BYTES // PIECE_BYTES):
                    if not request.read(PIECE_BYTES):
                        break
        return response


class HeadMiddleware:
    """To HEAD the headers alone go out, with the length that the body would have: the server need not drop it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if request.method == "HEAD" and isinstance(response, HttpResponse):
            response.headers.setdefault("Content-Length", str(len(response.content)))
            response.content = b""
        return response


class AddressMiddleware:
    """PostgreSQL knows no NUL, so nothing of ours has one in its address."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if "\0" in request.path:
            raise Http404
        return self.get_response(request)
