import pytest
from django.core.cache import cache

from capacity.actions import directory as entries
from capacity.models import NameKind, StakeholderName
from tests.factories.capacity import (
    AffiliateFactory,
    LanguageFactory,
    PartnerFactory,
    PersonVisibilityFactory,
    RegionFactory,
    TerritoryFactory,
)

pytestmark = pytest.mark.django_db

LIST = "/stakeholders/"


def names(page):
    return [row.name for row in page.context["directory"].rows]


def found(client, q):
    return names(client.get(LIST, {"q": q}))


def counted(page, facet):
    facets = {each.name: each for each in page.context["directory"].facets}
    return [(option.label, option.count, option.selected) for option in facets[facet].options]


def named(organization, **names):
    for code, name in names.items():
        StakeholderName.objects.create(
            stakeholder=organization, language=LanguageFactory(code=code), kind=NameKind.OFFICIAL, name=name
        )
    entries.keep_searchable(organization)


@pytest.fixture
def known(db):
    named(AffiliateFactory(name="Wikimedia Ukraine"), uk="Вікімедіа Україна")
    named(AffiliateFactory(name="Wikimedia Turkey Açık Bilgi"))
    named(AffiliateFactory(name="Wikimedians of the Levant"), ar="مُسْتَخْدِمو ويكيميديا في المشرق")
    named(AffiliateFactory(name="Wikimedia Taiwan"), zh="中華民國維基媒體協會")
    AffiliateFactory(name="Wiki Education")


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("Вікімедіа Україна", ["Wikimedia Ukraine"]),
        ("Wikimedia Ukraine", ["Wikimedia Ukraine"]),
        ("ukraine wikimedia", ["Wikimedia Ukraine"]),
        ("Wikimdia Ukrane", ["Wikimedia Ukraine"]),
        ("Вікмедіа Украіна", ["Wikimedia Ukraine"]),
        ("acik", ["Wikimedia Turkey Açık Bilgi"]),
        ("AÇIK", ["Wikimedia Turkey Açık Bilgi"]),
        ("مستخدمو ويكيميديا", ["Wikimedians of the Levant"]),
        ("مُسْتَخْدِمو", ["Wikimedians of the Levant"]),
        ("媒體", ["Wikimedia Taiwan"]),
        ("維基媒體", ["Wikimedia Taiwan"]),
        ("uk", ["Wikimedia Ukraine"]),
        ("100%", []),
        ("_", []),
    ],
)
def test_an_organization_is_found_by_any_of_its_names_however_they_are_typed(client, known, typed, expected):
    assert found(client, typed) == expected


def test_the_best_match_comes_first(client):
    AffiliateFactory(name="Wikimedians of Northern Ghana and Friends")
    AffiliateFactory(name="Ghana Wikimedia")
    AffiliateFactory(name="Ghana")
    assert found(client, "ghana")[0] == "Ghana"


def test_words_that_too_many_have_are_listed_by_name(client, monkeypatch):
    monkeypatch.setattr("capacity.queries.directory.RANKED", 1)
    AffiliateFactory(name="Wikimedia B")
    AffiliateFactory(name="Wikimedia A")
    assert found(client, "wikimedia") == ["Wikimedia A", "Wikimedia B"]


def test_names_like_the_one_asked_for_are_called_so(client, known):
    page = client.get(LIST, {"q": "Wikimdia Ukrane"})
    assert (page.context["directory"].is_alike, page.context["directory"].counts.total) == (True, 1)


@pytest.mark.parametrize("rows", [1, 5])
@pytest.mark.parametrize(
    ("query", "queries"), [({}, 7), ({"kind": "affiliate", "region": "SSA"}, 7), ({"q": "group"}, 8)]
)
def test_the_list_costs_the_same_however_long(
    client, rows, query, queries, django_assert_num_queries, monkeypatch
):
    monkeypatch.setattr("common.changes.may_be_kept", lambda: True)
    for number in range(rows):
        organization = AffiliateFactory(
            name=f"Group {number}", territory=TerritoryFactory(), region=RegionFactory()
        )
        organization.languages.add(LanguageFactory(code=f"x{number}"))
    with django_assert_num_queries(queries):
        client.get(LIST, query)
    with django_assert_num_queries(1):
        client.get(LIST, query)


