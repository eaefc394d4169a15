"""The list of a session: who was there, and for how long."""

from datetime import timedelta

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse
from django.utils import timezone

from common.models import ActionLog
from programs.models import Attendance, ProgramRoleKind
from tests.factories.capacity import PersonFactory, UserFactory
from tests.factories.programs import (
    AttendanceFactory,
    CohortFactory,
    EnrollmentFactory,
    ProgramRoleFactory,
    SessionFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def session():
    begun = CohortFactory(starts_on=timezone.now().date() - timedelta(days=1))
    return SessionFactory(cohort=begun, minutes=90)


@pytest.fixture
def signed_in(client, session):
    facilitator = ProgramRoleFactory(program=session.cohort.program, role=ProgramRoleKind.FACILITATOR)
    client.force_login(facilitator.person.user)
    return client


def address(session):
    cohort = session.cohort
    return reverse(
        "programs:session-attendance",
        kwargs={"slug": cohort.program.slug, "public_id": cohort.public_id, "session": session.public_id},
    )


def mark(enrollment, status="", minutes=""):
    return {f"status-{enrollment.public_id}": status, f"minutes-{enrollment.public_id}": minutes}


def kept(session):
    return set(Attendance.objects.filter(session=session).values_list("enrollment_id", "status", "minutes"))


def said(response):
    return [str(message) for message in get_messages(response.wsgi_request)]


def test_marks_are_kept_for_those_who_have_one(signed_in, session):
    first, second, third = (EnrollmentFactory(cohort=session.cohort) for _ in range(3))
    response = signed_in.post(
        address(session), {**mark(first, "present"), **mark(second, "partly", "40"), **mark(third)}
    )
    assert (response.status_code, response.url) == (302, address(session))
    assert said(response) == ["Attendance of 2 people is recorded."]
    assert kept(session) == {(first.pk, "present", None), (second.pk, "partly", 40)}


def test_saying_the_same_again_changes_nothing(signed_in, session):
    enrollment = EnrollmentFactory(cohort=session.cohort)
    for _ in range(2):
        response = signed_in.post(address(session), mark(enrollment, "absent"))
    assert said(response)[-1] == "Nothing has changed: all of this was recorded already."
    assert ActionLog.objects.filter(verb="programs.attendance.record").count() == 1


def test_what_was_recorded_is_shown(signed_in, session):
    enrollment = EnrollmentFactory(cohort=session.cohort)
    AttendanceFactory(session=session, enrollment=enrollment, status="partly", minutes=40)
    (row,) = signed_in.get(address(session)).context["form"].rows
    assert (row.status.value(), row.minutes.value()) == ("partly", 40)


def test_only_those_who_take_part_stand_in_the_list(signed_in, session):
    enrolled = EnrollmentFactory(cohort=session.cohort)
    EnrollmentFactory(cohort=session.cohort, state="waitlisted")
    EnrollmentFactory(cohort=session.cohort, state="withdrawn")
    rows = signed_in.get(address(session)).context["form"].rows
    assert [row.enrollment for row in rows] == [enrolled]


@pytest.mark.parametrize(
    ("status", "minutes", "field", "problem"),
    [
        ("present", "91", "minutes", "Ensure this value is less than or equal to 90."),
        ("present", "long", "minutes", "Enter a whole number."),
        ("absent", "10", "minutes", "Minutes are only for those who were there."),
        ("", "10", "minutes", "Minutes are only for those who were there."),
        ("late", "", "status", "Select a valid choice. late is not one of the available choices."),
    ],
)
def test_a_mistake_is_named_beside_its_field_and_nothing_typed_is_lost(
    signed_in, session, status, minutes, field, problem
):
    wrong, right = (EnrollmentFactory(cohort=session.cohort) for _ in range(2))
    response = signed_in.post(
        address(session), {**mark(wrong, status, minutes), **mark(right, "present", "30")}
    )
    form = response.context["form"]
    assert (response.status_code, dict(form.errors)) == (200, {f"{field}-{wrong.public_id}": [problem]})
    assert {row.enrollment: row.minutes.value() for row in form.rows} == {wrong: minutes, right: "30"}
    assert kept(session) == set()


def test_a_session_that_has_not_begun_is_refused_with_its_reason(signed_in, session):
    later = SessionFactory(cohort=session.cohort, local_date=timezone.now().date() + timedelta(days=3))
    enrollment = EnrollmentFactory(cohort=session.cohort)
    response = signed_in.post(address(later), mark(enrollment, "present"))
    assert response.context["form"].non_field_errors() == [
        "Attendance can be recorded once the session has begun."
    ]


@pytest.mark.parametrize("rows", [1, 5])
def test_the_list_costs_the_same_however_long(signed_in, session, rows, django_assert_num_queries):
    for _ in range(rows):
        AttendanceFactory(session=session, enrollment__cohort=session.cohort)
    with django_assert_num_queries(7):
        signed_in.get(address(session))


def test_an_empty_list_says_so(signed_in, session):
    assert "Nobody is enrolled" in signed_in.get(address(session)).content.decode()


def test_a_session_of_another_cohort_is_not_found(signed_in, session):
    other = SessionFactory(cohort__program=session.cohort.program)
    wrong = address(session).replace(str(session.public_id), str(other.public_id))
    assert signed_in.get(wrong).status_code == 404


@pytest.mark.parametrize("who", ["participant", "evaluator", "stranger"])
def test_who_does_not_teach_is_turned_away(client, session, who):
    person = PersonFactory(user=UserFactory())
    if who == "participant":
        EnrollmentFactory(cohort=session.cohort, person=person)
    elif who == "evaluator":
        ProgramRoleFactory(program=session.cohort.program, person=person, role=ProgramRoleKind.EVALUATOR)
    client.force_login(person.user)
    assert client.get(address(session)).status_code == 403
