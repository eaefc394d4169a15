"""Programs side by side."""

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
)
from tests.factories.programs import (
    CohortFactory,
    ProgramCapacityFactory,
    ProgramFactory,
    ProgramProviderFactory,
    SessionFactory,
)

pytestmark = pytest.mark.django_db


def full_program(**more):
    program = ProgramFactory(
        summary="In short.", prerequisites="Bring time.", audience_groups=["newcomers"], **more
    )
    program.languages.add(LanguageFactory(code="ar", name_en="Arabic"))
    levels = {
        "level_before": ProficiencyLevelFactory(level=1),
        "target_level": ProficiencyLevelFactory(level=3),
    }
    ProgramCapacityFactory(program=program, capacity=CapacityFactory(name="Writing"), **levels)
    ProgramProviderFactory(
        program=program, organization=AffiliateFactory(name=f"Provider of {program.title}")
    )
    cohort = CohortFactory(program=program, fee="20 EUR", access_provisions=["captions"])
    cohort.interpretation.add(LanguageFactory(code="sw", name_en="Swahili"))
    SessionFactory(cohort=cohort, local_date=date(2030, 3, 1), local_time=time(12))
    return program


def page_of(client, *programs):
    return client.get("/programs/compare/", {"program": [program.slug for program in programs]})


def cells(page):
    return {row.label: row.cells for row in (row for row, _cells in page.context["rows"])}


def test_what_differs_stands_side_by_side(client):
    full, bare = full_program(title="Full"), ProgramFactory(title="Bare")
    shown = cells(page_of(client, full, bare))
    assert shown["Who it is for"] == [["newcomers"], []]
    assert shown["Capacities it builds"] == [["Writing: from Level 1 to Level 3"], []]
    assert shown["Cost"] == [["20 EUR"], []]
    assert shown["Access provisions"] == [["captions"], []]
    assert shown["Provided by"] == [["Provider of Full"], []]
    assert shown["Enrollment"] == [
        ["Open for enrollment", "10 seats free", "at once, while there are seats"],
        [],
    ]
    assert shown["Sessions"][0] == ["1 session", "first: Mar 1, 2030, 12:00\u202fPM (UTC)"]
    assert shown["Regions"] == [["All regions"], ["All regions"]]


def test_the_order_is_that_of_the_address_and_each_can_be_taken_away(client):
    one, two = ProgramFactory(title="One"), ProgramFactory(title="Two")
    page = page_of(client, two, one)
    assert [column.program for column, _rest in page.context["columns"]] == [two, one]
    assert [rest for _column, rest in page.context["columns"]] == [
        f"?program={one.slug}",
        f"?program={two.slug}",
    ]
    assert page.context["catalog"] == f"/programs/?compare={two.slug}&compare={one.slug}"


def test_of_several_cohorts_the_next_one_that_is_not_over_counts(client):
    program, today = ProgramFactory(), timezone.localdate()
    CohortFactory(program=program, starts_on=today - timedelta(days=90), delivery="hybrid")
    CohortFactory(program=program, starts_on=today + timedelta(days=90), delivery="in_person")
    CohortFactory(program=program, starts_on=today + timedelta(days=9), cancelled_at=timezone.now())
    CohortFactory(program=program, starts_on=today + timedelta(days=10), fee="5 EUR")
    assert cells(page_of(client, program))["Cost"] == [["5 EUR"]]


def test_what_an_invented_cohort_costs_is_said_in_the_readers_words(client):
    program = CohortFactory(fee="20 USD for the material", is_demo=True).program
    for page in (f"/programs/compare/?program={program.slug}", program.cohorts.get().get_absolute_url()):
        said = client.get(page, {"uselang": "ar"} | ({"program": program.slug} if "compare" in page else {}))
        assert "20 دولارًا" in said.text


@pytest.mark.parametrize(
    ("query", "notes"),
    [
        ("", 0),
        ("program=", 0),
        ("program=nothing", 1),
        ("program=%00", 1),
        ("program=" + "&program=".join(f"x{n}" for n in range(50)), 1),
        ("program=%F0%9F%A6%84&junk=1", 1),
    ],
)
def test_whatever_stands_in_the_address_there_is_an_answer(client, query, notes):
    page = client.get(f"/programs/compare/?{query}")
    assert (page.status_code, len(page.context["notes"])) == (200, notes)
    assert "Nothing to compare yet" in page.content.decode()


def test_at_most_three_and_drafts_not_at_all(client):
    programs = [ProgramFactory() for _ in range(4)]
    page = page_of(client, *programs)
    assert [column.program for column, _rest in page.context["columns"]] == programs[:3]
    assert len(page.context["notes"]) == 1
    draft = ProgramFactory(state="draft", published_at=None)
    client.force_login(PersonFactory(user__is_staff=True).user)
    assert page_of(client, draft).context["columns"] == []


def test_programs_are_chosen_in_the_catalog_and_the_choice_goes_with_every_link(client):
    one, two = ProgramFactory(title="One"), ProgramFactory(title="Two", published_at=timezone.now())
    page = client.get(f"/programs/?compare={one.slug}&q=two")
    assert page.context["compared"] == [(one.slug, "One", "?q=two")]
    html = page.content.decode()
    assert f'<input type="hidden" name="compare" value="{one.slug}">' in html
    assert f'value="{two.slug}"' in html
    assert page.context["save"] == "/my/searches/new/?q=two"
    assert [card.title for card in client.get(f"/programs/?compare={one.slug}").context["cards"]] == [
        "Two",
        "One",
    ]


@pytest.mark.parametrize("rows", [1, 3])
def test_three_programs_take_as_many_queries_as_one(client, django_assert_num_queries, rows):
    programs = [full_program() for _ in range(rows)]
    client.force_login(PersonFactory().user)
    page_of(client)
    with django_assert_num_queries(10):
        page_of(client, *programs)


def test_regions_are_named_in_the_readers_language(client):
    program = ProgramFactory()
    program.regions.add(RegionFactory(code="MENA", name_en="Middle East", name_ar="الشرق الأوسط"))
    assert cells(page_of(client, program))["Regions"] == [["Middle East"]]
    page = client.get("/programs/compare/", {"program": program.slug, "uselang": "ar"})
    assert "الشرق الأوسط" in page.text
