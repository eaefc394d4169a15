"""Signing in with a Wikimedia account: who that is stands in `sub`, which stays when she is renamed."""

from collections.abc import Mapping
from typing import Any

from allauth.account.internal.flows.email_verification import send_verification_email_to_address
from allauth.account.models import EmailAddress
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialLogin
from allauth.socialaccount.providers.base import Provider, ProviderException
from allauth.socialaccount.providers.mediawiki.provider import MediaWikiProvider
from django.db import transaction
from django.http import Http404, HttpRequest
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from capacity.actions import accounts
from capacity.models import User


class WikimediaProvider(MediaWikiProvider):
    """MediaWiki's profile, of which we keep the global user name and whether it is blocked, and nothing else."""

    name: str | Promise = _("Wikimedia")

    def __str__(self) -> str:
        return str(self.name)

    def extract_uid(self, data: Mapping[str, Any]) -> str:
        if not data.get("sub") or not data.get("username"):
            raise ProviderException("The profile names no account.")
        return str(data["sub"])

    def extract_extra_data(self, data: Mapping[str, Any]) -> dict[str, Any]:
        return {"username": data["username"], "blocked": bool(data.get("blocked"))}


class SocialAccountAdapter(DefaultSocialAccountAdapter):
    """Who comes from Wikimedia."""

    def get_provider(self, request: HttpRequest, provider: str, client_id: str | None = None) -> Provider:
        found = super().get_provider(request, provider, client_id=client_id)
        return WikimediaProvider(request, app=found.app)

    def get_app(self, request: HttpRequest, provider: str, client_id: str | None = None) -> SocialApp:
        """Where no Wikimedia client is set up, its pages do not exist."""
        try:
            return super().get_app(request, provider, client_id)
        except SocialApp.DoesNotExist as error:
            raise Http404 from error

    def list_providers(self, request: HttpRequest) -> list[Provider]:
        return [WikimediaProvider(request, app=each.app) for each in super().list_providers(request)]

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Whoever is blocked there is refused here. A new name of a known account is taken over."""
        if sociallogin.account.extra_data["blocked"]:
            page = render(request, "socialaccount/blocked.html", status=403)
            raise ImmediateHttpResponse(page)
        if sociallogin.account.pk:
            self._link(sociallogin.account)

    def populate_user(self, request: HttpRequest, sociallogin: SocialLogin, data: Mapping[str, Any]) -> User:
        user: User = sociallogin.user
        user.email = data.get("email") or None
        return user

    def get_signup_form_initial_data(self, sociallogin: SocialLogin) -> dict[str, Any]:
        username = sociallogin.account.extra_data["username"]
        return {"name": username, "email": sociallogin.user.email or ""}

    @transaction.atomic
    def save_user(self, request: HttpRequest, sociallogin: SocialLogin, form: Any = None) -> User:
        """An address that Wikimedia has confirmed is hers at once; one that she types, once she has confirmed it."""
        typed = form.cleaned_data.get("email") or ""
        confirmed = [address for address in sociallogin.email_addresses if address.email.lower() == typed]
        sociallogin.email_addresses = confirmed
        form.cleaned_data["email"] = confirmed[0].email if confirmed else ""
        sociallogin.user = User()  # what lay in the session is text, also where a field is none
        user: User = super().save_user(request, sociallogin, form)
        self._link(sociallogin.account)
        if typed and not confirmed:
            send_verification_email_to_address(request, EmailAddress(user=user, email=typed))
        return user

    def get_connect_redirect_url(self, request: HttpRequest, socialaccount: SocialAccount) -> str:
        """allauth asks this when it has linked an account: the one moment at which it calls us."""
        if socialaccount.pk and socialaccount.user_id == request.user.pk:
            self._link(socialaccount)
        return super().get_connect_redirect_url(request, socialaccount)

    def _link(self, account: SocialAccount) -> None:
        user: User = account.user
        accounts.link_wikimedia(user, sub=account.uid, username=account.extra_data["username"], by=user)
