"""What somebody has, offers and wants, on the page about them."""

from typing import Any

from django import template

from capacity.models import Stakeholder
from capacity.queries import claims

register = template.Library()


@register.inclusion_tag("capacity/_claims_summary.html")
def claims_of(stakeholder: Stakeholder) -> dict[str, Any]:
    """Who may see it has been decided by the page."""
    return {"stakeholder": stakeholder, "profile": claims.summary_of(stakeholder)}
