"""Signing in with Wikimedia, against a server that answers over HTTP as MediaWiki's OAuth 2 does."""

from http.client import HTTPConnection
from urllib.parse import urlsplit

import pytest
import time_machine
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount
from django.core import mail
from django.test import Client

from capacity.models import Stakeholder, User
from common.models import ActionLog
from tests.factories.capacity import PersonFactory, UserFactory
from tests.mediawiki import CLIENT, MediaWiki

pytestmark = pytest.mark.django_db

ENTRANCE = "/accounts/mediawiki/login/"


def go_there(client: Client, **fields: str) -> str:
    """The portal sends the browser to Wikimedia; this is the address."""
    response = client.post(ENTRANCE, fields)
    assert response.status_code == 302
    return response["Location"]


def say_yes(address: str) -> str:
    """The person says yes (or no) there; the address in the portal to which she is sent back."""
    where = urlsplit(address)
    connection = HTTPConnection(where.hostname or "", where.port, timeout=10)
    connection.request("GET", f"{where.path}?{where.query}")
    back = urlsplit(connection.getresponse().headers["Location"])
    connection.close()
    return f"{back.path}?{back.query}"


def come_back(client: Client, **fields: str):
    return client.get(say_yes(go_there(client, **fields)), follow=True)


def sign_up(client: Client, **typed: str):
    come_back(client)
    return client.post("/accounts/3rdparty/signup/", {"name": "Ada", **typed}, follow=True)


@pytest.fixture
def ada(wiki: MediaWiki) -> User:
    person = PersonFactory(
        user__email=None, user__wikimedia_sub="4711", user__wikimedia_username="Ada Trainer"
    )
    SocialAccount.objects.create(
        user=person.user, provider="mediawiki", uid="4711", extra_data={"username": "Ada Trainer"}
    )
    return person.user


def test_the_button_is_there_only_where_the_portal_is_known_to_wikimedia(client: Client, settings) -> None:
    assert ENTRANCE not in client.get("/accounts/login/").content.decode()
    known = settings.SOCIALACCOUNT_PROVIDERS["mediawiki"]
    settings.SOCIALACCOUNT_PROVIDERS = {
        "mediawiki": {**known, "APPS": [{"client_id": CLIENT, "secret": "s"}]}
    }
    assert ENTRANCE in client.get("/accounts/login/").content.decode()


def test_opening_the_address_does_not_sign_in(client: Client, wiki: MediaWiki) -> None:
    response = client.get(ENTRANCE)
    assert (response.status_code, "oauth2" in response.content.decode()) == (200, False)


def test_signing_up_keeps_the_number_and_the_name_with_its_spaces_and_case(
    client: Client, wiki: MediaWiki
) -> None:
    page = come_back(client)
    assert page.request["PATH_INFO"] == "/accounts/3rdparty/signup/"
    assert 'value="Ada Trainer"' in page.content.decode()
    done = client.post("/accounts/3rdparty/signup/", {"name": "Ada T."}, follow=True)
    assert done.redirect_chain[-1][0] == "/"
    user = User.objects.get()
    assert (user.wikimedia_sub, user.wikimedia_username, user.email) == ("4711", "Ada Trainer", None)
    assert Stakeholder.objects.get(user=user).name == "Ada T."
    assert SocialAccount.objects.get().extra_data == {"username": "Ada Trainer", "blocked": False}
    assert client.get("/my/settings/").status_code == 200


def test_an_address_that_wikimedia_has_not_confirmed_is_not_offered(client: Client, wiki: MediaWiki) -> None:
    wiki.profile |= {"email": "ada@example.org", "confirmed_email": False}
    assert "ada@example.org" not in come_back(client).content.decode()


def test_an_address_that_wikimedia_has_confirmed_is_hers_at_once(client: Client, wiki: MediaWiki) -> None:
    wiki.profile |= {"email": "ada@example.org", "confirmed_email": True}
    sign_up(client, email="ada@example.org")
    assert User.objects.get().email == "ada@example.org"
    assert EmailAddress.objects.values_list("email", "verified").get() == ("ada@example.org", True)


