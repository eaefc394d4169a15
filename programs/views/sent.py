"""Whom an organization sent to programs."""

from typing import Any

from django.http import Http404
from django.views.generic import TemplateView
from rules.contrib.views import PermissionRequiredMixin

from capacity.http.organizations import OfOrganization
from capacity.http.reasons import MembersBehindReason
from common.paging import CursorError, addresses
from programs.forms.sent import SentForm
from programs.queries.sent import sent_by


class SentList(MembersBehindReason, OfOrganization, PermissionRequiredMixin, TemplateView):
    """All of them in pages; the organization's own page shows the newest."""

    permission_required = "capacity.view_affiliate_desk"
    template_name = "programs/sent_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        asked = self.request.GET
        form = SentForm(asked)
        state = form.cleaned_data["state"] if form.is_valid() else ""
        try:
            page = sent_by(self.organization, state=state, cursor=asked.get("page", ""))
        except CursorError as error:
            raise Http404 from error
        return super().get_context_data(
            organization=self.organization, form=form, sent=page.rows, **addresses(page, asked), **kwargs
        )
