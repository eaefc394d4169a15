import re
from html import unescape
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import include, path, reverse

from programs.models import Enrollment, SavedSearch
from tests.factories.capacity import PersonFactory
from tests.factories.programs import CohortFactory

pytestmark = pytest.mark.django_db


def broken(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("on purpose")


urlpatterns = [path("broken/", broken), path("", include("config.urls"))]
handler400 = "config.views.errors.bad_request"


def seen(response: HttpResponse) -> tuple[int, int, bool]:
    page = response.content.decode()
    return response.status_code, page.count("<h1"), re.search(r'<a[^>]* href="/"', page) is not None


def test_a_missing_page_shows_the_way_on(client: Client) -> None:
    assert seen(client.get("/nothing/here/")) == (404, 1, True)


def test_a_missing_page_speaks_the_readers_language(client: Client) -> None:
    assert '<html lang="ar" dir="rtl"' in client.get("/nothing/", {"uselang": "ar"}).content.decode()


def test_too_large_a_body_is_answered_with_413(client: Client) -> None:
    body = b"login=" + b"x" * 10_000_000
    response = client.post("/accounts/login/", body, content_type="application/x-www-form-urlencoded")
    assert seen(response) == (413, 1, True)


def test_too_many_fields_are_a_bad_request(client: Client) -> None:
    response = client.post("/accounts/login/", {f"f{place}": "" for place in range(3000)})
    assert seen(response) == (400, 1, True)


def test_an_unknown_host_is_a_bad_request(client: Client) -> None:
    assert seen(client.get("/", headers={"host": "elsewhere.example"})) == (400, 1, True)


def test_a_form_without_its_token_is_asked_for_again() -> None:
    assert seen(Client(enforce_csrf_checks=True).post("/accounts/login/", {})) == (403, 1, True)


FROM_A_PAGE = {"sec-fetch-site": "same-origin", "sec-fetch-mode": "navigate"}


def carried(response: HttpResponse) -> list[tuple[str, str]]:
    """What the page has in store, to be sent again."""
    fields = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', response.content.decode())
    return [(name, unescape(value)) for name, value in fields if name not in {"csrfmiddlewaretoken", "next"}]


def test_who_is_signed_out_while_she_writes_sends_it_again_once_she_is_back(client: Client) -> None:
    cohort = CohortFactory(confirmation="review")
    page = reverse("programs:enroll", kwargs={"slug": cohort.program.slug, "public_id": cohort.public_id})
    typed = {"motivation": 'Long "words"\nعربي <b>', "needs": ["captions", "child_care"]}
    late = client.post(f"{page}?from=card", typed, headers=FROM_A_PAGE)
    assert (late.status_code, f'action="{page}?from=card"' in late.text) == (403, True)
    assert "You were signed out meanwhile" in late.text
    assert carried(late) == [
        ("motivation", typed["motivation"]),
        ("needs", "captions"),
        ("needs", "child_care"),
    ]
    client.force_login(PersonFactory().user)
    sent: dict[str, list[str]] = {}
    for name, value in carried(late):
        sent.setdefault(name, []).append(value)
    assert client.post(page, {**sent, "needs_consent": "on"}, headers=FROM_A_PAGE).status_code == 302
    assert Enrollment.objects.get().motivation == typed["motivation"]


@pytest.mark.parametrize(
    ("headers", "more"),
    [
        ({}, {}),
        ({**FROM_A_PAGE, "sec-fetch-site": "cross-site"}, {}),
        ({**FROM_A_PAGE, "sec-fetch-site": "same-site"}, {}),
        ({**FROM_A_PAGE, "sec-fetch-mode": "cors"}, {}),
        (FROM_A_PAGE, {"password": "secret"}),
        (FROM_A_PAGE, {"file": SimpleUploadedFile("people.csv", b"a")}),
    ],
)
def test_nothing_is_held_ready_that_another_site_or_a_script_sent_nor_secrets_and_files(
    client: Client, headers: dict[str, str], more: dict[str, Any]
) -> None:
    page = reverse("programs:search-save")
    late = client.post(page, {"name": "Mine", **more}, headers=headers)
    assert (late.status_code, late.url.partition("?")[0]) == (302, reverse("account_login"))
    checking = Client(enforce_csrf_checks=True)
    assert carried(checking.post(page, {"name": "Mine", **more}, headers=headers)) == []


def test_who_has_signed_in_anew_since_sends_an_older_form_again() -> None:
    checking = Client(enforce_csrf_checks=True)
    checking.force_login(PersonFactory().user)
    older = checking.post(reverse("programs:search-save"), {"name": "Mine"}, headers=FROM_A_PAGE)
    assert (older.status_code, carried(older)) == (403, [("name", "Mine")])
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', older.text)
    assert token is not None
    sent = {"name": "Mine", "alert": "off", "csrfmiddlewaretoken": token.group(1)}
    assert checking.post(reverse("programs:search-save"), sent, headers=FROM_A_PAGE).status_code == 302
    assert SavedSearch.objects.get().name == "Mine"


def test_an_error_of_ours_is_owned_up_to(client: Client, settings) -> None:
    settings.ROOT_URLCONF = __name__
    client.raise_request_exception = False
    response = client.get("/broken/", {"uselang": "ar"})
    assert seen(response) == (500, 1, True)
    assert 'dir="rtl"' in response.content.decode()


@pytest.mark.parametrize(
    "address",
    ["/?uselang=%00", "/?uselang=%FF&q=%FF", "/accounts/login/?next=%00", "/%00", "/components/?x=%"],
)
def test_malformed_addresses_are_never_our_error(client: Client, address: str) -> None:
    assert client.get(address).status_code in {200, 400, 404}
