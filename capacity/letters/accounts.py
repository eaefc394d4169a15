"""Letters about one's own account. They carry keys and codes, so they leave at once and are kept nowhere."""

from typing import Any

from allauth.account.models import EmailAddress
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext_lazy as _

from capacity.models import User
from common.outbox import compose, plain

# What has changed, by the name of allauth's letter about it; all are told in letters/account/change.txt.
CHANGES = {
    "account_connected": _("Your Wikimedia account is linked now"),
    "account_disconnected": _("Your Wikimedia account is no longer linked"),
    "accounts_merged": _("Two of your accounts are one now"),
    "email_changed": _("Your e-mail address has changed"),
    "email_deleted": _("An e-mail address was removed from your account"),
    "password_changed": _("Your password was changed"),
    "password_reset": _("Your password was reset"),
    "password_set": _("A password was set for your account"),
    "recovery_codes_generated": _("New recovery codes were made for your account"),
    "totp_activated": _("An authenticator app protects your account now"),
    "totp_deactivated": _("The authenticator app no longer protects your account"),
    "webauthn_added": _("A passkey or security key was added to your account"),
    "webauthn_removed": _("A passkey or security key was removed from your account"),
}


def about_account(kind: str, *, email: str, context: dict[str, Any]) -> None:
    """In the language of whose address it is, or of the page where it was typed."""
    reader = reader_of(email, context)
    language = (reader.language if reader else "") or translation.get_language() or ""
    zone = reader.zone if reader else timezone.get_current_timezone()
    with translation.override(language), timezone.override(zone):
        template = "account/change" if kind in CHANGES else f"account/{kind}"
        subject, text = compose(template, {**context, "email": email, "change": CHANGES.get(kind, "")})
        letter = envelope(subject, text, language=translation.get_language() or "")
    letter.to = [email]
    letter.send()


def reader_of(email: str, context: dict[str, Any]) -> User | None:
    if isinstance(context.get("user"), User):
        return context["user"]
    address = (
        EmailAddress.objects.filter(email=email.lower()).order_by("-verified").select_related("user").first()
    )
    return address.user if address else None


def envelope(subject: str, text: str, *, language: str) -> EmailMultiAlternatives:
    context = {
        "subject": subject,
        "text": text,
        "language": language,
        "direction": "rtl" if get_language_bidi() else "ltr",
    }
    headers = {"Content-Language": language, "Auto-Submitted": "auto-generated"}
    letter = EmailMultiAlternatives(subject, plain("letters/account/envelope.txt", context), headers=headers)
    letter.attach_alternative(render_to_string("letters/account/envelope.html", context), "text/html")
    return letter
