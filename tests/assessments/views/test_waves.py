from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from assessments.models import Wave
from assessments.states import InvitationState, ResponseState, WaveState
from capacity.actions import access
from capacity.states import LookReason
from common.models import Message
from tests.factories.assessments import (
    InvitationFactory,
    ResponseFactory,
    ScoreFactory,
    WaveFactory,
    WaveTargetFactory,
)
from tests.factories.capacity import StaffFactory, UserFactory
from tests.factories.programs import EnrollmentFactory, ProgramRoleFactory

pytestmark = pytest.mark.django_db
DEEDS = ["wave-open", "wave-close", "wave-reopen", "wave-remind"]


@pytest.fixture
def wave():
    return WaveFactory()


@pytest.fixture
def coordinator(wave):
    return ProgramRoleFactory(program=wave.plan.cohort.program).person.user


@pytest.fixture
def client(client, coordinator):
    client.force_login(coordinator)
    return client


def address(wave, name="wave-detail"):
    return reverse(f"assessments:{name}", kwargs={"public_id": wave.public_id})


@pytest.mark.parametrize("name", DEEDS)
def test_strangers_run_no_wave(client, wave, name):
    client.force_login(UserFactory())
    assert client.post(address(wave, name)).status_code == 403
    client.logout()
    assert client.post(address(wave, name)).status_code == 302


def test_strangers_see_no_wave(client, wave):
    client.force_login(UserFactory())
    assert client.get(address(wave)).status_code == 403


@pytest.mark.parametrize("name", DEEDS)
def test_looking_does_nothing(client, wave, name):
    assert client.get(address(wave, name)).status_code == 405


def test_an_unknown_wave_is_not_found(client):
    unknown = reverse("assessments:wave-detail", kwargs={"public_id": "00000000-0000-4000-8000-000000000000"})
    assert client.get(unknown).status_code == 404


def test_the_page_gives_the_rate_with_its_denominator(client, wave):
    for state in ["submitted", "submitted", "declined", "sent"]:
        InvitationFactory(target__wave=wave, state=state)
    WaveTargetFactory(wave=wave)
    page = client.get(address(wave))
    rate = page.context["rate"]
    assert (rate.answered, rate.asked, rate.declined, rate.unreachable, rate.missing) == (2, 5, 1, 1, 1)
    assert "2 of 5" in page.text


def test_the_page_names_who_is_missing_and_nobody_else(client, wave):
    missing = InvitationFactory(target__wave=wave)
    for state in ["submitted", "declined", "opted_out"]:
        InvitationFactory(target__wave=wave, state=state)
    InvitationFactory()
    page = client.get(address(wave))
    assert page.context["missing"] == [missing]
    assert missing.respondent.name in page.text


def test_nobody_is_named_in_an_anonymous_plan(client, wave):
    wave.plan.is_anonymous = True
    wave.plan.save()
    invitation = InvitationFactory(target__wave=wave)
    page = client.get(address(wave))
    assert page.context["missing"] == []
    assert invitation.respondent.name not in page.text


@pytest.mark.parametrize("rows", [1, 5])
def test_the_page_has_a_constant_number_of_queries(client, wave, rows, django_assert_num_queries):
    InvitationFactory.create_batch(rows, target__wave=wave)
    with django_assert_num_queries(6):  # session, user, wave, permission, rate, who is missing, navigation
        client.get(address(wave))


def scored(wave, people):
    capacity = wave.version.dimensions.get().capacity
    for _ in range(people):
        response = ResponseFactory(
            invitation__target__wave=wave, state=ResponseState.SUBMITTED, submitted_at=timezone.now()
        )
        ScoreFactory(response=response, capacity=capacity, raw=2, normalized="0.5")


@pytest.mark.parametrize(("people", "shown"), [(4, [(None, None)]), (5, [(0.5, 5)])])
def test_no_mean_of_fewer_than_five_people_is_shown(client, wave, people, shown):
    scored(wave, people)
    wave.state = WaveState.CLOSED
    wave.save()
    page = client.get(address(wave))
    assert [(bar.value, bar.n) for bar in page.context["chart"].rows] == shown


def test_no_mean_is_shown_while_answers_still_come(client, wave):
    scored(wave, 6)
    assert client.get(address(wave)).context["chart"] is None


def test_a_coordinator_opens_a_wave(client, wave):
    planned = WaveFactory(plan=wave.plan, version=wave.version, timepoint="endline", state=WaveState.PLANNED)
    EnrollmentFactory(cohort=wave.plan.cohort)
    response = client.post(address(planned, "wave-open"), follow=True)
    assert "The wave is open" in response.text
    assert response.context["rate"].asked == 1


def test_a_coordinator_closes_and_reopens_a_wave(client, wave):
    states = []
    for name in ["wave-close", "wave-close", "wave-reopen"]:
        client.post(address(wave, name))
        states.append(Wave.objects.get(pk=wave.pk).state)
    assert states == [WaveState.CLOSING, WaveState.CLOSED, WaveState.OPEN]


def test_a_coordinator_reminds_who_is_due(client, wave):
    InvitationFactory(target__wave=wave, sent_at=timezone.now() - timedelta(days=6))
    assert "1 person reminded." in client.post(address(wave, "wave-remind"), follow=True).text
    assert "Nobody is due" in client.post(address(wave, "wave-remind"), follow=True).text
    assert Message.objects.count() == 1


def test_a_deed_that_comes_too_late_is_refused_in_words(client, wave):
    assert "moved on meanwhile" in client.post(address(wave, "wave-open"), follow=True).text


def test_staff_run_every_wave_once_they_say_why(client, wave):
    staff = StaffFactory()
    client.force_login(staff)
    access.state_reason(wave.plan.cohort, by=staff, reason=LookReason.SUPPORT)
    assert client.get(address(wave)).status_code == 200


def test_the_expired_are_missing_too(client, wave):
    expired = InvitationFactory(target__wave=wave, state=InvitationState.EXPIRED)
    assert client.get(address(wave)).context["missing"] == [expired]
