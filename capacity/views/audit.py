"""The action log, and the question that stands before somebody's data."""

from functools import cached_property
from typing import Any

from django.conf import settings
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.generic import TemplateView

from capacity.forms.audit import AuditForm
from capacity.http.reasons import WhyForm
from capacity.models import User
from capacity.queries import audit
from common.paging import CursorError, addresses, page_of


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
            rows=[audit.in_words(row) for row in page.rows],
            **addresses(page, asked),
            **kwargs,
        )


class StateReason(PermissionRequiredMixin, WhyForm):
    permission_required = "capacity.look_at_person"

    @cached_property
    def about(self) -> User:
        return get_object_or_404(User, public_id=self.kwargs["public_id"])

    def otherwise(self) -> str:
        return reverse("admin:capacity_user_change", args=[self.about.pk])
