"""Who belongs where, on the pages of organizations and on a person's own."""

from typing import Any

from django import template

from capacity.models import Stakeholder, StakeholderStatus, User
from capacity.queries import affiliations

register = template.Library()


@register.inclusion_tag("capacity/_my_place.html")
def my_affiliations(user: User) -> dict[str, Any]:
    return {"mine": affiliations.affiliations_of(user)}


@register.inclusion_tag("capacity/_members_waiting.html")
def members_waiting(organization: Stakeholder, waiting: int) -> dict[str, Any]:
    """`waiting`: how many requests to join."""
    return {"organization": organization, "waiting": waiting}


@register.inclusion_tag("capacity/_way_to_join.html")
def way_to_join(organization: Stakeholder) -> dict[str, Any]:
    return {"organization": organization, "open": organization.status != StakeholderStatus.FORMER}
