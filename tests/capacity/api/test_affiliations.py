"""Affiliations and the own profile over the API: the rules of the pages."""

import pytest

from capacity.models import Affiliation
from capacity.states import AffiliationState
from tests.factories.capacity import (
    AffiliateFactory,
    AffiliationFactory,
    PersonFactory,
    StaffFactory,
    TerritoryFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

ALL, MINE, PROFILE = "/api/v1/affiliations/", "/api/v1/my/affiliations/", "/api/v1/my/profile/"


@pytest.fixture
def organization():
    return AffiliateFactory()


@pytest.fixture
def representative(organization):
    return AffiliationFactory(organization=organization, role="representative").person


def post(client, address, **data):
    return client.post(address, data, content_type="application/json")


def problem(response):
    assert response["Content-Type"] == "application/problem+json"
    return response.status_code, response.json().get("errors") or response.json().get("detail")


def asked(organization):
    return AffiliationFactory(organization=organization, state="requested", decided_at=None)


def deed(affiliation, name):
    return f"{ALL}{affiliation.public_id}/{name}/"


def test_a_person_asks_to_join_and_reads_how_it_stands(client, organization):
    client.force_login(PersonFactory().user)
    made = post(client, MINE, organization=organization.slug, role="member", starts_on="2025-01-31")
    assert (made.status_code, made.json()["state"], made.json()["organization"]) == (
        201,
        "requested",
        organization.slug,
    )
    assert [row["public_id"] for row in client.get(MINE).json()["results"]] == [made.json()["public_id"]]
    again = post(client, MINE, organization=organization.slug, role="member", starts_on="2025-01-31")
    assert problem(again) == (409, "At that time there is such an affiliation already, or a request for one.")


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"organization": "none"}, 404),
        ({"role": "representative"}, 400),
        ({"starts_on": "2999-01-01"}, 400),
        ({"starts_on": "soon"}, 400),
        ({"state": "confirmed", "decided_by": 1}, 201),
    ],
)
def test_wrong_requests_are_problems_and_what_is_not_asked_for_is_not_taken(
    client, organization, changes, status
):
    client.force_login(PersonFactory().user)
    data = {"organization": organization.slug, "role": "member", "starts_on": "2025-01-31", **changes}
    assert post(client, MINE, **data).status_code == status
    assert set(Affiliation.objects.values_list("state", "decided_by")) <= {("requested", None)}


def test_an_account_without_a_person_joins_nothing(client, organization):
    client.force_login(UserFactory())
    data = {"organization": organization.slug, "role": "member", "starts_on": "2025-01-31"}
    assert problem(post(client, MINE, **data)) == (403, "This account has no person.")


def test_a_representative_confirms_and_nobody_confirms_twice(client, organization, representative):
    affiliation = asked(organization)
    client.force_login(representative.user)
    assert post(client, deed(affiliation, "confirm")).json()["state"] == "confirmed"
    affiliation.refresh_from_db()
    assert (affiliation.state, affiliation.decided_by) == (AffiliationState.CONFIRMED, representative.user)
    assert problem(post(client, deed(affiliation, "confirm"))) == (
        409,
        "This is not possible: the affiliation is now “confirmed”.",
    )


def test_a_refusal_needs_a_reason_that_the_person_reads(client, organization, representative):
    affiliation = asked(organization)
    client.force_login(representative.user)
    assert problem(post(client, deed(affiliation, "refuse"))) == (
        400,
        [{"pointer": "/reason", "detail": "This field is required."}],
    )
    assert post(client, deed(affiliation, "refuse"), reason="Nobody knows you.").status_code == 200
    client.force_login(affiliation.person.user)
    assert client.get(MINE).json()["results"][0]["reason"] == "Nobody knows you."


def test_she_withdraws_her_request_and_ends_what_is_confirmed(client):
    affiliation = AffiliationFactory()
    request = asked(AffiliateFactory())
    client.force_login(affiliation.person.user)
    assert problem(post(client, deed(affiliation, "end"), ends_on="2019-01-01")) == (
        400,
        [{"pointer": "/ends_on", "detail": "It ends before it begins."}],
    )
    assert post(client, deed(affiliation, "end"), ends_on="2024-01-01").json()["state"] == "ended"
    assert post(client, deed(request, "withdraw")).status_code == 404
    client.force_login(request.person.user)
    assert post(client, deed(request, "withdraw")).json()["state"] == "withdrawn"


