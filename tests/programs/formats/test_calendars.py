"""What single lines of a calendar say."""

from datetime import UTC, date, datetime, timedelta

import icalendar
import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from common.models import Message
from programs.actions import calendars, sessions
from programs.formats.calendars import calendar
from programs.logic.deadlines import Deadline
from tests.factories.capacity import UserFactory
from tests.factories.programs import CohortFactory, EnrollmentFactory, SessionFactory

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)
LINK = "https://meet.example/secret"


def read(rows, deadlines=(), *, own=False):
    text = calendar(rows, deadlines, name="Mine", address="https://example.org/x.ics", own=own)
    return icalendar.Calendar.from_ical(text)


def first(kind, found):
    return found.walk(kind)[0]


def deadline(**more):
    said = {"key": "closing-1", "at": NOW, "title": "Closes", "path": "/x/", "changed_at": NOW}
    return Deadline(**said | more)


def test_a_session_is_in_its_room_and_without_one_where_its_cohort_is():
    cohort = CohortFactory(place="Accra")
    places = [
        str(first("VEVENT", read([SessionFactory(cohort=cohort, room=room)]))["LOCATION"])
        for room in ("Hall 2", "")
    ]
    assert places == ["Hall 2", "Accra"]


def test_nobody_is_led_into_a_session_that_is_cancelled():
    held, cancelled = SessionFactory(link=LINK), SessionFactory(link=LINK, cancelled_at=timezone.now())
    found = [first("VEVENT", read([session], own=True)).get("CONFERENCE") for session in (held, cancelled)]
    assert found == [LINK, None]


@pytest.mark.parametrize("is_demo", [True, False])
def test_what_is_invented_says_so(is_demo):
    session = SessionFactory(cohort=CohortFactory(is_demo=is_demo))
    for event in read([session], [deadline(is_demo=is_demo)]).walk("VEVENT"):
        assert ("Demo" in str(event.get("COMMENT", ""))) is is_demo


def test_a_calendar_was_changed_when_the_newest_of_what_stands_in_it_was():
    with time_machine.travel(NOW, tick=False):
        old = SessionFactory()
    with time_machine.travel(NOW + timedelta(days=1), tick=False):
        new = SessionFactory()
    later = deadline(changed_at=NOW + timedelta(days=2))
    for rows, deadlines, days in (([old], (), 0), ([old, new], (), 1), ([new, old], [later], 2)):
        assert read(rows, deadlines)["LAST-MODIFIED"].dt == NOW + timedelta(days=days)
    assert first("VEVENT", read([old]))["CREATED"].dt == NOW


def test_a_zone_is_sent_along_for_each_that_is_needed_and_none_for_utc():
    cohort = CohortFactory()
    rows = [
        SessionFactory(cohort=cohort, time_zone=zone) for zone in ("UTC", "Asia/Kathmandu", "Asia/Kathmandu")
    ]
    assert [str(zone["TZID"]) for zone in read(rows).walk("VTIMEZONE")] == ["Asia/Kathmandu"]


@pytest.mark.parametrize(("own", "hours"), [(True, 1), (False, 6)])
def test_ones_own_is_to_be_read_again_sooner(own, hours):
    found = read([], own=own)
    assert found["REFRESH-INTERVAL"].dt == timedelta(hours=hours)
    assert str(found["X-PUBLISHED-TTL"]) == f"PT{hours}H"


def test_ones_own_calendar_is_in_no_search_engine(client):
    token = calendars.issue(UserFactory())
    own = client.get(reverse("assessments:person-calendar", args=[token]))
    public = client.get(reverse("programs:program-calendar", args=[CohortFactory().program.slug]))
    assert (own["X-Robots-Tag"], public.get("X-Robots-Tag")) == ("noindex", None)


def test_of_a_session_that_is_over_nobody_is_told_that_it_moved():
    session = SessionFactory(local_date=date(2026, 1, 5))
    EnrollmentFactory(cohort=session.cohort)
    session.minutes += 30
    assert sessions.save(session, by=UserFactory(), moved=True).sequence == 1
    assert not Message.objects.exists()
