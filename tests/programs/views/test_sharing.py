"""What others show of a page: structured data and previews, read back by a parser of HTML."""

import json
from html.parser import HTMLParser

import pytest

from programs.models import Program
from tests.factories.capacity import CapacityFactory, LanguageFactory
from tests.factories.programs import (
    CohortFactory,
    ProgramCapacityFactory,
    ProgramFactory,
    ProgramProviderFactory,
    SessionFactory,
)

pytestmark = pytest.mark.django_db
HOST = "http://127.0.0.1:8000"


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
    CohortFactory(program=program, starts_on="2020-01-01", ends_on="2020-02-01")
    shared = Shared(client.get(program.get_absolute_url()))
    found = shared.structured
    assert found.pop("hasCourseInstance") == [
        {
            "@type": "CourseInstance",
            "name": cohort.name,
            "url": HOST + cohort.get_absolute_url(),
            "courseMode": "online",
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
