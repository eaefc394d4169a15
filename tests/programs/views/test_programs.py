"""The catalog and a program's page."""

from datetime import date, time, timedelta

import pytest
from django.utils import timezone

from tests.factories.capacity import (
    AffiliateFactory,
    CapacityFactory,
    LanguageFactory,
    PersonFactory,
    ProficiencyLevelFactory,
    RegionFactory,
    TerritoryFactory,
)
from tests.factories.programs import (
    CohortFactory,
    EnrollmentFactory,
    MethodFactory,
    ProgramCapacityFactory,
    ProgramFactory,
    ProgramProviderFactory,
    ProgramRecordFactory,
    ProgramRoleFactory,
    SessionFactory,
)
from tests.markup import flat

pytestmark = pytest.mark.django_db


def full_program(**more):
    program = ProgramFactory(**more)
    program.languages.add(LanguageFactory())
    program.regions.add(RegionFactory())
    ProgramCapacityFactory(program=program)
    ProgramProviderFactory(program=program)
    CohortFactory(program=program)
    return program


def titles(client, query=""):
    return [card.title for card in client.get(f"/programs/?{query}").context["cards"]]


def counts(client, facet, query=""):
    shown = {each.name: each for each in client.get(f"/programs/?{query}").context["facets"]}
    return {option.label: option.count for option in shown[facet].options} if facet in shown else {}


@pytest.mark.parametrize("rows", [1, 5])
@pytest.mark.parametrize("signed_in", [False, True])
def test_the_catalog_takes_as_many_queries_for_one_program_as_for_five(
    client, django_assert_num_queries, rows, signed_in
):
    for _ in range(rows):
        full_program()
    if signed_in:
        client.force_login(PersonFactory().user)
    client.get("/robots.txt")
    with django_assert_num_queries(5 + 3 * signed_in):
        assert len(client.get("/programs/").context["cards"]) == rows


@pytest.mark.parametrize(
    ("query", "unfolded"), [("", False), ("q=stories", False), ("open=1", True), ("q=stories&open=1", True)]
)
def test_the_filters_stand_before_what_is_found_only_where_one_filters(client, query, unfolded):
    """On a narrow screen."""
    full_program(title="Stories")
    page = flat(client.get(f"/programs/?{query}"))
    assert ('id="filters" open' in page) is unfolded


def test_drafts_are_not_in_the_catalog_and_hidden_from_strangers(client):
    draft = ProgramFactory(state="draft", published_at=None)
    client.force_login(PersonFactory().user)
    assert titles(client) == []
    assert client.get(draft.get_absolute_url()).status_code == 404


def test_a_draft_is_shown_to_who_has_a_role_in_it(client):
    role = ProgramRoleFactory(program__state="draft", program__published_at=None)
    client.force_login(role.person.user)
    assert client.get(role.program.get_absolute_url()).status_code == 200


@pytest.mark.parametrize(
    "q", ["storytelling", "Storytelling", "storyteling", "STORY", "رواية", "روايه", "رِواية", "故事", "讲故事"]
)
def test_a_program_is_found_in_any_script_and_with_typing_errors(client, q):
    ProgramFactory(title="Storytelling", search_text="storytelling روايه القصص 讲故事 故事 讲故")
    ProgramFactory(title="Another", search_text="budgets and accounts")
    assert titles(client, f"q={q}") == ["Storytelling"]


def test_all_words_are_looked_for(client):
    ProgramFactory(title="Both", search_text="budgets for events")
    ProgramFactory(title="One", search_text="budgets for years")
    assert titles(client, "q=events+budgets") == ["Both"]


def test_each_facet_counts_with_what_else_was_asked(client):
    workshop, course = MethodFactory(), MethodFactory(code="course", name="Course")
    for code, method in [("ar", workshop), ("ar", course), ("sw", course)]:
        program = ProgramFactory(method=method)
        program.languages.add(LanguageFactory(code=code, name_en=code, autonym=code))
    assert counts(client, "method") == {"Workshop series": 1, "Course": 2}
    assert counts(client, "method", "language=ar") == {"Workshop series": 1, "Course": 1}
    assert counts(client, "language", "language=ar&method=course") == {"ar": 1, "sw": 1}
    assert len(titles(client, "language=ar&language=sw&method=course")) == 2


