"""Suggestions for the taxonomy over the API: the rules of the pages."""

import pytest

from capacity.models import CapacityLabel, CapacitySuggestion
from tests.factories.capacity import (
    CapacityFactory,
    CapacitySuggestionFactory,
    LanguageFactory,
    StaffFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

ALL = "/api/v1/suggestions/"


@pytest.fixture
def member(client):
    user = UserFactory()
    client.force_login(user)
    return user


def post(client, address, **data):
    return client.post(address, data, content_type="application/json")


def pointers(response):
    return response.status_code, [each["pointer"] for each in response.json()["errors"]]


def test_a_member_suggests_a_name_and_follows_it(client, member):
    LanguageFactory()
    capacity = CapacityFactory(name="bugets")
    made = post(
        client, ALL, kind="name", capacity=capacity.code, language="en", text="budgets", reason="Spelling",
        state="accepted", suggested_by=UserFactory().pk,
    )  # fmt: skip
    assert (made.status_code, made.json()["state"], made.json()["before"]) == (201, "suggested", "bugets")
    assert CapacitySuggestion.objects.get().suggested_by == member
    assert [row["public_id"] for row in client.get(ALL).json()["results"]] == [made.json()["public_id"]]


@pytest.mark.parametrize(
    ("data", "wrong"),
    [
        ({"kind": "wish"}, ["/kind"]),
        ({"kind": "name", "capacity": "none", "language": "en", "text": "x"}, ["/capacity"]),
        ({"kind": "hide"}, ["/capacity"]),
        ({"kind": "new", "text": "x", "language": "zz"}, ["/language"]),
        ({"kind": "name", "capacity": "9", "language": "en", "text": "budgets"}, ["/text"]),
        ({"kind": "merge", "capacity": "9", "target": "9"}, ["/target"]),
    ],
)
def test_what_is_wrong_is_pointed_at(client, member, data, wrong):
    LanguageFactory()
    CapacityFactory(code="9", name="budgets")
    assert pointers(post(client, ALL, reason="Because", **data)) == (400, wrong)
    assert CapacitySuggestion.objects.count() == 0


def test_anothers_suggestion_does_not_exist(client, member):
    other = CapacitySuggestionFactory(suggested_by=UserFactory())
    assert client.get(ALL).json()["results"] == []
    assert client.get(f"{ALL}{other.public_id}/").status_code == 404
    assert post(client, f"{ALL}{other.public_id}/withdraw/").status_code == 404


def test_she_withdraws_it_once(client, member):
    own = CapacitySuggestionFactory(suggested_by=member)
    address = f"{ALL}{own.public_id}/"
    assert post(client, f"{address}decide/", decision="accept").status_code == 403
    assert post(client, f"{address}withdraw/").json()["state"] == "withdrawn"
    again = post(client, f"{address}withdraw/")
    assert (again.status_code, again.json()["detail"]) == (409, "This suggestion is no longer open.")


def test_staff_decide_and_it_is_done(client):
    client.force_login(StaffFactory())
    first, second = CapacitySuggestionFactory(), CapacitySuggestionFactory()
    assert pointers(post(client, f"{ALL}{first.public_id}/decide/", decision="decline")) == (400, ["/answer"])
    declined = post(client, f"{ALL}{first.public_id}/decide/", decision="decline", answer="No.")
    assert (declined.json()["state"], declined.json()["answer"]) == ("declined", "No.")
    accepted = post(client, f"{ALL}{second.public_id}/decide/", decision="accept")
    assert accepted.json()["state"] == "accepted"
    second.capacity.refresh_from_db()
    assert second.text in {second.capacity.name_en, *CapacityLabel.objects.values_list("name", flat=True)}
    assert {row["state"] for row in client.get(ALL, {"kind": "name"}).json()["results"]} == {
        "declined",
        "accepted",
    }


def test_nobody_decides_her_own(client):
    staff = StaffFactory()
    client.force_login(staff)
    own = CapacitySuggestionFactory(suggested_by=staff)
    assert post(client, f"{ALL}{own.public_id}/decide/", decision="accept").status_code == 403


@pytest.mark.parametrize("rows", [1, 5])
def test_the_list_costs_the_same_however_long(client, member, rows, django_assert_num_queries):
    for _ in range(rows):
        CapacitySuggestionFactory(suggested_by=member)
    with django_assert_num_queries(3):
        assert len(client.get(ALL).json()["results"]) == rows


def test_who_is_not_signed_in_suggests_nothing(client):
    assert post(client, ALL, kind="hide", reason="x").status_code == 403
