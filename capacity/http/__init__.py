"""What requests know of the person who makes them, and how allauth signs our people up and in."""

from django.http import HttpRequest

from capacity.models import User


class MemberRequest(HttpRequest):
    """A request whose user is signed in; views behind a permission may rely on it."""

    user: User
