"""The read API: the same rules as the pages, and answers that other people's tools accept."""

from datetime import date, timedelta

import pytest
import time_machine
from django.utils import timezone
from openapi_spec_validator import validate

from tests.factories.capacity import AffiliateFactory, LanguageFactory, PersonFactory, StaffFactory
from tests.factories.programs import (
    CohortFactory,
    EnrollmentFactory,
    ProgramCapacityFactory,
    ProgramFactory,
    ProgramProviderFactory,
    ProgramRecordFactory,
    SessionFactory,
)

pytestmark = pytest.mark.django_db


def full_program(**more):
    program = ProgramFactory(**more)
    program.languages.add(LanguageFactory())
    ProgramCapacityFactory(program=program)
    ProgramProviderFactory(program=program, organization=AffiliateFactory())
    return program


def test_the_schema_is_valid_openapi(client):
    response = client.get("/api/v1/schema/?format=json")
    validate(response.json())
    assert response.json()["openapi"].startswith("3.1")


def test_the_schema_is_made_without_complaint_and_names_its_parts_alike_in_every_language(client, capsys):
    def parts(language):
        schema = client.get("/api/v1/schema/?format=json", headers={"accept-language": language}).json()
        return sorted(schema["components"]["schemas"])

    assert parts("en") == parts("ar")
    assert capsys.readouterr().err == ""


def test_the_root_names_what_there_is_and_each_address_answers(client):
    addresses = client.get("/api/v1/").json()
    of_members = {
        "waves", "plans", "searches", "enrollments", "reviews", "delegations", "invitations", "mentoring",
        "my-mentoring", "my-programs", "follow-ups", "alerts",
    }  # fmt: skip
    found = {name: client.get(address).status_code for name, address in addresses.items()}
    assert found == {name: 403 if name in of_members else 200 for name in addresses}
    client.force_login(PersonFactory().user)
    refused = [name for name, address in addresses.items() if client.get(address).status_code != 200]
    assert refused == ["my-programs"]  # of those who may write some
    client.force_login(StaffFactory())
    assert {client.get(address).status_code for address in addresses.values()} == {200}


def test_a_program_is_shown_with_its_facts(client):
    program = full_program(slug="telling-stories", title="Telling stories")
    answer = client.get("/api/v1/programs/telling-stories/").json()
    assert answer["title"] == "Telling stories"
    assert answer["languages"] == ["en"]
    assert answer["providers"] == [program.providers.get().name]
    assert [aim["code"] for aim in answer["capacities"]] == [program.capacities.get().code]
    assert answer["record"] is None


def test_texts_say_which_language_they_are_in(client):
    ProgramFactory(slug="both", title_en="Stories", title_ar="قصص", summary_en="Tell them")
    ProgramFactory(slug="arabic", title_en="", title_ar="قصص")

    def texts(slug, language):
        answer = client.get(f"/api/v1/programs/{slug}/", headers={"accept-language": language})
        row = answer.json()
        return answer["Content-Language"], row["title"], row["title_language"], row["summary_language"]

    assert texts("both", "ar") == ("ar", "قصص", "ar", "en")
    assert texts("both", "en") == ("en", "Stories", "en", "en")
    assert texts("arabic", "en") == ("en", "قصص", "ar", "")


def test_answers_vary_by_language(client):
    vary = client.get("/api/v1/programs/")["Vary"].split(", ")
    assert "Accept-Language" in vary


def test_a_published_record_is_shown_with_its_source(client):
    record = ProgramRecordFactory(city="Tunis", participants=40)
    answer = client.get(f"/api/v1/programs/{record.program.slug}/").json()["record"]
    assert (answer["city"], answer["participants"], answer["source_url"]) == (
        "Tunis",
        40,
        record.source.url,
    )


def test_drafts_are_not_shown_to_strangers(client):
    draft = ProgramFactory(state="draft", published_at=None)
    assert client.get("/api/v1/programs/").json()["results"] == []
    assert client.get(f"/api/v1/programs/{draft.slug}/").status_code == 404


def test_a_cohort_shows_its_sessions_without_the_link_and_without_people(client):
    cohort = CohortFactory(seats=3)
    SessionFactory(cohort=cohort, link="https://example.org/secret-room")
    EnrollmentFactory(cohort=cohort, person=PersonFactory(name="Somebody Private"))
    response = client.get(f"/api/v1/cohorts/{cohort.public_id}/")
    answer = response.json()
    assert (answer["free_seats"], answer["waiting"], len(answer["sessions"])) == (2, 0, 1)
    assert b"secret-room" not in response.content
    assert b"Somebody Private" not in response.content


