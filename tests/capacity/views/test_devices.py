"""The browsers and the keys of an account, in the reader's words."""

import re

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.test import Client

from capacity.models import User
from tests.factories.capacity import PersonFactory
from tests.markup import flat

pytestmark = pytest.mark.django_db
PASSWORD = "a long secret"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:131.0) Gecko/20100101 Firefox/131.0"


def member() -> User:
    user = PersonFactory(user__email="ada@example.org").user
    user.set_password(PASSWORD)
    user.save()
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


@pytest.mark.parametrize(
    ("language", "said", "shown"),
    [
        ("en", FIREFOX, '<bdi lang="en">Firefox 131</bdi> on <bdi lang="en">Linux</bdi>'),
        ("ar", FIREFOX, '<bdi lang="en">Firefox 131</bdi> على <bdi lang="en">Linux</bdi>'),
        ("en", "curl/8.5.0 <b>", '<bdi lang="en">curl/8.5.0 &lt;b&gt;</bdi>'),
        ("en", "", "A browser that does not say which it is"),
    ],
)
def test_sessions_show_browsers_by_their_names(language: str, said: str, shown: str) -> None:
    client = Client(HTTP_USER_AGENT=said)
    user = member()
    client.post("/accounts/login/", {"login": user.email, "password": PASSWORD})
    page = flat(client.get(f"/accounts/sessions/?uselang={language}"))
    assert re.findall(r"<td>(.*?)</td>", page)[1:2] == [flat(shown)]


@pytest.mark.parametrize(
    ("language", "name", "first"), [("en", "Name of the key", "Key 1"), ("ar", "اسم المفتاح", "المفتاح 1")]
)
def test_a_key_is_named_in_the_readers_language(client: Client, language: str, name: str, first: str) -> None:
    user = member()
    client.force_login(user)
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    page = flat(client.get(f"/accounts/2fa/webauthn/add/?uselang={language}"))
    assert (f">{name} " in page or f">{name}<" in page, f'value="{first}"' in page) == (True, True)
    key = Authenticator.objects.create(user=user, type=Authenticator.Type.WEBAUTHN, data={"name": "x"})
    edit = flat(client.get(f"/accounts/2fa/webauthn/keys/{key.pk}/edit/"))
    assert f">{name} " in edit or f">{name}<" in edit