def test_facets_tell_what_each_other_choice_would_find(client):
    africa, asia = RegionFactory(), RegionFactory(code="SA", name="South Asia")
    AffiliateFactory(region=africa, territory=TerritoryFactory(), name="African")
    AffiliateFactory(region=asia)
    PartnerFactory(region=africa)
    page = client.get(LIST, {"kind": "affiliate", "region": "SSA"})
    assert names(page) == ["African"]
    assert counted(page, "region") == [("South Asia", 1, False), ("Sub-Saharan Africa", 1, True)]
    assert counted(page, "kind") == [("affiliate", 1, True), ("partner organization", 1, False)]
    assert counted(page, "territory") == [("Ghana", 1, False)]
    assert counted(page, "community") == [("not known", 1, False)]


def test_a_protected_territory_is_counted_in_its_region_only(client):
    hidden = TerritoryFactory(code="MM", name_en="Myanmar", wmf_protected=True)
    AffiliateFactory(territory=hidden, region=RegionFactory(), name="Sheltered")
    page = client.get(LIST)
    assert "territory" not in {facet.name for facet in page.context["directory"].facets}
    assert page.context["directory"].map.areas == []
    assert counted(page, "region") == [("Sub-Saharan Africa", 1, False)]
    assert names(client.get(LIST, {"territory": "MM"})) == ["Sheltered"]


def test_the_map_counts_organizations_and_no_persons(client):
    ghana = TerritoryFactory()
    AffiliateFactory(territory=ghana)
    PersonVisibilityFactory(person__territory=ghana, listed="everybody", territory="everybody")
    page = client.get(LIST)
    assert [(area.code, area.value) for area in page.context["directory"].map.areas] == [("GH", 1)]
    assert counted(page, "territory") == [("Ghana", 2, False)]


def test_pages_follow_one_another_and_lead_back(client, settings):
    settings.PAGE_ROWS = 2
    for name in "abcde":
        AffiliateFactory(name=name)
    first = client.get(LIST)
    second = client.get(LIST + first.context["directory"].next)
    third = client.get(LIST + second.context["directory"].next)
    back = client.get(LIST + third.context["directory"].previous)
    assert [names(page) for page in (first, second, third, back)] == [
        ["a", "b"],
        ["c", "d"],
        ["e"],
        ["c", "d"],
    ]


def test_pages_of_ranked_names_follow_one_another(client, settings):
    settings.PAGE_ROWS = 2
    for name in ("Ghana", "Ghana group", "Ghana group of three"):
        AffiliateFactory(name=name)
    first = client.get(LIST, {"q": "ghana"})
    second = client.get(LIST + first.context["directory"].next)
    assert (names(first), names(second)) == (["Ghana", "Ghana group"], ["Ghana group of three"])


@pytest.mark.parametrize(
    "query",
    [
        "?kind=x",
        "?region=XX",
        "?region=a b",
        "?territory=XX",
        "?page=x",
        "?q=%00",
        "?q=" + "a" * 101,
        "?claim=x",
    ],
)
def test_what_is_not_understood_is_named_and_passed_over(client, query):
    AffiliateFactory(name="here")
    page = client.get(LIST + query)
    assert (page.status_code, names(page), len(page.context["notes"])) == (200, ["here"], 1)


def test_nothing_found_leads_back_to_all(client):
    assert 'href="/stakeholders/"' in client.get(LIST, {"q": "nobody"}).content.decode()


def test_places_are_named_in_the_readers_language(client):
    AffiliateFactory(territory=TerritoryFactory())
    shown = [
        client.get(LIST, {"uselang": language}).context["directory"].rows[0].place
        for language in ("en", "ar")
    ]
    assert shown == ["Ghana", "غانا"]


def test_a_script_gets_the_list_alone(client):
    part = client.get(LIST, headers={"HX-Request": "true"}).content.decode()
    assert part.lstrip().startswith('<div id="directory"')


def test_what_somebody_searched_for_stands_in_no_key_of_the_cache(client, known, monkeypatch):
    monkeypatch.setattr("common.changes.may_be_kept", lambda: True)
    client.get(LIST, {"q": "ukraine"})
    keys = cache._cache.get_client().keys("*")
    assert [key for key in keys if b"ukraine" in key] == []
