"""What lists narrow already, the permissions say for themselves too."""

import pytest

from programs import permissions
from tests.factories.capacity import AffiliateFactory, AffiliationFactory, UserFactory
from tests.factories.programs import (
    CohortFactory,
    DelegationFactory,
    EnrollmentFactory,
    MentoringPairFactory,
    ProgramRoleFactory,
    SavedSearchFactory,
)

pytestmark = pytest.mark.django_db


def test_a_role_in_one_cohort_reaches_that_cohort_alone():
    cohort = CohortFactory()
    user = ProgramRoleFactory(program=None, cohort=cohort).person.user
    beside = CohortFactory(program=cohort.program)
    assert [permissions.runs_cohort(user, each) for each in (cohort, beside)] == [True, False]
    assert not permissions.runs_program(user, cohort.program)


def test_only_a_coordinator_runs_and_writes_programs():
    for role, may in (
        ("coordinator", True),
        ("facilitator", False),
        ("reviewer", False),
        ("evaluator", False),
    ):
        held = ProgramRoleFactory(role=role)
        user = held.person.user
        assert permissions.runs_program(user, held.program) is may
        assert user.has_perm("programs.write_programs") is may


def test_what_is_somebodys_own_is_nobody_elses():
    pair, search, stranger = MentoringPairFactory(state="suggested"), SavedSearchFactory(), UserFactory()
    mentor = pair.mentor.person.user
    assert not permissions.is_of_pair(mentor, pair)  # nobody was told yet
    assert [permissions.is_its_person(user, pair.mentor) for user in (mentor, stranger)] == [True, False]
    assert [permissions.keeps_search(user, search) for user in (search.owner, stranger)] == [True, False]


def test_a_draft_is_read_by_whom_it_is_and_an_application_by_a_reviewer_who_has_declared():
    draft = EnrollmentFactory(state="draft")
    coordinator = ProgramRoleFactory(program=draft.cohort.program).person.user
    assert [
        user.has_perm("programs.read_application", draft) for user in (draft.person.user, coordinator)
    ] == [
        True,
        False,
    ]
    applied = EnrollmentFactory(state="applied", cohort__confirmation="review")
    reviewer = ProgramRoleFactory(program=applied.cohort.program, role="reviewer").person.user
    assert not reviewer.has_perm("programs.read_application", applied)


def test_an_organization_reaches_whom_it_sent_and_its_delegations_alone():
    organization = AffiliateFactory()
    representative = AffiliationFactory(organization=organization, role="representative").person.user
    sent, other = EnrollmentFactory(organization=organization), EnrollmentFactory()
    own, theirs = DelegationFactory(organization=organization), DelegationFactory()
    assert [representative.has_perm("programs.withdraw_enrollment", each) for each in (sent, other)] == [
        True,
        False,
    ]
    assert [representative.has_perm("programs.withdraw_delegation", each) for each in (own, theirs)] == [
        True,
        False,
    ]
