"""Letters about accounts."""

from pathlib import Path

import allauth
import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.test import Client
from django.utils import timezone

from capacity.letters import accounts as letters
from tests.factories.capacity import PersonFactory

pytestmark = pytest.mark.django_db

# Ways to sign in that the portal does not offer.
NOT_OFFERED = {"login_code", "password_reset_code", "email_confirm"}
CONTEXT = {
    "code": "AB-CD",
    "password_reset_url": "https://portal.example/reset",
    "signup_url": "https://portal.example/signup",
    "timestamp": timezone.now(),
    "user_agent": "A browser",
    "to_email": "new@example.org",
}


def shipped() -> list[str]:
    subjects = Path(allauth.__file__).parent.glob("templates/*/email/*_subject.txt")
    kinds = {file.name.removesuffix("_subject.txt") for file in subjects}
    return sorted(kinds - NOT_OFFERED)


@pytest.fixture
def reader():
    user = PersonFactory(user__email="ada@example.org", user__language="ar").user
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


@pytest.mark.parametrize("kind", shipped())
def test_every_letter_of_allauth_is_one_of_ours(kind: str) -> None:
    letters.about_account(kind, email="eve@example.org", context=CONTEXT)
    (letter,) = mail.outbox
    assert (letter.to, letter.extra_headers["Content-Language"]) == (["eve@example.org"], "en")
    assert letter.subject
    assert "The Capacity Portal sends this letter because it concerns an account." in letter.body
    assert 'dir="ltr"' in letter.alternatives[0].content


def test_a_letter_is_in_the_language_of_whose_address_it_is(reader) -> None:
    letters.about_account("password_changed", email=reader.email, context=CONTEXT)
    (letter,) = mail.outbox
    assert letter.extra_headers["Content-Language"] == "ar"
    assert '<html lang="ar" dir="rtl">' in letter.alternatives[0].content


def test_nothing_in_a_letter_of_plain_text_is_escaped(reader) -> None:
    reader.language = "en"
    context = {**CONTEXT, "user": reader, "user_agent": "Ada's & Bob's <browser>"}
    letters.about_account("password_changed", email=reader.email, context=context)
    (letter,) = mail.outbox
    assert "Ada's & Bob's <browser>" in letter.body
    assert "<browser>" not in letter.alternatives[0].content


def test_a_mail_server_that_is_away_is_said_and_logged_without_the_address(
    client: Client, reader, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def refuse(self, messages):
        raise OSError("away")

    monkeypatch.setattr(EmailBackend, "send_messages", refuse)
    page = client.post("/accounts/password/reset/", {"email": reader.email}, follow=True)
    assert "The letter could not be sent just now." in page.content.decode()
    assert "password_reset_key" in caplog.text
    assert reader.email not in caplog.text
