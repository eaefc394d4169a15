"""What people do with programs over the API: the rules of the pages, and answers that a machine can follow."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core import signing
from django.utils import timezone

from programs.models import (
    Alert,
    AttendanceMark,
    DelegationPlace,
    Enrollment,
    Review,
    ReviewCriterion,
    SavedSearch,
)
from programs.models.delegation import SALT
from tests.factories.capacity import AffiliateFactory, AffiliationFactory, LanguageFactory, PersonFactory
from tests.factories.programs import (
    AttendanceFactory,
    CohortFactory,
    DelegationFactory,
    DelegationPlaceFactory,
    EnrollmentFactory,
    FormBlockFactory,
    ProgramRoleFactory,
    SavedSearchFactory,
    SessionFactory,
    SessionMaterialFactory,
)

pytestmark = pytest.mark.django_db

API = "/api/v1/"
ROSTER_QUERIES = 5


@pytest.fixture
def person(client):
    person = PersonFactory()
    client.force_login(person.user)
    return person


def send(client, method, address, data=None):
    return getattr(client, method)(API + address, data, content_type="application/json")


def problem(response):
    assert response["Content-Type"] == "application/problem+json"
    told = response.json()
    return response.status_code, told.get("detail") or [each["pointer"] for each in told["errors"]]


def teaching(client, role="facilitator", **cohort):
    role = ProgramRoleFactory(program=CohortFactory(**cohort).program, role=role)
    client.force_login(role.person.user)
    return role.program.cohorts.get()


# --- Saved searches ---


def test_a_search_is_saved_listed_changed_and_deleted(client, person):
    made = send(client, "post", "my/searches/", {"name": "Open ones", "query": "open=1", "alert": "daily"})
    told = made.json()
    assert (made.status_code, told["query"], told["alert"]) == (201, "open=1", "daily")
    assert client.get(told["programs"]).json()["results"] == []
    own = f"my/searches/{told['public_id']}/"
    assert [row["name"] for row in client.get(API + "my/searches/").json()["results"]] == ["Open ones"]
    assert send(client, "put", own, {"name": "Open", "alert": "off"}).json()["name"] == "Open"
    assert SavedSearch.objects.get().alert == Alert.OFF
    assert client.delete(API + own).status_code == 204
    assert client.get(API + own).status_code == 404


@pytest.mark.parametrize(
    ("wrong", "pointer"),
    [
        ({"name": ""}, "/name"),
        ({"alert": "hourly"}, "/alert"),
        ({"query": "method=none"}, ""),
        ({"query": "x" * 2001}, "/query"),
    ],
)
def test_a_search_that_is_not_understood_is_not_saved(client, person, wrong, pointer):
    data = {"name": "Mine", "query": "", "alert": "off", **wrong}
    assert problem(send(client, "post", "my/searches/", data)) == (400, [pointer])
    assert not SavedSearch.objects.exists()


def test_others_searches_are_not_there(client, person):
    other = SavedSearchFactory()
    for method in ("get", "put", "delete"):
        assert send(client, method, f"my/searches/{other.public_id}/").status_code == 404
    assert client.get(API + "my/searches/").json()["results"] == []


# --- Applying ---


def test_the_form_says_what_is_asked_and_its_answers_are_an_application(client, person):
    cohort = CohortFactory(confirmation="review")
    block = FormBlockFactory(
        cohort=cohort, kind="choice", label="Tea & cake?", options=["Yes", "No"], required=True
    )
    address = f"cohorts/{cohort.public_id}/application/"
    asked = client.get(API + address).json()
    assert asked["refusal"] == ""
    assert asked["questions"] == [
        {
            "name": block.field_name,
            "control": "choice",
            "label": "Tea & cake?",
            "help_text": "",
            "required": True,
            "max_length": None,
            "answers": [{"value": "Yes", "label": "Yes"}, {"value": "No", "label": "No"}],
        }
    ]
    assert problem(send(client, "post", address, {})) == (400, [f"/{block.field_name}"])
    assert problem(send(client, "post", address, {block.field_name: "Perhaps"}))[0] == 400
    assert problem(send(client, "post", address, [1]))[0] == 400
    sent = send(client, "post", address, {block.field_name: "Yes"})
    assert (sent.status_code, sent.json()["state"], sent.json()["places"]) == (201, "applied", [])
    assert Enrollment.objects.get().answers.get().value == "Yes"
    again = send(client, "post", address, {block.field_name: "Yes"})
    assert again.status_code == 409
    mine = client.get(API + "my/enrollments/").json()["results"]
    assert [row["public_id"] for row in mine] == [sent.json()["public_id"]]


def test_who_applies_where_all_seats_are_taken_is_told_her_place(client, person):
    cohort = CohortFactory(seats=1)
    EnrollmentFactory(cohort=cohort)
    EnrollmentFactory(cohort=cohort, state="waitlisted")
    sent = send(client, "post", f"cohorts/{cohort.public_id}/application/", {"needs": ["captions"]})
    assert problem(sent) == (400, ["/needs_consent"])
    sent = send(client, "post", f"cohorts/{cohort.public_id}/application/", {"motivation": ""}).json()
    assert (sent["state"], sent["places"]) == ("waitlisted", [{"label": "", "number": 2}])


def test_a_cohort_that_is_closed_says_so_before_and_after(client, person):
    cohort = CohortFactory(enrollment_closes_at=timezone.now() - timedelta(minutes=1))
    address = f"cohorts/{cohort.public_id}/application/"
    said = client.get(API + address).json()["refusal"]
    assert said
    assert problem(send(client, "post", address, {})) == (409, said)


# --- Reviews ---


def test_a_reviewer_declares_and_scores(client):
    cohort = teaching(client, "reviewer", confirmation="review")
    criterion = ReviewCriterion.objects.create(cohort=cohort, name="Fit")
    applied = EnrollmentFactory(cohort=cohort, state="applied", motivation="Because")
    EnrollmentFactory(cohort=cohort, state="enrolled")
    [row] = client.get(API + "my/reviews/").json()["results"]
    assert (row["public_id"], row["is_declared"], row["is_submitted"]) == (
        str(applied.public_id),
        False,
        False,
    )
    address = f"applications/{applied.public_id}/review/"
    assert client.get(API + address).json()["motivation"] == ""
    scores = {"scores": {str(criterion.public_id): 4}, "comment": "Good"}
    assert problem(send(client, "put", address, scores))[0] == 409
    assert problem(send(client, "post", address, {"conflict": "perhaps"})) == (400, ["/conflict"])
    assert send(client, "post", address, {"conflict": "none"}).json()["motivation"] == "Because"
    assert problem(send(client, "put", address, {"scores": {}}))[0] == 400
    assert problem(send(client, "put", address, {"scores": {str(criterion.public_id): 6}}))[0] == 400
    assert send(client, "put", address, scores).json()["scores"] == {str(criterion.public_id): 4}
    [row] = client.get(API + "my/reviews/").json()["results"]
    assert (row["is_declared"], row["is_submitted"]) == (True, True)


def test_who_has_a_conflict_of_interest_sees_the_application_no_more(client):
    cohort = teaching(client, "reviewer", confirmation="review")
    applied = EnrollmentFactory(cohort=cohort, state="applied")
    address = f"applications/{applied.public_id}/review/"
    assert send(client, "post", address, {"conflict": "work"}).status_code == 204
    assert client.get(API + address).status_code == 403
    assert client.get(API + "my/reviews/").json()["results"] == []
    assert not Review.objects.exists()


# --- Delegations ---


def test_a_representative_sends_a_delegation_and_its_people_answer(client, person):
    organization = AffiliateFactory()
    AffiliationFactory(organization=organization, person=person, role="representative")
    member = AffiliationFactory(organization=organization).person
    cohort = CohortFactory()
    data = {
        "cohort": str(cohort.public_id),
        "organization": organization.slug,
        "members": [member.slug],
        "emails": ["someone@example.org"],
    }
    made = send(client, "post", "my/delegations/", data)
    assert (made.status_code, [each["state"] for each in made.json()["people"]]) == (201, ["invited"] * 2)
    own = client.get(f"{API}delegations/{made.json()['public_id']}/").json()
    assert own == made.json() == client.get(API + "my/delegations/").json()["results"][0]

    client.force_login(member.user)
    assert client.get(f"{API}delegations/{own['public_id']}/").status_code == 404
    [invitation] = client.get(API + "my/invitations/").json()["results"]
    assert client.get(invitation["answer"]).json()["cohort"] == str(cohort.public_id)
    sent = client.post(invitation["answer"], {}, content_type="application/json")
    assert (sent.status_code, sent.json()["organization"]) == (201, organization.slug)
    again = client.post(invitation["answer"], {}, content_type="application/json")
    assert problem(again) == (409, "This invitation was answered already, or taken back.")
    assert client.get(API + "my/invitations/").json()["results"] == []


@pytest.mark.parametrize(
    ("wrong", "status"),
    [
        ({"emails": []}, 400),
        ({"emails": ["no address"]}, 400),
        ({"emails": ["a@example.org", "A@example.org"]}, 400),
        ({"emails": [f"a{number}@example.org" for number in range(21)]}, 409),
        ({"members": ["nobody"]}, 400),
        ({"cohort": str(uuid4())}, 404),
        ({"organization": "nobody"}, 404),
    ],
)
def test_a_delegation_that_cannot_be_is_a_problem(client, person, wrong, status):
    organization = AffiliateFactory()
    AffiliationFactory(organization=organization, person=person, role="representative")
    data = {
        "cohort": str(CohortFactory().public_id),
        "organization": organization.slug,
        "emails": ["a@example.org"],
        **wrong,
    }
    assert problem(send(client, "post", "my/delegations/", data))[0] == status
    assert not DelegationPlace.objects.exists()


def test_only_a_representative_sends_a_delegation_and_anybody_named_may_refuse(client, person):
    organization, cohort = AffiliateFactory(), CohortFactory()
    data = {"cohort": str(cohort.public_id), "organization": organization.slug, "emails": ["a@example.org"]}
    assert problem(send(client, "post", "my/delegations/", data))[0] == 403
    place = DelegationPlaceFactory(delegation=DelegationFactory(cohort=cohort, organization=organization))
    token = signing.dumps(place.pk, salt=SALT)
    assert client.delete(f"{API}delegations/answer/{token}/").status_code == 204
    assert client.delete(f"{API}delegations/answer/{token}x/").status_code == 404
    place.refresh_from_db()
    assert (place.state, place.person) == ("declined", None)


# --- Attendance ---


def test_a_facilitator_reads_and_records_attendance(client):
    cohort = teaching(client)
    session = SessionFactory(cohort=cohort, local_date=timezone.now().date() - timedelta(days=1))
    first, second = EnrollmentFactory(cohort=cohort), EnrollmentFactory(cohort=cohort)
    EnrollmentFactory(cohort=cohort, state="waitlisted")
    address = f"sessions/{session.public_id}/attendance/"
    rows = client.get(API + address).json()["results"]
    assert {(row["person"], row["status"]) for row in rows} == {
        (str(first.public_id), None),
        (str(second.public_id), None),
    }
    mark = {
        "id": str(uuid4()),
        "person": str(first.public_id),
        "status": "present",
        "at": timezone.now().isoformat(),
    }
    stranger = {**mark, "id": str(uuid4()), "person": str(uuid4())}
    answer = send(client, "post", address, {"marks": [mark, stranger]}).json()
    assert [each["outcome"] for each in answer["results"]] == ["kept", "refused"]
    assert answer["holds"] == {str(first.public_id): "present"}
    assert send(client, "post", address, {"marks": [mark]}).status_code == 200
    assert AttendanceMark.objects.count() == 1
    assert sorted(str(row["status"]) for row in client.get(API + address).json()["results"]) == [
        "None",
        "present",
    ]


@pytest.mark.parametrize("sent", [{}, {"marks": 5}, {"marks": [5]}, [1]])
def test_what_is_no_list_of_marks_is_a_problem(client, sent):
    cohort = teaching(client)
    session = SessionFactory(cohort=cohort)
    answer = send(client, "post", f"sessions/{session.public_id}/attendance/", sent)
    assert problem(answer) == (400, ["/marks"])


def test_the_list_of_a_session_costs_the_same_for_one_and_for_five(client, django_assert_num_queries):
    cohort = teaching(client)
    session = SessionFactory(cohort=cohort)
    for people in (1, 4):
        for _ in range(people):
            AttendanceFactory(session=session, enrollment=EnrollmentFactory(cohort=cohort))
        with django_assert_num_queries(ROSTER_QUERIES):
            rows = client.get(f"{API}sessions/{session.public_id}/attendance/").json()["results"]
    assert len(rows) == 5


def test_who_takes_part_does_not_read_who_was_there(client, person):
    cohort = CohortFactory()
    EnrollmentFactory(cohort=cohort, person=person)
    session = SessionFactory(cohort=cohort)
    assert client.get(f"{API}sessions/{session.public_id}/attendance/").status_code == 403


# --- Materials ---


def test_materials_are_shown_to_whom_they_are_for(client):
    cohort = CohortFactory()
    session = SessionFactory(cohort=cohort)
    SessionMaterialFactory(session=session, title="Open", audience="public")
    SessionMaterialFactory(session=session, title="Ours", audience="enrolled")
    address = f"{API}cohorts/{cohort.public_id}/materials/"

    def titles():
        return sorted(row["title"] for row in client.get(address).json()["results"])

    assert titles() == ["Open"]
    person = EnrollmentFactory(cohort=cohort).person
    client.force_login(person.user)
    assert titles() == ["Open", "Ours"]


def test_a_facilitator_adds_a_recording_and_nobody_else(client):
    cohort = teaching(client)
    session = SessionFactory(cohort=cohort, local_date=timezone.now().date() - timedelta(days=1))
    data = {
        "session": str(session.public_id),
        "kind": "recording",
        "title": "The talk",
        "link": "https://video.example.org/1",
        "language": LanguageFactory().code,
    }
    address = f"cohorts/{cohort.public_id}/materials/"
    made = send(client, "post", address, data)
    assert (made.status_code, made.json()["audience"]) == (201, "enrolled")
    assert problem(send(client, "post", address, data)) == (400, ["/link"])
    assert problem(send(client, "post", address, {**data, "link": "ftp:/x"}))[0] == 400
    assert problem(
        send(client, "post", address, {**data, "link": "https://example.org", "language": "none"})
    ) == (400, ["/language"])
    later = {"session": str(SessionFactory(cohort=cohort).public_id)}
    assert problem(send(client, "post", address, {**data, **later}))[0] == 409
    client.force_login(PersonFactory().user)
    assert send(client, "post", address, data).status_code == 403
    client.logout()
    assert send(client, "post", address, data).status_code == 403


def test_a_representative_takes_a_name_back_that_is_not_answered(client, person):
    organization = AffiliateFactory()
    AffiliationFactory(organization=organization, person=person, role="representative")
    delegation = DelegationFactory(organization=organization)
    place = DelegationPlaceFactory(delegation=delegation)
    elsewhere = DelegationPlaceFactory()
    named = f"{API}delegations/people/"
    assert client.delete(f"{named}{place.public_id}/").status_code == 204
    place.refresh_from_db()
    assert (place.state, place.email) == ("cancelled", "")
    assert problem(client.delete(f"{named}{place.public_id}/")) == (409, "This was answered already.")
    assert client.delete(f"{named}{elsewhere.public_id}/").status_code == 404
    client.force_login(PersonFactory().user)
    assert client.delete(f"{named}{place.public_id}/").status_code == 404


def test_a_representative_withdraws_a_whole_delegation(client, person):
    organization = AffiliateFactory()
    AffiliationFactory(organization=organization, person=person, role="representative")
    place = DelegationPlaceFactory(delegation__organization=organization)
    address = f"{API}delegations/{place.delegation.public_id}/"
    assert client.delete(address).status_code == 204
    place.refresh_from_db()
    assert (place.state, place.email) == ("cancelled", "")
    said = "Everybody in this delegation has refused, has a place, or takes part no more."
    assert problem(client.delete(address)) == (409, said)
    client.force_login(PersonFactory().user)
    assert client.delete(address).status_code == 404
