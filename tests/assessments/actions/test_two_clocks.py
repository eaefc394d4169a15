"""The clock strikes in two places at once, each on a connection of its own; and after the portal was down for weeks."""

import threading
from datetime import timedelta
from itertools import pairwise

import pytest
import time_machine
from django.db import connection
from django.utils import timezone

from assessments import tasks
from assessments.actions import invitations, waves
from assessments.models import Invitation
from assessments.states import WaveState
from common.models import Message
from tests.factories.assessments import InvitationFactory, ResponseFactory, WaveFactory
from tests.factories.programs import CohortFactory, EnrollmentFactory

pytestmark = [pytest.mark.servers, pytest.mark.django_db(transaction=True)]
DAY = timedelta(days=1)


def twice_at_once(deed):
    gate, told = threading.Barrier(2), []

    def strike():
        try:
            gate.wait()
            told.append(deed())
        finally:
            connection.close()

    threads = [threading.Thread(target=strike) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return told


def test_two_clocks_open_a_wave_once_and_write_to_each_once():
    wave = WaveFactory(state=WaveState.PLANNED, opens_at=timezone.now() - timedelta(minutes=1))
    people = {EnrollmentFactory(cohort=wave.plan.cohort).person_id for _ in range(3)}
    assert sorted(twice_at_once(waves.advance)) == [0, 1]
    assert set(wave.targets.values_list("subject", flat=True)) == people
    assert Invitation.objects.count() == Message.objects.count() == 3


def test_after_weeks_of_downtime_one_beat_catches_up_with_all_of_it():
    now = timezone.now()
    overdue = WaveFactory(opens_at=now - 40 * DAY, closes_at=now - 20 * DAY)
    ResponseFactory(wave=overdue, state="draft")
    missed = WaveFactory(
        plan__cohort=CohortFactory(),
        timepoint="endline",
        state=WaveState.PLANNED,
        opens_at=now - 30 * DAY,
        closes_at=now - 16 * DAY,
    )
    EnrollmentFactory(cohort=missed.plan.cohort)
    assert sum(twice_at_once(tasks.advance_waves)) == 3
    overdue.refresh_from_db()
    missed.refresh_from_db()
    assert (overdue.state, missed.state) == (WaveState.CLOSED, WaveState.OPEN)
    assert missed.closes_at - missed.opens_at == 14 * DAY
    assert Message.objects.count() == 1
    assert twice_at_once(tasks.advance_waves) == [0, 0]


def test_two_clocks_a_day_remind_three_times_at_least_five_days_apart():
    wave = WaveFactory(closes_at=timezone.now() + 90 * DAY)
    silent = [InvitationFactory(target__wave=wave) for _ in range(2)]
    start, told, moments = timezone.now(), 0, {each.pk: [] for each in silent}
    for hours in range(0, 22 * 24, 30):
        moment = start + timedelta(hours=hours)
        with time_machine.travel(moment, tick=False):
            told += sum(twice_at_once(invitations.remind_due))
        for pk, at in Invitation.objects.values_list("pk", "reminded_at"):
            if at is not None and at not in moments[pk]:
                moments[pk].append(at)
    assert [len(each) for each in moments.values()] == [3, 3]
    assert told == Message.objects.count() == 6
    assert all(later - earlier >= 5 * DAY for each in moments.values() for earlier, later in pairwise(each))
    assert list(Invitation.objects.values_list("reminders", flat=True)) == [3, 3]
