"""Who holds which role: organizations for everybody, persons for themselves and staff."""

from typing import Any

from django.conf import settings
from django.http import Http404
from django.views.generic import TemplateView

from capacity.models import RoleAssignment
from common.paging import CursorError, addresses, page_of

ORDER = ["function", "level", "title", "pk"]


class RoleList(TemplateView):
    template_name = "capacity/role_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        held = RoleAssignment.objects.visible_to(self.request.user).current()
        held = held.select_related("holder", "organization", "region")
        cursor = self.request.GET.get("page", "")
        try:
            page = page_of(held, ordering=ORDER, cursor=cursor, size=settings.PAGE_ROWS)
        except CursorError as error:
            raise Http404 from error
        return super().get_context_data(
            roles=page.rows,
            **addresses(page, self.request.GET),
            **kwargs,
        )
