"""What others show of a page: structured data and previews, read back by a parser of HTML."""

import json
from datetime import datetime, time, timedelta
from html.parser import HTMLParser

import pytest
from django.utils import timezone

from programs.formats.structured import MODES
from programs.models import Delivery, Program
from tests.factories.capacity import CapacityFactory, LanguageFactory
from tests.factories.programs import (
    CohortFactory,
    EnrollmentFactory,
    ProgramCapacityFactory,
    ProgramFactory,
    ProgramProviderFactory,
    SessionFactory,
)

pytestmark = pytest.mark.django_db
HOST = "http://127.0.0.1:8000"
FREE = {"@type": "Offer", "category": "Free", "price": "0", "priceCurrency": "USD"}


class Shared(HTMLParser):
    def __init__(self, response):
        super().__init__()
        self.data, self.meta, self.inside = "", {}, False
        self.feed(response.content.decode())

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        self.inside = tag == "script" and given.get("type") == "application/ld+json"
        if tag == "meta" and "property" in given:
            self.meta[given["property"]] = given["content"]

    def handle_data(self, data):
        if self.inside:
            self.data += data

    @property
    def structured(self):
        return json.loads(self.data)


def test_a_program_is_a_course_with_its_coming_cohorts(client):
    program = ProgramFactory(
        title="Stories </script><b>&", summary="Short", slug="stories", external_ids={"wikidata": "Q42"}
    )
    program.languages.add(LanguageFactory())
    provider = ProgramProviderFactory(program=program).organization
    ProgramCapacityFactory(program=program, capacity=CapacityFactory(name="Public speaking"))
    cohort = CohortFactory(program=program)
    for minutes, cancelled_at in ((60, None), (90, None), (30, timezone.now())):
        SessionFactory(cohort=cohort, minutes=minutes, cancelled_at=cancelled_at)
    CohortFactory(program=program, starts_on="2020-01-01", ends_on="2020-02-01")
    shared = Shared(client.get(program.get_absolute_url()))
    found = shared.structured
    assert found.pop("hasCourseInstance") == [
        {
            "@type": "CourseInstance",
            "name": cohort.name,
            "url": HOST + cohort.get_absolute_url(),
            "courseMode": "Online",
            "courseWorkload": "PT2H30M",
            "startDate": cohort.starts_on.isoformat(),
            "endDate": cohort.ends_on.isoformat(),
            "location": {"@type": "VirtualLocation", "url": HOST + cohort.get_absolute_url()},
        }
    ]
    assert found == {
        "@context": "https://schema.org",
        "@type": "Course",
        "@id": f"{HOST}/programs/stories/",
        "url": f"{HOST}/programs/stories/",
        "name": "Stories </script><b>&",
        "description": "Short",
        "inLanguage": ["en"],
        "provider": [
            {"@type": "Organization", "name": provider.name, "url": HOST + provider.get_absolute_url()}
        ],
        "about": ["Public speaking"],
        "offers": FREE,
        "sameAs": ["https://www.wikidata.org/wiki/Q42"],
    }
    assert (shared.meta["og:title"], shared.meta["og:url"]) == (
        "Stories </script><b>&",
        f"{HOST}/programs/stories/",
    )


def test_a_cohort_is_an_event_whose_sessions_tell_the_offset_there(client):
    cohort = CohortFactory(seats=7, delivery="hybrid", place="Leipzig")
    SessionFactory(cohort=cohort, time_zone="Asia/Kathmandu", link="https://meet.example/secret")
    response = client.get(cohort.get_absolute_url())
    found = Shared(response).structured
    (part,) = found["subEvent"]
    assert part["startDate"] == f"{cohort.starts_on.isoformat()}T15:00:00+05:45"
    assert [each["@type"] for each in found["location"]] == ["VirtualLocation", "Place"]
    assert (found["@type"], found["eventStatus"], found["remainingAttendeeCapacity"]) == (
        "EducationEvent",
        "https://schema.org/EventScheduled",
        7,
    )
    assert "secret" not in response.content.decode()


PORTAL = {"@type": "Organization", "name": "Capacity Portal", "url": HOST}
COURSE = {"name", "description", "provider", "offers", "hasCourseInstance"}
EVENT = {
    *("name", "startDate", "endDate", "location", "description", "eventStatus", "eventAttendanceMode"),
    *("organizer", "offers", "url"),
}


