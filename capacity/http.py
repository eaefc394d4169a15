"""What requests know of the person who makes them."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.db import transaction
from django.http import HttpRequest

from capacity.actions import people
from capacity.models import User


class MemberRequest(HttpRequest):
    """A request whose user is signed in; views behind a permission may rely on it."""

    user: User


class AccountAdapter(DefaultAccountAdapter):
    """How allauth signs up our accounts."""

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
