"""The shared language: capacities, glossary, sources."""

from dataclasses import replace
from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from assessments.models import Instrument, InstrumentVersion
from capacity.actions import taxonomy
from capacity.models import CapacityCategory, CapacityLabel, CategoryRelation, DirectoryEntry
from capacity.queries import glossary
from tests.factories.assessments import DimensionFactory
from tests.factories.capacity import (
    AffiliateFactory,
    CapacityFactory,
    CategoryFactory,
    GlossaryTermFactory,
    LanguageFactory,
    PersonFactory,
    SourceFactory,
    StaffFactory,
)
from tests.factories.programs import ProgramCapacityFactory, ProgramFactory, ProgramRecordFactory
from tests.markup import flat

pytestmark = pytest.mark.django_db


def names(nodes):
    return [(node.capacity.name, names(node.children)) for node in nodes]


def page_of(client, name, *args, **query):
    return client.get(reverse(f"capacity:{name}", args=args), query)


def link(capacity, category, relation=CategoryRelation.PRIMARY):
    return CapacityCategory.objects.create(capacity=capacity, category=category, relation=relation)


def test_the_tree_stands_in_the_readers_order_and_hides_what_has_no_name(client):
    root = CapacityFactory(name="technology")
    CapacityFactory(name="Wikidata", parent=root)
    CapacityFactory(name="bots", parent=root)
    CapacityFactory(name="", is_hidden=True, parent=root)
    CapacityFactory(name="communication")
    roots = page_of(client, "capacity-list").context["roots"]
    assert names(roots) == [("communication", []), ("technology", [("bots", []), ("Wikidata", [])])]


@pytest.mark.parametrize("rows", [1, 5])
def test_the_tree_costs_the_same_however_large(client, rows, django_assert_num_queries):
    for _ in range(rows):
        link(CapacityFactory(parent=CapacityFactory()), CategoryFactory())
    with django_assert_num_queries(3):
        page_of(client, "capacity-list")


def test_a_category_shows_what_belongs_to_it_and_the_way_there(client):
    category = CategoryFactory(code="governance")
    root = CapacityFactory(name="organization")
    link(CapacityFactory(name="policy", parent=root), category, CategoryRelation.SECONDARY)
    CapacityFactory(name="finance", parent=root)
    roots = page_of(client, "capacity-list", category="governance").context["roots"]
    assert names(roots) == [("organization", [("policy", [])])]


def test_a_category_counts_the_capacities_for_which_it_comes_first(client):
    category = CategoryFactory()
    link(CapacityFactory(), category)
    link(CapacityFactory(), category, CategoryRelation.SECONDARY)
    rows = page_of(client, "capacity-list").context["categories"]
    assert [row.capacities for row in rows] == [1]


@pytest.mark.parametrize("category", ["nonsense", "\x00", "<script>"])
def test_an_unknown_category_is_not_found(client, category):
    assert page_of(client, "capacity-list", category=category).status_code == 404


def test_a_capacity_tells_its_names_in_their_own_language_and_direction(client):
    capacity = CapacityFactory(name_en="budgeting")
    arabic = LanguageFactory(code="ar", name_en="Arabic", direction="rtl")
    CapacityLabel.objects.create(capacity=capacity, language=LanguageFactory(), name="budgeting")
    CapacityLabel.objects.create(capacity=capacity, language=arabic, name="إعداد الميزانية")
    page = page_of(client, "capacity-detail", capacity.code)
    assert [(row.language, row.name) for row in page.context["names"]] == [("Arabic", "إعداد الميزانية")]
    assert '<bdi lang="ar" dir="rtl">إعداد الميزانية</bdi>' in flat(page)


def test_a_capacity_without_a_translation_is_marked_as_english(client):
    capacity = CapacityFactory(name_en="budgeting")
    page = page_of(client, "capacity-detail", capacity.code, uselang="ar")
    assert '<h1 lang="en" dir="ltr">budgeting</h1>' in flat(page)


def test_a_translated_capacity_is_not(client):
    capacity = CapacityFactory(name_en="budgeting", name_ar="إعداد الميزانية")
    page = page_of(client, "capacity-detail", capacity.code, uselang="ar")
    assert "<h1><bdi>إعداد الميزانية</bdi></h1>" in flat(page)


@pytest.mark.parametrize("rows", [1, 5])
def test_a_capacitys_page_costs_the_same_however_much_it_holds(client, rows, django_assert_num_queries):
    capacity = CapacityFactory(parent=CapacityFactory(), source=SourceFactory())
    for number in range(rows):
        link(capacity, CategoryFactory(), CategoryRelation.SECONDARY)
        CapacityFactory(parent=capacity)
        GlossaryTermFactory(capacity=capacity)
        language = LanguageFactory(code=f"x{number}", name_en=f"Language {number}")
        CapacityLabel.objects.create(capacity=capacity, language=language, name=f"Name {number}")
        ProgramCapacityFactory(capacity=capacity)
    with django_assert_num_queries(15):
        page_of(client, "capacity-detail", capacity.code)


