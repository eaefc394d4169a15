import pytest
from django.template import Context, Template

from tests.evaluation.views.test_dashboards import cohort  # noqa: F401 - a fixture
from tests.factories.evaluation import ParticipationFactory
from tests.factories.programs import ProgramFactory

pytestmark = pytest.mark.django_db


def rendered(tag, **context):
    return Template(f"{{% load evaluation_panels %}}{tag}").render(Context(context))


def test_a_program_shows_what_changed_for_those_before(cohort):  # noqa: F811
    panel = rendered("{% outcomes_of program %}", program=cohort.program)
    assert "Communication" in panel
    assert "+30.6" in panel


def test_a_program_without_answers_shows_nothing():
    assert rendered("{% outcomes_of program %}", program=ProgramFactory()).strip() == ""


def test_a_program_asks_three_questions(
    cohort,  # noqa: F811
    django_assert_num_queries,
):
    with django_assert_num_queries(3):
        rendered("{% outcomes_of program %}", program=cohort.program)


def test_the_home_page_counts_programs_cohorts_and_people(cohort, django_assert_num_queries):  # noqa: F811
    with django_assert_num_queries(3):
        panel = rendered("{% public_figures %}")
    assert panel.count("stat__value") == 3
    assert "9" in panel


def test_few_participants_are_not_told_of():
    ParticipationFactory(attended=True)
    assert "Not shown" in rendered("{% public_figures %}")
