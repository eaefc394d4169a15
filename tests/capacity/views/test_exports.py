"""The taxonomy for other systems, read by other people's parsers."""

import csv
import io

import pytest
from rdflib import Graph, Literal, URIRef
from rdflib.compare import isomorphic
from rdflib.namespace import DCTERMS, OWL, RDF, SKOS

from capacity.actions import taxonomy
from tests.factories.capacity import (
    CapacityFactory,
    GlossaryTermFactory,
    LanguageFactory,
    StaffFactory,
)

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.filterwarnings(
        "ignore:ConjunctiveGraph is deprecated:DeprecationWarning"
    ),  # rdflib's own parser
]
SITE = "http://127.0.0.1:8000"


def concept(code):
    return URIRef(f"{SITE}/capacities/{code}/")


@pytest.fixture
def vocabulary():
    staff = StaffFactory()
    for code in ("en", "tr", "skr-arab"):
        LanguageFactory(code=code)
    root = CapacityFactory(code="10", name="organization", wikidata_qid="Q759524", metabase_qid="Q7")
    part = CapacityFactory(code="11", name='"finance" \\ and\nmore', parent=root)
    taxonomy.name(part, language="tr", text="Maliye", by=staff)
    taxonomy.name(part, language="skr-arab", text="مالیات", by=staff)
    taxonomy.merge(CapacityFactory(code="12", name="money"), into=part, by=staff)
    CapacityFactory(code="13", name="hidden", is_hidden=True)
    GlossaryTermFactory(slug="fund", term="fund", definition="=Money.", capacity=part)


def read(client, form):
    response = client.get(f"/capacities/export.{form}")
    formats = {"ttl": "turtle", "jsonld": "json-ld"}
    return Graph().parse(data=response.content.decode(), format=formats[form])


@pytest.mark.parametrize("form", ["ttl", "jsonld"])
def test_skos_says_the_tree_the_names_and_the_ids(client, vocabulary, form):
    graph = read(client, form)
    assert set(graph.subjects(SKOS.inScheme, URIRef(f"{SITE}/capacities/"))) == {
        concept("10"),
        concept("11"),
        concept("12"),
    }
    assert set(graph.objects(concept("11"), SKOS.broader)) == {concept("10")}
    assert set(graph.objects(concept("10"), SKOS.narrower)) == {concept("11")}
    assert set(graph.objects(concept("11"), SKOS.prefLabel)) == {
        Literal('"finance" \\ and\nmore', lang="en"),
        Literal("Maliye", lang="tr"),
        Literal("مالیات", lang="skr-arab"),
    }
    assert set(graph.objects(concept("10"), SKOS.exactMatch)) == {
        URIRef("http://www.wikidata.org/entity/Q759524"),
        URIRef("https://metabase.wikibase.cloud/entity/Q7"),
    }


@pytest.mark.parametrize("form", ["ttl", "jsonld"])
def test_a_merged_capacity_is_deprecated_and_says_what_stands_for_it(client, vocabulary, form):
    graph = read(client, form)
    assert set(graph.objects(concept("12"), DCTERMS.isReplacedBy)) == {concept("11")}
    assert [value.toPython() for value in graph.objects(concept("12"), OWL.deprecated)] == [True]
    assert set(graph.objects(concept("12"), SKOS.broader)) == set()


def test_the_license_is_stated(client, vocabulary):
    graph = read(client, "ttl")
    licenses = {str(scheme): str(license_) for scheme, license_ in graph.subject_objects(DCTERMS.license)}
    assert licenses == {
        f"{SITE}/capacities/": "https://creativecommons.org/publicdomain/zero/1.0/",
        f"{SITE}/glossary/": "https://creativecommons.org/licenses/by-sa/4.0/",
    }


def test_glossary_terms_are_concepts_of_their_own(client, vocabulary):
    graph = read(client, "ttl")
    term = URIRef(f"{SITE}/glossary/#fund")
    assert (term, RDF.type, SKOS.Concept) in graph
    assert set(graph.objects(term, SKOS.relatedMatch)) == {concept("11")}


def test_both_forms_say_the_same(client, vocabulary):
    assert isomorphic(read(client, "ttl"), read(client, "jsonld"))


def test_csv_has_a_row_for_each_and_a_column_for_each_language(client, vocabulary):
    response = client.get("/capacities/export.csv")
    rows = list(csv.DictReader(io.StringIO(response.content.decode())))
    assert [(row["code"], row["part_of"], row["merged_into"], row["name_tr"]) for row in rows] == [
        ("10", "", "", ""),
        ("11", "10", "", "Maliye"),
        ("12", "", "11", ""),
    ]


def test_no_cell_is_taken_for_a_formula(client, vocabulary):
    rows = list(csv.DictReader(io.StringIO(client.get("/glossary/export.csv").content.decode())))
    assert [(row["id"], row["definition_en"], row["capacity"]) for row in rows] == [
        ("fund", "'=Money.", "11")
    ]


def test_who_has_it_already_is_not_sent_it_again(client, vocabulary):
    first = client.get("/capacities/export.ttl")
    again = client.get("/capacities/export.ttl", headers={"if-none-match": first.headers["ETag"]})
    assert again.status_code == 304


@pytest.mark.parametrize("form", ["xml", "pdf"])
def test_other_forms_are_not_found(client, form):
    assert client.get(f"/capacities/export.{form}").status_code == 404


@pytest.mark.parametrize("rows", [1, 5])
def test_an_export_costs_the_same_however_large(client, rows, django_assert_num_queries):
    for _ in range(rows):
        GlossaryTermFactory(capacity=CapacityFactory(parent=CapacityFactory()))
    with django_assert_num_queries(4):
        client.get("/capacities/export.ttl")
