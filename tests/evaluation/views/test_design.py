from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from evaluation.actions import designs
from evaluation.models import Design
from tests.factories.capacity import StaffFactory, UserFactory
from tests.factories.evaluation import DesignFactory
from tests.factories.programs import CohortFactory
from tests.markup import flat

pytestmark = pytest.mark.django_db


@pytest.fixture
def cohort():
    return CohortFactory(name="Spring")


@pytest.fixture
def waiting(cohort):
    return CohortFactory(
        program=cohort.program, name="Autumn", starts_on=cohort.starts_on + timedelta(days=200)
    )


def address(cohort):
    return reverse("evaluation:cohort-design", kwargs={"public_id": cohort.public_id})


def test_who_runs_the_cohort_says_whom_it_is_compared_with(client, cohort, waiting):
    client.force_login(StaffFactory())
    assert "Autumn" in flat(client.get(address(cohort)))
    wanted = {
        "kind": "waitlist",
        "comparison": waiting.pk,
        "admitted_below": "0.4",
        "note": "By order of application.",
    }
    answer = client.post(address(cohort), wanted, follow=True)
    assert "Saved. The figures of change follow at once." in flat(answer)
    design = Design.objects.get()
    assert (design.comparison, design.admitted_below, design.note) == (
        waiting,
        Decimal("0.4"),
        "By order of application.",
    )
    client.post(address(cohort), {"kind": "single_group", "comparison": waiting.pk, "note": ""})
    assert Design.objects.get().comparison is None


def test_a_comparison_without_a_cohort_and_an_impossible_score_are_told_beside_the_field(client, cohort):
    client.force_login(StaffFactory())
    page = flat(client.post(address(cohort), {"kind": "comparison", "admitted_below": "7", "note": "kept"}))
    assert "Say which cohort it is compared with." in page
    assert "Write a number above 0 and up to 1." in page
    assert "kept" in page
    assert not Design.objects.exists()


def test_comparisons_do_not_go_in_circles(client, cohort, waiting):
    DesignFactory(cohort=cohort, kind="comparison", comparison=waiting)
    client.force_login(StaffFactory())
    page = flat(client.post(address(waiting), {"kind": "comparison", "comparison": cohort.pk}))
    assert "One of the two cohorts is compared with another one already" in page
    third = CohortFactory(program=cohort.program)
    with pytest.raises(designs.ComparedInCircleError):
        designs.declare(third, designs.Declared(kind="comparison", comparison=cohort), by=UserFactory())


def test_a_stranger_may_not(client, cohort):
    client.force_login(UserFactory())
    assert client.get(address(cohort)).status_code == 403