def test_a_capacity_stands_for_all_below_it(client):
    top = CapacityFactory(name="Communication")
    below = CapacityFactory(name="Public speaking", parent=top)
    program = ProgramCapacityFactory(capacity=below).program
    ProgramCapacityFactory(program=program, capacity=top)
    ProgramFactory(title="Without")
    assert titles(client, f"capacity={top.code}") == [program.title]
    assert counts(client, "capacity") == {"Communication": 1}
    assert counts(client, "capacity", f"capacity={top.code}") == {"Communication": 1, "– Public speaking": 1}


def test_a_program_that_names_no_region_is_for_all(client):
    region = RegionFactory()
    RegionFactory(code="LAC", name="Latin America")
    ProgramFactory(title="Everywhere")
    ProgramFactory(title="There").regions.add(region)
    assert set(titles(client, "region=SSA")) == {"Everywhere", "There"}
    assert titles(client, "region=LAC") == ["Everywhere"]
    assert counts(client, "region") == {"Sub-Saharan Africa": 2, "Latin America": 1}


def test_format_start_and_openness_are_asked_of_one_and_the_same_cohort(client):
    today = timezone.localdate()
    program = ProgramFactory(title="Two cohorts")
    CohortFactory(program=program, delivery="online", starts_on=today + timedelta(days=10))
    CohortFactory(program=program, delivery="in_person", starts_on=today + timedelta(days=50))
    assert titles(client, "format=online&starts=soon") == ["Two cohorts"]
    assert titles(client, "format=in_person&starts=soon") == []
    assert counts(client, "format", "starts=soon") == {"online": 1}
    assert counts(client, "starts", "format=in_person") == {"Starts in one to three months": 1}


def test_open_for_enrollment_leaves_out_what_is_closed_cancelled_or_archived(client):
    now = timezone.now()
    CohortFactory(program__title="Open")
    CohortFactory(program__title="Closed", enrollment_closes_at=now - timedelta(days=1))
    CohortFactory(program__title="Cancelled", cancelled_at=now)
    CohortFactory(program__title="Archived", program__state="archived", program__archived_at=now)
    assert titles(client, "open=1") == ["Open"]
    assert counts(client, "open") == {"Open now": 1}


def test_what_a_cohort_offers_is_asked_of_one_and_the_same_cohort(client):
    program = ProgramFactory(title="Two cohorts")
    one = CohortFactory(program=program, access_provisions=["captions", "travel"])
    one.interpretation.add(LanguageFactory(code="sw", name_en="Swahili", autonym="Kiswahili"))
    CohortFactory(program=program, access_provisions=["child_care"], fee="20 EUR")
    assert titles(client, "interpretation=sw&access=travel&free=1") == ["Two cohorts"]
    assert titles(client, "interpretation=sw&access=child_care") == []
    assert titles(client, "access=child_care&free=1") == []
    assert counts(client, "access", "free=1") == {"captions": 1, "travel support": 1}
    assert counts(client, "interpretation") == {"Kiswahili": 1}
    assert counts(client, "free", "access=child_care") == {}


@pytest.mark.parametrize(
    ("zone", "found"),
    [
        ("Asia/Kathmandu", True),
        ("Africa/Casablanca", True),
        ("America/Sao_Paulo", False),
        ("Pacific/Auckland", False),
    ],
)
def test_waking_hours_are_those_of_the_zone_asked_for(client, zone, found):
    """10:00 to 11:00 in UTC: 15:45 in Kathmandu, 7:00 in São Paulo, 23:00 in Auckland."""
    SessionFactory(cohort__program__title="Morning", local_time=time(10), cohort__starts_on=date(2030, 1, 10))
    assert titles(client, f"zone={zone}") == (["Morning"] if found else [])
    assert bool(counts(client, "zone", f"zone={zone}")) is True


