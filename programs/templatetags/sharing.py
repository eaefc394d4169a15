"""What others show of a page: search engines, messengers that preview a link, and calendars."""

import json
from typing import Any

from django import template
from django.conf import settings
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

register = template.Library()
ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


@register.simple_tag
def structured_data(*, data: dict[str, Any]) -> SafeString:
    """Data, no script: the browser does not run it, and the content policy need not allow it."""
    text = json.dumps(data, ensure_ascii=False).translate(ESCAPES)
    return format_html('<script type="application/ld+json">{}</script>', mark_safe(text))  # noqa: S308 - escaped above


@register.filter
def full_address(path: str) -> str:
    return f"{settings.SITE_ADDRESS}{path}"


@register.inclusion_tag("programs/_subscribe.html")
def subscribe(*, path: str) -> dict[str, str]:
    """Two ways into a calendar: one that follows, and one that is taken once."""
    _scheme, _colon, rest = full_address(path).partition(":")
    return {"path": path, "webcal": f"webcal:{rest}"}
