"""Lists of programs, and of who was sent to them, for the pages of capacities and organizations, and for the first
page.
"""

from typing import Any

from django import template
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from capacity.models import Capacity, Stakeholder
from common.kept import Kept
from programs.http.cards import drawn_cards
from programs.http.catalog import feed_address
from programs.queries import catalog, kept_catalog, panels
from programs.queries.cards import Card
from programs.queries.catalog import Criteria
from programs.queries.kept_catalog import KeptCatalog
from programs.queries.vocabulary import vocabulary

register = template.Library()
DRAWN: "Kept[SafeString]" = Kept(100)
OPEN = Criteria(open_only=True)
OPEN_SHOWN, OPEN_SOUGHT = 3, 12


@register.simple_tag
def open_programs() -> SafeString:
    """Those that take applications and begin first; of the next, those with a free seat stand before the others.
    Nothing where none takes any.
    """
    kept = kept_catalog.fresh()
    if kept is None:
        return draw_open(None)
    key = (kept.stamp(), get_language(), timezone.get_current_timezone_name())
    return DRAWN.get_or_make(key, lambda: draw_open(kept))


def draw_open(kept: KeptCatalog | None) -> SafeString:
    rows, ordering = catalog.keys(OPEN, sort="starting", few=kept.few(OPEN) if kept else None)
    words = kept.vocabulary() if kept else vocabulary()
    first = [row.pk for row in rows.order_by(*ordering)[:OPEN_SOUGHT]]
    best = sorted(drawn_cards(first, words, kept), key=lambda found: not has_seat(found[0]))
    return render_to_string("programs/_open.html", {"drawn": best[:OPEN_SHOWN]})


def has_seat(card: Card) -> bool:
    return card.run is not None and card.run.is_open and card.run.free_seats > 0


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
