"""The pages the house leads to, by their stable addresses; each is shown to whom its own view lets in."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.contrib.auth.mixins import AccessMixin
from django.urls import Resolver404, resolve
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


@dataclass(frozen=True, kw_only=True)
class Place:
    address: str
    label: Promise
    icon: str
    says: Promise


MAIN = [
    Place(
        address="/programs/",
        label=_("Programs"),
        icon="calendar",
        says=_("Find a program by capacity, language, region, date or method."),
    ),
    Place(
        address="/capacities/",
        label=_("Capacities"),
        icon="lightbulb",
        says=_("What people and organizations can do, in words the whole movement shares."),
    ),
    Place(
        address="/stakeholders/",
        label=_("Directory"),
        icon="user-group",
        says=_("Affiliates, communities, partners and people, and where they are."),
    ),
    Place(
        address="/reports/",
        label=_("Reports"),
        icon="chart",
        says=_("What has changed, for whom, and how sure we are."),
    ),
    Place(
        address="/my/",
        label=pgettext_lazy("navigation", "My page"),
        icon="user-avatar",
        says=_("Your schedule, your tasks and what you have learned."),
    ),
    Place(
        address="/desk/",
        label=pgettext_lazy("navigation", "Desk"),
        icon="list-bullet",
        says=_("Your cohorts: whom to decide on, whom to remind, what to record."),
    ),
    Place(
        address="/staff/",
        label=pgettext_lazy("navigation", "Dashboards"),
        icon="map",
        says=_("Participation and change across the movement."),
    ),
]


def places_for(user: Any, places: Iterable[Place] = MAIN) -> list[Place]:
    return [place for place in places if is_open_to(user, place.address)]


def is_open_to(user: Any, address: str) -> bool:
    """Asks the page's own view: so navigation never promises what the door refuses."""
    view = view_at(address)
    if view is None:
        return False
    permission = getattr(view, "permission_required", None)
    if permission:
        return bool(user.has_perms([permission] if isinstance(permission, str) else list(permission)))
    return bool(user.is_authenticated) or not issubclass(view, AccessMixin)


@lru_cache
def view_at(address: str) -> type | None:
    try:
        return getattr(resolve(address).func, "view_class", None)
    except Resolver404:
        return None
