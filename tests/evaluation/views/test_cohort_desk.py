import pytest

from programs.models import ProgramRoleKind
from tests.factories.programs import CohortFactory, EnrollmentFactory, ProgramRoleFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def cohort():
    return EnrollmentFactory(cohort=CohortFactory()).cohort


def page_for(client, cohort, role):
    holder = ProgramRoleFactory(program=None, cohort=cohort, role=role).person
    client.force_login(holder.user)
    return client.get(f"/desk/cohorts/{cohort.public_id}/")


@pytest.mark.parametrize(
    ("role", "status", "decides"),
    [
        (ProgramRoleKind.COORDINATOR, 200, True),
        (ProgramRoleKind.FACILITATOR, 200, False),
        (ProgramRoleKind.MENTOR, 200, False),
        (ProgramRoleKind.EVALUATOR, 403, False),
    ],
)
def test_who_teaches_sees_the_roster_and_who_runs_it_decides(client, cohort, role, status, decides):
    page = page_for(client, cohort, role)
    assert page.status_code == status
    assert ('name="deed"' in page.content.decode()) is decides


@pytest.mark.parametrize(("role", "rows"), [(ProgramRoleKind.FACILITATOR, 1), (ProgramRoleKind.EVALUATOR, 0)])
def test_the_desk_leads_only_to_cohorts_that_open(client, cohort, role, rows):
    page_for(client, cohort, role)
    page = client.get("/desk/")
    if rows:
        assert page.content.decode().count(f"/desk/cohorts/{cohort.public_id}/") == rows
    else:
        assert str(cohort.public_id) not in page.content.decode()
