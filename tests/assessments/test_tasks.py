from datetime import timedelta

import pytest
from django.utils import timezone

from assessments import tasks
from assessments.models import Invitation, Wave
from assessments.states import WaveState
from tests.factories.assessments import InvitationFactory, WaveFactory


@pytest.mark.django_db
def test_the_clock_advances_waves():
    WaveFactory(state=WaveState.PLANNED)
    assert tasks.advance_waves() == 1
    assert Wave.objects.get().state == WaveState.OPEN


@pytest.mark.django_db
def test_the_clock_reminds():
    InvitationFactory(sent_at=timezone.now() - timedelta(days=6))
    assert tasks.remind_invited() == 1
    assert Invitation.objects.get().reminders == 1


def test_beat_knows_the_tasks_by_their_names(settings):
    scheduled = {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()}
    assert {tasks.advance_waves.name, tasks.remind_invited.name} <= scheduled