@pytest.mark.parametrize("delivery", Delivery)
def test_what_search_engines_require_is_there_also_of_the_barest_program(client, delivery):
    """What is required and recommended of courses (course info) and events, image and performer aside."""
    cohort = CohortFactory(delivery=delivery, program=ProgramFactory(summary=""), place="")
    session = SessionFactory(cohort=cohort, minutes=45)
    course = Shared(client.get(cohort.program.get_absolute_url())).structured
    assert COURSE - set(course) == set()
    assert (course["provider"], course["description"]) == ([PORTAL], cohort.program.title)
    (instance,) = course["hasCourseInstance"]
    assert (instance["courseMode"], instance["courseWorkload"]) == (MODES[delivery], "PT45M")
    event = Shared(client.get(cohort.get_absolute_url())).structured
    assert EVENT - set(event) == set()
    assert event["organizer"] == [PORTAL]
    for each in (event, event["subEvent"][0]):
        assert {"name", "startDate", "location"} <= set(each)
        for where in each["location"] if delivery == Delivery.HYBRID else [each["location"]]:
            assert where["url" if where["@type"] == "VirtualLocation" else "address"]
    assert datetime.fromisoformat(event["subEvent"][0]["startDate"]) == session.starts_at


def test_a_cohort_begins_with_its_session_of_that_day_and_else_at_no_hour(client):
    cohort = CohortFactory()
    for day, at, minutes in ((cohort.starts_on, time(15), 60), (cohort.ends_on, time(10), 90)):
        SessionFactory(
            cohort=cohort, local_date=day, local_time=at, minutes=minutes, time_zone="Asia/Kathmandu"
        )
    found = Shared(client.get(cohort.get_absolute_url())).structured
    assert (found["startDate"], found["endDate"]) == (
        f"{cohort.starts_on}T15:00:00+05:45",
        f"{cohort.ends_on}T11:30:00+05:45",
    )
    cohort.sessions.update(local_date=cohort.starts_on + timedelta(days=1))
    for session in cohort.sessions.all():
        session.set_moments()
        session.save()
    found = Shared(client.get(cohort.get_absolute_url())).structured
    assert (found["startDate"], found["endDate"]) == (str(cohort.starts_on), str(cohort.ends_on))


def test_without_sessions_the_hours_of_the_rule_are_the_workload_and_else_none_is_told(client):
    program = ProgramFactory()
    CohortFactory(program=program, name="Nothing known")
    CohortFactory(program=program, name="Hours", hours_needed=8)
    found = Shared(client.get(program.get_absolute_url())).structured
    assert {each["name"]: each.get("courseWorkload") for each in found["hasCourseInstance"]} == {
        "Nothing known": None,
        "Hours": "PT8H",
    }


def test_what_it_costs_is_offered_and_whether_a_seat_is_left(client):
    cohort = CohortFactory(seats=1, fee="50 euros")
    CohortFactory(program=cohort.program)
    course = Shared(client.get(cohort.program.get_absolute_url())).structured
    assert course["offers"] == {"@type": "Offer", "category": "Partially Free", "description": "50 euros"}
    offers = []
    for _turn in range(2):
        offers.append(Shared(client.get(cohort.get_absolute_url())).structured["offers"])
        EnrollmentFactory.create_batch(1 - _turn, cohort=cohort)
    assert [each["availability"].rpartition("/")[2] for each in offers] == ["InStock", "SoldOut"]
    assert offers[0] | {"availability": ""} == {
        "@type": "Offer",
        "category": "Paid",
        "description": "50 euros",
        "url": HOST + cohort.get_absolute_url(),
        "availability": "",
        "validFrom": cohort.enrollment_opens_at.isoformat(),
        "validThrough": cohort.enrollment_closes_at.isoformat(),
    }


def test_a_cancelled_cohort_and_session_say_so(client):
    cohort = CohortFactory(cancelled_at=timezone.now())
    SessionFactory(cohort=cohort, cancelled_at=timezone.now())
    found = Shared(client.get(cohort.get_absolute_url())).structured
    assert [each["eventStatus"] for each in (found, *found["subEvent"])] == [
        "https://schema.org/EventCancelled"
    ] * 2


def test_links_elsewhere_are_shown_and_lead_there(client):
    program = ProgramFactory(external_ids={"course": "https://learn.example.org/c/7", "dashboard": "A/B_(C)"})
    shown = client.get(program.get_absolute_url()).context["elsewhere"]
    assert shown == [
        ("Course on a learning platform", "https://learn.example.org/c/7"),
        ("Programs & Events Dashboard", "https://outreachdashboard.wmflabs.org/courses/A/B_(C)"),
    ]


def test_what_was_kept_by_earlier_versions_as_an_id_does_no_harm(client):
    program = ProgramFactory(external_ids={"unknown": "x", "wikidata": ""})
    response = client.get(Program.objects.get(pk=program.pk).get_absolute_url())
    assert (response.status_code, response.context["elsewhere"]) == (200, [])
