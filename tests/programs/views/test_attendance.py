"""The list of a session: who was there, and for how long."""

import json
from datetime import timedelta
from uuid import uuid4

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse
from django.utils import timezone

from common.models import ActionLog
from programs.actions import attendance
from programs.models import Attendance, AttendanceConflict, AttendanceMark, ProgramRoleKind
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
    assert said(response)[-1] == "All of this is recorded."
    assert ActionLog.objects.filter(verb="programs.attendance.record").count() == 1


def test_what_was_recorded_is_shown(signed_in, session):
    enrollment = EnrollmentFactory(cohort=session.cohort)
    AttendanceFactory(session=session, enrollment=enrollment, status="partly", minutes=40)
    (row,) = signed_in.get(address(session)).context["form"].rows
    assert (row.status.value(), row.minutes.value()) == ("partly", 40)


def test_the_minutes_that_stood_there_go_with_the_mark_they_belonged_to(signed_in, session):
    enrollment = EnrollmentFactory(cohort=session.cohort)
    AttendanceFactory(session=session, enrollment=enrollment, status="partly", minutes=40)
    sent = signed_in.post(address(session), mark(enrollment, "absent", minutes="40"))
    assert sent.status_code == 302
    assert signed_in.post(address(session), mark(enrollment, "absent", minutes="50")).status_code == 422
    (row,) = signed_in.get(address(session)).context["form"].rows
    assert (row.status.value(), row.minutes.value()) == ("absent", None)


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
    assert (response.status_code, dict(form.errors)) == (422, {f"{field}-{wrong.public_id}": [problem]})
    assert {row.enrollment: row.minutes.value() for row in form.rows} == {wrong: minutes, right: "30"}
    assert kept(session) == set()


def test_a_session_that_has_not_begun_is_refused_with_its_reason(signed_in, session):
    later = SessionFactory(cohort=session.cohort, local_date=timezone.now().date() + timedelta(days=3))
    enrollment = EnrollmentFactory(cohort=session.cohort)
    response = signed_in.post(address(later), mark(enrollment, "present"))
    assert response.status_code == 409
    assert response.context["form"].non_field_errors() == [
        "Attendance can be recorded once the session has begun."
    ]


@pytest.mark.parametrize("rows", [1, 5])
def test_the_list_costs_the_same_however_long(signed_in, session, rows, django_assert_num_queries):
    for _ in range(rows):
        AttendanceFactory(session=session, enrollment__cohort=session.cohort)
    with django_assert_num_queries(8):
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


# --- What devices send later ---


def entry(person, status="present", **more):
    said = {
        "id": str(uuid4()),
        "person": str(person.public_id),
        "status": status,
        "minutes": None,
        "seen": "",
    }
    return {**said, "at": timezone.now().isoformat(), **more}


def send(client, session, *entries):
    body = json.dumps({"marks": entries})
    return client.post(f"{address(session)}sync/", body, content_type="application/json")


def outcomes(response):
    return [each["outcome"] for each in response.json()["results"]]


def test_marks_of_a_device_are_kept_once_and_answered_one_by_one(signed_in, session):
    person, gone = (
        EnrollmentFactory(cohort=session.cohort),
        EnrollmentFactory(cohort=session.cohort, state="withdrawn"),
    )
    stranger = EnrollmentFactory()
    good = entry(person, "partly", minutes=40)
    sent = [good, entry(gone), entry(stranger), {"id": "x"}, entry(person, minutes=900, seen="partly:40")]
    for _ in range(2):
        response = send(signed_in, session, *sent)
        assert outcomes(response) == ["kept", "refused", "refused", "refused", "refused"]
    assert response.json()["holds"] == {str(person.public_id): "partly:40"}
    assert kept(session) == {(person.pk, "partly", 40)}
    assert list(AttendanceMark.objects.values_list("public_id", flat=True).filter(session=session)) == [
        AttendanceMark.objects.get(public_id=good["id"]).public_id
    ]


