"""Sessions as iCalendar (RFC 5545, 7986): what a calendar program subscribes to."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.utils.translation import gettext as _
from icalendar import Calendar, Event, vDuration, vText, vUri

from programs.formats import time_zones
from programs.logic.deadlines import Deadline
from programs.models import Session

PRODUCT = "-//Capacity Portal//Calendar//EN"
DOMAIN = "capacity-portal"  # what is unique stays unique wherever the portal moves
BEGINNING = datetime(
    2020, 1, 1, tzinfo=UTC
)  # a deadline's SEQUENCE is the seconds from then to its last change
LAST_MINUTES = timedelta(minutes=15)
REFRESH = {True: timedelta(hours=1), False: timedelta(hours=6)}  # by whether it is somebody's own


def calendar(
    sessions: Sequence[Session],
    deadlines: Sequence[Deadline] = (),
    *,
    name: str,
    address: str,
    own: bool = False,
) -> bytes:
    """`own` is that of a person who may join: only there stand the links. Cancelled sessions stay, as such."""
    made = Calendar()
    made.add("PRODID", PRODUCT)
    made.add("VERSION", "2.0")
    made.add("METHOD", "PUBLISH")
    made.add("NAME", name)
    made.add("X-WR-CALNAME", name)
    made.add("SOURCE", vUri(address))
    made.add("REFRESH-INTERVAL", vDuration(REFRESH[own]), parameters={"VALUE": "DURATION"})
    made.add("X-PUBLISHED-TTL", vDuration(REFRESH[own]))
    newest = newest_change(sessions, deadlines)
    if newest is not None:
        made.add("LAST-MODIFIED", newest)
    text = bytes(made.to_ical())
    parts = [
        *_zones(sessions),
        *(event(session, own=own).to_ical() for session in sessions),
        *(last_minutes(deadline).to_ical() for deadline in deadlines),
    ]
    end = b"END:VCALENDAR\r\n"
    return b"".join([text.removesuffix(end), *parts, end])


def event(session: Session, *, own: bool) -> Event:
    cohort = session.cohort
    page = f"{settings.SITE_ADDRESS}{cohort.get_absolute_url()}"
    cancelled = session.cancelled_at is not None
    made = Event()
    made.add("UID", f"session-{session.public_id}@{DOMAIN}")
    made.add("DTSTAMP", changed(session))
    made.add("CREATED", session.created_at)
    made.add("LAST-MODIFIED", changed(session))
    made.add("SEQUENCE", session.sequence)
    made.add("DTSTART", session.starts_at.astimezone(session.zone))
    made.add("DURATION", session.ends_at - session.starts_at)
    made.add("SUMMARY", f"{session.title} – {cohort.program.title}")
    made.add("STATUS", "CANCELLED" if cancelled else "CONFIRMED")
    made.add("URL", vUri(page))
    made.add("DESCRIPTION", description(session, page, own=own))
    if location := session.room or cohort.place:
        made.add("LOCATION", vText(location))
    if own and session.link and not cancelled:
        made.add("CONFERENCE", vUri(session.link), parameters={"VALUE": "URI", "FEATURE": "VIDEO"})
    if cohort.is_demo:
        made.add("COMMENT", _("Demo: invented people and organizations"))
    return made


def last_minutes(deadline: Deadline) -> Event:
    """A deadline is where a short event ends, which keeps nobody from other appointments."""
    page = f"{settings.SITE_ADDRESS}{deadline.path}"
    changed_at = deadline.changed_at.replace(microsecond=0)
    made = Event()
    made.add("UID", f"{deadline.key}@{DOMAIN}")
    made.add("DTSTAMP", changed_at)
    made.add("LAST-MODIFIED", changed_at)
    made.add("SEQUENCE", int((changed_at - BEGINNING).total_seconds()))
    made.add("DTSTART", deadline.at.astimezone(UTC) - LAST_MINUTES)
    made.add("DURATION", LAST_MINUTES)
    made.add("SUMMARY", deadline.title)
    made.add("STATUS", "CANCELLED" if deadline.is_cancelled else "CONFIRMED")
    made.add("TRANSP", "TRANSPARENT")
    made.add("URL", vUri(page))
    made.add("DESCRIPTION", page)
    if deadline.is_demo:
        made.add("COMMENT", _("Demo: invented people and organizations"))
    return made


def newest_change(sessions: Sequence[Session], deadlines: Sequence[Deadline]) -> datetime | None:
    moments = [changed(session) for session in sessions]
    moments += [deadline.changed_at.replace(microsecond=0) for deadline in deadlines]
    return max(moments, default=None)


def description(session: Session, page: str, *, own: bool) -> str:
    join = _("Join: %(link)s") % {"link": session.link} if own and session.link else ""
    return "\n".join(line for line in (session.cohort.name, join, page) if line)


def changed(session: Session) -> datetime:
    """A cohort that is cancelled changes its sessions to come, too; what was held before it stays as it was held. Whole
    seconds: iCalendar knows no smaller ones.
    """
    return max(session.updated_at, session.cancelled_at or session.updated_at).replace(microsecond=0)


def _zones(sessions: Sequence[Session]) -> list[bytes]:
    """UTC needs none."""
    years: dict[str, set[int]] = {}
    for session in sessions:
        years.setdefault(session.time_zone, set()).update(
            {session.starts_at.year, session.ends_at.astimezone(session.zone).year}
        )
    return [
        time_zones.component(zone, min(found) - 1, max(found))
        for zone, found in sorted(years.items())
        if zone != "UTC"
    ]