def test_an_address_that_she_leaves_out_is_not_kept(client: Client, wiki: MediaWiki) -> None:
    wiki.profile |= {"email": "ada@example.org", "confirmed_email": True}
    sign_up(client, email="")
    assert (User.objects.get().email, EmailAddress.objects.count()) == (None, 0)


def test_an_address_that_she_types_is_kept_once_she_has_typed_the_code(
    client: Client, wiki: MediaWiki
) -> None:
    page = sign_up(client, email="ada@example.org")
    assert page.request["PATH_INFO"] == "/accounts/confirm-email/"
    assert (User.objects.get().email, EmailAddress.objects.count()) == (None, 0)
    (letter,) = mail.outbox
    code = client.session["account_email_verification_code"]["code"]
    assert code in letter.body
    client.post("/accounts/confirm-email/", {"code": code})
    assert User.objects.get().email == "ada@example.org"


def test_an_address_of_another_account_is_not_taken_and_its_owner_is_told(
    client: Client, wiki: MediaWiki
) -> None:
    other = UserFactory(email="ada@example.org")
    EmailAddress.objects.create(user=other, email=other.email, verified=True, primary=True)
    page = sign_up(client, email="ada@example.org")
    assert page.request["PATH_INFO"] == "/accounts/confirm-email/"
    assert "_auth_user_id" not in client.session
    assert [user.pk for user in User.objects.all()] == [other.pk]
    assert [letter.subject for letter in mail.outbox] == ["You have an account already"]


def test_signing_in_again_asks_nothing(client: Client, ada: User) -> None:
    assert come_back(client).redirect_chain[-1][0] == "/"
    assert client.session["_auth_user_id"] == str(ada.pk)


@pytest.mark.parametrize(("target", "led_to"), [("/glossary/", "/glossary/"), ("https://evil.example/", "/")])
def test_it_leads_to_pages_of_the_portal_only(client: Client, ada: User, target: str, led_to: str) -> None:
    assert come_back(client, next=target).redirect_chain[-1][0] == led_to


def test_somebody_renamed_is_the_same_person_under_her_new_name(
    client: Client, wiki: MediaWiki, ada: User
) -> None:
    wiki.profile["username"] = "Ada of Accra"
    come_back(client)
    ada.refresh_from_db()
    assert (ada.wikimedia_sub, ada.wikimedia_username) == ("4711", "Ada of Accra")
    assert [entry.verb for entry in ActionLog.objects.filter(by=ada)] == ["capacity.accounts.rename"]


def test_somebody_with_a_name_that_another_one_had_is_another_person(
    client: Client, wiki: MediaWiki, ada: User
) -> None:
    wiki.profile["sub"] = 4712
    assert come_back(client).request["PATH_INFO"] == "/accounts/3rdparty/signup/"
    assert "_auth_user_id" not in client.session


def test_who_says_no_there_is_not_signed_in(client: Client, wiki: MediaWiki) -> None:
    wiki.is_refused = True
    page = come_back(client)
    assert (page.status_code, page.request["PATH_INFO"]) == (200, "/accounts/3rdparty/login/cancelled/")
    assert "You did not allow Wikimedia" in page.content.decode()
    assert User.objects.count() == 0


def test_an_expired_code_signs_nobody_in(client: Client, wiki: MediaWiki, ada: User) -> None:
    wiki.codes_expire = True
    page = come_back(client)
    assert (page.status_code, "Signing in did not work" in page.content.decode()) == (401, True)
    assert "_auth_user_id" not in client.session


def test_a_code_works_once(client: Client, wiki: MediaWiki, ada: User) -> None:
    back = say_yes(go_there(client))
    client.get(back)
    again = Client()
    again.post(ENTRANCE)
    state = next(iter(again.session["socialaccount_states"]))
    old = back.partition("state=")[2]
    assert again.get(back.replace(old, state)).status_code == 401


