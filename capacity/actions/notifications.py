"""What a person does with what she was told."""

from django.db import transaction
from django.utils import timezone

from capacity.models import User
from common.models import Notification, NotificationPreference
from common.models.notification import EmailChoice


def read_all(user: User) -> int:
    """Marks all her notifications read; returns how many were new."""
    return Notification.objects.filter(recipient=user, read_at=None).update(read_at=timezone.now())


@transaction.atomic
def prefer(user: User, *, kind: str, email: str, on_page: bool) -> NotificationPreference:
    preference, _made = NotificationPreference.objects.update_or_create(
        user=user, kind=kind, defaults={"email": email, "on_page": on_page}
    )
    return preference


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
