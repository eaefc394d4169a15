"""Browsers in words."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from capacity.logic.browsers import recognize

register = template.Library()


@register.filter
def browser(said: str) -> SafeString:
    """What it calls itself is shown only where nobody would know it by another name."""
    found = recognize(said)
    name = f"{found.name} {found.version}" if found.name else ""
    if name and found.system:
        return format_html(_("{browser} on {system}"), browser=isolated(name), system=isolated(found.system))
    if name or found.system:
        return isolated(name or found.system)
    return isolated(said) if said else format_html("{}", _("A browser that does not say which it is"))


def isolated(name: str) -> SafeString:
    return format_html('<bdi lang="en">{}</bdi>', name)