@pytest.mark.parametrize("name", ["confirm", "refuse", "withdraw", "end"])
def test_anothers_affiliation_does_not_exist(client, organization, name):
    affiliation = asked(organization)
    client.force_login(PersonFactory().user)
    assert post(client, deed(affiliation, name), reason="x", ends_on="2024-01-01").status_code == 404
    assert client.get(f"{ALL}{affiliation.public_id}/").status_code == 404


def test_nobody_confirms_herself(client, organization, representative):
    own = AffiliationFactory(
        organization=organization, person=representative, state="requested", decided_at=None
    )
    client.force_login(representative.user)
    assert post(client, deed(own, "confirm")).status_code == 403


def test_names_are_for_those_who_represent_the_organization(client, organization, representative):
    affiliation = asked(organization)
    address = f"{ALL}{affiliation.public_id}/"
    for user, name in ((representative.user, affiliation.person.name), (StaffFactory(), "")):
        client.force_login(user)
        assert client.get(address).json()["person_name"] == name


@pytest.mark.parametrize("rows", [1, 5])
def test_the_list_costs_the_same_however_long(
    client, organization, representative, rows, django_assert_num_queries
):
    for _ in range(rows):
        asked(organization)
    client.force_login(representative.user)
    with django_assert_num_queries(4):
        found = client.get(ALL, {"organization": organization.slug, "state": "requested"}).json()["results"]
    assert len(found) == rows


def test_a_person_changes_what_she_says_and_who_sees_it(client):
    TerritoryFactory(code="GH")
    person = PersonFactory()
    client.force_login(person.user)
    assert client.get(PROFILE).json()["listed_seen_by"] == "nobody"
    changed = client.patch(
        PROFILE,
        {
            "description": "I teach.",
            "listed_seen_by": "members",
            "territory": "GH",
            "is_demo": True,
            "name": "X",
        },
        content_type="application/json",
    )
    assert changed.status_code == 200
    person.refresh_from_db()
    said = {name: changed.json()[name] for name in ("description", "listed_seen_by", "territory")}
    assert client.get(PROFILE).json() == changed.json()
    assert said == {"description": "I teach.", "listed_seen_by": "members", "territory": "GH"}
    assert (
        person.description,
        person.territory_id,
        person.visibility.listed,
        person.is_demo,
        person.name == "X",
    ) == (
        "I teach.",
        "GH",
        "members",
        False,
        False,
    )


@pytest.mark.parametrize(
    ("data", "pointer"),
    [
        ({"listed_seen_by": "friends"}, "/listed_seen_by"),
        ({"languages": "Klingonish"}, "/languages"),
        ({"web": "javascript:alert(1)"}, "/web"),
        ({"territory": "ZZ"}, "/territory"),
    ],
)
def test_a_wrong_part_of_a_profile_is_pointed_at_and_nothing_is_changed(client, data, pointer):
    person = PersonFactory()
    client.force_login(person.user)
    answer = client.patch(PROFILE, {"description": "New", **data}, content_type="application/json")
    assert (answer.status_code, [each["pointer"] for each in answer.json()["errors"]]) == (400, [pointer])
    person.refresh_from_db()
    assert person.description == ""


def test_a_profile_is_for_a_person(client):
    client.force_login(UserFactory())
    assert client.get(PROFILE).status_code == 404
    client.logout()
    assert client.get(PROFILE).status_code == 403


@pytest.mark.parametrize("body", [[], [1], "words", 5, None])
def test_what_is_no_object_is_a_problem(client, representative, organization, body):
    waiting = asked(organization)
    client.force_login(representative.user)
    answer = client.post(deed(waiting, "refuse"), body, content_type="application/json")
    assert problem(answer)[0] == 400
    waiting.refresh_from_db()
    assert waiting.state == AffiliationState.REQUESTED
