"""Programs as an Atom feed (RFC 4287): for news readers, and for other systems."""

from collections.abc import Iterable
from datetime import UTC, datetime

from django.conf import settings
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape

from programs.queries.feeds import Entry

BEGINNING = datetime(2020, 1, 1, tzinfo=UTC)  # what an empty feed says of its last change


def feed(
    entries: Iterable[Entry],
    *,
    title: str,
    path: str,
    catalog: str,
    language: str,
    about: str,
    identity: str = "",
) -> str:
    """`path` is its own address, `catalog` that of the same as a page; `identity` hides one that is secret."""
    found = list(entries)
    made = DatedFeed(
        title=title,
        link=settings.SITE_ADDRESS + catalog,
        description="",
        subtitle=about,
        language=language,
        author_name=str(settings.SITE_NAME),
        feed_url=settings.SITE_ADDRESS + path,
        feed_guid=identity or settings.SITE_ADDRESS + path,
        updated=max((entry.updated_at for entry in found), default=BEGINNING),
    )
    for entry in found:
        made.add_item(
            title=entry.title,
            link=settings.SITE_ADDRESS + entry.path,
            description=escape(entry.summary),  # Django declares it as HTML
            unique_id=f"urn:uuid:{entry.public_id}",
            pubdate=entry.published_at,
            updateddate=entry.updated_at,
            author_name=", ".join(entry.providers) or str(settings.SITE_NAME),
            categories=entry.capacities,
        )
    return made.writeString("utf-8")


class DatedFeed(Atom1Feed):
    """The same bytes as long as its programs are the same: an empty one has no date of today."""

    def latest_post_date(self) -> datetime:
        moment: datetime = self.feed["updated"]
        return moment
