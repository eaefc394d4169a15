"""Lists of programs, and of who was sent to them, for the pages of capacities and organizations."""

from typing import Any

from django import template
from django.urls import reverse

from capacity.models import Capacity, Stakeholder
from programs.http.catalog import feed_address
from programs.queries import panels

register = template.Library()


@register.inclusion_tag("programs/_links.html")
def programs_building(capacity: Capacity) -> dict[str, Any]:
    address = f"{reverse('programs:program-list')}?capacity={capacity.code}"
    return shown(panels.building(capacity), address)


@register.inclusion_tag("programs/_links.html")
def programs_provided_by(organization: Stakeholder) -> dict[str, Any]:
    feed = reverse("programs:organization-calendar", args=[organization.slug])
    atom = feed_address(f"provider={organization.slug}")
    return {**shown(panels.provided_by(organization), ""), "feed": feed, "atom": atom}


@register.inclusion_tag("programs/_delegations.html")
def delegations_of(organization: Stakeholder, *, reader: Any) -> dict[str, Any]:
    return {"delegations": panels.delegations_of(organization, reader)}


def shown(links: panels.ProgramLinks, address: str) -> dict[str, Any]:
    """With a way to all of them where the catalog has one."""
    return {"links": links, "more": address}