def test_a_capacity_lists_the_public_programs_that_build_it_or_its_parts(client):
    capacity = CapacityFactory()
    part = CapacityFactory(parent=capacity)
    ProgramCapacityFactory(capacity=part, program__title="Budgets for beginners")
    ProgramCapacityFactory(
        capacity=part, program=ProgramFactory(title="Hidden draft", state="draft", published_at=None)
    )
    page = flat(page_of(client, "capacity-detail", capacity.code))
    assert ("Budgets for beginners" in page, "Hidden draft" in page) == (True, False)


def test_a_past_program_tells_its_year_only_where_its_source_does(client):
    capacity = CapacityFactory()
    dated = ProgramCapacityFactory(capacity=capacity).program
    ProgramRecordFactory(program=dated, held_from=date(2016, 1, 1), held_from_precision="year")
    ProgramRecordFactory(program=ProgramCapacityFactory(capacity=capacity).program)
    page = flat(page_of(client, "capacity-detail", capacity.code))
    assert page.count("Workshop series · 2016</span>") == 1
    assert page.count("Workshop series</span>") == 1


def test_a_title_in_a_third_language_is_marked(client):
    capacity = CapacityFactory()
    program = ProgramFactory(
        title_en="Talleres", title_es="Talleres", original_language=LanguageFactory(code="es")
    )
    ProgramCapacityFactory(capacity=capacity, program=program)
    page = flat(page_of(client, "capacity-detail", capacity.code))
    assert f'<a href="/programs/{program.slug}/" lang="es">Talleres</a>' in page


def test_many_programs_are_cut_with_a_way_to_all(client):
    capacity = CapacityFactory()
    ProgramCapacityFactory.create_batch(11, capacity=capacity)
    page = flat(page_of(client, "capacity-detail", capacity.code))
    assert f'<a href="/programs/?capacity={capacity.code}">Show all 11 programs</a>' in page


@pytest.mark.parametrize("code", ["nonsense", "12%00", "a b"])
def test_an_unknown_capacity_is_not_found(client, code):
    assert client.get(f"/capacities/{code}/").status_code == 404


def test_a_hidden_capacity_is_not_found(client):
    capacity = CapacityFactory(name="", is_hidden=True)
    assert page_of(client, "capacity-detail", capacity.code).status_code == 404


def test_the_glossary_stands_in_the_readers_order_with_an_address_for_each_term(client):
    GlossaryTermFactory(slug="user-group", term="user group")
    GlossaryTermFactory(slug="affiliate", term="Affiliate")
    page = page_of(client, "glossary")
    assert [row.term.slug for row in page.context["rows"]] == ["affiliate", "user-group"]
    assert 'id="user-group"' in flat(page)


@pytest.mark.parametrize("rows", [1, 5])
def test_the_glossary_costs_the_same_however_long(client, rows, django_assert_num_queries):
    for _ in range(rows):
        GlossaryTermFactory(capacity=CapacityFactory(), source=SourceFactory())
    glossary.meanings()
    with django_assert_num_queries(1):
        page_of(client, "glossary")


def test_a_term_without_a_translation_is_marked_as_english(client):
    with translation.override("en"):
        GlossaryTermFactory(term="affiliate", definition="An organization.")
    page = flat(page_of(client, "glossary", uselang="ar"))
    assert '<p lang="en">An organization.</p>' in page


def test_sources_are_listed_with_their_date_or_without(client):
    SourceFactory(code="dated", title="Dated", as_of="2018")
    SourceFactory(code="undated", title="Undated")
    page = page_of(client, "source-list").content.decode()
    assert (page.count("2018"), page.count("not known")) == (1, 1)


@pytest.mark.parametrize(
    ("as_of", "said"),
    [
        ("2018-04", "2018-04"),
        ("about 2016", "نحو 2016"),
        ("2019 or later", "2019 أو بعده"),
        ("various", "تواريخ مختلفة"),
    ],
)
def test_a_date_that_is_not_known_exactly_is_told_in_the_readers_language(client, as_of, said):
    SourceFactory(as_of=as_of)
    assert f"<td>{said}</td>" in flat(page_of(client, "source-list", uselang="ar"))


@pytest.mark.parametrize("name", ["capacity-list", "glossary", "source-list", "stakeholder-list"])
def test_an_empty_page_says_what_belongs_there(client, name):
    assert '<section class="empty-state">' in page_of(client, name).content.decode()


