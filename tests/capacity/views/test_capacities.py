"""What staff do with the tree, on its own pages."""

import pytest

from capacity.models import Capacity, CapacityChange
from tests.factories.capacity import CapacityFactory, LanguageFactory, StaffFactory, UserFactory

pytestmark = pytest.mark.django_db
DEEDS = ["edit", "name", "move", "merge", "hide"]


@pytest.fixture
def staff(client):
    user = StaffFactory()
    client.force_login(user)
    return user


@pytest.mark.parametrize("deed", DEEDS)
def test_members_may_not(client, deed):
    capacity = CapacityFactory()
    client.force_login(UserFactory())
    assert client.post(f"/capacities/{capacity.code}/{deed}/").status_code == 403


@pytest.mark.parametrize("deed", DEEDS)
def test_each_deed_has_its_form_and_asks_for_a_reason(client, staff, deed):
    capacity = CapacityFactory()
    assert client.get(f"/capacities/{capacity.code}/{deed}/").status_code == 200
    form = client.post(f"/capacities/{capacity.code}/{deed}/", {}).context["form"]
    assert "reason" in form.errors


@pytest.mark.parametrize("deed", DEEDS)
def test_what_was_merged_has_no_such_pages(client, staff, deed):
    CapacityFactory(code="1", is_hidden=True, merged_into=CapacityFactory())
    assert client.get(f"/capacities/1/{deed}/").status_code == 404


def test_a_capacity_is_added_where_it_belongs(client, staff):
    whole = CapacityFactory(code="10")
    given = {"name": "Hosting", "under": whole.pk, "scope": "both", "reason": "It was missing."}
    response = client.post("/capacities/add/?under=10", given)
    assert response.headers["Location"] == "/capacities/cp1/"
    assert Capacity.objects.get(code="cp1").parent == whole


def test_texts_of_all_languages_are_saved_at_once(client, staff):
    capacity = CapacityFactory(name="finance")
    given = {
        "name-en": "finance",
        "name-ar": "المالية",
        "description-es": "Qué es.",
        "scope": "both",
        "wikidata_qid": "Q43015",
        "reason": "More languages.",
    }
    client.post(f"/capacities/{capacity.code}/edit/", given)
    capacity.refresh_from_db()
    assert (capacity.name_ar, capacity.description_es, capacity.wikidata_qid) == (
        "المالية",
        "Qué es.",
        "Q43015",
    )
    kinds = CapacityChange.objects.order_by("id").values_list("kind", "language")
    assert list(kinds) == [("named", "ar"), ("described", "es"), ("edited", None)]


def test_a_shown_capacity_does_not_lose_its_english_name(client, staff):
    capacity = CapacityFactory(name="finance")
    page = client.post(f"/capacities/{capacity.code}/edit/", {"scope": "both", "reason": "Because."})
    assert sorted(page.context["form"].errors) == ["name-en"]


def test_a_name_in_any_language_is_given_and_taken_away(client, staff):
    capacity = CapacityFactory()
    LanguageFactory(code="tr", open_wikis=1)
    for text in ("Maliye", ""):
        given = {"language": "tr", "text": text, "reason": "Because."}
        client.post(f"/capacities/{capacity.code}/name/", given)
        assert [label.name for label in capacity.labels.all()] == [text] * bool(text)


def test_a_merge_leads_to_the_other(client, staff):
    gone, stays = CapacityFactory(code="1"), CapacityFactory(code="2")
    response = client.post("/capacities/1/merge/", {"into": stays.pk, "reason": "The same."})
    assert response.headers["Location"] == "/capacities/2/"
    gone.refresh_from_db()
    assert gone.merged_into == stays


def test_what_the_tree_does_not_allow_is_said_in_the_form(client, staff):
    root = CapacityFactory(code="1")
    part = CapacityFactory(parent=root)
    page = client.post("/capacities/1/move/", {"under": part.pk, "reason": "Because."})
    assert page.context["form"].non_field_errors() == [
        "A capacity cannot become part of itself or of one of its own parts."
    ]


def test_hiding_and_showing_are_one_address(client, staff):
    capacity = CapacityFactory(code="1")
    for hidden in (True, False):
        client.post("/capacities/1/hide/", {"reason": "Because."})
        capacity.refresh_from_db()
        assert capacity.is_hidden is hidden
