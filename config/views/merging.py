"""The second of two accounts: what becomes of each is shown, and done once it is confirmed."""

from dataclasses import dataclass
from typing import Any

from allauth.account.adapter import get_adapter
from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.generic import TemplateView

from capacity.actions.accounts import MergeError
from capacity.http import MemberRequest, merging
from capacity.http.accounts import shown_name
from capacity.models import User
from capacity.queries.accounts import Ways, ways_of
from config.actions.merging import lines_of, merge, rehearse


@dataclass(frozen=True)
class Account:
    """One of the two, before it is done."""

    name: str
    ways: Ways
    stays: bool


@method_decorator(never_cache, name="dispatch")
class MergeConfirm(LoginRequiredMixin, TemplateView):
    """Both accounts are proved: says what becomes of each and of all that stands under it, and does it."""

    request: MemberRequest
    template_name = "account/merge_confirm.html"

    @cached_property
    def other(self) -> User | None:
        return merging.proved_account(self.request)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        is_same = self.other == self.request.user
        shown = self._preview(self.other) if self.other and not is_same else {}
        return super().get_context_data(other=self.other, is_same=is_same, **shown, **kwargs)

    def _preview(self, other: User) -> dict[str, Any]:
        user = self.request.user
        try:
            done = rehearse(other, user, by=user)
        except MergeError as error:
            return {"refusal": error.refusal.label}
        accounts = [
            Account(shown_name(each), ways_of(each), stays=each.pk == done.kept_id) for each in (other, user)
        ]
        return {"accounts": accounts, "moved": lines_of(done.moved), "ended": lines_of(done.ended)}

    def post(self, request: MemberRequest) -> HttpResponse:
        if self.other is None:
            return redirect("merge-confirm")
        try:
            kept = merge(self.other, request.user, by=request.user).kept
        except MergeError as error:
            messages.error(request, error.refusal.label)
            return redirect("merge-confirm")
        get_adapter().send_notification_mail("account/email/accounts_merged", kept, context={"user": kept})
        get_adapter().logout(request)
        messages.success(request, _("Your accounts are one now. Please sign in to it."))
        response = redirect("account_login")
        response.delete_cookie(merging.COOKIE, path=reverse("capacity:merge"))
        return response
