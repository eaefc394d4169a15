"""Accounts against those who mean ill, and the pages of sign-in and security."""

import re
from urllib.parse import quote

import pytest
from allauth.account.adapter import get_adapter
from allauth.account.models import EmailAddress
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from allauth.usersessions.models import UserSession
from django.core import mail
from django.core.cache import cache
from django.test import Client
from zeal import zeal_ignore

from capacity.models import Stakeholder, User
from tests.factories.capacity import PersonFactory
from tests.factories.programs import CohortFactory, EnrollmentFactory
from tests.markup import flat

pytestmark = pytest.mark.django_db

PASSWORD = "a long secret"
NEW = {"name": "Eve", "password1": "another long secret", "password2": "another long secret"}


def member_with(email: str = "ada@example.org", **fields) -> User:
    user = PersonFactory(user__email=email, **fields).user
    user.set_password(PASSWORD)
    user.save()
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    return user


@pytest.fixture
def ada() -> User:
    return member_with()


def sign_in(client: Client, user: User, **fields: str):
    return client.post("/accounts/login/", {"login": user.email, "password": PASSWORD, **fields})


def seen(client: Client, address: str, fields: dict[str, str]) -> tuple[int, str, str]:
    """What somebody outside can tell two answers by: status, where it leads, and the text without the address typed."""
    cache.clear()
    response = client.post(address, fields)
    target = response.get("Location", "")
    text = client.get(target).content.decode() if target else response.content.decode()
    text = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", text)
    for value in fields.values():
        text = text.replace(value, "")
    return response.status_code, target, flat(text)


# --- Enumeration: whether an address has an account cannot be told ---


@pytest.mark.parametrize("address", ["/accounts/login/", "/accounts/password/reset/", "/accounts/signup/"])
def test_whether_an_address_has_an_account_cannot_be_told(ada: User, address: str) -> None:
    fields = {
        "/accounts/login/": {"login": "{}", "password": "wrong"},
        "/accounts/password/reset/": {"email": "{}"},
        "/accounts/signup/": {"email": "{}", **NEW},
    }[address]
    answers = []
    for email in ("ada@example.org", "eve@example.org"):
        filled = {name: value.format(email) for name, value in fields.items()}
        answers.append(seen(Client(), address, filled))
    assert answers[0] == answers[1]


