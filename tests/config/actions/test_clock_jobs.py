"""Staff are told once when work of the clock begins to fail, and once when it works again."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from common.models import ClockJob, Message, Notification
from config.actions import clock_jobs
from config.tasks import erase
from programs.tasks import lapse_offers
from tests.factories.capacity import StaffFactory, UserFactory

pytestmark = pytest.mark.django_db
TASK = "programs.tasks.lapse_offers"


class MailServerAwayError(Exception):
    pass


def away(*_ids, **_named):
    raise MailServerAwayError("to ada@example.org")


def run(monkeypatch, task, does):
    monkeypatch.setattr(task, "run", does)
    task.apply()


@pytest.fixture
def staff():
    return StaffFactory()


def told(user):
    return list(Notification.objects.filter(recipient=user).order_by("pk").values_list("text", flat=True))


def test_staff_are_told_once_of_the_beginning_and_once_of_the_end(monkeypatch, staff):
    member = UserFactory()
    run(monkeypatch, lapse_offers, lambda: None)
    assert told(staff) == []
    for _ in range(3):
        run(monkeypatch, lapse_offers, away)
    assert told(staff) == [f"Work that the portal does by itself has failed: {TASK}"]
    for _ in range(2):
        run(monkeypatch, lapse_offers, lambda: None)
    assert told(staff)[1:] == [f"Work that the portal does by itself works again: {TASK}"]
    assert told(member) == []


def test_it_counts_since_when_and_keeps_no_word_of_the_fault(monkeypatch, staff):
    began = timezone.now()
    with time_machine.travel(began, tick=False):
        run(monkeypatch, lapse_offers, away)
    with time_machine.travel(began + timedelta(hours=2), tick=False):
        run(monkeypatch, lapse_offers, away)
    job = ClockJob.objects.get()
    assert (job.failing_since, job.failed_at, job.times) == (began, began + timedelta(hours=2), 2)
    assert job.fault == "MailServerAwayError"
    assert not Message.objects.filter(text__contains="ada@example.org").exists()


def test_failing_anew_is_told_anew_and_counted_from_one(monkeypatch, staff):
    for hours in (0, 1):
        with time_machine.travel(timezone.now() + timedelta(hours=hours), tick=False):
            run(monkeypatch, lapse_offers, away)
            run(monkeypatch, lapse_offers, away)
            run(monkeypatch, lapse_offers, lambda: None)
    assert len(told(staff)) == 4
    assert (ClockJob.objects.get().times, ClockJob.objects.get().failing_since) == (2, None)


def test_what_a_person_asked_for_is_not_work_of_the_clock(monkeypatch, staff):
    run(monkeypatch, erase, away)
    assert (told(staff), ClockJob.objects.count()) == ([], 0)


def test_a_long_name_of_a_fault_is_cut(staff):
    assert clock_jobs.failed(TASK, "x" * 200).fault == "x" * 100
