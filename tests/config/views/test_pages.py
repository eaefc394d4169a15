"""What is true of every page's frame, seen on the home page."""

import gzip
import re

import pytest
from django.test import Client

from capacity.models import User
from common import assets
from tests.factories.capacity import UserFactory
from tests.markup import flat

pytestmark = pytest.mark.django_db


def page(client: Client, address: str = "/", **query: str) -> str:
    return flat(client.get(address, query))


def test_the_frame_has_its_landmarks_and_one_heading(client: Client) -> None:
    shown = page(client)
    for mark in ('<header class="site-header', '<main id="main"', "<footer", 'role="search"', 'href="#main"'):
        assert shown.count(mark) == 1
    assert shown.count("<h1") == 1


def test_the_first_view_is_light_and_asks_little(client: Client) -> None:
    """At most six requests and 100 kB as they travel: page, sheet, behaviors, icon."""
    shown = page(client, "/components/")
    asked = re.findall(
        r'(?:<link rel="(?:stylesheet|icon)"[^>]*href|<script[^>]*src)="/static/([^"]+)"', shown
    )
    assert sorted(asked) == ["favicon.svg", "portal.css", "portal.js"]
    sent = [shown, assets.sheet(), assets.script()]
    assert sum(len(gzip.compress(text.encode())) for text in sent) <= 60_000


def test_an_anonymous_page_is_the_same_bytes_for_everybody(client: Client) -> None:
    first, second = client.get("/"), Client().get("/")
    assert first.content == second.content
    assert not first.cookies


def test_the_demonstration_says_so(client: Client, settings) -> None:
    sentence = "This is a demonstration."
    assert sentence in page(client)
    settings.DEMO_MODE = False
    assert sentence not in page(client)


def test_languages_are_offered_with_their_addresses(client: Client) -> None:
    shown = page(client, q="a&b")
    assert re.findall(r'hreflang="(\w+)" href="([^"]+)"', shown) == [
        ("en", "http://testserver/?q=a%26b&amp;uselang=en"),
        ("ar", "http://testserver/?q=a%26b&amp;uselang=ar"),
    ]


def test_a_chosen_language_stays(client: Client) -> None:
    page(client, uselang="ar")
    assert '<html lang="ar" dir="rtl"' in page(client)


@pytest.mark.parametrize("theme", ["light", "dark", "auto"])
def test_the_theme_switch_is_kept_without_a_script(client: Client, theme: str) -> None:
    response = client.post("/reading/", {"theme": theme, "next": "/accounts/login/"})
    assert (response.status_code, response["Location"]) == (302, "/accounts/login/")
    assert f'data-theme="{theme}"' in page(client)


def test_a_signed_in_reader_has_it_in_the_profile(client: Client) -> None:
    user = UserFactory(language="", theme="auto")
    client.force_login(user)
    client.post("/reading/", {"theme": "dark", "language": "ar"})
    assert User.objects.values_list("theme", "language").get(pk=user.pk) == ("dark", "ar")


@pytest.mark.parametrize(
    "sent", [{}, {"theme": "pink"}, {"language": "xx"}, {"theme": "\x00", "language": "sw"}]
)
def test_an_unknown_choice_changes_nothing(client: Client, sent: dict[str, str]) -> None:
    user = UserFactory(language="en", theme="light")
    client.force_login(user)
    assert client.post("/reading/", sent).status_code == 302
    assert User.objects.values_list("theme", "language").get(pk=user.pk) == ("light", "en")


@pytest.mark.parametrize(
    "headers", [{"origin": "https://elsewhere.example"}, {"sec-fetch-site": "cross-site"}]
)
def test_a_form_on_another_site_is_refused(client: Client, headers: dict[str, str]) -> None:
    assert client.post("/reading/", {"theme": "dark"}, headers=headers).status_code == 403


@pytest.mark.parametrize(
    "target", ["https://elsewhere.example/", "//elsewhere.example", "javascript:alert(1)"]
)
def test_the_switch_never_leads_away(client: Client, target: str) -> None:
    assert client.post("/reading/", {"theme": "dark", "next": target})["Location"] == "/"


def test_navigation_promises_only_what_opens(client: Client) -> None:
    shown = page(client)
    navigation = re.search(r'<nav class="site-navigation.*?</nav>', shown, re.DOTALL)
    for address in re.findall(r'href="([^"]+)"', navigation[0] if navigation else ""):
        assert client.get(address).status_code == 200
