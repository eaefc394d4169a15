"""What has stalled: each rule on a program to which it applies, and on one to which it does not yet."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from evaluation.logic.stalled import RULES
from programs.models import Program
from programs.states import EnrollmentState
from tests.factories.assessments import AssessmentPlanFactory, WaveFactory, published_version
from tests.factories.capacity import StaffFactory
from tests.factories.programs import (
    AttendanceFactory,
    CohortFactory,
    EnrollmentFactory,
    ProgramFactory,
    ProgramRoleFactory,
    SessionFactory,
)

pytestmark = pytest.mark.django_db
PAGE = reverse("evaluation:stalled")


def ago(days):
    return timezone.now() - timedelta(days=days)


def lively():
    """A program with a cohort ahead, to which no rule applies."""
    return CohortFactory(program=ProgramFactory(published_at=ago(400))).program


def over(days, program=None):
    """A cohort that ended so many days ago."""
    day = ago(days).date()
    program = program or lively()
    return CohortFactory(program=program, starts_on=day - timedelta(days=5), ends_on=day)


def no_cohort(days):
    return CohortFactory(
        program=ProgramFactory(published_at=ago(400)),
        starts_on=ago(days + 5).date(),
        ends_on=ago(days).date(),
    )


def undecided(days):
    return EnrollmentFactory(
        cohort__program=lively(), state=EnrollmentState.APPLIED, applied_at=ago(days)
    ).cohort


def unrecorded(days):
    cohort = CohortFactory(program=lively(), starts_on=ago(days + 1).date(), ends_on=ago(-20).date())
    SessionFactory(cohort=cohort, local_date=ago(days).date(), local_time=ago(days).time())
    return EnrollmentFactory(cohort=cohort).cohort


def not_ended(days):
    return EnrollmentFactory(cohort=over(days)).cohort


def no_follow_up(days):
    return EnrollmentFactory(cohort=over(days), state=EnrollmentState.COMPLETED).cohort


def in_review(days):
    program = ProgramFactory(state="in_review", published_at=None, submitted_by=StaffFactory())
    Program.objects.filter(pk=program.pk).update(updated_at=ago(days))
    return CohortFactory(program=program)


MAKERS = [no_cohort, undecided, unrecorded, not_ended, no_follow_up, in_review]


def found(client):
    rows = client.get(PAGE).context["rows"]
    return [(program, [rule.code for rule, _way in rules]) for program, rules in rows]


def test_every_rule_is_tried_here():
    assert {maker.__name__ for maker in MAKERS} == set(RULES)


@pytest.mark.parametrize("make", MAKERS)
def test_a_rule_applies_after_its_days_and_not_before(client, make):
    client.force_login(StaffFactory())
    days = RULES[make.__name__].days
    make(days - 1)
    assert found(client) == []
    stalled = make(days + 1)
    assert found(client) == [(stalled.program, [make.__name__])]


@pytest.mark.parametrize("make", MAKERS)
def test_each_leads_to_where_one_goes_on_with_it(client, make):
    stalled = make(RULES[make.__name__].days + 1)
    client.force_login(ProgramRoleFactory(program=stalled.program).person.user)
    [(_program, [(_rule, way)])] = client.get(PAGE).context["rows"]
    assert f'href="{way}"' in client.get(PAGE).text
    ends = {
        "no_cohort": f"{stalled.program.slug}/cohorts/new/",
        "undecided": f"{stalled.public_id}/?state=applied",
        "not_ended": f"{stalled.public_id}/conclude/",
        "in_review": f"{stalled.program.slug}/review/",
    }
    assert way.endswith(ends.get(make.__name__, f"{stalled.public_id}/"))
    assert client.get(way).status_code == 200


def test_what_was_done_is_not_stalled(client):
    client.force_login(StaffFactory())
    followed = no_follow_up(60)
    version = published_version()
    plan = AssessmentPlanFactory(cohort=followed, instrument=version.instrument)
    WaveFactory(version=version, plan=plan, timepoint="m6")
    recorded = unrecorded(10)
    for enrollment in recorded.enrollments.all():
        AttendanceFactory(session=recorded.sessions.get(), enrollment=enrollment)
    assert found(client) == []


def test_a_coordinator_sees_those_she_looks_after(client):
    mine, _other = no_cohort(100), no_cohort(100)
    client.force_login(ProgramRoleFactory(program=mine.program).person.user)
    assert found(client) == [(mine.program, ["no_cohort"])]
    assert "Nothing has stalled" not in client.get(PAGE).content.decode()


def test_who_runs_nothing_is_turned_away(client):
    client.force_login(EnrollmentFactory().person.user)
    assert client.get(PAGE).status_code == 403


@pytest.mark.parametrize("rows", [1, 5])
def test_the_page_costs_the_same_however_much_has_stalled(client, rows, django_assert_num_queries):
    client.force_login(StaffFactory())
    for _ in range(rows):
        no_cohort(100)
    with django_assert_num_queries(5):
        client.get(PAGE)
