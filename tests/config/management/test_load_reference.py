from collections import Counter
from decimal import Decimal

import pytest
from django.conf import settings
from django.core.management import CommandError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from assessments.models import Instrument, InstrumentVersion
from assessments.states import VersionState
from capacity.models import (
    Capacity,
    CapacityCategory,
    CapacityLabel,
    Category,
    GlossaryTerm,
    Language,
    ProficiencyLevel,
    Region,
    Source,
    Stakeholder,
    Territory,
    TerritoryLanguage,
)
from evaluation.models import Disaggregation, DisaggregationValue, Indicator, Measurement
from programs.models import Method, Program, ProgramRecord
from programs.states import ProgramState
from tests.config.management.reference import edit, load, renew_sums

COUNTS = {
    Source: 174, Language: 1149, Region: 44, Territory: 250, TerritoryLanguage: 1582, ProficiencyLevel: 6,
    Category: 7, Capacity: 134, CapacityLabel: 399 + 133, GlossaryTerm: 58 + 5, Stakeholder: 199 + 1, Method: 11,
    Program: 87, ProgramRecord: 87, Instrument: 9 + 4, Indicator: 17, Measurement: 131,
    Disaggregation: 5, DisaggregationValue: 31,
}  # fmt: skip

pytestmark = pytest.mark.django_db


def test_an_empty_database_gets_what_the_files_hold():
    load()
    assert {model: model._base_manager.count() for model in COUNTS} == COUNTS


def test_a_second_run_changes_nothing_and_says_so():
    load()
    before = Program.objects.get(slug="wikimania-2024").updated_at
    assert load().startswith("The reference data is as in the files: nothing changed.")
    assert Program.objects.get(slug="wikimania-2024").updated_at == before


def test_a_second_run_only_reads():
    load()
    with CaptureQueriesContext(connection) as asked:
        load()
    words = {query["sql"].split()[0] for query in asked}
    assert words == {"SAVEPOINT", "RELEASE", "SELECT"}


def test_what_was_changed_is_brought_back_and_counted():
    load()
    Territory.objects.filter(code="NA").update(name_en="Nowhere")
    Capacity.objects.filter(code="12").update(name_ar="")
    assert load().splitlines()[-1].startswith("Reference data loaded: 0 rows added, 2 changed.")
    assert Territory.objects.get(code="NA").name_en == "Namibia"
    assert Capacity.objects.get(code="12").name_ar == "إعداد الميزانية"


def test_what_is_no_longer_in_the_files_is_kept_and_reported(folder):
    load()
    edit(
        folder,
        "glossary.csv",
        (folder / "glossary.csv").read_text(encoding="utf-8").splitlines()[-1] + "\n",
        "",
    )
    edit(
        folder,
        "editorial/glossary_ar.csv",
        (folder / "editorial/glossary_ar.csv").read_text(encoding="utf-8").splitlines()[-1] + "\n",
        "",
    )
    edit(folder, "editorial/methods.csv", "Hackathon", "Hack days")
    renew_sums(folder)
    rows = {line.split()[0]: line.split()[1:] for line in load(folder).splitlines()}
    assert rows["capacity.GlossaryTerm"] == ["0", "0", "62", "1"]
    assert rows["programs.Method"] == ["0", "1", "10", "0"]
    assert GlossaryTerm.objects.count() == 58 + 5


def test_na_is_namibia_and_north_america():
    load()
    assert Territory.objects.get(code="NA").region.code == "SSA"
    assert Territory.objects.get(code="US").region == Region.objects.wikimedia().get(code="NA")


def test_the_capacity_without_a_name_is_hidden():
    load()
    assert list(Capacity.objects.filter(is_hidden=True).values_list("code", flat=True)) == ["97"]


def test_a_capacity_knows_its_way_from_the_root_and_its_names():
    load()
    budgeting = Capacity.objects.get(code="12")
    assert (budgeting.path, budgeting.depth, budgeting.parent.code) == ("10/11/12", 3, "11")
    with translation.override("pt-br"):
        assert budgeting.name == CapacityLabel.objects.get(capacity=budgeting, language="pt-br").name
    assert Capacity.objects.get(code="10").name_es == "Estructura de la organización"


@pytest.mark.parametrize(
    ("model", "fields"),
    [
        (Category, ["name", "description"]),
        (Capacity, ["name"]),
        (Region, ["name"]),
        (Method, ["name", "description"]),
        (ProficiencyLevel, ["name", "description"]),
        (GlossaryTerm, ["term", "definition"]),
        (Instrument, ["title", "introduction"]),
        (Indicator, ["name", "definition"]),
    ],
)
def test_english_and_arabic_are_complete(model, fields):
    load()
    shown = model._base_manager.exclude(code="97") if model is Capacity else model._base_manager.all()
    columns = [f"{field}_{language}" for field in fields for language in ("en", "ar")]
    assert [row for row in shown.values_list("pk", *columns) if not all(text for text in row[1:])] == []


def test_no_capacity_has_two_primary_categories_and_none_means_none():
    load()
    assert CapacityCategory.objects.filter(capacity__code="106").count() == 0
    assert CapacityCategory.objects.count() == 114


