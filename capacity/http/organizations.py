"""Pages of the organization that the address names."""

from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.http import Http404

from capacity.models import Stakeholder
from common.statements import Written


def _named(slug: str) -> QuerySet[Stakeholder]:
    return Stakeholder.objects.organizations().filter(slug=slug).order_by()


NAMED = Written(_named, "a slug")


class OfOrganization:
    """Before a class that asks for a permission: it is asked about the organization."""

    kwargs: dict[str, Any]

    @cached_property
    def organization(self) -> Stakeholder:
        found: list[Stakeholder] = NAMED.objects(self.kwargs["slug"])
        if not found:
            raise Http404
        return found[0]

    def get_permission_object(self) -> Stakeholder:
        return self.organization
