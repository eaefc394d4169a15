import pytest

from tests.factories.capacity import (
    AffiliateFactory,
    LanguageFactory,
    PartnerFactory,
    RegionFactory,
    SourceFactory,
    TerritoryFactory,
)

pytestmark = pytest.mark.django_db

LIST = "/api/v1/stakeholders/"


def slugs(response):
    return [each["slug"] for each in response.json()["results"]]


def test_an_organization_is_told_with_its_facts(client):
    organization = AffiliateFactory(
        slug="ghana", territory=TerritoryFactory(), region=RegionFactory(), source=SourceFactory()
    )
    organization.languages.add(LanguageFactory())
    told = client.get(f"{LIST}ghana/").json()
    facts = ("kind", "territory", "territory_name", "region", "languages", "source_title", "page")
    assert [told[name] for name in facts] == [
        "affiliate",
        "GH",
        "Ghana",
        "SSA",
        ["en"],
        "A source",
        "http://testserver/stakeholders/ghana/",
    ]


def test_the_filters_are_those_of_the_page(client):
    AffiliateFactory(slug="a", region=RegionFactory())
    PartnerFactory(slug="b", region=RegionFactory())
    assert slugs(client.get(LIST, {"kind": "partner", "region": "SSA"})) == ["b"]


def test_what_is_not_understood_is_refused_with_its_field(client):
    response = client.get(LIST, {"kind": "x"})
    assert (response.status_code, response.json()["errors"][0]["pointer"]) == (400, "/kind")


def test_pages_follow_one_another_also_by_likeness(client):
    for name in ("Ghana", "Ghana group", "Ghana group of three"):
        AffiliateFactory(name=name, slug=name.replace(" ", "-").lower())
    first = client.get(LIST, {"q": "ghana", "limit": 2})
    assert (slugs(first), slugs(client.get(first.json()["next"]))) == (
        ["ghana", "ghana-group"],
        ["ghana-group-of-three"],
    )


@pytest.mark.parametrize("rows", [1, 5])
def test_the_list_costs_the_same_however_long(client, rows, django_assert_num_queries):
    for _ in range(rows):
        AffiliateFactory(territory=TerritoryFactory(), region=RegionFactory()).languages.add(
            LanguageFactory()
        )
    with django_assert_num_queries(2):
        client.get(LIST)


@pytest.mark.parametrize("path", [LIST, f"{LIST}ghana/"])
def test_an_unchanged_answer_is_not_sent_again(client, path):
    AffiliateFactory(slug="ghana")
    etag = client.get(path).headers["ETag"]
    assert client.get(path, headers={"If-None-Match": etag}).status_code == 304
