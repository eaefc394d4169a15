import pytest
from django.template import Context, Template

from tests.factories.assessments import (
    AssessmentPlanFactory,
    InvitationFactory,
    WaveFactory,
    WaveTargetFactory,
)
from tests.factories.programs import EnrollmentFactory

pytestmark = pytest.mark.django_db


def rendered(tag, **context):
    return Template(f"{{% load assessment_panels %}}{{% {tag} %}}").render(Context(context))


@pytest.mark.parametrize(
    ("p", "said"), [(None, "–"), (0.0, "&lt;0.01"), (0.0099, "&lt;0.01"), (0.01, "0.01"), (0.5, "0.50")]
)
def test_no_p_is_zero(p, said):
    page = Template("{% load instrument_words %}{{ p|p_value }}")
    assert page.render(Context({"p": p})) == said


@pytest.mark.parametrize("rows", [1, 5])
def test_what_is_due_takes_two_queries(rows, invitation, person, django_assert_num_queries):
    for _ in range(rows - 1):
        enrollment = EnrollmentFactory(person=person.person)
        wave = WaveFactory(plan=AssessmentPlanFactory(cohort=enrollment.cohort))
        InvitationFactory(target=WaveTargetFactory(wave=wave, enrollment=enrollment))
    InvitationFactory()
    with django_assert_num_queries(2):
        text = rendered("assessments_due user", user=person)
    assert text.count("/assessments/") == rows


def test_nothing_due_is_nothing_shown(person, invitation):
    invitation.state = "declined"
    invitation.save()
    assert rendered("assessments_due user", user=person).strip() == ""


@pytest.mark.parametrize("rows", [1, 5])
def test_a_cohorts_waves_take_two_queries(rows, django_assert_num_queries):
    plan = AssessmentPlanFactory()
    for timepoint in ["baseline", "endline", "m3", "m6", "m12"][:rows]:
        InvitationFactory(target__wave=WaveFactory(plan=plan, timepoint=timepoint), state="submitted")
    WaveFactory()
    with django_assert_num_queries(2):
        text = rendered("waves_of cohort", cohort=plan.cohort)
    assert text.count("/assessments/waves/") == rows
    assert text.count("1 of 1 (100%)") == rows
