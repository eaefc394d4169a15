import re
from decimal import Decimal

import pytest
from django.template import Context, Template

from evaluation.models import IndicatorMeasure
from tests.factories.capacity import LanguageFactory, SourceFactory
from tests.factories.evaluation import IndicatorFactory, MeasurementFactory
from tests.factories.programs import ProgramFactory
from tests.markup import flat

pytestmark = pytest.mark.django_db


def panel(program):
    template = Template("{% load evaluation_panels %}{% published_measurements program %}")
    return flat(template.render(Context({"program": program})))


def test_a_program_without_published_results_shows_nothing():
    assert panel(ProgramFactory()) == ""


def test_a_share_stands_with_its_n_its_moment_and_its_note():
    program = ProgramFactory()
    MeasurementFactory(
        program=program, measured="2016-05-pre", n=21, value=Decimal("33.3"), note="about a third"
    )
    shown = panel(program)
    assert "<td>May 2016 (before)</td>" in shown
    assert '<td class="cdx-table__table__cell--align-number">21</td>' in shown
    assert '<td class="cdx-table__table__cell--align-number">33%</td>' in shown
    assert '<bdi lang="en">about a third</bdi>' in shown


def test_what_others_published_of_communities_is_told_by_community_and_hides_few(client):
    indicator = IndicatorFactory(
        measure=IndicatorMeasure.MEAN_SCORE, lowest=1, highest=5, source=SourceFactory(), program=None
    )
    figures = [
        MeasurementFactory(
            indicator=indicator,
            program=None,
            community_language=LanguageFactory(code=code, name_en=name),
            measured="2018-08",
            n=n,
            value=Decimal(value),
        )
        for code, name, n, value in [("mk", "Macedonian", 10, "4.11"), ("eo", "Esperanto", 1, "2.07")]
    ]
    page = flat(client.get(indicator.get_absolute_url()))
    assert re.findall(r'<th scope="row">(\w+)', page) == ["Macedonian"]
    assert "4.11" in page
    assert "1 more figure rests on fewer than 5 people" in page
    assert not re.search(r">\s*2\.07", page)
    told = [flat(client.get(figure.get_absolute_url())) for figure in figures]
    assert ["not shown" in each for each in told] == [False, True]


def test_a_mean_stands_with_the_ends_of_its_scale():
    indicator = IndicatorFactory(measure=IndicatorMeasure.MEAN_SCORE, lowest=1, highest=5)
    figure = MeasurementFactory(
        indicator=indicator,
        program=ProgramFactory(),
        community_language=LanguageFactory(),
        value=Decimal("3.29"),
    )
    assert '3.29<span class="quiet">(1 to 5)</span>' in panel(figure.program)


def test_figures_of_few_people_are_not_shown_but_counted():
    program = ProgramFactory()
    MeasurementFactory(program=program, n=4, value=Decimal("77.7"))
    MeasurementFactory(program=program, n=None, value=Decimal("88.8"))
    shown = panel(program)
    assert "2 more figures rest on fewer than 5 people and are not shown, to protect them." in shown
    assert ("78%" in shown, "89%" in shown, "<table" in shown) == (False, False, False)


def test_a_superseded_figure_is_not_shown():
    program = ProgramFactory()
    old = MeasurementFactory(program=program, value=Decimal("11.0"))
    MeasurementFactory(indicator=old.indicator, program=program, value=Decimal("22.0"), supersedes=old)
    shown = panel(program)
    assert ("22%" in shown, "11%" in shown) == (True, False)


@pytest.mark.parametrize("rows", [1, 5])
def test_the_panel_costs_one_query_however_many_figures(rows, django_assert_num_queries):
    program = ProgramFactory()
    MeasurementFactory.create_batch(rows, program=program, community_language=LanguageFactory())
    with django_assert_num_queries(1):
        panel(program)
