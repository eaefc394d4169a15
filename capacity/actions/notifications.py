"""What a person does with what she was told."""

from collections.abc import Sequence
from datetime import time
from typing import Any

from django.db import transaction
from django.utils import timezone

from capacity.models import User
from common.models import Notification, NotificationPreference, QuietHours
from common.models.notification import EmailChoice


def read_all(user: User) -> int:
    """Marks all her notifications read; returns how many were new."""
    return Notification.objects.filter(recipient=user, read_at=None).update(read_at=timezone.now())


def prefer(user: User, *, choices: dict[str, dict[str, Any]]) -> None:
    """Keeps her choices: for each kind, `email` and `on_page`."""
    NotificationPreference.objects.bulk_create(
        [NotificationPreference(user=user, kind=kind, **choice) for kind, choice in choices.items()],
        update_conflicts=True,
        unique_fields=["user", "kind"],
        update_fields=["email", "on_page"],
    )


@transaction.atomic
def keep_quiet(user: User, *, starts: time | None, ends: time | None) -> None:
    """Keeps the hours in which no letter goes out at once; without both there are none."""
    if starts is None or ends is None:
        QuietHours.objects.filter(user=user).delete()
    else:
        QuietHours.objects.update_or_create(user=user, defaults={"starts": starts, "ends": ends})


@transaction.atomic
def unsubscribe(user_id: int, *, kinds: Sequence[str]) -> bool:
    """Ends e-mail of these kinds. False where the account is gone."""
    user = User.objects.filter(pk=user_id).first()
    if user is None:
        return False
    NotificationPreference.objects.bulk_create(
        [NotificationPreference(user=user, kind=kind, email=EmailChoice.NEVER) for kind in kinds],
        update_conflicts=True,
        unique_fields=["user", "kind"],
        update_fields=["email"],
    )
    return True
