"""That a browser was signed in to the first of two accounts, until it is signed in to the second."""

from django.conf import settings
from django.core import signing
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare

from capacity.models import User

COOKIE = "merge"
SALT = "capacity.merge"


def proof_of(user: User) -> str:
    """That this browser was signed in to the account just now; worth nothing once its password has changed."""
    return signing.dumps([user.pk, user.get_session_auth_hash()], salt=SALT)


def proved_account(request: HttpRequest) -> User | None:
    try:
        pk, session_hash = signing.loads(
            request.COOKIES.get(COOKIE, ""), salt=SALT, max_age=settings.MERGE_MINUTES * 60
        )
    except signing.BadSignature:
        return None
    user = User.objects.filter(pk=pk, is_active=True).first()
    return user if user and constant_time_compare(session_hash, user.get_session_auth_hash()) else None
