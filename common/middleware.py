"""Who reads: language, time zone and theme of one request. And what is done with bodies and addresses that are odd, and
with forms that are sent too late.
"""

import contextlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, available_timezones

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
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


class LateFormMiddleware:
    """Who was signed out while she wrote gets all she typed back, in place of an empty page to sign in."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        to_sign_in = response.status_code == 302 and (
            urlsplit(response["Location"]).path == reverse(settings.LOGIN_URL)
        )
        if request.method == "POST" and to_sign_in and typed_in(request):
            return csrf_failure(request)
        return response


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Nothing is done; what was typed is sent along, to be sent again."""
    signed_out = not request.user.is_authenticated
    return render(
        request, "403_csrf.html", {"typed": typed_in(request), "signed_out": signed_out}, status=403
    )


def typed_in(request: HttpRequest) -> list[tuple[str, str]]:
    """What a form of our own page brought. Nothing where another site may have sent it, which would be an invitation to
    send it on in its name; of secrets, of files, which a page cannot hold, and of what scripts send.
    """
    ours = request.headers.get("Sec-Fetch-Site") == "same-origin"
    if not ours or request.headers.get("Sec-Fetch-Mode") != "navigate" or request.FILES:
        return []
    if any("password" in name for name in request.POST):
        return []
    typed = [(name, value) for name, values in request.POST.lists() for value in values]
    return [(name, value) for name, value in typed if name != "csrfmiddlewaretoken"]


class AddressMiddleware:
    """PostgreSQL knows no NUL, so nothing of ours has one in its address."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if "\0" in request.path:
            raise Http404
        return self.get_response(request)
