"""The action log, and the question that stands before somebody's data."""

from functools import cached_property
from typing import Any

from django.conf import settings
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.generic import FormView, TemplateView

from capacity.actions import access
from capacity.forms.audit import AuditForm, ReasonForm
from capacity.http import MemberRequest
from capacity.models import User
from capacity.queries import audit
from common.paging import CursorError, page_of


class Audit(PermissionRequiredMixin, TemplateView):
    """Newest first, by key; a filter that is wrong says so beside its field and narrows nothing."""

    permission_required = "capacity.see_audit"
    template_name = "capacity/audit.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        asked = self.request.GET
        form = AuditForm(asked)
        rows = audit.log_rows(form.cleaned_data if form.is_valid() else {})
        try:
            page = page_of(rows, ordering=["-id"], cursor=asked.get("page", ""), size=settings.PAGE_ROWS)
        except CursorError as error:
            raise Http404 from error
        return super().get_context_data(
            form=form,
            rows=[(row, audit.role_word(row.by), audit.reason_word(row.reason)) for row in page.rows],
            previous=self._address(page.previous),
            next=self._address(page.next),
            **kwargs,
        )

    def _address(self, cursor: str) -> str:
        query = self.request.GET.copy()
        query["page"] = cursor
        return f"?{query.urlencode()}" if cursor else ""


class StateReason(PermissionRequiredMixin, FormView):
    """The answer is kept for a while for this person, and she can read it."""

    permission_required = "capacity.look_at_person"
    template_name = "capacity/look_form.html"
    form_class = ReasonForm
    request: MemberRequest

    @cached_property
    def account(self) -> User:
        return get_object_or_404(User, public_id=self.kwargs["public_id"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(account=self.account, minutes=settings.LOOK_MINUTES, **kwargs)

    def form_valid(self, form: ReasonForm) -> HttpResponse:
        access.state_reason(self.account, by=self.request.user, reason=form.cleaned_data["reason"])
        return redirect(self.wanted())

    def wanted(self) -> str:
        asked = self.request.GET.get("next", "")
        safe = url_has_allowed_host_and_scheme(
            asked, allowed_hosts={self.request.get_host()}, require_https=self.request.is_secure()
        )
        return asked if safe else reverse("admin:capacity_user_change", args=[self.account.pk])
