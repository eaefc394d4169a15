"""Programs and cohorts in the words of schema.org (JSON-LD), for search engines and calendars that read pages."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings

from programs.logic import links
from programs.models import Cohort, Delivery, Session

CONTEXT = "https://schema.org"
MODES = {Delivery.ONLINE: "online", Delivery.IN_PERSON: "onsite", Delivery.HYBRID: "blended"}
ATTENDANCE = {
    Delivery.ONLINE: "https://schema.org/OnlineEventAttendanceMode",
    Delivery.IN_PERSON: "https://schema.org/OfflineEventAttendanceMode",
    Delivery.HYBRID: "https://schema.org/MixedEventAttendanceMode",
}
SCHEDULED, CANCELLED = "https://schema.org/EventScheduled", "https://schema.org/EventCancelled"


def course(
    program: Any,
    *,
    providers: Iterable[Any],
    languages: Iterable[str],
    capacities: Iterable[str],
    cohorts: Iterable[Cohort],
) -> dict[str, Any]:
    return filled(
        {
            "@context": CONTEXT,
            "@type": "Course",
            "@id": address(program),
            "url": address(program),
            "name": program.title,
            "description": program.summary or program.title,
            "inLanguage": list(languages),
            "provider": organizations(providers),
            "about": list(capacities),
            "audience": {"@type": "Audience", "audienceType": program.audience} if program.audience else None,
            "coursePrerequisites": program.prerequisites,
            "sameAs": elsewhere(program.external_ids),
            "hasCourseInstance": [instance(cohort) for cohort in cohorts],
        }
    )


def instance(cohort: Cohort) -> dict[str, Any]:
    return filled(
        {
            "@type": "CourseInstance",
            "name": cohort.name,
            "url": address(cohort),
            "courseMode": MODES[Delivery(cohort.delivery)],
            "startDate": cohort.starts_on.isoformat(),
            "endDate": cohort.ends_on.isoformat(),
            "location": place(cohort),
        }
    )


def event(
    cohort: Cohort, *, sessions: Iterable[Session], languages: Iterable[str], providers: Iterable[Any]
) -> dict[str, Any]:
    """Its sessions stand below it, each with the zone's own offset. Links to join are not public."""
    program = cohort.program
    return filled(
        {
            "@context": CONTEXT,
            "@type": "EducationEvent",
            "@id": address(cohort),
            "url": address(cohort),
            "name": f"{program.title} – {cohort.name}",
            "description": program.summary or program.title,
            "startDate": cohort.starts_on.isoformat(),
            "endDate": cohort.ends_on.isoformat(),
            "eventStatus": CANCELLED if cohort.cancelled_at else SCHEDULED,
            "eventAttendanceMode": ATTENDANCE[Delivery(cohort.delivery)],
            "location": place(cohort),
            "inLanguage": list(languages),
            "maximumAttendeeCapacity": cohort.seats,
            "remainingAttendeeCapacity": cohort.free_seats,
            "organizer": organizations(providers),
            "sameAs": elsewhere(cohort.external_ids),
            "subEvent": [part(session, cohort) for session in sessions],
        }
    )


def part(session: Session, cohort: Cohort) -> dict[str, Any]:
    zone = session.zone
    return {
        "@type": "EducationEvent",
        "name": session.title,
        "startDate": session.starts_at.astimezone(zone).isoformat(),
        "endDate": session.ends_at.astimezone(zone).isoformat(),
        "eventStatus": CANCELLED if session.cancelled_at else SCHEDULED,
        "eventAttendanceMode": ATTENDANCE[Delivery(cohort.delivery)],
        "location": place(cohort),
    }


def place(cohort: Cohort) -> Any:
    online = {"@type": "VirtualLocation", "url": address(cohort)}
    there = {"@type": "Place", "name": cohort.place or cohort.name, "address": cohort.place or cohort.name}
    if cohort.delivery == Delivery.HYBRID:
        return [online, there]
    return online if cohort.delivery == Delivery.ONLINE else there


def organizations(found: Iterable[Any]) -> list[dict[str, str]]:
    return [{"@type": "Organization", "name": each.name, "url": address(each)} for each in found]


def elsewhere(ids: dict[str, str]) -> list[str]:
    return [links.address(code, value) for code, value in ids.items() if code in links.KINDS]


def address(thing: Any) -> str:
    return f"{settings.SITE_ADDRESS}{thing.get_absolute_url()}"


def filled(data: dict[str, Any]) -> dict[str, Any]:
    """Without what is empty."""
    return {name: value for name, value in data.items() if value not in (None, "", [])}
