from zoneinfo import ZoneInfo

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from django.utils import timezone, translation

from capacity.models import User
from common.middleware import HeadMiddleware, ReaderMiddleware


def read(
    *, query: str = "", user: User | None = None, cookies: dict[str, str] | None = None, header: str = ""
) -> HttpResponse:
    """What a page sees, written into its answer."""

    def page(request: HttpRequest) -> HttpResponse:
        response = HttpResponse()
        response["X-Seen"] = (
            f"{translation.get_language()} {timezone.get_current_timezone_name()} {request.reader.theme}"
        )
        return response

    request = RequestFactory().get("/" + query, headers={"accept-language": header} if header else {})
    request.user = user or AnonymousUser()
    request.COOKIES |= (cookies or {}) | ({"sessionid": "someone"} if user else {})
    return ReaderMiddleware(page)(request)


@pytest.mark.parametrize(
    ("query", "profile", "cookie", "header", "language"),
    [
        ("?uselang=ar", "en", "en", "en", "ar"),
        ("?uselang=AR", "", "", "", "ar"),
        ("", "ar", "en", "en", "ar"),
        ("", "", "ar", "en", "ar"),
        ("", "", "", "ar-EG,en;q=0.5", "ar"),
        ("", "", "", "de,ar;q=0.8,en;q=0.5", "ar"),
        ("", "", "", "de", "en"),
        ("", "", "", "", "en"),
        ("?uselang=xx", "ar", "", "", "ar"),
        ("?uselang=xx", "", "", "", "en"),
        ("?uselang=sw", "", "", "", "en"),  # known, but not complete
        ("?uselang=%00%FF../", "", "", "", "en"),
        ("?uselang=" + "a" * 5000, "", "", "", "en"),
        ("", "xx", "yy", "zz;q=x,*", "en"),
    ],
)
def test_language_is_negotiated(query: str, profile: str, cookie: str, header: str, language: str) -> None:
    user = User(language=profile) if profile else None
    response = read(
        query=query, user=user, cookies={"django_language": cookie} if cookie else None, header=header
    )
    assert response["X-Seen"].split()[0] == language
    assert response["Content-Language"] == language


def test_caches_are_told_what_the_page_depends_on() -> None:
    assert read()["Vary"] == "Cookie, Accept-Language"


def test_an_asked_language_is_kept_in_a_cookie() -> None:
    assert read(query="?uselang=ar").cookies["django_language"].value == "ar"


def test_an_unknown_language_is_not_kept() -> None:
    assert not read(query="?uselang=xx").cookies


@pytest.mark.parametrize(
    ("profile", "cookie", "zone"),
    [
        ("Africa/Nairobi", "Asia/Kolkata", "Africa/Nairobi"),
        ("", "Asia/Kolkata", "Asia/Kolkata"),
        ("", "", "UTC"),
        ("", "../../etc/passwd", "UTC"),
        ("Nowhere/Land", "Africa", "UTC"),
    ],
)
def test_times_are_in_the_readers_zone(profile: str, cookie: str, zone: str) -> None:
    response = read(user=User(time_zone=profile), cookies={"time_zone": cookie})
    assert response["X-Seen"].split()[1] == zone


@pytest.mark.parametrize(
    ("profile", "cookie", "theme"),
    [("dark", "light", "dark"), ("auto", "light", "light"), ("auto", "", "auto"), ("auto", "pink", "auto")],
)
def test_theme_is_the_profiles_then_the_cookies(profile: str, cookie: str, theme: str) -> None:
    assert read(user=User(theme=profile), cookies={"theme": cookie})["X-Seen"].split()[2] == theme


def test_nothing_of_one_reader_is_left_for_the_next() -> None:
    read(query="?uselang=ar", cookies={"time_zone": "Asia/Kolkata"})
    assert translation.get_language() == "en"
    assert timezone.get_current_timezone() == ZoneInfo("UTC")


@pytest.mark.parametrize(("method", "body"), [("get", b"some words"), ("head", b"")])
def test_to_head_the_headers_alone_go_out(method: str, body: bytes) -> None:
    request = getattr(RequestFactory(), method)("/")
    response = HeadMiddleware(lambda _request: HttpResponse(b"some words"))(request)
    assert (response.content, response.headers.get("Content-Length")) == (
        body,
        "10" if method == "head" else None,
    )
