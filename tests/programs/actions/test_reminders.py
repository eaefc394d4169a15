"""Reminders that somebody sends herself: of what is open, and not twice on one day."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from common.models import Message
from programs.actions import reminders
from tests.factories.programs import (
    AttendanceFactory,
    CohortFactory,
    EnrollmentFactory,
    ProgramRoleFactory,
    SessionFactory,
)

pytestmark = pytest.mark.django_db


def test_an_offer_that_ends_within_a_day_is_told_of_once_a_day():
    now = timezone.now().replace(hour=9)
    cohort = CohortFactory()
    for hours in (-1, 23, 25, 47):
        EnrollmentFactory(cohort=cohort, state="offered", offer_expires_at=now + timedelta(hours=hours))
    EnrollmentFactory(cohort=cohort, state="enrolled")
    told = []
    for later in (0, 1, 24):
        with time_machine.travel(now + timedelta(hours=later), tick=False):
            told.append((reminders.remind_of_offers(cohort), Message.objects.count()))
    assert told == [(1, 1), (2, 2), (2, 4)]  # on the second day the one whom it was said the day before, too


def test_attendance_is_asked_for_of_sessions_that_took_place_and_once_a_day():
    cohort = CohortFactory()
    ProgramRoleFactory(program=cohort.program, role="facilitator")
    yesterday = timezone.now().date() - timedelta(days=1)
    SessionFactory(cohort=cohort, local_date=yesterday)
    SessionFactory(cohort=cohort, local_date=yesterday, cancelled_at=timezone.now())
    AttendanceFactory(session=SessionFactory(cohort=cohort, local_date=yesterday))
    SessionFactory(cohort=cohort, local_date=yesterday + timedelta(days=30))
    SessionFactory(local_date=yesterday)
    told = []
    for days in (0, 0, 1):
        with time_machine.travel(timezone.now() + timedelta(days=days), tick=False):
            told.append((reminders.remind_of_attendance(cohort), Message.objects.count()))
    assert told == [(1, 1), (1, 1), (1, 2)]
