"""Pages of the organization that the address names."""

from functools import cached_property
from typing import Any

from django.shortcuts import get_object_or_404

from capacity.models import Stakeholder


class OfOrganization:
    """Before a class that asks for a permission: it is asked about the organization."""

    kwargs: dict[str, Any]

    @cached_property
    def organization(self) -> Stakeholder:
        return get_object_or_404(Stakeholder.objects.organizations(), slug=self.kwargs["slug"])

    def get_permission_object(self) -> Stakeholder:
        return self.organization
