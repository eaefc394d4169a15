import re

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import include, path

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
