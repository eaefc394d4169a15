"""Checking in by oneself, and the page with the code."""

from datetime import timedelta

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse
from django.utils import timezone

from programs.actions import check_ins
from programs.models import Attendance, CheckInCode, ProgramRoleKind
from tests.factories.capacity import UserFactory
from tests.factories.programs import CohortFactory, EnrollmentFactory, ProgramRoleFactory, SessionFactory

pytestmark = pytest.mark.django_db
START = reverse("programs:check-in-start")


@pytest.fixture
def session():
    starts = timezone.now() - timedelta(minutes=10)
    cohort = CohortFactory(starts_on=starts.date(), ends_on=starts.date() + timedelta(days=1))
    return SessionFactory(cohort=cohort, local_date=starts.date(), local_time=starts.time(), minutes=60)


@pytest.fixture
def code(session):
    return check_ins.open_code(session, by=UserFactory()).code


@pytest.fixture
def mine(client, session):
    enrollment = EnrollmentFactory(cohort=session.cohort)
    client.force_login(enrollment.person.user)
    return enrollment


def test_the_code_leads_to_a_button_and_the_button_checks_in(client, mine, session, code):
    shown = client.post(START, {"code": f" {code[:3]} {code[3:].lower()}"})
    assert (shown.status_code, shown.context["session"]) == (200, session)
    assert not Attendance.objects.exists()
    response = client.post(reverse("programs:check-in", kwargs={"code": code}))
    assert (response.status_code, response.url) == (302, session.cohort.get_absolute_url())
    assert [str(each) for each in get_messages(response.wsgi_request)] == ["You are checked in."]
    assert Attendance.objects.get().enrollment == mine


def test_looking_at_the_address_of_a_qr_code_records_nothing(client, mine, code):
    assert client.get(reverse("programs:check-in", kwargs={"code": code})).status_code == 200
    assert not Attendance.objects.exists()


def test_who_is_not_signed_in_signs_in_first_and_comes_back(client, code):
    address = reverse("programs:check-in", kwargs={"code": code})
    assert client.get(address).url == f"{reverse('account_login')}?next={address}"


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ("", "This field is required."),
        ("ABC", "A code has 6 letters and digits."),
        ("ABCDEF", "This is not a code of a session in which you take part. Codes change: look again."),
    ],
)
def test_a_wrong_code_is_named_beside_its_field_and_stays_there(client, mine, typed, problem):
    response = client.post(START, {"code": typed})
    form = response.context["form"]
    assert (response.status_code, form.errors) == (422, {"code": [problem]})
    assert form["code"].value() == typed


def test_after_ten_wrong_codes_also_the_right_one_waits(client, mine, code, settings):
    for _ in range(settings.CHECK_IN_TRIES):
        assert client.get(reverse("programs:check-in", kwargs={"code": "ABCDEF"})).status_code == 422
    assert client.post(reverse("programs:check-in", kwargs={"code": code})).status_code == 429
    assert not Attendance.objects.exists()


def page_of(session):
    cohort = session.cohort
    return reverse(
        "programs:session-check-in",
        kwargs={"slug": cohort.program.slug, "public_id": cohort.public_id, "session": session.public_id},
    )


def test_who_teaches_makes_renews_and_ends_the_code(client, session, settings):
    role = ProgramRoleFactory(program=session.cohort.program, role=ProgramRoleKind.FACILITATOR)
    client.force_login(role.person.user)
    assert client.get(page_of(session)).context["code"] is None
    client.post(page_of(session), {"deed": "open"})
    first = client.get(page_of(session))
    assert first.context["address"] == f"{settings.SITE_ADDRESS}/check-in/{first.context['code'].code}/"
    drawing = str(first.context["drawing"])
    assert drawing.startswith("<svg")
    assert "style=" not in drawing
    client.post(page_of(session), {"deed": "open"})
    assert client.get(page_of(session)).context["code"] != first.context["code"]
    client.post(page_of(session), {"deed": "close"})
    assert not CheckInCode.objects.filter(closed_at=None).exists()


def test_who_takes_part_does_not_see_the_code(client, mine, session):
    assert client.get(page_of(session)).status_code == 403
