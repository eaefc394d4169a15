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
from django.db import transaction
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from capacity.actions import accounts
from capacity.http import MemberRequest, merging
from capacity.queries.accounts import ways_of


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


@method_decorator(reauthentication_required, name="get")  # or one would press the button twice
@method_decorator(reauthentication_required, name="post")
class MergeStart(LoginRequiredMixin, TemplateView):
    """The first of two accounts: its person has signed in to it, and now signs in to the other."""

    request: MemberRequest
    template_name = "account/merge.html"
    extra_context = {"minutes": settings.MERGE_MINUTES}

    def post(self, request: MemberRequest) -> HttpResponse:
        proof = merging.proof_of(request.user)
        get_adapter().logout(request)
        messages.info(request, _("Now sign in to your other account."))
        response = HttpResponseRedirect(f"{reverse('account_login')}?next={reverse('merge-confirm')}")
        response.set_cookie(
            merging.COOKIE,
            proof,
            max_age=settings.MERGE_MINUTES * 60,
            path=reverse("capacity:merge"),
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )
        return response
