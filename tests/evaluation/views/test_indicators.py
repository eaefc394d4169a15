from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from evaluation.models import Baseline, Indicator, Measurement, Target
from tests.factories.capacity import PersonFactory, StaffFactory, UserFactory
from tests.factories.evaluation import (
    DisaggregationFactory,
    FigureFactory,
    LogicModelFactory,
    ProgramIndicatorFactory,
    approved_logic_model,
)
from tests.factories.programs import ProgramFactory, ProgramRoleFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def program():
    return ProgramFactory()


@pytest.fixture
def coordinator(client, program):
    user = ProgramRoleFactory(program=program).person.user
    client.force_login(user)
    return user


def evaluator():
    return ProgramRoleFactory(program=None, role="evaluator").person.user


def given(**changes):
    return {
        "name": "People who teach others",
        "definition": "Alumni who taught somebody within a year.",
        "level": "outcome",
        "measure": "percentage",
        "direction": "increase",
        "tolerance": "0",
        "is_about_people": "on",
        "frequency": "once",
        "window_months": "0",
        "period_aggregation": "last",
        "unit_aggregation": "weighted_num_den",
        **changes,
    }


def test_a_coordinator_writes_publishes_and_enters(client, program, coordinator):
    address = f"{reverse('evaluation:indicator-create')}?program={program.slug}"
    assert client.get(address).status_code == 200
    response = client.post(address, given())
    indicator = Indicator.objects.get(program=program)
    assert response.url == indicator.get_absolute_url()
    client.post(f"{indicator.get_absolute_url()}publish/")
    client.post(
        f"{indicator.get_absolute_url()}baseline/",
        {"value": "20", "as_of": "2025-01-01", "data_source": "Survey"},
    )
    client.post(
        f"{indicator.get_absolute_url()}target/",
        {"value": "80", "starts_on": "2026-01-01", "ends_on": "2026-12-31"},
    )
    assert (Baseline.objects.count(), Target.objects.count()) == (1, 1)
    form = {
        "starts_on": "2026-01-01", "ends_on": "2026-06-30", "measured_on": "2026-07-01", "numerator": "20",
        "denominator": "40", "n": "40",
    }  # fmt: skip
    response = client.post(f"{indicator.get_absolute_url()}figures/new/", form)
    figure = Measurement.objects.get(indicator=indicator)
    assert response.url == figure.get_absolute_url()
    client.post(f"{figure.get_absolute_url()}submit/")
    assert client.post(f"{figure.get_absolute_url()}verify/").status_code == 403
    client.force_login(evaluator())
    client.post(f"{figure.get_absolute_url()}verify/")
    client.post(f"{figure.get_absolute_url()}lock/")
    client.logout()
    page = client.get(indicator.get_absolute_url())
    (line,) = page.context["page"].lines
    assert (line.text, line.n, line.reached.value) == ("50%", 40, 0.5)


def test_without_a_program_the_page_asks_which(client, program, coordinator):
    page = client.get(reverse("evaluation:indicator-create"))
    assert list(page.context["programs"]) == [program]
    page = client.get(f"{reverse('evaluation:indicator-create')}?program={ProgramFactory().slug}")
    assert page.status_code == 404


def test_wrong_input_is_said_beside_its_field_and_nothing_is_lost(client, program, coordinator):
    address = f"{reverse('evaluation:indicator-create')}?program={program.slug}"
    page = client.post(address, given(computation="participants", level="impact"))
    assert page.status_code == 422
    assert set(page.context["form"].errors) == {"measure", "computation", "window_months"}
    assert page.context["form"]["name"].value() == "People who teach others"
    indicator = ProgramIndicatorFactory(program=program, measure="percentage")
    form = {
        "starts_on": "2026-06-30", "ends_on": "2026-01-01", "measured_on": "2999-01-01", "numerator": "5",
        "denominator": "4",
    }  # fmt: skip
    page = client.post(f"{indicator.get_absolute_url()}figures/new/", form)
    assert set(page.context["form"].errors) == {"ends_on", "measured_on"}
    form |= {"starts_on": "2025-01-01", "measured_on": "2026-01-02"}
    page = client.post(f"{indicator.get_absolute_url()}figures/new/", form)
    assert set(page.context["form"].errors) == {"n", "numerator"}


