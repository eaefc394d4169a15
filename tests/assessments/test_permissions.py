import pytest

from tests.factories.assessments import (
    AssessmentPlanFactory,
    InvitationFactory,
    WaveFactory,
    published_version,
)
from tests.factories.capacity import AffiliateFactory, AffiliationFactory, StaffFactory, UserFactory
from tests.factories.programs import ProgramRoleFactory

pytestmark = pytest.mark.django_db

# deed: who may, of these
TABLE = {
    "answer": {"invited"},
    "run_wave": {"coordinator", "cohort coordinator", "staff"},
}
ROLES = [
    "invited",
    "coordinator",
    "cohort coordinator",
    "facilitator",
    "former coordinator",
    "staff",
    "stranger",
]


@pytest.fixture
def wave(invitation):
    return invitation.target.wave


@pytest.fixture
def people(invitation, wave):
    cohort = wave.plan.cohort
    return {
        "invited": invitation.respondent.user,
        "coordinator": ProgramRoleFactory(program=cohort.program).person.user,
        "cohort coordinator": ProgramRoleFactory(program=None, cohort=cohort).person.user,
        "facilitator": ProgramRoleFactory(program=cohort.program, role="facilitator").person.user,
        "former coordinator": ProgramRoleFactory(program=cohort.program, ends_on="2021-01-01").person.user,
        "staff": StaffFactory(),
        "stranger": UserFactory(),
    }


@pytest.mark.parametrize("deed", TABLE)
def test_who_may(people, invitation, wave, deed):
    about = invitation if deed == "answer" else wave
    allowed = {role for role in ROLES if people[role].has_perm(f"assessments.{deed}", about)}
    assert allowed == TABLE[deed]


def test_an_organizations_representative_runs_its_waves():
    organization = AffiliateFactory()
    version = published_version()
    plan = AssessmentPlanFactory(cohort=None, organization=organization, instrument=version.instrument)
    wave = WaveFactory(plan=plan, version=version)
    representative = AffiliationFactory(organization=organization, role="representative").person.user
    member = AffiliationFactory(organization=organization).person.user
    assert representative.has_perm("assessments.run_wave", wave) is True
    assert member.has_perm("assessments.run_wave", wave) is False


def test_another_invited_person_does_not_answer(invitation):
    other = InvitationFactory(target__wave=invitation.target.wave)
    assert other.respondent.user.has_perm("assessments.answer", invitation) is False
