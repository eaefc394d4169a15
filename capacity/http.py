"""What requests know of the person who makes them."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest

from capacity.models import User


class MemberRequest(HttpRequest):
    """A request whose user is signed in; views behind a permission may rely on it."""

    user: User


class AccountAdapter(DefaultAccountAdapter):
    """How allauth signs up our accounts."""
