"""Whole pages that are the same for everybody but for their header, kept as packed bytes: who is signed in finds hers
between what was drawn for the reader before. Nothing of a person is kept, and what she may do is asked each time.
"""

import secrets
import zlib
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.conf import settings
from django.contrib.messages import get_messages
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.cache import patch_vary_headers
from django.utils.functional import SimpleLazyObject

from common import anonymous
from common.kept import Kept

PAGES = 100  # of some 70 kB each, and a tenth of it packed
APART = "<!-- here stands the header -->"
LEVEL = 6  # of packing
# A file that gzip made, with a name: as long as chance wants, so that nobody learns from lengths (as Django does).
HEAD, NAME, LAST = b"\x1f\x8b\x08\x08\x00\x00\x00\x00\x00\xff", 100, b"\x03\x00"


@dataclass(frozen=True)
class Part:
    """Bytes, and the same packed apart from all others, so that parts can be put together."""

    plain: bytes
    packed: bytes


@dataclass(frozen=True)
class Page:
    asks: tuple[tuple[Hashable, anonymous.Ask], ...]  # besides the stamp it was asked for with
    before: Part
    after: Part

    def holds(self) -> bool:
        return all(ask() == stamp for stamp, ask in self.asks)


KEPT: "Kept[Page]" = Kept(PAGES)


def draw(
    request: HttpRequest, template: str, context: Callable[[], dict[str, Any]], *, stamp: Hashable | None
) -> HttpResponse:
    """The page that follows from `stamp`, language, theme, zone and address; drawn each time where there is no stamp,
    for who has a message to read, and for strangers, whose pages `anonymous` keeps whole.
    """
    if stamp is None or anonymous.key_of(request) or len(get_messages(request)):
        return render(request, template, context())
    key = (template, stamp, *reading(request))
    page = KEPT.get(key)
    if page is None or not page.holds():
        page = KEPT.put(key, made(request, template, context()))
    return answer(request, page)


def reading(request: HttpRequest) -> tuple[Hashable, ...]:
    """Who reads, as far as it shows around a page."""
    reader = request.reader  # type: ignore[attr-defined]
    host = f"{request.scheme}://{request.get_host()}"
    is_member = request.user.is_authenticated
    settled = (settings.DEMO_MODE, is_member)
    return host, request.get_full_path(), reader.language, reader.theme, reader.time_zone, settled


def made(request: HttpRequest, template: str, context: Mapping[str, Any]) -> Page:
    had_token = has_token(request)
    before, mark, after = render_to_string(template, {**context, "is_header_apart": True}, request).partition(
        APART
    )
    if not mark:
        raise ValueError(f"{template} has no place for the header.")
    if has_token(request) and not had_token:
        raise ValueError(f"{template} has a form with a token, which is one reader's, outside its header.")
    return Page(anonymous.parts_of(request), part(before), part(after))


def has_token(request: HttpRequest) -> bool:
    return bool(request.META.get("CSRF_COOKIE_NEEDS_UPDATE"))


def part(text: str) -> Part:
    plain = text.encode()
    packing = zlib.compressobj(LEVEL, wbits=-zlib.MAX_WBITS)
    return Part(plain, packing.compress(plain) + packing.flush(zlib.Z_FULL_FLUSH))


def answer(request: HttpRequest, page: Page) -> HttpResponse:
    parts = (page.before, part(header(request)), page.after)
    if "gzip" in request.headers.get("Accept-Encoding", ""):
        response = HttpResponse(together(parts))
        response.headers["Content-Encoding"] = "gzip"
    else:
        response = HttpResponse(b"".join(each.plain for each in parts))
    patch_vary_headers(response, ["Accept-Encoding"])
    return response


def header(request: HttpRequest) -> str:
    token = SimpleLazyObject(partial(get_token, request))
    return render_to_string(
        "site_header.html", {"request": request, "user": request.user, "csrf_token": token}
    )


def together(parts: tuple[Part, ...]) -> bytes:
    checked, length = 0, 0
    for each in parts:
        checked = zlib.crc32(each.plain, checked)
        length += len(each.plain)
    name = b"a" * secrets.randbelow(NAME) + b"\x00"
    end = checked.to_bytes(4, "little") + (length & 0xFFFFFFFF).to_bytes(4, "little")
    return b"".join([HEAD, name, *(each.packed for each in parts), LAST, end])
