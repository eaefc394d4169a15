"""The secret addresses of people's own calendars and feeds."""

import hashlib
import secrets

from django.db import transaction
from django.utils import timezone

from capacity.models import User
from common.log import record
from programs.models import CalendarAddress

TOKEN_BYTES = 32


@transaction.atomic
def issue(user: User) -> str:
    """Makes a new token, and ends the one before. Returns it: it is kept nowhere."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    address, _new = CalendarAddress.objects.update_or_create(
        user=user,
        defaults={"digest": hashed(token), "made_at": timezone.now(), "is_demo": user.is_demo},
    )
    record("programs.calendars.issue", address, by=user)
    return token


@transaction.atomic
def revoke(user: User) -> bool:
    """The address leads nowhere from now on. False where there is none."""
    address = CalendarAddress.objects.filter(user=user).first()
    if address is None:
        return False
    record("programs.calendars.revoke", address, by=user)
    address.delete()
    return True


def owner_of(token: str) -> User | None:
    """Whose calendar it is, if she is still here."""
    found = CalendarAddress.objects.filter(digest=hashed(token), user__is_active=True)
    address = found.select_related("user").first()
    return address.user if address else None


def hashed(token: str) -> str:
    """The token is as random as a hash: no salt would add anything."""
    return hashlib.sha256(token.encode()).hexdigest()
