"""Who answers for others signs in with a second factor."""

from collections.abc import Callable
from typing import Any

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.http import HttpRequest, HttpResponseBase, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from capacity.http.accounts import shown_name
from capacity.models import User
from capacity.queries.accounts import ways_of
from common import formats

FACTORS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
# What she needs to set one up, to leave, and to read the explanation in her language.
OPEN = {
    "capacity:second-factor", "mfa_activate_totp", "mfa_add_webauthn", "mfa_list_webauthn", "mfa_index",
    "mfa_view_recovery_codes", "mfa_generate_recovery_codes", "mfa_download_recovery_codes",
    "account_reauthenticate", "mfa_reauthenticate", "mfa_reauthenticate_webauthn", "account_logout",
    "account_email", "account_email_verification_sent", "account_change_password", "account_set_password",
    "reading", "health-live", "health-ready", "robots", "favicon",
}  # fmt: skip


def lacks_second_factor(user: User) -> bool:
    return (
        not settings.DEMO_MODE
        and user.is_authenticated
        and user.has_perm("programs.need_second_factor")
        and not is_mfa_enabled(user, FACTORS)
    )


class SecondFactorMiddleware:
    """Leads staff, coordinators and evaluators without one to where they set it up. A demonstration asks for none."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *view: Any) -> HttpResponseBase | None:
        """Without a session cookie nobody is signed in, and no session need be opened to learn it."""
        name = request.resolver_match.view_name if request.resolver_match else ""
        if name in OPEN or settings.SESSION_COOKIE_NAME not in request.COOKIES:
            return None
        if not lacks_second_factor(request.user):  # type: ignore[arg-type]
            return None
        return refusal() if name.startswith("api:") else redirect("capacity:second-factor")


def refusal() -> JsonResponse:
    problem = {
        "type": "about:blank",
        "title": _("A second factor is missing"),
        "status": 403,
        "detail": _("Your role asks for a second factor. Set one up under /accounts/second-factor/ first."),
    }
    return JsonResponse(problem, status=403, content_type="application/problem+json")


class SecondFactorAdapter(DefaultMFAAdapter):
    """allauth's second factors under our rules: none is given up that her role asks for, or that alone lets her in."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "cannot_delete_authenticator": gettext_lazy(
            "It stays: your role asks for a second factor, or you could not sign in without it. Add another one first."
        ),
    }

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        if authenticator.type not in FACTORS:
            return True
        user: User = authenticator.user
        others = Authenticator.objects.filter(user=user, type__in=FACTORS).exclude(pk=authenticator.pk)
        if not settings.DEMO_MODE and user.has_perm("programs.need_second_factor") and not others.exists():
            return False
        is_passkey = (
            authenticator.type == Authenticator.Type.WEBAUTHN and authenticator.wrap().is_passwordless
        )
        return not is_passkey or ways_of(user).count > 1

    def generate_authenticator_name(self, user: User, type: Authenticator.Type) -> str:  # noqa: A002 - allauth's name
        known = Authenticator.objects.filter(user=user, type=type).count()
        return _("Key %(number)s") % {"number": formats.number(known + 1)}

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        return {**super().get_public_key_credential_rp_entity(), "name": str(settings.SITE_NAME)}

    def _get_user_identifier(self, user: User) -> str:
        return user.email or user.wikimedia_username or shown_name(user)
