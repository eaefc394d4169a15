from typing import Any

from django import template
from django.template.context import Context

from config.logic import navigation

register = template.Library()


@register.inclusion_tag("components/site_navigation.html", takes_context=True)
def site_navigation(context: Context) -> dict[str, Any]:
    request = context.get("request")
    user = getattr(request, "user", None)
    path = request.path if request else ""
    places = navigation.places_for(user) if user else []
    return {"entries": [(place, path == place.address, path.startswith(place.address)) for place in places]}