@pytest.mark.parametrize("email", ["ada@example.org", "nobody@example.org"])
def test_a_wrong_password_costs_the_same_work_whether_there_is_an_account_or_not(
    client: Client, ada: User, email: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    hashed = []
    hasher = "django.contrib.auth.hashers.MD5PasswordHasher.encode"
    monkeypatch.setattr(hasher, lambda self, *words: hashed.append(1) or "md5$salt$x")
    client.post("/accounts/login/", {"login": email, "password": "wrong"})
    assert len(hashed) == 1


@pytest.mark.parametrize("email", ["ada@example.org", "nobody@example.org"])
def test_a_letter_is_sent_whether_there_is_an_account_or_not(client: Client, ada: User, email: str) -> None:
    client.post("/accounts/password/reset/", {"email": email})
    assert [letter.to for letter in mail.outbox] == [[email]]


# --- Brute force ---


def test_after_five_wrong_passwords_the_right_one_does_not_open_either(client: Client, ada: User) -> None:
    for _attempt in range(5):
        client.post("/accounts/login/", {"login": ada.email, "password": "wrong"})
    page = sign_in(client, ada)
    assert (page.status_code, "_auth_user_id" in client.session) == (200, False)
    assert "Too many failed login attempts" in page.content.decode()


def test_who_asks_too_often_gets_a_page_of_ours(client: Client, ada: User) -> None:
    statuses = [
        client.post("/accounts/login/", {"login": f"p{n}@example.org", "password": "x"}).status_code
        for n in range(31)
    ]
    assert statuses == [200] * 30 + [429]
    page = client.post("/accounts/login/", {"login": "p@example.org", "password": "x"}).content.decode()
    assert "Too many attempts" in page
    assert page.count("<h1") == 1


def test_codes_of_the_second_factor_are_not_guessed(client: Client, ada: User) -> None:
    TOTP.activate(ada, generate_totp_secret())
    sign_in(client, ada)
    answers = [client.post("/accounts/2fa/authenticate/", {"code": f"{n:06}"}) for n in range(7)]
    assert "_auth_user_id" not in client.session
    assert "Too many failed login attempts" in answers[-1].content.decode()


def test_a_code_of_a_letter_can_be_tried_three_times(client: Client) -> None:
    client.post("/accounts/signup/", {"email": "eve@example.org", **NEW})
    code = client.session["account_email_verification_code"]["code"]
    for _attempt in range(3):
        client.post("/accounts/confirm-email/", {"code": "wrong"})
    client.post("/accounts/confirm-email/", {"code": code})
    assert not EmailAddress.objects.filter(verified=True).exists()


def test_the_cache_knows_no_network_address(client: Client, ada: User) -> None:
    client.post("/accounts/login/", {"login": ada.email, "password": "wrong"})
    keys = [key.decode() for key in cache._cache.get_client().keys("*")]
    assert keys
    assert [key for key in keys if "127.0.0.1" in key or "allauth" in key] == []


def test_behind_one_proxy_the_address_it_saw_counts(settings, rf) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    asked = rf.get("/", headers={"X-Forwarded-For": "6.6.6.6, 192.0.2.7"})
    assert get_adapter().get_client_ip(asked) == "192.0.2.7"


def test_without_a_proxy_nobody_names_her_own_address(rf) -> None:
    asked = rf.get("/", headers={"X-Forwarded-For": "6.6.6.6"})
    assert get_adapter().get_client_ip(asked) == "127.0.0.1"


# --- Sessions, redirects, forged requests, fields that nobody asked for ---


def test_signing_in_changes_the_key_of_the_session(client: Client, ada: User) -> None:
    client.get("/accounts/login/")
    session = client.session
    session["planted"] = "yes"
    session.save()
    client.cookies["sessionid"] = planted = session.session_key
    sign_in(client, ada)
    assert client.session["_auth_user_id"] == str(ada.pk)
    assert client.session.session_key != planted
    other = Client()
    other.cookies["sessionid"] = planted
    assert other.get("/my/settings/").status_code == 302


def test_signing_out_ends_the_session(client: Client, ada: User) -> None:
    sign_in(client, ada)
    key = client.session.session_key
    client.post("/accounts/logout/")
    client.cookies["sessionid"] = key
    assert client.get("/my/settings/").status_code == 302


@pytest.mark.parametrize(
    "target",
    [
        "https://evil.example/",
        "//evil.example",
        "/\\evil.example",
        "javascript:alert(1)",
        "https:evil.example",
    ],
)
def test_signing_in_and_out_leads_nowhere_else(client: Client, ada: User, target: str) -> None:
    assert sign_in(client, ada, next=target)["Location"] == "/"
    assert client.get(f"/accounts/login/?next={quote(target)}")["Location"] == "/"  # she is signed in already
    assert client.post("/accounts/logout/", {"next": target})["Location"] == "/"


def test_signing_in_leads_where_she_wanted_to_go(client: Client, ada: User) -> None:
    assert sign_in(client, ada, next="/my/settings/")["Location"] == "/my/settings/"


@pytest.mark.parametrize(
    "address",
    [
        "/accounts/login/",
        "/accounts/signup/",
        "/accounts/mediawiki/login/",
        "/accounts/logout/",
        "/accounts/merge/",
    ],
)
def test_a_forged_form_does_nothing(ada: User, wiki, address: str) -> None:
    forged = Client(enforce_csrf_checks=True)
    forged.force_login(ada, backend="common.backends.AccountBackend")
    assert forged.post(address, {"login": ada.email, "password": PASSWORD}).status_code == 403


def test_signing_up_gives_no_right_that_was_slipped_in(client: Client) -> None:
    slipped = {
        "is_staff": "on",
        "is_superuser": "1",
        "is_demo": "1",
        "wikimedia_sub": "1",
        "kind": "affiliate",
    }
    client.post("/accounts/signup/", {"email": "eve@example.org", **NEW, **slipped})
    user = User.objects.get()
    assert (user.is_staff, user.is_superuser, user.is_demo, user.wikimedia_sub) == (False, False, False, "")
    assert Stakeholder.objects.get().kind == "person"


def test_settings_give_no_right_that_was_slipped_in(client: Client, ada: User) -> None:
    sign_in(client, ada)
    fields = {"name": "Ada", "language": "en", "time_zone": "UTC", "theme": "dark"}
    client.post("/my/settings/", {**fields, "is_staff": "on", "is_superuser": "on", "email": "x@example.org"})
    ada.refresh_from_db()
    assert (ada.theme, ada.is_staff, ada.is_superuser, ada.email) == ("dark", False, False, "ada@example.org")


# --- The pages ---


def test_security_leads_to_every_way_in(client: Client, ada: User) -> None:
    sign_in(client, ada)
    page = client.get("/accounts/security/").content.decode()
    for address in ("email", "password/change", "2fa/webauthn/add", "2fa", "sessions", "merge"):
        assert f'href="/accounts/{address}/"' in page
    assert "There is only one way in which you can sign in." in page


def test_settings_lead_to_security(client: Client, ada: User) -> None:
    sign_in(client, ada)
    assert client.get("/my/settings/").content.decode().count('href="/accounts/security/"') == 2


@pytest.mark.parametrize("language", ["en", "ar"])
def test_every_page_of_a_protected_account_opens(client: Client, ada: User, language: str) -> None:
    TOTP.activate(ada, generate_totp_secret())
    codes = RecoveryCodes.activate(ada)
    sign_in(client, ada)
    entrance = client.get("/accounts/2fa/authenticate/", {"uselang": language})
    client.post("/accounts/2fa/authenticate/", {"code": codes.get_unused_codes()[0]})
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    pages = [entrance] + [
        client.get(f"/accounts/{address}/", {"uselang": language})
        for address in (
            "security", "second-factor", "merge", "merge/confirm", "2fa", "2fa/recovery-codes", "2fa/totp/deactivate",
            "2fa/recovery-codes/generate", "2fa/webauthn", "2fa/webauthn/add", "2fa/reauthenticate", "email",
            "password/change", "sessions", "3rdparty", "logout", "inactive", "3rdparty/login/cancelled",
        )
    ]  # fmt: skip
    assert [page.status_code for page in pages] == [200] * len(pages)
    for page in pages:
        text = page.content.decode()
        assert (text.count("<h1"), text.count('class="site-header')) == (1, 1), page.request["PATH_INFO"]


def test_signing_out_elsewhere_ends_the_other_sessions(client: Client, ada: User) -> None:
    sign_in(client, ada)
    elsewhere = Client()
    sign_in(elsewhere, ada)
    with zeal_ignore():  # allauth asks once for each of her browsers
        assert "Sign out elsewhere" in client.get("/accounts/sessions/").content.decode()
        client.post("/accounts/sessions/")
    assert UserSession.objects.filter(user=ada).count() == 1
    assert [each.get("/my/settings/").status_code for each in (client, elsewhere)] == [200, 302]


def test_a_new_address_counts_once_it_is_confirmed_and_the_old_one_is_told(client: Client, ada: User) -> None:
    sign_in(client, ada)
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    page = client.post("/accounts/email/", {"email": "ada@example.com", "action_add": ""})
    assert page["Location"] == "/accounts/confirm-email/"
    ada.refresh_from_db()
    assert ada.email == "ada@example.org"
    code = client.session["account_email_verification_code"]["code"]
    client.post("/accounts/confirm-email/", {"code": code})
    ada.refresh_from_db()
    assert (ada.email, EmailAddress.objects.get().email) == ("ada@example.com", "ada@example.com")
    assert (mail.outbox[-1].to, mail.outbox[-1].subject) == (
        ["ada@example.org"],
        "Your e-mail address has changed",
    )


# --- Merging: each account is proved by signing in to it ---


def begin(client: Client, user: User) -> None:
    sign_in(client, user)
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    client.post("/accounts/merge/")


def test_two_accounts_become_one_by_signing_in_to_each(client: Client, ada: User) -> None:
    second = member_with("ada@example.com")
    begin(client, ada)
    assert "_auth_user_id" not in client.session
    page = client.get(sign_in(client, second, next="/accounts/merge/confirm/")["Location"])
    assert "Make these two accounts one?" in page.content.decode()
    done = client.post("/accounts/merge/confirm/", follow=True)
    assert "Your accounts are one now." in done.content.decode()
    assert list(User.objects.filter(is_active=True)) == [second]
    assert mail.outbox[-1].subject == "Two of your accounts are one now"


def test_what_comes_over_and_what_cannot_stand_twice_is_shown_before(client: Client, ada: User) -> None:
    second = member_with("ada@example.com")
    cohort = CohortFactory()
    for each in (ada, second):
        EnrollmentFactory(cohort=cohort, person=each.person)
    begin(client, ada)
    page = client.get(sign_in(client, second, next="/accounts/merge/confirm/")["Location"])
    lines = page.context["moved"], page.context["ended"]
    assert [[(line.says, line.number) for line in each] for each in lines] == [
        [("Your enrollments", 1)],
        [("Your enrollments", 1)],
    ]
    assert "the one that is further along stays" in page.content.decode()
    assert [(each.ways.email, each.stays) for each in page.context["accounts"]] == [
        ("ada@example.org", False),
        ("ada@example.com", True),
    ]
    assert User.objects.filter(is_active=True).count() == 2


def test_without_the_first_sign_in_nothing_is_merged(client: Client, ada: User) -> None:
    member_with("ada@example.com")
    sign_in(client, ada)
    client.cookies["merge"] = "WzEsICJ4Il0:forged:forged"
    assert (
        "The time between the two sign-ins is over" in client.get("/accounts/merge/confirm/").content.decode()
    )
    client.post("/accounts/merge/confirm/")
    assert User.objects.filter(is_active=True).count() == 2


def test_a_proof_ends_with_the_password_it_was_made_under(client: Client, ada: User) -> None:
    second = member_with("ada@example.com")
    begin(client, ada)
    ada.set_password("changed meanwhile")
    ada.save()
    sign_in(client, second)
    client.post("/accounts/merge/confirm/")
    assert User.objects.filter(is_active=True).count() == 2


def test_a_refusal_is_said_on_the_page(client: Client, ada: User) -> None:
    second = member_with("ada@example.com", user__is_demo=True)
    begin(client, ada)
    sign_in(client, second)
    page = client.post("/accounts/merge/confirm/", follow=True).content.decode()
    assert "An invented person of the demonstration stays by herself." in page
