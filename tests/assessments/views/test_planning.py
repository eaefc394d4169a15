"""Planning the questionnaires of a cohort: by who runs it."""

import pytest
from django.urls import reverse

from assessments.models import Wave
from tests.factories.assessments import published_version
from tests.factories.programs import CohortFactory, EnrollmentFactory, ProgramRoleFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def cohort():
    return CohortFactory()


@pytest.fixture
def signed_in(client, cohort):
    client.force_login(ProgramRoleFactory(program=cohort.program).person.user)
    return client


def address(cohort):
    return reverse("assessments:waves-plan", args=[cohort.public_id])


def test_waves_are_planned_from_the_dates_of_the_cohort_and_once(signed_in, cohort):
    data = {"version": published_version().public_id, "timepoints": ["baseline", "endline"]}
    for _ in range(2):
        response = signed_in.post(address(cohort), data)
        assert (response.status_code, response.url) == (
            302,
            reverse("evaluation:desk-cohort", args=[cohort.public_id]),
        )
    found = Wave.objects.filter(plan__cohort=cohort).order_by("opens_at").values_list("timepoint", flat=True)
    assert list(found) == ["baseline", "endline"]


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({"version": "0", "timepoints": ["baseline"]}, "version"),
        ({"timepoints": ["yesterday"]}, "timepoints"),
    ],
)
def test_what_is_not_understood_is_said_beside_its_field(signed_in, cohort, data, field):
    response = signed_in.post(address(cohort), data)
    assert (response.status_code, field in response.context["form"].errors) == (422, True)


def test_who_takes_part_does_not_plan(client, cohort):
    client.force_login(EnrollmentFactory(cohort=cohort).person.user)
    assert client.get(address(cohort)).status_code == 403
