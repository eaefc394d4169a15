"""What waits on the desk is what the lists behind it show."""

from datetime import timedelta

import pytest
from django.utils import timezone

from capacity.models import User
from evaluation.queries.alerts import open_alerts
from evaluation.queries.desk import late_for
from evaluation.queries.learnings import overdue_for
from programs.models import ProgramRoleKind
from tests.factories.capacity import PersonFactory, StaffFactory
from tests.factories.evaluation import AlertFactory, RecommendationFactory
from tests.factories.programs import CohortFactory, ProgramFactory, ProgramRoleFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def program():
    """With two late recommendations and an alert; one of each is elsewhere, in a program that is not public."""
    today = timezone.localdate()
    late = RecommendationFactory(respond_by=today - timedelta(days=1))
    RecommendationFactory(finding=late.finding, respond_by=today - timedelta(days=9))
    RecommendationFactory(finding=late.finding, respond_by=today)
    AlertFactory(program=late.program)
    draft = ProgramFactory(state="draft", published_at=None)
    RecommendationFactory(finding__evaluation__program=draft, respond_by=today - timedelta(days=1))
    AlertFactory(program=draft)
    return late.program


def counted(person):
    user = User.objects.get(pk=person.user.pk)
    return overdue_for(user).count(), open_alerts(user).count()


def late_of(person):
    return late_for(User.objects.get(pk=person.user.pk))


@pytest.mark.parametrize("kind", [ProgramRoleKind.COORDINATOR, ProgramRoleKind.EVALUATOR])
def test_of_a_program(program, kind):
    role = ProgramRoleFactory(program=program, role=kind)
    assert late_of(role.person) == counted(role.person) == (2, 1)


def test_of_a_cohort(program):
    role = ProgramRoleFactory(
        program=None, cohort=CohortFactory(program=program), role=ProgramRoleKind.FACILITATOR
    )
    assert late_of(role.person) == counted(role.person) == (2, 1)


def test_of_all_programs(program):
    role = ProgramRoleFactory(program=None, role=ProgramRoleKind.EVALUATOR)
    assert late_of(role.person) == counted(role.person) == (3, 2)
    staff = StaffFactory()
    assert late_for(staff) == (3, 2)


def test_of_another_program_nobody_is_late_here(program):
    """What is public of it is read by everybody, and waits for others."""
    role = ProgramRoleFactory(program=ProgramFactory())
    assert late_of(role.person) == counted(role.person) == (0, 0)


def test_a_role_that_has_ended_is_none(program):
    yesterday = timezone.now().date() - timedelta(days=1)
    role = ProgramRoleFactory(program=program, starts_on=yesterday, ends_on=yesterday)
    assert late_of(role.person) == counted(role.person) == (0, 0)
    assert late_of(PersonFactory()) == (0, 0)
