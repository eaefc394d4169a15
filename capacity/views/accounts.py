"""Signing in and what protects it: the pages beside allauth's."""

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.decorators import reauthentication_required
from allauth.socialaccount.adapter import get_adapter as get_social_adapter
from allauth.socialaccount.forms import DisconnectForm
from allauth.socialaccount.views import ConnectionsView
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core import signing
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.crypto import constant_time_compare
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from capacity.actions import accounts
from capacity.http import MemberRequest
from capacity.models import User
from capacity.queries.accounts import Ways, records_of, ways_of

MERGE_COOKIE = "merge"
MERGE_SALT = "capacity.merge"


class Security(LoginRequiredMixin, TemplateView):
    """Sign-in and security: one's ways in, and where each is changed."""

    request: MemberRequest
    template_name = "account/security.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        providers = get_social_adapter().list_providers(self.request)
        return super().get_context_data(
            ways=ways_of(self.request.user), has_wikimedia=bool(providers), **kwargs
        )


class SecondFactor(LoginRequiredMixin, TemplateView):
    """Why a second factor is asked for, and the ways to set one up."""

    template_name = "account/second_factor.html"


class Connections(LoginRequiredMixin, ConnectionsView):
    """allauth's page of linked accounts; what it unlinks is forgotten by our account too."""

    request: MemberRequest

    @transaction.atomic
    def form_valid(self, form: DisconnectForm) -> HttpResponse:
        response = super().form_valid(form)
        accounts.unlink_wikimedia(self.request.user, by=self.request.user)
        return response


@method_decorator(reauthentication_required, name="post")
class MergeStart(LoginRequiredMixin, TemplateView):
    """The first of two accounts: its person has signed in to it, and now signs in to the other."""

    request: MemberRequest
    template_name = "account/merge.html"
    extra_context = {"minutes": settings.MERGE_MINUTES}

    def post(self, request: MemberRequest) -> HttpResponse:
        proof = proof_of(request.user)
        get_adapter().logout(request)
        messages.info(request, _("Now sign in to your other account."))
        response = HttpResponseRedirect(
            f"{reverse('account_login')}?next={reverse('capacity:merge-confirm')}"
        )
        response.set_cookie(
            MERGE_COOKIE,
            proof,
            max_age=settings.MERGE_MINUTES * 60,
            path=reverse("capacity:merge"),
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )
        return response


class MergeConfirm(LoginRequiredMixin, TemplateView):
    """Both accounts are proved: says what becomes of each, and does it."""

    request: MemberRequest
    template_name = "account/merge_confirm.html"

    @cached_property
    def other(self) -> User | None:
        return proved_account(self.request)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, other = self.request.user, self.other
        pair: list[tuple[Ways, bool]] = []
        if other:
            pair = [(ways_of(each), bool(records_of(each))) for each in (other, user)]
        return super().get_context_data(other=other, is_same=other == user, pair=pair, **kwargs)

    def post(self, request: MemberRequest) -> HttpResponse:
        if self.other is None:
            return redirect("capacity:merge-confirm")
        try:
            kept = accounts.merge(self.other, request.user, by=request.user)
        except accounts.MergeError as error:
            messages.error(request, error.refusal.label)
            return redirect("capacity:merge-confirm")
        get_adapter().send_notification_mail("account/email/accounts_merged", kept, context={"user": kept})
        get_adapter().logout(request)
        messages.success(request, _("Your accounts are one now. Please sign in to it."))
        response = redirect("account_login")
        response.delete_cookie(MERGE_COOKIE, path=reverse("capacity:merge"))
        return response


def proof_of(user: User) -> str:
    """That this browser was signed in to the account just now; worth nothing once its password has changed."""
    return signing.dumps([user.pk, user.get_session_auth_hash()], salt=MERGE_SALT)


def proved_account(request: HttpRequest) -> User | None:
    try:
        pk, session_hash = signing.loads(
            request.COOKIES.get(MERGE_COOKIE, ""), salt=MERGE_SALT, max_age=settings.MERGE_MINUTES * 60
        )
    except signing.BadSignature:
        return None
    user = User.objects.filter(pk=pk, is_active=True).first()
    return user if user and constant_time_compare(session_hash, user.get_session_auth_hash()) else None
