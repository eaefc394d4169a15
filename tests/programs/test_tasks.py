"""What the clock does, also twice."""

from datetime import time, timedelta

import pytest
import time_machine
from celery import current_app
from django.conf import settings
from django.utils import timezone

from common.models import ActionLog, Message, Notification, NotificationPreference
from programs import tasks
from programs.actions import programs, sessions
from programs.models import EnrollmentEvent
from tests.factories.capacity import UserFactory
from tests.factories.programs import (
    CohortFactory,
    DelegationPlaceFactory,
    EnrollmentFactory,
    MentoringPairFactory,
    SavedSearchFactory,
    SeatPoolFactory,
    SessionFactory,
    complete,
)

pytestmark = pytest.mark.django_db


def letters():
    return list(Message.objects.order_by("id").values_list("subject", flat=True))


@pytest.fixture
def session():
    starts_on = timezone.now().date() + timedelta(days=10)
    return SessionFactory(
        cohort=CohortFactory(starts_on=starts_on), title="Opening", link="https://example.org/room"
    )


def test_lapse_offers_lets_expired_offers_lapse():
    offered = EnrollmentFactory(state="offered")
    with time_machine.travel(offered.offer_expires_at, tick=False):
        assert [tasks.lapse_offers(), tasks.lapse_offers()] == [1, 0]


def test_an_offer_that_ends_is_told_of_once_a_day_before():
    offered = EnrollmentFactory(state="offered")
    EnrollmentFactory(state="offered", offer_expires_at=timezone.now() + timedelta(hours=20))
    assert tasks.remind_of_offers() == 0
    with time_machine.travel(offered.offer_expires_at - timedelta(hours=23), tick=False):
        assert [tasks.remind_of_offers(), tasks.remind_of_offers()] == [1, 1]
    letter = Message.objects.get()
    assert (letter.recipient, "less than a day" in letter.subject) == (offered.person.user, True)
    with time_machine.travel(offered.offer_expires_at, tick=False):
        assert tasks.remind_of_offers() == 0


def test_enrolled_people_are_reminded_two_days_before_and_once(session):
    enrolled = EnrollmentFactory(cohort=session.cohort)
    EnrollmentFactory(cohort=session.cohort, state="waitlisted")
    assert tasks.remind_of_sessions() == 0
    with time_machine.travel(session.starts_at - timedelta(days=2), tick=False):
        assert [tasks.remind_of_sessions(), tasks.remind_of_sessions()] == [1, 0]
    letter = Message.objects.get()
    assert letter.recipient == enrolled.person.user
    assert "Opening" in letter.subject
    assert "https://example.org/room" in letter.text


def test_a_session_that_moved_is_told_anew(session):
    EnrollmentFactory(cohort=session.cohort)
    with time_machine.travel(session.starts_at - timedelta(days=1), tick=False):
        tasks.remind_of_sessions()
        session.local_time = time(16)
        sessions.save(session, by=UserFactory(), moved=True)
        assert tasks.remind_of_sessions() == 1
    assert len(letters()) == 3  # with the one that says that it moved


def test_a_session_that_has_a_new_name_only_is_not_told_anew(session):
    EnrollmentFactory(cohort=session.cohort)
    with time_machine.travel(session.starts_at - timedelta(days=1), tick=False):
        tasks.remind_of_sessions()
        session.title = "Beginning"
        sessions.save(session, by=UserFactory(), moved=False)
        programs.edit(complete(session.cohort.program), by=UserFactory(), title_en="Another title")
        assert tasks.remind_of_sessions() == 0
    assert len(letters()) == 1


def test_nobody_is_reminded_of_a_cancelled_session_or_cohort(session):
    EnrollmentFactory(cohort=session.cohort)
    with time_machine.travel(session.starts_at - timedelta(days=1), tick=False):
        session.cancelled_at = timezone.now()
        session.save()
        assert tasks.remind_of_sessions() == 0


def test_who_wants_no_letters_gets_none(session):
    enrollment = EnrollmentFactory(cohort=session.cohort)
    NotificationPreference.objects.create(user=enrollment.person.user, kind="session", email="never")
    with time_machine.travel(session.starts_at - timedelta(days=1), tick=False):
        tasks.remind_of_sessions()
    assert letters() == []


# --- Everything the clock starts, twice ---


def a_scene():
    """Something for each task to do: said at the moment at which all of it is due."""
    cohort = CohortFactory(starts_on=timezone.now().date() + timedelta(days=1))
    EnrollmentFactory(cohort=cohort, state="offered", offer_expires_at=timezone.now() - timedelta(hours=1))
    EnrollmentFactory(cohort=cohort, state="offered", offer_expires_at=timezone.now() + timedelta(hours=1))
    EnrollmentFactory(cohort=cohort, state="waitlisted")
    SessionFactory(cohort=cohort, local_date=cohort.starts_on)
    EnrollmentFactory(cohort=cohort)
    full = CohortFactory(seats=2, reserves_release_at=timezone.now() - timedelta(minutes=1))
    SeatPoolFactory(cohort=full, seats=2)
    EnrollmentFactory(cohort=full, state="waitlisted")
    MentoringPairFactory()
    DelegationPlaceFactory(expires_at=timezone.now() - timedelta(minutes=1))
    long_ago = timezone.now() - timedelta(days=2)
    SavedSearchFactory(alert="daily", alert_since=long_ago, looked_at=long_ago, next_at=long_ago)


def test_whatever_the_clock_starts_tells_everybody_once_however_often_it_runs():
    scheduled = [
        current_app.tasks[each["task"]]
        for each in settings.CELERY_BEAT_SCHEDULE.values()
        if each["task"].startswith("programs.")
    ]
    a_scene()
    said = []
    for _turn in range(3):
        for task in scheduled:
            task.run()
        keys = Notification.objects.values_list("key", flat=True)
        said.append(
            (
                Message.objects.count(),
                sorted(keys),
                EnrollmentEvent.objects.count(),
                ActionLog.objects.count(),
            )
        )
    assert said[0] == said[1] == said[2]
    kinds = {key.split(":")[0] for key in said[0][1]}
    assert kinds >= {"enrollment", "session", "mentoring", "search"}, kinds
