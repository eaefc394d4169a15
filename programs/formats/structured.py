"""Programs and cohorts in the words of schema.org (JSON-LD), for search engines and calendars that read pages.

What search engines require of courses and events is there for every program and cohort, and nothing is made up for it:
without sessions nobody knows a workload or an hour, and then none is told.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from django.conf import settings

from programs.logic import links
from programs.models import Cohort, Delivery, Session

CONTEXT = "https://schema.org"
MODES = {Delivery.ONLINE: "Online", Delivery.IN_PERSON: "Onsite", Delivery.HYBRID: "Blended"}
ATTENDANCE = {
    Delivery.ONLINE: "https://schema.org/OnlineEventAttendanceMode",
    Delivery.IN_PERSON: "https://schema.org/OfflineEventAttendanceMode",
    Delivery.HYBRID: "https://schema.org/MixedEventAttendanceMode",
}
SCHEDULED, CANCELLED = "https://schema.org/EventScheduled", "https://schema.org/EventCancelled"
IN_STOCK, SOLD_OUT = "https://schema.org/InStock", "https://schema.org/SoldOut"
FREE, PARTLY_FREE, PAID = "Free", "Partially Free", "Paid"


def course(
    program: Any,
    *,
    providers: Iterable[Any],
    languages: Iterable[str],
    capacities: Iterable[str],
    cohorts: Sequence[Any],
) -> dict[str, Any]:
    """`cohorts` are those to come, each with its `session_minutes`."""
    return filled(
        {
            "@context": CONTEXT,
            "@type": "Course",
            "@id": address(program),
            "url": address(program),
            "name": program.title,
            "description": program.summary or program.title,
            "inLanguage": list(languages),
            "provider": organizations(providers) or [portal()],
            "about": list(capacities),
            "audience": {"@type": "Audience", "audienceType": program.audience} if program.audience else None,
            "coursePrerequisites": program.prerequisites,
            "sameAs": elsewhere(program.external_ids),
            "offers": cost(cohorts),
            "hasCourseInstance": [instance(cohort) for cohort in cohorts],
        }
    )


def cost(cohorts: Sequence[Cohort]) -> dict[str, str] | None:
    """Of all cohorts together; a fee is a sentence, not a number."""
    free = [cohort for cohort in cohorts if not cohort.fee]
    if not cohorts:
        return None
    if len(free) == len(cohorts):
        return {"@type": "Offer", "category": FREE, "price": "0", "priceCurrency": "USD"}
    fees = ", ".join(dict.fromkeys(cohort.fee for cohort in cohorts if cohort.fee))
    return {"@type": "Offer", "category": PARTLY_FREE if free else PAID, "description": fees}


def instance(cohort: Any) -> dict[str, Any]:
    return filled(
        {
            "@type": "CourseInstance",
            "name": cohort.name,
            "url": address(cohort),
            "courseMode": MODES[Delivery(cohort.delivery)],
            "courseWorkload": workload(cohort.session_minutes or 60 * cohort.hours_needed),
            "startDate": cohort.starts_on.isoformat(),
            "endDate": cohort.ends_on.isoformat(),
            "location": place(cohort),
        }
    )


def workload(minutes: int) -> str:
    """As ISO 8601 writes a duration."""
    hours, rest = divmod(minutes, 60)
    return f"PT{f'{hours}H' if hours else ''}{f'{rest}M' if rest else ''}" if minutes else ""


def event(
    cohort: Cohort, *, sessions: Iterable[Session], languages: Iterable[str], providers: Iterable[Any]
) -> dict[str, Any]:
    """Its sessions stand below it, each with the zone's own offset. Links to join are not public."""
    program, parts = cohort.program, list(sessions)
    return filled(
        {
            "@context": CONTEXT,
            "@type": "EducationEvent",
            "@id": address(cohort),
            "url": address(cohort),
            "name": f"{program.title} – {cohort.name}",
            "description": program.summary or program.title,
            "startDate": moment(cohort.starts_on, [each.starts_at.astimezone(each.zone) for each in parts]),
            "endDate": moment(cohort.ends_on, [each.ends_at.astimezone(each.zone) for each in parts[::-1]]),
            "eventStatus": CANCELLED if cohort.cancelled_at else SCHEDULED,
            "eventAttendanceMode": ATTENDANCE[Delivery(cohort.delivery)],
            "location": place(cohort),
            "inLanguage": list(languages),
            "maximumAttendeeCapacity": cohort.seats,
            "remainingAttendeeCapacity": None if cohort.is_enrollment_over else cohort.free_seats,
            "organizer": organizations(providers) or [portal()],
            "offers": place_offered(cohort),
            "sameAs": elsewhere(cohort.external_ids),
            "subEvent": [part(session, cohort) for session in parts],
        }
    )


def moment(day: date, sessions: Sequence[datetime]) -> str:
    """The session's time where one begins or ends that day, with the offset there; else the day alone: nobody knows the
    hour.
    """
    return next((each.isoformat() for each in sessions if each.date() == day), day.isoformat())


def place_offered(cohort: Cohort) -> dict[str, str]:
    return {
        **(cost([cohort]) or {}),
        "url": address(cohort),
        "availability": IN_STOCK if cohort.free_open_seats else SOLD_OUT,
        "validFrom": cohort.enrollment_opens_at.isoformat(),
        "validThrough": cohort.enrollment_closes_at.isoformat(),
    }


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


def portal() -> dict[str, str]:
    """Who provides what nobody else does."""
    return {"@type": "Organization", "name": str(settings.SITE_NAME), "url": settings.SITE_ADDRESS}


def elsewhere(ids: dict[str, str]) -> list[str]:
    return [links.address(code, value) for code, value in ids.items() if code in links.KINDS]


def address(thing: Any) -> str:
    return f"{settings.SITE_ADDRESS}{thing.get_absolute_url()}"


def filled(data: dict[str, Any]) -> dict[str, Any]:
    """Without what is empty."""
    return {name: value for name, value in data.items() if value not in (None, "", [])}