def test_how_many_people_a_cohort_has_is_not_told_by_its_seats(client):
    """While one can enroll it matters how many are free; afterwards it would say how many there are, also of few."""
    cohort = CohortFactory(seats=30)
    EnrollmentFactory.create_batch(2, cohort=cohort)
    page, machine = cohort.get_absolute_url(), f"/api/v1/cohorts/{cohort.public_id}/"
    told = ("free_seats", "free_open_seats", "waiting")
    with time_machine.travel(cohort.enrollment_closes_at - timedelta(minutes=1), tick=False):
        assert [client.get(machine).json()[name] for name in told] == [28, 28, 0]
        assert "Free seats" in client.get(page).content.decode()
    with time_machine.travel(cohort.enrollment_closes_at, tick=False):
        assert [client.get(machine).json()[name] for name in told] == [None, None, None]
        shown = client.get(page).content.decode()
        assert not [word for word in ("Free seats", "remainingAttendeeCapacity") if word in shown]


def test_cohorts_are_listed_by_program_and_day_the_latest_first(client):
    early, late = (CohortFactory(starts_on=day, ends_on=day) for day in (date(2026, 3, 1), date(2026, 9, 1)))
    CohortFactory(program=ProgramFactory(state="draft", published_at=None))

    def listed(query):
        return [row["public_id"] for row in client.get(f"/api/v1/cohorts/?{query}").json()["results"]]

    assert listed("") == [str(late.public_id), str(early.public_id)]
    assert listed("starts_to=2026-06-01") == listed(f"program={early.program.slug}") == [str(early.public_id)]
    assert listed("starts_from=2026-06-01") == [str(late.public_id)]
    where = client.get(f"/api/v1/programs/{early.program.slug}/").json()["cohorts"]
    assert [row["public_id"] for row in client.get(where).json()["results"]] == [str(early.public_id)]


def test_cohorts_open_for_enrollment_are_told_from_the_others(client):
    closed, opened = CohortFactory(cancelled_at=timezone.now()), CohortFactory()
    assert opened.is_open_for_enrollment
    assert not closed.is_open_for_enrollment
    rows = client.get("/api/v1/cohorts/?open=1").json()["results"]
    assert [row["public_id"] for row in rows] == [str(opened.public_id)]


@pytest.mark.parametrize("query", ["open=perhaps", "starts_from=soon", "program=%00"])
def test_a_wrong_filter_of_cohorts_is_a_problem(client, query):
    assert client.get(f"/api/v1/cohorts/?{query}").status_code == 400


@pytest.mark.parametrize("rows", [1, 5])
def test_the_list_of_cohorts_takes_as_many_queries_for_one_as_for_five(
    client, django_assert_num_queries, rows
):
    for _ in range(rows):
        SessionFactory(cohort=CohortFactory())
    with django_assert_num_queries(5):
        assert len(client.get("/api/v1/cohorts/").json()["results"]) == rows


def test_the_list_is_filtered_and_sorted_as_the_catalog_is(client):
    for title in ("Beta", "Alpha", "Gamma"):
        full_program(title=title)

    def titles(query):
        return [row["title"] for row in client.get(f"/api/v1/programs/?{query}").json()["results"]]

    assert titles("sort=title") == ["Alpha", "Beta", "Gamma"]
    assert titles("q=alfa") == []
    assert titles("q=gama") == ["Gamma"]


@pytest.mark.parametrize("sort", ["newest", "starting", "title"])
def test_pages_follow_each_other_to_the_end(client, sort):
    programs = {ProgramFactory().slug for _ in range(5)}
    address, seen = f"/api/v1/programs/?limit=2&sort={sort}", []
    while address:
        page = client.get(address).json()
        seen += [row["slug"] for row in page["results"]]
        address = page["next"]
    assert (len(seen), set(seen)) == (5, programs)


@pytest.mark.parametrize(
    ("query", "pointer"),
    [
        ("method=nothing", "/method"),
        ("starts=never", "/starts"),
        ("sort=random", "/sort"),
        ("capacity=x y", "/capacity"),
    ],
)
def test_a_wrong_filter_is_a_problem_that_names_its_field(client, query, pointer):
    response = client.get(f"/api/v1/programs/?{query}")
    assert (response.status_code, response["Content-Type"]) == (400, "application/problem+json")
    assert [error["pointer"] for error in response.json()["errors"]] == [pointer]


def test_a_malformed_cursor_is_not_found(client):
    assert client.get("/api/v1/programs/?page=%00%ff").status_code == 404


def test_what_has_not_changed_is_not_sent_again(client):
    program = full_program()
    address = f"/api/v1/programs/{program.slug}/"
    etag = client.get(address)["ETag"]
    assert client.get(address, headers={"if-none-match": etag}).status_code == 304


@pytest.mark.parametrize("rows", [1, 5])
def test_the_list_takes_as_many_queries_for_one_program_as_for_five(client, django_assert_num_queries, rows):
    for _ in range(rows):
        full_program()
    with django_assert_num_queries(6):
        assert len(client.get("/api/v1/programs/").json()["results"]) == rows


def test_the_reference_names_every_address(client):
    page = client.get("/api/v1/docs/").content.decode()
    for path in client.get("/api/v1/schema/?format=json").json()["paths"]:
        assert path in page