def test_waking_hours_of_the_reader_are_offered_with_their_number(client):
    SessionFactory(local_time=time(10))
    client.cookies["time_zone"] = "Asia/Kathmandu"
    assert list(counts(client, "zone").values()) == [1]


def test_a_cohort_whose_clock_changes_is_awake_only_if_it_is_before_and_after(client):
    """7:30 in UTC is 8:30 in Berlin in winter, 9:30 in summer; 6:30 is 7:30 and 8:30."""
    for title, hour in (("Late", 7), ("Early", 6)):
        cohort = CohortFactory(program__title=title, starts_on=date(2031, 3, 1))
        for day in (date(2031, 3, 28), date(2031, 4, 2)):
            SessionFactory(cohort=cohort, local_date=day, local_time=time(hour, 30))
    assert titles(client, "zone=Europe/Berlin") == ["Late"]


def test_the_days_on_which_it_starts_are_both_included(client):
    for day in (9, 10, 11):
        CohortFactory(program__title=f"On the {day}th", starts_on=date(2030, 5, day))
    assert titles(client, "starts_from=2030-05-10&starts_to=2030-05-10") == ["On the 10th"]
    assert titles(client, "starts_from=2030-05-10&sort=title") == ["On the 10th", "On the 11th"]
    wrong = client.get("/programs/?starts_from=2030-05-11&starts_to=2030-05-10")
    assert wrong.text.count("The last day of the search is before its first.") == 1


def test_a_record_starts_on_its_first_day_too(client):
    ProgramRecordFactory(held_from=date(2013, 10, 1), held_from_precision="day", program__title="Then")
    CohortFactory()
    assert titles(client, "starts_to=2013-12-31") == ["Then"]


def test_groups_level_and_provider_lead_to_their_programs(client):
    program = ProgramFactory(title="Found", audience_groups=["newcomers", "boards"])
    ProgramCapacityFactory(program=program, level_before=ProficiencyLevelFactory(level=1, name="Beginner"))
    provider = ProgramProviderFactory(program=program).organization
    ProgramFactory(title="Other", audience_groups=["boards"])
    assert titles(client, "audience=newcomers") == ["Found"]
    assert titles(client, "level=1") == ["Found"]
    assert titles(client, f"provider={provider.slug}") == ["Found"]
    assert counts(client, "audience") == {"newcomers": 1, "board members": 2}
    assert counts(client, "level") == {"Beginner": 1}
    assert counts(client, "provider") == {provider.name: 1}


def test_a_published_record_counts_as_a_run_that_is_over_and_shows_its_source(client):
    record = ProgramRecordFactory(
        mode="in-person",
        held_from=date(2013, 10, 1),
        held_from_precision="month",
        city="Bangalore",
        territory=TerritoryFactory(code="IN"),
        program__state="archived",
        program__archived_at=timezone.now(),
    )
    page = client.get("/programs/?format=in_person&starts=past")
    [card] = page.context["cards"]
    assert (card.record.held, card.record.place) == ("October 2013", "Bangalore · India")
    assert titles(client, "open=1") == []
    detail = client.get(record.program.get_absolute_url()).content.decode()
    assert record.source.title in detail
    assert "nothing of it was measured here" in detail


def test_demo_programs_say_so(client):
    program = ProgramFactory(is_demo=True)
    note = "Demo: invented people and organizations"
    assert note in client.get(program.get_absolute_url()).content.decode()
    assert "demo: invented" in client.get("/programs/").content.decode()


@pytest.mark.parametrize(
    ("sort", "expected"),
    [("title", ["Alpha", "Beta"]), ("newest", ["Beta", "Alpha"]), ("starting", ["Alpha", "Beta"])],
)
def test_the_list_is_sorted_as_asked(client, sort, expected):
    alpha, _beta = ProgramFactory(title="Alpha"), ProgramFactory(title="Beta")
    CohortFactory(program=alpha)
    assert titles(client, f"sort={sort}") == expected


