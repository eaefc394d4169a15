"""allauth's pages in the house's look: each opens, has one heading, and leads on."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.test import Client

from config.templatetags.demo_accounts import ACCOUNTS, PASSWORD
from tests.factories.capacity import UserFactory

pytestmark = pytest.mark.django_db

ENTRANCES = [
    "/accounts/login/",
    "/accounts/signup/",
    "/accounts/password/reset/",
    "/accounts/password/reset/done/",
]
OWN = [
    "/accounts/email/",
    "/accounts/password/change/",
    "/accounts/2fa/",
    "/accounts/sessions/",
    "/accounts/3rdparty/",
    "/accounts/logout/",
]


def check(page: str) -> None:
    assert page.count("<h1") == 1
    assert 'class="site-header' in page
    assert re.findall(r"\sstyle=|\son\w+=", page) == []


@pytest.mark.parametrize("address", ENTRANCES)
def test_entrances_open(client: Client, address: str) -> None:
    response = client.get(address)
    assert response.status_code == 200
    check(response.content.decode())


@pytest.fixture
def member(client: Client):
    user = UserFactory(email="ada@example.org")
    user.set_password("a long secret")
    user.save()
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    client.post("/accounts/login/", {"login": user.email, "password": "a long secret"})
    return user


@pytest.mark.parametrize("address", OWN)
@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_members_pages_open(client: Client, member, address: str, language: str) -> None:
    response = client.get(address, {"uselang": language})
    assert response.status_code == 200
    check(response.content.decode())


@pytest.mark.parametrize("address", ["/accounts/2fa/totp/activate/", "/accounts/2fa/webauthn/add/"])
def test_a_second_factor_can_be_added_by_whom_knows_the_password(
    client: Client, member, address: str
) -> None:
    asked = client.get(address, follow=True)
    check(asked.content.decode())
    response = client.post(asked.redirect_chain[-1][0], {"password": "a long secret"}, follow=True)
    assert (response.status_code, response.request["PATH_INFO"]) == (200, address)
    check(response.content.decode())


def test_a_wrong_password_is_said_in_the_summary_and_keeps_the_address(client: Client) -> None:
    page = client.post("/accounts/login/", {"login": "ada@example.org", "password": "wrong"}).content.decode()
    assert page.count('role="alert"') == 1
    assert 'value="ada@example.org"' in page


def test_the_demonstration_offers_each_role(client: Client) -> None:
    page = client.get("/accounts/login/").content.decode()
    offered = re.findall(r'name="login" value="([^"]+)"', page)
    assert offered == [account.email for account in ACCOUNTS]
    assert len(ACCOUNTS) == 8


def test_one_click_signs_in(client: Client) -> None:
    user = UserFactory(email="member@demo.example")
    user.set_password(PASSWORD)
    user.save()
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    response = client.post("/accounts/login/", {"login": "member@demo.example", "password": PASSWORD})
    assert (response.status_code, response["Location"]) == (302, "/")


def test_outside_a_demonstration_no_account_is_offered(client: Client, settings) -> None:
    settings.DEMO_MODE = False
    assert "demo.example" not in client.get("/accounts/login/").content.decode()