@pytest.mark.parametrize("at", ["0001-01-01T00:00:00Z", "1970-01-01T00:00:07Z", "9999-12-31T23:59:59Z"])
def test_a_mark_of_a_device_that_has_lost_its_clock_counts_as_of_now(signed_in, session, at):
    person = EnrollmentFactory(cohort=session.cohort)
    assert outcomes(send(signed_in, session, entry(person, at=at))) == ["kept"]
    assert abs(AttendanceMark.objects.get().said_at - timezone.now()) < timedelta(minutes=1)


def test_a_device_is_told_of_a_conflict_however_often_it_sends(signed_in, session):
    person = EnrollmentFactory(cohort=session.cohort)
    attendance.record(session, {person.pk: attendance.Mark(status="absent")}, by=UserFactory())
    mark = entry(person, "present")
    for _ in range(2):
        response = send(signed_in, session, mark)
        assert outcomes(response) == ["conflict"]
    assert response.json()["holds"] == {str(person.public_id): "absent"}
    assert AttendanceConflict.objects.count() == 1


@pytest.mark.parametrize("body", ["", "[]", "{}", '{"marks": 3}', '{"marks": [3]}', '{"marks": {"a": 1}}'])
def test_what_is_no_list_of_marks_is_refused(signed_in, session, body):
    response = signed_in.post(f"{address(session)}sync/", body, content_type="application/json")
    assert response.status_code == 400


def test_the_plain_form_finds_conflicts_too_and_touches_nobody_else(signed_in, session):
    person, other = (EnrollmentFactory(cohort=session.cohort) for _ in range(2))
    shown = {f"seen-{each.public_id}": "" for each in (person, other)}
    attendance.record(session, {person.pk: attendance.Mark(status="absent")}, by=UserFactory())
    response = signed_in.post(
        address(session), {**shown, **mark(person, "present"), **mark(other, "present")}
    )
    assert said(response) == [
        "For 1 person somebody has recorded something else meanwhile. Both are kept: please decide.",
        "Attendance of 1 person is recorded.",
    ]
    assert kept(session) == {(person.pk, "absent", None), (other.pk, "present", None)}


def test_a_page_that_was_open_for_long_takes_back_nothing_that_others_recorded(signed_in, session):
    """What she did not touch is not said by her."""
    person = EnrollmentFactory(cohort=session.cohort)
    AttendanceFactory(session=session, enrollment=person, status="present", recorded_by=UserFactory())
    signed_in.post(address(session), {**mark(person, "absent"), f"seen-{person.public_id}": "absent"})
    assert kept(session) == {(person.pk, "present", None)}


def conflict_in(session):
    person = EnrollmentFactory(cohort=session.cohort)
    attendance.record(session, {person.pk: attendance.Mark(status="absent")}, by=PersonFactory().user)
    said = attendance.Mark(status="present", seen="")
    return attendance.record(session, {person.pk: said}, by=PersonFactory().user).conflicts[0]


def conflicts_page(session):
    return reverse(
        "programs:conflict-list",
        kwargs={"slug": session.cohort.program.slug, "public_id": session.cohort.public_id},
    )


@pytest.mark.parametrize(("choice", "holds"), [("take", "present"), ("keep", "absent")])
def test_conflicts_are_listed_and_decided(signed_in, session, choice, holds):
    conflict = conflict_in(session)
    page = signed_in.get(conflicts_page(session))
    assert [each.pk for each in page.context["page"].object_list] == [conflict.pk]
    assert conflict.mark.enrollment.person.name in page.content.decode()
    decide = f"{conflicts_page(session)}{conflict.public_id}/"
    assert said(signed_in.post(decide, {}))[-1] == "Please choose which of the two holds."
    response = signed_in.post(decide, {"choice": choice})
    assert (response.status_code, response.url) == (302, conflicts_page(session))
    assert kept(session) == {(conflict.mark.enrollment_id, holds, None)}
    assert said(signed_in.post(decide, {"choice": choice}))[-1] == "This has been decided already."
    assert "Nothing to decide" in signed_in.get(conflicts_page(session)).content.decode()


@pytest.mark.parametrize("rows", [1, 5])
def test_the_list_of_conflicts_costs_the_same_however_long(
    signed_in, session, rows, django_assert_num_queries
):
    for _ in range(rows):
        conflict_in(session)
    with django_assert_num_queries(6):
        signed_in.get(conflicts_page(session))