@pytest.mark.parametrize("sort", ["title", "newest", "starting"])
def test_pages_follow_each_other_and_lead_back(client, settings, sort):
    settings.PAGE_ROWS = 2
    for number in range(5):
        ProgramFactory(title=f"Program {number}")
    seen, address = [], f"/programs/?sort={sort}"
    while address:
        page = client.get(address)
        seen += [card.title for card in page.context["cards"]]
        last, address = page, page.context["next"] and f"/programs/{page.context['next']}"
    assert sorted(seen) == [f"Program {number}" for number in range(5)]
    before = client.get(f"/programs/{last.context['previous']}")
    assert [card.title for card in before.context["cards"]] == seen[2:4]


@pytest.mark.parametrize(
    "query",
    [
        "page=nonsense",
        "page=%00",
        "q=%00",
        "q=" + "x" * 300,
        "capacity=nothing",
        "capacity='%3B--",
        "language=%3Cscript%3E",
        "language=" + "&language=".join(f"x{n}" for n in range(30)),
        "region=%C3%28",
        "method[]=1&method=🦄",
        "format=by+pigeon",
        "starts=never",
        "open=maybe",
        "free=perhaps",
        "zone=Mars/Olympus",
        "zone=../../etc/passwd",
        "starts_from=2026-02-30",
        "starts_to=soon",
        "audience=everybody",
        "level=99",
        "access=pigeons",
        "interpretation=%00",
        "provider=%27+OR+1",
        "sort=random",
        "q=%25_%5C",
    ],
)
def test_whatever_stands_in_the_address_there_is_an_answer(client, query):
    ProgramFactory()
    response = client.get(f"/programs/?{query}")
    assert response.status_code == 200
    understood = {"q=%25_%5C"}
    assert bool(response.context["notes"]) is (query not in understood)


def test_what_is_chosen_can_be_taken_away(client):
    LanguageFactory(code="ar", name_en="Arabic", autonym="العربية")
    ProgramFactory().languages.add("ar")
    page = client.get("/programs/?q=program&language=ar&junk=1")
    assert page.context["chips"] == [("program", "?language=ar"), ("العربية", "?q=program")]


def test_htmx_gets_the_list_alone(client):
    ProgramFactory()
    part = client.get("/programs/", headers={"hx-request": "true"})
    assert "<html" not in part.content.decode()
    assert "HX-Request" in part["Vary"]
    whole = client.get("/programs/", headers={"hx-request": "true", "hx-history-restore-request": "true"})
    assert "<html" in whole.content.decode()


def test_the_page_says_for_what_a_misspelt_word_was_taken(client):
    ProgramFactory(title="Libraries")
    page = client.get("/programs/?q=libraires").content.decode()
    assert "No program says “libraires”. These say: libraries." in page
    assert "No program says" not in client.get("/programs/?q=libraries").content.decode()


def test_an_empty_catalog_says_what_belongs_there_and_an_empty_search_how_to_go_on(client):
    assert "No programs yet" in client.get("/programs/").content.decode()
    assert "No program fits all of this" in client.get("/programs/?q=nothing").content.decode()


@pytest.mark.parametrize("rows", [1, 5])
def test_a_program_page_takes_as_many_queries_for_one_cohort_as_for_five(
    client, django_assert_num_queries, rows
):
    program = full_program()
    person = PersonFactory()
    for _ in range(rows - 1):
        ProgramCapacityFactory(program=program)
        ProgramProviderFactory(program=program, organization=AffiliateFactory())
        EnrollmentFactory(cohort=CohortFactory(program=program), person=person)
    client.force_login(person.user)
    with django_assert_num_queries(10):
        page = client.get(program.get_absolute_url())
    assert len(page.context["coming"]) == rows


def test_the_reader_sees_which_language_a_text_is_in(client):
    program = ProgramFactory(title="Storytelling")
    page = client.get(f"{program.get_absolute_url()}?uselang=ar").content.decode()
    assert '<h1 lang="en" dir="ltr">Storytelling</h1>' in page
