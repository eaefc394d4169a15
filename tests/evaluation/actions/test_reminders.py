"""One press reminds who owes something, each once a day; and who decides learns of an application."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from common.models import ActionLog, Message, Notification
from evaluation.actions import reminders
from programs.actions import enrollments
from programs.models import Confirmation
from tests.factories.assessments import InvitationFactory, WaveFactory, WaveTargetFactory
from tests.factories.capacity import PersonFactory
from tests.factories.programs import (
    AttendanceFactory,
    CohortFactory,
    EnrollmentFactory,
    ProgramRoleFactory,
    SessionFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def cohort():
    return CohortFactory(starts_on=timezone.localdate() - timedelta(days=20))


@pytest.fixture
def coordinator(cohort):
    return ProgramRoleFactory(program=cohort.program).person


@pytest.fixture
def teacher(cohort):
    return ProgramRoleFactory(program=None, cohort=cohort, role="facilitator").person


def offered(cohort, hours):
    return EnrollmentFactory(
        cohort=cohort,
        state="offered",
        offered_at=timezone.now() - timedelta(days=3),
        offer_expires_at=timezone.now() + timedelta(hours=hours),
    )


def asked(cohort, days, **more):
    target = WaveTargetFactory(
        wave=WaveFactory(plan__cohort=cohort), enrollment=EnrollmentFactory(cohort=cohort)
    )
    sent = timezone.now() - timedelta(days=days)
    return InvitationFactory(target=target, state="sent", sent_at=sent, **more)


def told(person):
    return list(
        Notification.objects.filter(recipient=person.user).order_by("pk").values_list("text", flat=True)
    )


def remind(cohort, coordinator):
    return reminders.remind(cohort, by=coordinator.user)


def test_each_who_owes_something_is_reminded_and_the_others_are_not(cohort, coordinator, teacher):
    ending, later = offered(cohort, hours=20), offered(cohort, hours=30)
    late, fresh = asked(cohort, days=6), asked(cohort, days=1)
    said_no = asked(cohort, days=6, reminders=3)
    empty, recorded = SessionFactory(cohort=cohort), SessionFactory(cohort=cohort)
    AttendanceFactory(session=recorded)
    SessionFactory(cohort=cohort, local_date=timezone.localdate() + timedelta(days=2))
    done = remind(cohort, coordinator)
    assert done == reminders.Reminded(answers=1, offers=1, sessions=1)
    assert told(ending.person) == [f"Your place in “{cohort.program.title}” is held for less than a day"]
    assert told(later.person) == []
    assert [len(told(each.respondent)) for each in (late, fresh, said_no)] == [1, 0, 0]
    assert told(teacher) == [f"Who was at “{empty.title}” of “{cohort.program.title}”?"]
    log = ActionLog.objects.get(verb="evaluation.reminders.remind")
    assert (log.object_id, log.after) == (cohort.pk, {"answers": 1, "offers": 1, "sessions": 1})


def test_a_second_press_on_the_same_day_writes_to_nobody_twice(cohort, coordinator, teacher):
    ending = offered(cohort, hours=20)
    asked(cohort, days=6)
    SessionFactory(cohort=cohort)
    remind(cohort, coordinator)
    before = Notification.objects.count()
    remind(cohort, coordinator)
    assert Notification.objects.count() == before
    with time_machine.travel(timezone.now() + timedelta(days=1)):
        remind(cohort, coordinator)
    assert (len(told(teacher)), len(told(ending.person))) == (2, 1)


def test_the_page_says_who_will_be_reminded_and_does_it(client, cohort, coordinator, teacher):
    client.force_login(coordinator.user)
    page = reverse("evaluation:cohort-remind", args=[cohort.public_id])
    assert "Nobody is to be reminded now" in client.get(page).text
    assert "Remind people" not in client.get(reverse("evaluation:desk")).text
    ending = offered(cohort, hours=20)
    asked(cohort, days=6)
    session = SessionFactory(cohort=cohort)
    shown = client.get(page).text
    assert [text in shown for text in (ending.person.name, session.title, "1 person is reminded")] == [
        True
    ] * 3
    assert page in client.get(reverse("evaluation:desk")).text
    answer = client.post(page, follow=True).text
    for sentence in (
        "1 person reminded of a questionnaire.",
        "1 person reminded of an offered place.",
        "Those who teach are reminded of 1 session without attendance.",
    ):
        assert sentence in answer


def test_a_facilitator_reminds_nobody(client, cohort, teacher):
    client.force_login(teacher.user)
    assert client.post(reverse("evaluation:cohort-remind", args=[cohort.public_id])).status_code == 403


@pytest.mark.parametrize("rows", [1, 5])
def test_the_page_costs_the_same_however_many(client, cohort, coordinator, rows, django_assert_num_queries):
    for _ in range(rows):
        offered(cohort, hours=20)
        asked(cohort, days=6)
        SessionFactory(cohort=cohort)
    client.force_login(coordinator.user)
    with django_assert_num_queries(8):
        client.get(reverse("evaluation:cohort-remind", args=[cohort.public_id]))


def test_who_decides_learns_of_an_application_once_a_day_together(cohort, coordinator):
    review = CohortFactory(program=cohort.program, confirmation=Confirmation.REVIEW)
    person = PersonFactory(name="Ada")
    row = enrollments.apply(review, person=person, by=person.user)
    about = f"An application for “{review.program.title}”, {review.name}, waits for a decision"
    assert told(coordinator) == [about]
    letter = Message.objects.get(recipient=coordinator.user)
    assert (letter.kind, letter.in_digest, "Ada" in letter.text) == ("application", True, True)
    assert letter.key == f"application:enrollment-{row.pk}-arrived:{coordinator.user.pk}"


def test_nobody_is_told_of_her_own_application_or_where_nothing_waits(cohort, coordinator):
    at_once = CohortFactory(program=cohort.program)
    person = PersonFactory()
    enrollments.apply(at_once, person=person, by=person.user)
    review = CohortFactory(program=cohort.program, confirmation=Confirmation.REVIEW)
    enrollments.apply(review, person=coordinator, by=coordinator.user)
    assert not Notification.objects.filter(recipient=coordinator.user, kind="application").exists()
