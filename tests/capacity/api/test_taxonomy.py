"""The taxonomy and the glossary in the API: every language at once."""

import pytest

from capacity.actions import taxonomy
from capacity.models import CapacityLabel
from tests.factories.capacity import (
    CapacityFactory,
    GlossaryTermFactory,
    LanguageFactory,
    SourceFactory,
    StaffFactory,
)

pytestmark = pytest.mark.django_db
CAPACITIES, GLOSSARY = "/api/v1/capacities/", "/api/v1/glossary/"


def codes(client, **query):
    return [row["code"] for row in client.get(CAPACITIES, query).json()["results"]]


def test_a_capacity_tells_its_place_and_all_its_names(client):
    root = CapacityFactory(code="10")
    capacity = CapacityFactory(code="11", parent=root, name_en="finance", description_ar="ما هو")
    CapacityLabel.objects.create(capacity=capacity, language=LanguageFactory(code="tr"), name="Maliye")
    answer = client.get(f"{CAPACITIES}11/").json()
    assert (answer["parent"], answer["path"], answer["depth"]) == ("10", "10/11", 2)
    assert (answer["names"], answer["descriptions"]) == ({"en": "finance", "tr": "Maliye"}, {"ar": "ما هو"})


def test_a_merged_capacity_tells_where_it_has_gone_and_is_not_listed(client):
    taxonomy.merge(CapacityFactory(code="1"), into=CapacityFactory(code="2"), by=StaffFactory())
    assert client.get(f"{CAPACITIES}1/").json()["merged_into"] == "2"
    assert codes(client) == ["2"]


def test_a_hidden_capacity_does_not_exist(client):
    CapacityFactory(code="1", is_hidden=True)
    assert client.get(f"{CAPACITIES}1/").status_code == 404
    assert codes(client) == []


def test_a_part_of_the_tree_can_be_asked_for_and_words_too(client):
    root = CapacityFactory(code="1", search_text="1 finance")
    part = CapacityFactory(code="2", parent=root, search_text="2 budgets")
    CapacityFactory(code="3", parent=part, search_text="3 reports")
    CapacityFactory(code="4", search_text="4 reports")
    assert (codes(client, part_of="1"), codes(client, part_of="2")) == (["2", "3"], ["3"])
    assert codes(client, q="reports", part_of="1") == ["3"]


@pytest.mark.parametrize("query", [{"q": "\x00"}, {"part_of": "\x00%"}, {"page": "x"}, {"q": "%' --"}])
def test_odd_questions_are_answered(client, query):
    assert client.get(CAPACITIES, query).status_code in {200, 404}


@pytest.mark.parametrize("rows", [1, 5])
def test_the_lists_cost_the_same_however_long(client, rows, django_assert_num_queries):
    for _ in range(rows):
        capacity = CapacityFactory(parent=CapacityFactory())
        CapacityLabel.objects.create(capacity=capacity, language=LanguageFactory(), name="Name")
        GlossaryTermFactory(capacity=capacity, source=SourceFactory())
    with django_assert_num_queries(3):
        client.get(CAPACITIES)
    with django_assert_num_queries(1):
        client.get(GLOSSARY)


def test_a_term_tells_its_meaning_in_every_language(client):
    GlossaryTermFactory(slug="fund", term="fund", definition="Money.", term_ar="صندوق")
    answer = client.get(f"{GLOSSARY}fund/").json()
    assert (answer["terms"], answer["definitions"]) == ({"ar": "صندوق", "en": "fund"}, {"en": "Money."})
    assert answer["page"] == "http://testserver/glossary/#fund"


def test_terms_are_found_in_any_language(client):
    GlossaryTermFactory(slug="fund", term="fund", definition="Money.", term_ar="صندوق")
    GlossaryTermFactory(slug="chapter", term="chapter")
    assert [row["slug"] for row in client.get(GLOSSARY, {"q": "صندوق"}).json()["results"]] == ["fund"]
