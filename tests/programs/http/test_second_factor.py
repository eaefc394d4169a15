"""Who answers for others needs a second factor outside a demonstration."""

from datetime import date

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.test import Client

from capacity.models import User
from programs.http.second_factor import SecondFactorAdapter
from programs.models import ProgramRoleKind
from tests.factories.capacity import PersonFactory
from tests.factories.programs import CohortFactory, ProgramRoleFactory

pytestmark = pytest.mark.django_db

WHY = "/accounts/second-factor/"
NEEDED = ["staff", "superuser", "coordinator", "evaluator"]
NOT_NEEDED = ["member", "facilitator", "mentor", "former coordinator"]


@pytest.fixture(autouse=True)
def no_demonstration(settings) -> None:
    settings.DEMO_MODE = False


def who(role: str) -> User:
    flags = {"staff": {"user__is_staff": True}, "superuser": {"user__is_superuser": True}}.get(role, {})
    person = PersonFactory(**flags)
    if role.split()[-1] in ProgramRoleKind.values:
        ended = {"starts_on": date(2020, 1, 1), "ends_on": date(2020, 2, 1)} if "former" in role else {}
        ProgramRoleFactory(
            program=None, cohort=CohortFactory(), person=person, role=role.split()[-1], **ended
        )
    return person.user


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="common.backends.AccountBackend")
    return client


@pytest.mark.parametrize("role", NEEDED)
def test_without_one_every_page_leads_to_where_it_is_set_up(role: str) -> None:
    client = signed_in(who(role))
    for address in ("/", "/my/settings/", "/stakeholders/", "/admin/", "/accounts/security/"):
        assert (address, client.get(address).get("Location")) == (address, WHY)
    assert "Set up a second factor" in client.get(WHY).content.decode()


@pytest.mark.parametrize("role", NEEDED)
def test_without_one_the_api_says_what_is_missing(role: str) -> None:
    answer = signed_in(who(role)).get("/api/v1/programs/")
    assert (answer.status_code, answer["Content-Type"]) == (403, "application/problem+json")
    assert answer.json()["title"] == "A second factor is missing"


@pytest.mark.parametrize("role", NOT_NEEDED)
def test_others_go_on(role: str) -> None:
    client = signed_in(who(role))
    assert [client.get(address).status_code for address in ("/my/settings/", "/api/v1/programs/")] == [
        200,
        200,
    ]


@pytest.mark.parametrize("role", NEEDED)
def test_a_demonstration_asks_for_none(role: str, settings) -> None:
    settings.DEMO_MODE = True
    assert signed_in(who(role)).get("/my/settings/").status_code == 200


def test_the_way_to_set_one_up_is_open() -> None:
    client = signed_in(who("staff"))
    for address in (
        "/accounts/2fa/",
        "/accounts/2fa/totp/activate/",
        "/accounts/reauthenticate/",
        "/health/live",
    ):
        assert client.get(address).get("Location", "") != WHY, address
    assert client.post("/accounts/logout/").get("Location") == "/"


@pytest.mark.parametrize("kind", ["totp", "webauthn"])
def test_with_one_she_goes_on(kind: str) -> None:
    user = who("staff")
    Authenticator.objects.create(user=user, type=kind, data={})
    assert signed_in(user).get("/my/settings/").status_code == 200


def test_recovery_codes_alone_are_none() -> None:
    user = who("staff")
    Authenticator.objects.create(user=user, type="recovery_codes", data={})
    assert signed_in(user).get("/my/settings/")["Location"] == WHY


def test_the_admins_own_log_in_is_none_either(client: Client) -> None:
    user = who("staff")
    answer = client.post("/admin/login/", {"username": user.email, "password": "correct horse"})
    assert (answer.status_code, "_auth_user_id" in client.session) == (302, False)
    assert answer["Location"].startswith("/accounts/login/")


def test_the_last_second_factor_of_staff_stays() -> None:
    user = who("staff")
    app = TOTP.activate(user, generate_totp_secret()).instance
    may = SecondFactorAdapter().can_delete_authenticator
    assert may(app) is False
    Authenticator.objects.create(user=user, type="webauthn", data={})
    assert may(app) is True


def test_a_member_may_give_her_second_factor_up() -> None:
    app = TOTP.activate(who("member"), generate_totp_secret()).instance
    assert SecondFactorAdapter().can_delete_authenticator(app) is True


def test_a_passkey_that_is_the_only_way_in_stays() -> None:
    user = who("member")
    user.set_unusable_password()
    user.save()
    data = {"credential": {"clientExtensionResults": {"credProps": {"rk": True}}}}
    passkey = Authenticator.objects.create(user=user, type="webauthn", data=data)
    assert SecondFactorAdapter().can_delete_authenticator(passkey) is False
