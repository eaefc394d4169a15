"""Who has a capacity, offers it or wants it: those the reader may see, as the directory has them."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from capacity.models import Capacity, DirectoryCount, DirectoryEntry, Stakeholder, audience_of

SHOWN = 10
TITLES = {"offers": _("Who offers it"), "wants": _("Who wants it"), "has": _("Who has it")}


@dataclass(frozen=True)
class Claimants:
    """`total` counts those the reader may see, and no others."""

    claim: str
    title: Promise
    rows: list[Stakeholder]
    total: int
    address: str

    @property
    def has_more(self) -> bool:
        return self.total > len(self.rows)


def claimants_of(capacity: Capacity, *, reader: Any) -> list[Claimants]:
    """Four queries, however many there are."""
    audience = audience_of(reader)
    tokens = [f"{claim}:{capacity.code}" for claim in TITLES]
    counts = DirectoryCount.objects.filter(audience=audience, token__in=tokens).values_list("token", "n")
    totals = dict(counts)
    return [
        Claimants(
            claim=claim,
            title=title,
            rows=first_with(f"{claim}:{capacity.code}", audience),
            total=totals.get(f"{claim}:{capacity.code}", 0),
            address=f"{reverse('capacity:stakeholder-list')}?capacity={capacity.code}&claim={claim}",
        )
        for claim, title in TITLES.items()
    ]


def first_with(token: str, audience: Any) -> list[Stakeholder]:
    entries = DirectoryEntry.objects.visible_to(audience).filter(tokens__overlap=[token])
    found = entries.select_related("stakeholder").order_by("sort_name", "pk")[:SHOWN]
    return [entry.stakeholder for entry in found]
