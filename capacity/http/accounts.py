"""Our part in allauth's sign-up, sign-in and letters."""

import logging
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.email_verification_by_code import EMAIL_VERIFICATION_CODE_SESSION_KEY
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from capacity.actions import people
from capacity.letters import accounts as letters
from capacity.models import Stakeholder, User

log = logging.getLogger(__name__)


class AccountAdapter(DefaultAccountAdapter):
    """How allauth signs up our accounts, and writes to them."""

    @transaction.atomic
    def save_user(self, request: HttpRequest, user: User, form: Any, commit: bool = True) -> User:
        """With the account comes its person, and the language and zone in which it was made."""
        reader = getattr(request, "reader", None)
        if reader is not None:
            user.language, user.time_zone = reader.language, reader.time_zone
        super().save_user(request, user, form, commit)
        if commit:
            people.register(user, name=form.cleaned_data["name"])
        return user

    def get_signup_redirect_url(self, request: HttpRequest) -> str:
        """Who came from Wikimedia and typed an address is asked for the code that was sent there."""
        if EMAIL_VERIFICATION_CODE_SESSION_KEY in request.session:
            return reverse("account_email_verification_sent")
        return super().get_signup_redirect_url(request)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        kind = template_prefix.rpartition("/")[2]
        try:
            letters.about_account(kind, email=email, context=context)
        except OSError:  # the mail server is away, or refuses
            log.exception("A letter about an account was not sent: %s", kind)
            messages.error(
                self.request, _("The letter could not be sent just now. Please try again in a few minutes.")
            )


def shown_name(user: User) -> str:
    """What a person is called where she signs in: by her authenticator and in allauth's letters."""
    person = Stakeholder.objects.filter(user=user).only("name").first()
    return person.name if person else user.email or user.wikimedia_username