@pytest.fixture
def named():
    """A capacity with names in several scripts, found by what staff would have typed."""
    capacity = CapacityFactory(name="organizational structure")
    for code, english, text in [
        ("tr", "Turkish", "Örgütsel yapı"),
        ("uk", "Ukrainian", "Організаційна структура"),
        ("ar", "Arabic", "الهيكل التنظيمي"),
        ("zh-hant", "Chinese", "組織結構"),
    ]:
        language = LanguageFactory(code=code, name_en=english)
        taxonomy.name(capacity, language=language.code, text=text, by=StaffFactory())
    CapacityFactory(name="budgeting", search_text="1 budgeting")
    return capacity


@pytest.mark.parametrize(
    ("words", "by"),
    [
        ("structure", None),
        ("organisational structur", None),
        ("orgutsel", "Örgütsel yapı"),
        ("Організаційна", "Організаційна структура"),
        ("الهَيكل", "الهيكل التنظيمي"),
        ("結構", "組織結構"),
    ],
)
def test_a_search_finds_any_name_in_any_language_and_says_which(client, named, words, by):
    found = page_of(client, "capacity-list", q=words).context["found"]
    assert [(row.capacity, row.by and row.by.name) for row in found] == [(named, by)]


@pytest.mark.parametrize("words", ["zzzzz", "%", "' OR 1=1", "x" * 200, "\x00"])
def test_a_search_that_finds_nothing_says_so_or_is_passed_over(client, named, words):
    page = page_of(client, "capacity-list", q=words)
    assert (page.status_code, page.context["found"]) == (200, [])


@pytest.mark.parametrize("rows", [1, 5])
def test_a_search_costs_the_same_however_much_it_finds(client, rows, django_assert_num_queries):
    for _ in range(rows):
        capacity = CapacityFactory(name="Budgets", search_text="budgets", parent=CapacityFactory())
        CapacityLabel.objects.create(capacity=capacity, language=LanguageFactory(), name="Budgets")
    with django_assert_num_queries(3):
        page_of(client, "capacity-list", q="budgets")


def test_the_old_name_of_a_merged_capacity_leads_to_the_other(client):
    gone, stays = CapacityFactory(code="1", name="budgets"), CapacityFactory(code="2", name="money plans")
    LanguageFactory()
    taxonomy.merge(gone, into=stays, by=StaffFactory())
    assert [row.capacity.code for row in page_of(client, "capacity-list", q="budgets").context["found"]] == [
        "2"
    ]
    assert client.get("/capacities/1/").headers["Location"] == "/capacities/2/"
    assert client.get("/capacities/1/").status_code == 301


def test_a_hidden_capacity_is_shown_to_staff_with_a_note(client):
    capacity = CapacityFactory(name="hidden", is_hidden=True)
    client.force_login(StaffFactory())
    assert "only staff see this page" in flat(page_of(client, "capacity-detail", capacity.code))


def test_a_capacity_names_the_published_questionnaires_that_measure_it(client):
    capacity = CapacityFactory()
    for state in ("published", "draft"):
        dimension = DimensionFactory(capacity=CapacityFactory(parent=capacity))
        Instrument.objects.filter(versions=dimension.version).update(title=f"A {state} one")
        InstrumentVersion.objects.filter(pk=dimension.version_id).update(
            state=state, published_at=timezone.now(), content_hash="0" * 64
        )
    page = flat(page_of(client, "capacity-detail", capacity.code))
    assert ("A published one" in page, "A draft one" in page) == (True, False)


def test_the_history_is_told_in_names_without_who_did_it(client):
    staff, capacity = StaffFactory(), CapacityFactory(name="budgets")
    PersonFactory(user=staff, name="Ada Secret")
    taxonomy.move(capacity, under=CapacityFactory(name="finance"), by=staff, reason="It is about money.")
    taxonomy.name(capacity, language="en", text="budgeting", by=staff)
    page = page_of(client, "capacity-detail", capacity.code)
    assert [(row.change.kind, row.before, row.after) for row in page.context["history"]] == [
        ("named", "budgets", "budgeting"),
        ("moved", "", "finance"),
    ]
    assert ("It is about money." in flat(page), "Ada Secret" in flat(page)) == (True, False)


def test_a_term_in_a_description_opens_its_meaning_in_place(client):
    GlossaryTermFactory(slug="affiliate", term="affiliate", definition="An organization of the movement.")
    capacity = CapacityFactory(description="What affiliates do. An affiliate does much.")
    page = flat(page_of(client, "capacity-detail", capacity.code))
    assert page.count('popovertarget="meaning-text-affiliate">affiliates</button>') == 1
    assert '<a href="/glossary/#affiliate">In the glossary</a>' in page


