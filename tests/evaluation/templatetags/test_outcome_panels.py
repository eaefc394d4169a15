import re
from uuid import uuid4

import pytest
from django.template import Context, Template

from programs.queries.vocabulary import vocabulary
from tests.evaluation.views.test_dashboards import cohort  # noqa: F401 - a fixture
from tests.factories.capacity import CapacityFactory
from tests.factories.evaluation import ChangeFactFactory, ParticipationFactory
from tests.factories.programs import CohortFactory, ProgramFactory

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


def compared(client, *programs):
    page = client.get("/programs/compare/", {"program": [program.slug for program in programs]})
    return page.text.partition("What changed in earlier cohorts")[2]


def test_programs_side_by_side_show_what_changed_in_earlier_cohorts_with_n_and_interval(client, cohort):  # noqa: F811
    row = compared(client, cohort.program, ProgramFactory())
    assert re.search(r"Communication: \+30\.6 points, \+\d+\.\d to \+\d+\.\d \(95 % interval\), n = 9<", row)
    assert "not measured yet" in row


def test_what_few_people_said_is_hidden_side_by_side_too(client):
    few, many = ProgramFactory(), ProgramFactory()
    capacity = CapacityFactory(name="Reading")
    for program, people in ((few, 4), (many, 8)):
        held = CohortFactory(program=program)
        ChangeFactFactory.create_batch(people, cohort=held, capacity=capacity)
    row = compared(client, few, many)
    assert (row.count("Reading: not shown<"), row.count("n = 8<"), row.count("points")) == (1, 1, 1)


def test_many_pairs_of_few_people_are_few_people(client):
    program, capacity = ProgramFactory(), CapacityFactory(name="Reading")
    for person in [uuid4(), uuid4()]:
        for _turn in range(6):
            ChangeFactFactory(cohort__program=program, capacity=capacity, subject_key=person)
    assert "Reading: not shown<" in compared(client, program)


def test_programs_of_which_nothing_is_known_have_no_such_row(client):
    assert compared(client, ProgramFactory(), ProgramFactory()) == ""


def test_outcomes_of_three_programs_are_one_question(cohort, rf, django_assert_num_queries):  # noqa: F811
    programs, words = [cohort.program, ProgramFactory(), ProgramFactory()], vocabulary()
    with django_assert_num_queries(1):
        rendered(
            "{% outcomes_side_by_side programs words %}", programs=programs, words=words, request=rf.get("/")
        )
