"""Who somebody is: allauth's log-in. What she may do: `rules`, and for staff in the admin also Django's tables."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.auth import get_user_model
from django.db.models import QuerySet

from common.statements import Written


def _account(key: int) -> QuerySet:
    return get_user_model()._default_manager.filter(pk=key).order_by()


ACCOUNT = Written(_account, -77)


class AccountBackend(AuthenticationBackend):
    """Django's permission tables serve the admin, so only staff are looked up in them: a page saves two queries."""

    def get_user(self, user_id: Any) -> Any:
        """As Django does it, by a statement that is written once: every request of who is signed in begins with it."""
        found = ACCOUNT.objects(user_id)
        return found[0] if found and self.user_can_authenticate(found[0]) else None

    def _get_permissions(self, user_obj: Any, obj: Any, from_name: str) -> set[str]:
        if not user_obj.is_staff:
            return set()
        return super()._get_permissions(user_obj, obj, from_name)
