from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from assessments.actions import invitations
from assessments.models import Invitation
from assessments.states import InvitationState, WaveState
from common.models import Message
from common.moves import MoveError
from programs.states import EnrollmentState
from tests.factories.assessments import InvitationFactory, WaveFactory
from tests.factories.capacity import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def wave():
    return WaveFactory(closes_at=timezone.now() + timedelta(days=60))


def reminded_on(days, wave):
    with time_machine.travel(timezone.now() + timedelta(days=days, minutes=1), tick=True):
        return invitations.remind_wave(wave, by=None)


def test_who_is_silent_is_reminded_three_times_five_days_apart(wave):
    InvitationFactory(target__wave=wave)
    assert [reminded_on(day, wave) for day in [4, 5, 7, 10, 15, 20, 40]] == [0, 1, 0, 1, 1, 0, 0]
    assert Message.objects.count() == 3


SENT = datetime(2026, 3, 1, 12, tzinfo=UTC)


def after(**time):
    return SENT + timedelta(**time)


@pytest.mark.parametrize(
    ("now", "facts", "expected"),
    [
        (after(days=5), {}, True),
        (after(days=5, microseconds=-1), {}, False),
        (after(days=9), {"reminded_at": after(days=5), "reminders": 1}, False),
        (after(days=10), {"reminded_at": after(days=5), "reminders": 1}, True),
        (after(days=40), {"reminded_at": SENT, "reminders": 3}, False),
        (after(days=40), {"sent_at": None}, False),
        (after(days=60), {}, False),
    ],
    ids=["five days", "a moment before", "too soon again", "again", "three times", "not invited", "closed"],
)
def test_at_most_three_reminders_five_days_apart(now, facts, expected):
    """To the moment, in the one statement that the desk's number and the letters are taken from."""
    wave = WaveFactory(opens_at=SENT - timedelta(days=1), closes_at=after(days=60))
    InvitationFactory(target__wave=wave, **{"sent_at": SENT, **facts})
    with time_machine.travel(now, tick=False):
        assert Invitation.objects.due_for_reminder().exists() is expected


@pytest.mark.parametrize("state", ["submitted", "declined", "opted_out", "expired", "ineligible"])
def test_who_answered_or_said_no_is_not_reminded(wave, state):
    InvitationFactory(target__wave=wave, state=state)
    assert reminded_on(6, wave) == 0


@pytest.mark.parametrize("state", ["opened", "started", "bounced"])
def test_who_has_begun_is_reminded(wave, state):
    InvitationFactory(target__wave=wave, state=state)
    assert reminded_on(6, wave) == 1


def test_who_left_the_cohort_is_not_reminded(wave):
    invitation = InvitationFactory(target__wave=wave)
    enrollment = invitation.target.enrollment
    enrollment.state, enrollment.ended_at = EnrollmentState.WITHDRAWN, timezone.now()
    enrollment.save()
    assert reminded_on(6, wave) == 0


def test_nobody_is_reminded_of_a_closing_wave():
    wave = WaveFactory(state=WaveState.CLOSING)
    InvitationFactory(target__wave=wave, sent_at=timezone.now() - timedelta(days=9))
    assert invitations.remind_wave(wave, by=None) == 0


def test_the_clock_reminds_in_every_open_wave(wave):
    InvitationFactory(target__wave=wave, sent_at=timezone.now() - timedelta(days=9))
    InvitationFactory(sent_at=timezone.now() - timedelta(days=9))
    assert invitations.remind_due() == 2
    assert invitations.remind_due() == 0


def test_a_reminder_is_in_the_persons_language(wave):
    invitation = InvitationFactory(target__wave=wave, sent_at=timezone.now() - timedelta(days=9))
    invitations.remind_wave(wave, by=None)
    message = Message.objects.get()
    assert (message.language, message.kind) == ("en", "assessment")
    assert message.subject == f"Still time to answer: “{wave.plan.cohort.program.title}”"
    assert f"/assessments/{invitation.public_id}/" in message.text


@pytest.mark.parametrize(("deed", "state"), [("decline", "declined"), ("opt_out", "opted_out")])
def test_a_person_may_say_no(invitation, person, deed, state):
    ended = getattr(invitations, deed)(invitation, by=person)
    assert (ended.state, ended.ended_at is not None) == (state, True)


@pytest.mark.parametrize("deed", ["decline", "opt_out", "note_opened"])
def test_nobody_speaks_for_another(invitation, deed):
    with pytest.raises(PermissionDenied):
        getattr(invitations, deed)(invitation, by=UserFactory())


def test_what_is_answered_cannot_be_declined():
    invitation = InvitationFactory(state=InvitationState.SUBMITTED)
    with pytest.raises(MoveError):
        invitations.decline(invitation, by=invitation.respondent.user)


def test_looking_is_noted_once(invitation, person):
    invitations.note_opened(invitation, by=person)
    invitations.note_opened(invitation, by=person)
    assert Invitation.objects.get().state == InvitationState.OPENED