def test_programs_are_archived_on_the_last_day_their_source_knows():
    load()
    assert set(Program.objects.values_list("state", flat=True)) == {ProgramState.ARCHIVED}
    days = {
        slug: Program.objects.get(slug=slug).archived_at.date().isoformat()
        for slug in ("wikimania-2024", "ccd-pilot-2016", "rwc-tot-2021", "ccd-ghana")
    }
    assert days == {
        "wikimania-2024": "2024-08-10",
        "ccd-pilot-2016": "2016-12-31",  # a year is known
        "rwc-tot-2021": "2021-10-31",  # only the month of its start is known
        "ccd-ghana": "2018-12-31",  # the source, of 2018, tells no date
    }


def test_a_program_has_its_capacities_providers_languages_regions_and_method():
    load()
    program = Program.objects.get(slug="eseap-2024")
    assert list(program.capacities.values_list("code", flat=True)) == ["15", "75", "81"]
    assert list(program.providers.values_list("slug", flat=True)) == [
        "wikimedia-community-user-group-malaysia"
    ]
    assert list(program.languages.values_list("code", flat=True)) == ["dtp", "id", "ms", "vi"]
    assert list(program.regions.values_list("code", flat=True)) == ["ESEAP"]
    assert program.method.code == "conference"


def test_a_title_in_another_language_is_marked_as_such():
    load()
    assert Program.objects.get(slug="hackaton-wiki-2013").original_language_id == "es"


def test_affiliates_are_neither_emerging_nor_established_because_no_source_says_so():
    load()
    assert set(Stakeholder.objects.values_list("maturity", flat=True)) == {"unknown"}


def test_a_founding_date_is_not_a_recognition():
    load()
    founded = Stakeholder.objects.filter(external_ids__recognition_basis="founded")
    assert {row.recognized_on for row in founded} == {""}
    assert founded.count() == 2


def test_only_the_portals_own_questionnaires_are_published_because_no_source_shows_one_whole():
    load()
    states = InstrumentVersion.objects.order_by("state", "instrument__code")
    published = [
        code for state, code in states.values_list("state", "instrument__code") if state == "published"
    ]
    assert published == [
        "affiliate-health",
        "capacity-self-declaration",
        "community-capacities",
        "event-feedback",
    ]
    assert set(states.values_list("state", flat=True)) == {VersionState.DRAFT, VersionState.PUBLISHED}
    assert Instrument.objects.get(code="oe-questionnaire").versions.count() == 0
    assert InstrumentVersion.objects.get(instrument__code="digcomp-2.2").items.count() == 9


def test_an_edited_draft_is_made_anew_only_when_its_file_differs(folder):
    load()
    edit(folder, "instruments.json", '"Bots"', '"Bots and scripts"')
    edit(
        folder,
        "editorial/instrument_texts_ar.csv",
        "community-capacity-map,Bots,",
        "community-capacity-map,Bots and scripts,",
    )
    renew_sums(folder)
    rows = {line.split()[0]: line.split()[1:] for line in load(folder).splitlines()}
    assert rows["assessments.InstrumentVersion"] == ["0", "1", "11", "0"]
    items = InstrumentVersion.objects.get(instrument__code="community-capacity-map").items
    assert (items.count(), items.filter(stem_en="Bots and scripts").count()) == (21, 1)


def test_an_own_questionnaire_says_how_complete_it_is_and_where_it_comes_from():
    load()
    own = Instrument.objects.get(code="community-capacities")
    assert "21 of its about 40 capacities" in own.completeness
    assert "meta-ccm" in own.sources.values_list("pk", flat=True)
    version = own.versions.get()
    kinds = Counter(version.items.values_list("kind", flat=True))
    assert kinds == {"rubric": 26, "scale": 26}
    assert set(version.items.filter(kind="scale").values_list("aspect", flat=True)) == {"robustness"}
    assert version.dimensions.filter(capacity=None).count() == 0


def test_a_mistake_in_an_own_questionnaire_is_named_with_its_place(folder):
    edit(folder, "editorial/instruments/event-feedback.json", '"kind": "open"', '"kind": "opened"')
    with pytest.raises(CommandError, match=r"event-feedback.json, column \$.dimensions\[1\].items\[4\].kind"):
        load(folder)


def test_few_people_are_loaded_and_not_shown():
    load()
    assert Measurement.objects.count() == 131
    assert Measurement.objects.filter(n__lt=settings.MINIMUM_CELL_PEOPLE).count() == 60
    assert Measurement.objects.shown().filter(n__lt=settings.MINIMUM_CELL_PEOPLE).count() == 0
    assert Measurement.objects.shown().count() == 71


def test_the_ukrainian_figures_belong_to_the_pilot_they_were_part_of():
    load()
    figures = Measurement.objects.filter(program__slug="ccd-pilot-2016")
    assert (figures.count(), {figure.community_language_id for figure in figures}) == (11, {"uk"})


def test_a_corrected_figure_supersedes_the_locked_one(folder):
    load()
    edit(folder, "published_measurements.csv", "percent_agree,15,66.7", "percent_agree,15,66.6")
    renew_sums(folder)
    load(folder)
    load(folder)
    figures = Measurement.objects.filter(indicator__code="ccd-ukraine-2016-prepared-to-handle-conflict", n=15)
    assert sorted(figure.value for figure in figures) == [Decimal("66.6"), Decimal("66.7")]
    assert [figure.value for figure in figures.shown()] == [Decimal("66.6")]
