"""What evaluation shows on the pages of what lies below it."""

from typing import Any

from django import template
from django.conf import settings

from evaluation.queries.published import published_results
from programs.models import Program

register = template.Library()


@register.inclusion_tag("evaluation/_published_measurements.html")
def published_measurements(program: Program) -> dict[str, Any]:
    """Nothing at all where nothing was published."""
    return {"results": published_results(program), "minimum": settings.MINIMUM_CELL_PEOPLE}
