"""Who holds which role: organizations for everybody, persons for themselves and staff."""

from typing import Any

from django.views.generic import TemplateView

from capacity.models import RoleAssignment

ROLES_SHOWN = 200


class RoleList(TemplateView):
    template_name = "capacity/role_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        held = RoleAssignment.objects.visible_to(self.request.user).current()
        held = held.select_related("holder", "organization", "region").order_by(
            "function", "level", "title", "pk"
        )
        return super().get_context_data(roles=held[:ROLES_SHOWN], **kwargs)
