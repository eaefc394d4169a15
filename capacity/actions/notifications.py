"""What a person does with what she was told."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from capacity.models import User
from common.models import Notification, NotificationPreference
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
def unsubscribe(user_id: int, *, kind: str) -> bool:
    """Ends e-mail of a kind. False where the account is gone."""
    user = User.objects.filter(pk=user_id).first()
    if user is None:
        return False
    NotificationPreference.objects.update_or_create(
        user=user, kind=kind, defaults={"email": EmailChoice.NEVER}
    )
    return True
