"""Pages of those who are not signed in, kept as bytes: the same for everybody who reads in one language, theme and time
zone, as long as what they were made from has not changed. No session, no token and no message ever is in one.
"""

import gzip
import hashlib
from collections.abc import Callable, Hashable
from dataclasses import dataclass

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response, patch_vary_headers

from common.kept import Kept

PAGES = 300
ASKS = "kept_while"
Ask = Callable[[], object]  # the stamp that holds now


@dataclass(frozen=True, kw_only=True)
class Page:
    asks: tuple[tuple[Hashable, Ask], ...]  # each stamp it was made from
    packed: bytes
    headers: tuple[tuple[str, str], ...]

    def holds(self) -> bool:
        return all(ask() == stamp for stamp, ask in self.asks)

    def answer(self, request: HttpRequest) -> HttpResponseBase:
        takes_packed = "gzip" in request.headers.get("Accept-Encoding", "")
        response = HttpResponse(self.packed if takes_packed else gzip.decompress(self.packed))
        for name, value in self.headers:
            response.headers[name] = value
        if takes_packed:
            response.headers["Content-Encoding"] = "gzip"
        return get_conditional_response(request, etag=response.headers["ETag"], response=response) or response


KEPT: "Kept[Page]" = Kept(PAGES)


def may_be_kept(response: HttpResponse, *, stamp: Hashable, ask: Ask) -> None:
    """The page was made from what `stamp` stands for, and holds while `ask` answers the same. No stamp: not at all."""
    if stamp is not None:
        setattr(response, ASKS, (stamp, ask))


def depends_on(request: HttpRequest, *, stamp: Hashable, ask: Ask) -> None:
    """The same for a part of the page, which the view knows nothing of."""
    parts: list[tuple[Hashable, Ask]] = getattr(request, ASKS, [])
    setattr(request, ASKS, [*parts, (stamp, ask)])


def parts_of(request: HttpRequest) -> tuple[tuple[Hashable, Ask], ...]:
    """What the parts of the page that was drawn were made from."""
    return tuple(getattr(request, ASKS, ()))


class AnonymousPagesMiddleware:
    """Inside ReaderMiddleware, which knows the reader."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        key = key_of(request)
        page = KEPT.get(key) if key else None
        if page and page.holds():
            return page.answer(request)
        response = self.get_response(request)
        asks = getattr(response, ASKS, None)
        if key is None or asks is None or not isinstance(response, HttpResponse):
            return response
        if not is_for_everybody(request, response):
            return response
        parts = (asks, *parts_of(request))
        return KEPT.put(key, packed(response, parts)).answer(request)


def key_of(request: HttpRequest) -> Hashable:
    """Nothing for who is signed in, or has a message to read, or asks for a part of a page."""
    personal = (settings.SESSION_COOKIE_NAME, CookieStorage.cookie_name)
    if request.method not in {"GET", "HEAD"} or any(name in request.COOKIES for name in personal):
        return None
    if "HX-Request" in request.headers or "Range" in request.headers:
        return None
    reader = request.reader  # type: ignore[attr-defined]
    host = f"{request.scheme}://{request.get_host()}"
    return request.method, host, request.get_full_path(), reader.language, reader.theme, reader.time_zone


def is_for_everybody(request: HttpRequest, response: HttpResponse) -> bool:
    token_used = request.META.get("CSRF_COOKIE_NEEDS_UPDATE", False)
    is_whole = response.status_code == 200
    return is_whole and not (response.cookies or token_used or request.session.modified)


def packed(response: HttpResponse, asks: tuple[tuple[Hashable, Ask], ...]) -> Page:
    digest = hashlib.sha256(response.content).hexdigest()[:32]
    response.headers["ETag"] = f'W/"{digest}"'
    response.headers.setdefault(
        "Cache-Control", "no-cache"
    )  # a browser may keep it, and asks whether it still holds
    patch_vary_headers(response, ["Accept-Encoding"])
    headers = tuple((name, value) for name, value in response.items() if name != "Content-Length")
    return Page(asks=asks, packed=gzip.compress(response.content, 6, mtime=0), headers=headers)
