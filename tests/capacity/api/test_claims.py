"""Claims and affiliations over the API: the same rules as the pages."""

import pytest

from capacity.models import CapacityClaim, PersonVisibility
from tests.factories.capacity import (
    AffiliateFactory,
    AffiliationFactory,
    CapacityClaimFactory,
    CapacityFactory,
    PersonFactory,
    ProficiencyLevelFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

ALL, MINE, BELONGING = "/api/v1/claims/", "/api/v1/my/claims/", "/api/v1/my/affiliations/"


@pytest.fixture
def person():
    return PersonFactory()


def who(response):
    return [row["stakeholder"] for row in response.json()["results"]]


def say(client, **changes):
    ProficiencyLevelFactory(level=3)
    data = {"capacity": "2001", "kind": "has", "level": 3, **changes}
    return client.post(MINE, data, content_type="application/json")


def test_organizations_are_public_and_persons_are_not(client, person):
    organization = AffiliateFactory()
    CapacityClaimFactory(stakeholder=organization)
    CapacityClaimFactory(stakeholder=person)
    assert who(client.get(ALL)) == [organization.slug]


@pytest.mark.parametrize(
    ("listed", "capacities", "for_everybody", "for_members"),
    [
        ("everybody", "everybody", True, True),
        ("everybody", "members", False, True),
        ("members", "everybody", False, True),
        ("everybody", "nobody", False, False),
        ("nobody", "everybody", False, False),
    ],
)
def test_a_person_shows_them_to_whom_she_likes(
    client, person, listed, capacities, for_everybody, for_members
):
    PersonVisibility.objects.create(person=person, listed=listed, capacities=capacities)
    CapacityClaimFactory(stakeholder=person)
    address = f"/stakeholders/{person.slug}/capacities/"
    assert (who(client.get(ALL)) == [person.slug]) is for_everybody
    assert (client.get(address).status_code == 200) is for_everybody
    client.force_login(UserFactory())
    assert (who(client.get(ALL)) == [person.slug]) is for_members
    assert (client.get(address).status_code == 200) is for_members


def test_only_what_is_said_now_is_listed(client):
    older = CapacityClaimFactory(stakeholder=AffiliateFactory())
    CapacityClaimFactory(stakeholder=older.stakeholder, capacity=older.capacity, level=older.level)
    assert len(who(client.get(ALL))) == 1


def test_it_is_narrowed_by_capacity_and_kind(client):
    claim = CapacityClaimFactory(stakeholder=AffiliateFactory())
    CapacityClaimFactory(stakeholder=AffiliateFactory(), kind="wants", level=None)
    assert who(client.get(ALL, {"capacity": claim.capacity.code, "kind": "has"})) == [claim.stakeholder.slug]
    assert client.get(ALL, {"kind": "hopes"}).status_code == 400


@pytest.mark.parametrize("number", [1, 5])
def test_the_list_costs_the_same_however_long(client, number, django_assert_num_queries):
    for _ in range(number):
        CapacityClaimFactory(stakeholder=AffiliateFactory())
    with django_assert_num_queries(1):
        assert len(who(client.get(ALL))) == number


def test_one_says_something_of_oneself_and_twice_is_once(client, person):
    CapacityFactory(code="2001")
    client.force_login(person.user)
    first, second = say(client), say(client)
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.json()["public_id"] == second.json()["public_id"]
    assert who(client.get(MINE)) == [person.slug]


@pytest.mark.parametrize(
    ("pointer", "change"),
    [
        ("/capacity", {"capacity": "nothing"}),
        ("/capacity", {"capacity": "\x00"}),
        ("/kind", {"kind": "hopes"}),
        ("/level", {"level": None}),
        ("/level", {"level": 9}),
        ("/evidence_link", {"evidence_kind": "credential"}),
        ("/evidence_link", {"evidence_link": "ftp://example.org/"}),
        ("/stated_on", {"stated_on": "tomorrow"}),
        ("", {"stated_on": "2999-01-01"}),
    ],
)
def test_what_cannot_be_says_where_it_is_wrong(client, person, pointer, change):
    CapacityFactory(code="2001")
    client.force_login(person.user)
    response = say(client, **change)
    assert response.status_code == 400
    assert [error["pointer"] for error in response.json()["errors"]] == [pointer]
    assert not CapacityClaim.objects.exists()


def test_an_account_without_a_person_says_nothing(client):
    CapacityFactory(code="2001")
    client.force_login(UserFactory())
    assert say(client).status_code == 400


def test_who_is_not_signed_in_has_none(client):
    assert [client.get(address).status_code for address in (MINE, BELONGING)] == [403, 403]


def test_one_sees_where_one_belongs_and_nobody_elses(client, person):
    mine = AffiliationFactory(person=person)
    AffiliationFactory(organization=mine.organization)
    client.force_login(person.user)
    rows = client.get(BELONGING).json()["results"]
    assert [(row["organization"], row["role"], row["state"]) for row in rows] == [
        (mine.organization.slug, "member", "confirmed")
    ]
