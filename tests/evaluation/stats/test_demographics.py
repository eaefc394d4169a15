from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from evaluation.actions import demographics
from evaluation.models import DemographicCount
from programs.states import EnrollmentState
from tests.factories.capacity import (
    DemographicDimensionFactory,
    DemographicFactory,
    DemographicOptionFactory,
    PersonFactory,
    StaffFactory,
)
from tests.factories.programs import CohortFactory, EnrollmentFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def question():
    dimension = DemographicDimensionFactory()
    return [DemographicOptionFactory(dimension=dimension) for _ in range(3)]


def people(option, number, state=EnrollmentState.ENROLLED):
    cohort = CohortFactory(seats=1000)
    for _ in range(number):
        person = PersonFactory()
        DemographicFactory(person=person, option=option)
        EnrollmentFactory(cohort=cohort, person=person, state=state)


def counted(option, column="took_part"):
    demographics.count_all()
    count = DemographicCount.objects.filter(purpose="participation").first()
    return count.cells[f"{option if isinstance(option, str) else option.pk}|{column}"]


def test_people_are_counted_by_their_answer(question):
    people(question[0], 12)
    people(question[1], 15)
    assert (counted(question[0]), counted(question[1]), counted("all")) == (12, 15, 27)


def test_few_people_are_not_shown_nor_what_would_tell_of_them(question):
    people(question[0], 3)
    people(question[1], 20)
    people(question[2], 25)
    shown = [counted(option) for option in question]
    assert shown[0] is None
    assert shown.count(None) >= 2
    assert counted("all") == 48


def test_that_all_of_a_small_group_took_part_is_not_told_by_a_zero_beside_it(question):
    people(question[0], 12)
    people(question[1], 15)
    people(question[1], 12, EnrollmentState.WITHDRAWN)
    demographics.count_all()
    cells = DemographicCount.objects.get(purpose="participation").cells
    told = {name: number for name, number in cells.items() if number is not None}
    assert told == {
        f"{question[0].pk}|took_part": 12,
        f"{question[1].pk}|took_part": 15,
        f"{question[2].pk}|took_part": 0,
        f"{question[2].pk}|applied": 0,
        f"{question[2].pk}|all": 0,
        "all|took_part": 27,
        "all|applied": 12,
        "all|all": 39,
    }


def test_nothing_that_may_not_be_shown_is_kept(question):
    people(question[0], 3)
    demographics.count_all()
    kept = DemographicCount.objects.values_list("cells", "published")
    assert {number for pair in kept for cells in pair for number in cells.values()} == {None, 0}


def test_a_small_change_since_the_last_count_is_not_shown(question):
    people(question[0], 12)
    people(question[1], 15)
    assert counted(question[0]) == 12
    people(question[0], 1)
    with time_machine.travel(timezone.now() + timedelta(days=40), tick=False):
        assert counted(question[0]) is None
    with time_machine.travel(timezone.now() + timedelta(days=80), tick=False):
        assert counted(question[0]) is None


def test_counting_twice_in_a_month_changes_nothing(question):
    people(question[0], 12)
    assert demographics.count_all() == 2
    assert demographics.count_all() == 0


def test_a_person_counts_once_by_the_furthest_she_came(question):
    people(question[0], 20)
    for enrollment in list(EnrollmentFactory._meta.model.objects.all()):
        EnrollmentFactory(person=enrollment.person, state=EnrollmentState.WITHDRAWN)
    assert (counted(question[0]), counted(question[0], "applied"), counted(question[0], "all")) == (20, 0, 20)


def test_staff_see_the_counts_and_nobody_else_does(client, question):
    people(question[0], 12)
    demographics.count_all()
    client.force_login(StaffFactory())
    page = client.get(reverse("evaluation:participation"))
    assert page.status_code == 200
    assert question[0].label in page.content.decode()
    client.force_login(PersonFactory().user)
    assert client.get(reverse("evaluation:participation")).status_code == 403
