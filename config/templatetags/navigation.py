"""What stands around every page: drawn once for each language, theme, zone, address and choice of open places.

The language is the one that is active: a page may show a text in another one, and call that `language`.
"""

from typing import Any

from django import template
from django.template.context import Context
from django.template.loader import render_to_string
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from common import pages
from common.kept import Kept
from config.logic import navigation

register = template.Library()
DRAWN: "Kept[str]" = Kept(1000)
# What stands in the kept header where each page has its own: nothing of a person is kept.
TOKEN, WHO = "the-token-of-this-page", "the-name-of-this-reader"
PATH, FULL_PATH = "the-path-of-this-page", "the-whole-address-of-this-page"


@register.simple_tag(takes_context=True)
def site_header(context: Context) -> SafeString:
    """Only its place where the page is kept without it."""
    if context.get("is_header_apart"):
        return mark_safe(pages.APART)  # noqa: S308 - a comment
    user, entries = context.get("user"), entries_for(context)
    is_member = bool(user and user.is_authenticated)
    shown = {"is_member": is_member, "who": WHO, "entries": entries, "csrf_token": TOKEN}
    places = tuple((place.address, is_here, is_within) for place, is_here, is_within in entries)
    made = DRAWN.get_or_make(
        ("header", get_language(), is_member, places),
        lambda: render_to_string("components/site_header.html", shown),
    )
    if user and is_member:
        made = made.replace(TOKEN, str(context.get("csrf_token", "")))
        made = made.replace(WHO, escape(user.email or user.wikimedia_username))
    return mark_safe(made)  # noqa: S308 - drawn by a template


@register.simple_tag(takes_context=True)
def site_footer(context: Context) -> SafeString:
    request, user = context.get("request"), context.get("user")
    shown: dict[str, Any] = {"language": get_language(), "theme": context.get("theme")}
    shown["time_zone"] = context.get("time_zone")
    shown["is_member"] = bool(user and user.is_authenticated)
    path, full_path = (request.path, request.get_full_path()) if request else ("", "")
    # A member's footer names the address in two places only; others link to it in all languages.
    if shown["is_member"]:
        shown |= {"path": PATH, "full_path": FULL_PATH}
    else:
        shown |= {"path": path, "full_path": full_path}
    key = ("footer", *shown.values())
    shown["languages_offered"] = context.get("languages_offered")
    made = DRAWN.get_or_make(key, lambda: render_to_string("components/site_footer.html", shown))
    if shown["is_member"]:
        made = made.replace(FULL_PATH, escape(full_path)).replace(PATH, escape(path))
    return mark_safe(made)  # noqa: S308 - drawn by a template


def entries_for(context: Context) -> list[tuple[navigation.Place, bool, bool]]:
    """The places open to the reader: is it this one, is it one above this."""
    request = context.get("request")
    user = getattr(request, "user", None)
    path = request.path if request else ""
    places = navigation.places_for(user) if user else []
    return [(place, path == place.address, path.startswith(place.address)) for place in places]