def test_any_page_explains_what_its_prose_mentions_once_in_the_readers_language(client):
    words = {
        "term_en": "waiting list",
        "term_ar": "قائمة الانتظار",
        "definition_en": "A <line>",
        "definition_ar": "صف",
    }
    GlossaryTermFactory(slug="waiting-list", **words)
    for code, meaning in (("en", "A &lt;line&gt;"), ("ar", "صف")):
        page = client.get("/", {"uselang": code}).content.decode()
        assert page.count('popovertarget="meaning-page-waiting-list"') == 1
        assert page.count('id="meaning-page-waiting-list"') == 1
        assert f">{meaning}</span>" in page


def test_no_term_is_explained_where_it_is_defined(client):
    GlossaryTermFactory(slug="affiliate", term="affiliate", definition="An affiliate.")
    assert "meaning-page-affiliate" not in page_of(client, "glossary").content.decode()


def test_the_words_cost_one_statement_a_minute(client, django_assert_num_queries):
    GlossaryTermFactory(slug="affiliate", term="affiliate")
    with django_assert_num_queries(1):
        glossary.meanings()
    with django_assert_num_queries(0):
        glossary.meanings()
    kept = glossary.KEPT.get("en")
    glossary.KEPT.put("en", replace(kept, read_at=kept.read_at - glossary.SECONDS - 1))
    with django_assert_num_queries(1):
        glossary.meanings()


def test_definitions_lead_to_each_other_but_not_to_themselves(client):
    GlossaryTermFactory(slug="affiliate", term="affiliate", definition="An affiliate is a chapter (or so).")
    GlossaryTermFactory(slug="chapter", term="chapter", definition="One kind of Affiliates.")
    rows = page_of(client, "glossary").context["rows"]
    assert [[(piece.text, piece.slug) for piece in row.pieces if piece.slug] for row in rows] == [
        [("chapter", "chapter")],
        [("Affiliates", "affiliate")],
    ]


@pytest.mark.parametrize(
    ("words", "found"),
    [("أعضاء", ["member"]), ("memebr", ["member"]), ("takes part", ["member"]), ("zz", [])],
)
def test_the_glossary_is_searched_in_any_language(client, words, found):
    GlossaryTermFactory(slug="member", term="member", definition="Who takes part.", term_ar="أعضاء")
    GlossaryTermFactory(slug="fund", term="fund", definition="Money.")
    assert [row.term.slug for row in page_of(client, "glossary", q=words).context["rows"]] == found


def test_completeness_counts_what_is_shown_and_leads_to_what_is_missing(client):
    turkish = LanguageFactory(code="tr", name_en="Turkish")
    named, unnamed = CapacityFactory(name="budgets"), CapacityFactory(name="finance")
    hidden = CapacityFactory(name="hidden", is_hidden=True)
    for capacity in (named, hidden):
        CapacityLabel.objects.create(capacity=capacity, language=turkish, name="Adı")
    GlossaryTermFactory(term_es="término")
    GlossaryTermFactory()
    LanguageFactory(code="es", name_en="Spanish")
    rows = {row.code: row for row in page_of(client, "capacity-languages").context["rows"]}
    assert (rows["tr"].share, rows["tr"].terms_share) == (0.5, None)
    assert (rows["es"].share, rows["es"].terms_share) == (0, 0.5)
    missing = page_of(client, "capacity-language", "tr").context["missing"]
    assert (missing.capacities, missing.terms) == ([unnamed], [])


@pytest.mark.parametrize("rows", [1, 5])
def test_completeness_costs_the_same_however_many_languages(client, rows, django_assert_num_queries):
    for number in range(rows):
        language = LanguageFactory(code=f"x{number}", name_en=f"Language {number}")
        CapacityLabel.objects.create(capacity=CapacityFactory(), language=language, name="Name")
    with django_assert_num_queries(9):
        page_of(client, "capacity-languages")


def test_an_unknown_language_is_not_found(client):
    assert client.get("/capacities/languages/xx/").status_code == 404


@pytest.mark.parametrize(("claim", "place"), [("offers", 0), ("wants", 1), ("has", 2)])
def test_a_capacity_lists_who_offers_wants_and_has_it_as_the_reader_may_see(client, claim, place):
    capacity = CapacityFactory(code="12")
    DirectoryEntry.objects.filter(stakeholder=AffiliateFactory(name="Open to all")).update(
        tokens=[f"{claim}:12"]
    )
    members = AffiliateFactory(name="Members only")
    DirectoryEntry.objects.filter(stakeholder=members).update(tokens=[f"{claim}:12"], for_public=False)
    groups = page_of(client, "capacity-detail", capacity.code).context["claimants"]
    assert [[each.name for each in group.rows] for group in groups] == [
        ["Open to all"] if number == place else [] for number in range(3)
    ]
    assert (groups[place].total, groups[place].address) == (1, f"/stakeholders/?capacity=12&claim={claim}")
