"""Who somebody is: allauth's log-in. What she may do: `rules`, and for staff in the admin also Django's tables."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend


class AccountBackend(AuthenticationBackend):
    """Django's permission tables serve the admin, so only staff are looked up in them: a page saves two queries."""

    def _get_permissions(self, user_obj: Any, obj: Any, from_name: str) -> set[str]:
        if not user_obj.is_staff:
            return set()
        return super()._get_permissions(user_obj, obj, from_name)
