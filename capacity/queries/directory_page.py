"""A page of the directory, ready to be shown. Its facets and its map are made only where no copy of them is kept."""

import hashlib
import time
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from capacity.models import AffiliateType, DirectoryEntry, StakeholderKind, StakeholderStatus
from capacity.queries import directory
from capacity.queries.facets import Facet, chips, facets
from capacity.queries.vocabulary import SECONDS, Vocabulary, vocabulary
from common import changes
from common.charts import Area, Choropleth
from common.cldr import territory_name
from common.facets.options import Pairs, href
from common.paging import CursorError, Page, page_of

SHOWN_LANGUAGES = 4


def stamp() -> tuple[int, int]:
    """What the page of somebody who is not signed in depends on. Words are kept for a minute, and so is the page."""
    return directory.version(), int(time.time() // SECONDS)


@dataclass(frozen=True, kw_only=True)
class Row:
    name: str
    href: str
    kind: str
    place: str
    languages: list[str]
    has_more_languages: bool
    status: str  # where it is no longer what it was
    status_label: str
    is_demo: bool


@dataclass
class DirectoryPage:
    asked: directory.Criteria
    pairs: Pairs  # the query string without its page
    cursor: str

    @cached_property
    def version(self) -> int:
        return directory.version()

    @property
    def stamp(self) -> tuple[int, int] | None:
        return (self.version, int(time.time() // SECONDS)) if changes.may_be_kept() else None

    @cached_property
    def found(self) -> directory.Found:
        return directory.search(self.asked, self.version)

    @cached_property
    def counts(self) -> directory.Counts:
        return directory.facet_counts(self.asked, self.found, self.version)

    @cached_property
    def words(self) -> Vocabulary:
        return vocabulary()

    @cached_property
    def key(self) -> str:
        """Of what is the same for all who ask this: a digest, as it may hold a name somebody searched for."""
        asked = repr((self.version, self.asked, self.pairs))
        return hashlib.sha256(asked.encode()).hexdigest()

    @cached_property
    def facets(self) -> list[Facet]:
        return facets(self.counts, self.words, self.asked, self.pairs)

    @cached_property
    def chips(self) -> list[tuple[str, str]]:
        return chips(self.words, self.pairs)

    @property
    def q(self) -> str:
        return self.asked.q

    @property
    def hidden(self) -> Pairs:
        return [pair for pair in self.pairs if pair[0] != "q"]

    @property
    def is_alike(self) -> bool:
        return self.found.alike and bool(self.found.entries)

    @cached_property
    def page(self) -> Page:
        return self._read[0]

    @property
    def is_lost(self) -> bool:
        """Whether the cursor was none of ours, so that this is the first page."""
        return self._read[1]

    @cached_property
    def _read(self) -> tuple[Page, bool]:
        entries = directory.narrow(
            DirectoryEntry.objects.visible_to(self.asked.audience), self.asked, self.found
        )
        rows, ordering = directory.in_order(entries.select_related("stakeholder", "region"), self.found)
        try:
            return page_of(rows, ordering=ordering, cursor=self.cursor, size=settings.PAGE_ROWS), False
        except CursorError:
            return page_of(rows, ordering=ordering, size=settings.PAGE_ROWS), True

    @cached_property
    def rows(self) -> list[Row]:
        return [row_of(entry, self.words) for entry in self.page.rows]

    @property
    def previous(self) -> str:
        return href([*self.pairs, ("page", self.page.previous)]) if self.page.previous else ""

    @property
    def next(self) -> str:
        return href([*self.pairs, ("page", self.page.next)]) if self.page.next else ""

    @cached_property
    def map(self) -> Choropleth:
        """Organizations by territory. Those of a protected one are counted in their region only."""
        seats = self.counts.of("seat")
        labels = {code: label for code, label in self.words.territories.items() if code in seats}
        summary = _("Organizations in %(number)s territories. One that works in several is counted in each.")
        return Choropleth(
            key="organizations-map",
            title=_("Where organizations are"),
            summary=summary % {"number": len(labels)},
            areas=[Area(code=code, label=label, value=seats[code]) for code, label in labels.items()],
            area_label=_("Territory"),
            value_label=_("Organizations"),
        )


def row_of(entry: DirectoryEntry, words: Vocabulary) -> Row:
    of = entry.stakeholder
    languages = entry.codes("language")
    is_former = of.status == StakeholderStatus.FORMER
    return Row(
        name=of.name,
        href=reverse("capacity:stakeholder-detail", kwargs={"slug": of.slug}),
        kind=kind_of(of),
        place=place_of(entry),
        languages=[words.languages.get(code, code) for code in languages[:SHOWN_LANGUAGES]],
        has_more_languages=len(languages) > SHOWN_LANGUAGES,
        status=of.status if is_former else "",
        status_label=of.get_status_display() if is_former else "",
        is_demo=of.is_demo,
    )


def kind_of(stakeholder: Any) -> str:
    """Chapters and user groups by their own word, others by their kind."""
    if stakeholder.affiliate_type:
        return str(AffiliateType(stakeholder.affiliate_type).label)
    return str(StakeholderKind(stakeholder.kind).label)


def place_of(entry: Any) -> str:
    if entry.territory_id:
        return territory_name(entry.territory_id)
    return entry.region.name if entry.region else ""