@pytest.mark.parametrize("state", ["", "of-somebody-else"])
def test_a_wrong_state_signs_nobody_in(client: Client, wiki: MediaWiki, ada: User, state: str) -> None:
    back = say_yes(go_there(client))
    page = client.get(back.partition("state=")[0] + f"state={state}")
    assert (page.status_code, "_auth_user_id" in client.session) == (401, False)


def test_an_answer_meant_for_another_browser_signs_nobody_in(wiki: MediaWiki, ada: User) -> None:
    back = say_yes(go_there(Client()))
    lured = Client()
    assert lured.get(back).status_code == 401
    assert "_auth_user_id" not in lured.session


def test_a_state_is_too_old_after_ten_minutes(client: Client, wiki: MediaWiki, ada: User) -> None:
    with time_machine.travel("2026-03-01T10:00:00Z", tick=False):
        back = say_yes(go_there(client))
    with time_machine.travel("2026-03-01T10:11:00Z", tick=False):
        assert client.get(back).status_code == 401


def test_somebody_blocked_is_refused_and_told_why(client: Client, wiki: MediaWiki, ada: User) -> None:
    wiki.profile["blocked"] = True
    page = come_back(client)
    assert (page.status_code, "This Wikimedia account is blocked" in page.content.decode()) == (403, True)
    assert "_auth_user_id" not in client.session


def test_somebody_blocked_cannot_sign_up(client: Client, wiki: MediaWiki) -> None:
    wiki.profile["blocked"] = True
    assert come_back(client).status_code == 403
    assert client.get("/accounts/3rdparty/signup/")["Location"] == "/accounts/login/"


@pytest.mark.parametrize("profile", [{}, {"sub": 4711}, {"username": "Ada"}, {"sub": "", "username": ""}])
def test_a_profile_that_names_nobody_is_an_error_of_theirs(client: Client, wiki: MediaWiki, profile) -> None:
    wiki.profile = profile
    assert come_back(client).status_code == 401


def test_linking_keeps_whose_account_it_is(client: Client, wiki: MediaWiki) -> None:
    user = PersonFactory().user
    client.force_login(user, backend="common.backends.AccountBackend")
    user.set_unusable_password()
    user.save()
    client.force_login(user, backend="common.backends.AccountBackend")
    page = come_back(client, process="connect")
    assert page.redirect_chain[-1][0] == "/accounts/3rdparty/"
    user.refresh_from_db()
    assert (user.wikimedia_sub, user.wikimedia_username) == ("4711", "Ada Trainer")


def test_a_wikimedia_account_of_another_one_is_not_linked(client: Client, ada: User) -> None:
    user = PersonFactory().user
    user.set_unusable_password()
    user.save()
    client.force_login(user, backend="common.backends.AccountBackend")
    come_back(client, process="connect")
    user.refresh_from_db()
    assert (user.wikimedia_sub, SocialAccount.objects.get().user_id) == ("", ada.pk)


def test_the_last_way_to_sign_in_is_not_unlinked(client: Client, ada: User) -> None:
    client.force_login(ada, backend="common.backends.AccountBackend")
    page = client.post("/accounts/3rdparty/", {"account": SocialAccount.objects.get().pk})
    assert "This is the only way in which you can sign in." in page.content.decode()
    assert SocialAccount.objects.count() == 1


def test_unlinking_forgets_the_number_and_the_name(client: Client, ada: User) -> None:
    EmailAddress.objects.create(user=ada, email="ada@example.org", verified=True, primary=True)
    ada.set_password("a long secret")
    ada.email = "ada@example.org"
    ada.save()
    client.post("/accounts/login/", {"login": ada.email, "password": "a long secret"})
    page = client.post("/accounts/3rdparty/", {"account": SocialAccount.objects.get().pk})
    client.post(page["Location"], {"password": "a long secret"})  # is it you?
    ada.refresh_from_db()
    assert (ada.wikimedia_sub, ada.wikimedia_username, SocialAccount.objects.count()) == ("", "", 0)