def test_the_public_sees_checked_figures_of_enough_people_only(client):
    indicator = ProgramIndicatorFactory()
    checked = {
        "indicator": indicator,
        "state": "verified",
        "verified_by": UserFactory(),
        "n": 20,
        "value": 12,
    }
    now = {"verified_at": "2026-07-10T00:00Z"}
    FigureFactory(**checked, **now)
    FigureFactory(**{**checked, "n": 3, "value": 3}, **now, starts_on=date(2026, 5, 1))
    FigureFactory(indicator=indicator, starts_on=date(2026, 6, 1))
    lines = client.get(indicator.get_absolute_url()).context["page"].lines
    assert [(line.text, line.n) for line in lines] == [("not shown", None), ("12", 20)]
    client.force_login(StaffFactory())
    assert len(client.get(indicator.get_absolute_url()).context["page"].lines) == 3


def test_drafts_are_for_those_who_have_to_do_with_the_program(client, program):
    draft = ProgramIndicatorFactory(program=program, state="draft")
    model = LogicModelFactory(program=program)
    for address in (draft.get_absolute_url(), model.get_absolute_url()):
        assert client.get(address).status_code == 404
    client.force_login(PersonFactory(user=UserFactory()).user)
    assert client.get(draft.get_absolute_url()).status_code == 404
    client.force_login(evaluator())
    for address in (draft.get_absolute_url(), model.get_absolute_url()):
        assert client.get(address).status_code == 200


def test_what_stands_beside_a_hidden_part_does_not_tell_it(client, program):
    """By two dimensions at once: one part of three people takes others with it, on the page and on its own."""
    indicator = ProgramIndicatorFactory(program=program, is_crossed=True, unit_aggregation="sum")
    indicator.disaggregations.set(
        [DisaggregationFactory(code="region"), DisaggregationFactory(code="maturity")]
    )
    checked = {"state": "verified", "verified_by": UserFactory(), "verified_at": timezone.now()}
    people = {
        "": 60, "region=A": 30, "region=B": 30, "maturity=emerging": 28, "maturity=established": 32,
        "maturity=emerging;region=A": 3, "maturity=established;region=A": 27,
        "maturity=emerging;region=B": 25, "maturity=established;region=B": 5,
    }  # fmt: skip
    figures = {
        cell: FigureFactory(indicator=indicator, cell=cell, n=count, value=count, **checked)
        for cell, count in people.items()
    }
    page = client.get(indicator.get_absolute_url()).context["page"]
    assert [(line.text, line.n) for line in page.lines] == [("60", 60)]
    assert sorted(line.text for line in page.parts) == ["28", "30", "30", "32"]
    (table,) = page.crossed
    assert {line.is_hidden for _label, cells in table.rows for line in cells} == {True}
    assert page.hides
    single = client.get(figures["maturity=established;region=B"].get_absolute_url())
    assert (single.context["line"].is_hidden, single.context["line"].n) == (True, None)
    client.force_login(evaluator())
    page = client.get(indicator.get_absolute_url()).context["page"]
    assert [[line.n for line in cells] for _label, cells in page.crossed[0].rows] == [[3, 25], [27, 5]]
    assert page.hides == ""


@pytest.mark.parametrize("rows", [1, 5])
def test_lists_ask_the_database_the_same_for_one_row_and_five(
    client, django_assert_num_queries, rows, program, coordinator
):
    for _each in range(rows):
        indicator = ProgramIndicatorFactory(program=program)
        FigureFactory(indicator=indicator)
        approved_logic_model(ProgramFactory())
    client.get(reverse("evaluation:indicator-list"))
    with django_assert_num_queries(INDICATOR_QUERIES):
        assert len(client.get(reverse("evaluation:indicator-list")).context["page"].rows) == rows
    with django_assert_num_queries(FIGURE_QUERIES):
        assert len(client.get(reverse("evaluation:measurement-list")).context["lines"]) == rows
    with django_assert_num_queries(MODEL_QUERIES):
        assert len(client.get(reverse("evaluation:logic-model-list")).context["page"].rows) == rows


INDICATOR_QUERIES, FIGURE_QUERIES, MODEL_QUERIES = 6, 5, 4
