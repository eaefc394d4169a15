"""Messages to groups: each in her language, once, and to nobody else."""

import uuid

import pytest
from django.urls import reverse

from common.models import ActionLog, Message, Notification
from tests.factories.capacity import UserFactory
from tests.factories.programs import CohortFactory, EnrollmentFactory, ProgramRoleFactory
from tests.markup import flat

pytestmark = pytest.mark.django_db


@pytest.fixture
def cohort():
    return CohortFactory()


@pytest.fixture
def signed_in(client, cohort):
    client.force_login(ProgramRoleFactory(program=cohort.program).person.user)
    return client


def address(cohort):
    return reverse("programs:cohort-message", args=[cohort.program.slug, cohort.public_id])


def data(**more):
    return {
        "states": ["enrolled"],
        "mark": str(uuid.uuid4()),
        "subject_en": "Bring a laptop",
        "text_en": "Please bring one.",
        **more,
    }


def reader(cohort, language, state="enrolled"):
    enrollment = EnrollmentFactory(cohort=cohort, state=state)
    user = enrollment.person.user
    user.language = language
    user.save()
    return user


def test_each_reads_it_in_her_language_where_it_was_written_in_it_and_gets_it_once(signed_in, cohort):
    english, arabic, french = (reader(cohort, language) for language in ("en", "ar", "fr"))
    waiting = reader(cohort, "en", state="waitlisted")
    sent = data(subject_ar="أحضروا حاسوبًا", text_ar="من فضلكم.")
    for _ in range(2):
        assert signed_in.post(address(cohort), sent).status_code == 302
    subjects = dict(Message.objects.values_list("recipient", "subject"))
    assert subjects == {
        english.pk: "Bring a laptop",
        arabic.pk: "أحضروا حاسوبًا",
        french.pk: "Bring a laptop",
    }
    assert waiting.pk not in subjects
    told = Notification.objects.get(recipient=arabic)
    assert (told.text, told.detail) == ("أحضروا حاسوبًا", "من فضلكم.")
    signed_in.force_login(arabic)
    assert "من فضلكم." in flat(signed_in.get(reverse("capacity:notification-list")))


def test_the_log_says_to_how_many_and_not_what(signed_in, cohort):
    reader(cohort, "en")
    signed_in.post(address(cohort), data())
    last = ActionLog.objects.order_by("pk").last()
    assert (last.verb, last.after) == ("programs.messages.send", {"states": ["enrolled"], "people": 1})


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"states": []}, "states"),
        ({"states": ["draft"]}, "states"),
        ({"text_en": ""}, "text_en"),
        ({"subject_ar": "x"}, "subject_ar"),
        ({"mark": "x"}, "mark"),
        ({"text_en": "a\0b"}, "text_en"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_sent(signed_in, cohort, more, field):
    reader(cohort, "en")
    response = signed_in.post(address(cohort), data(**more))
    assert (response.status_code, field in response.context["form"].errors) == (422, True)
    assert not Message.objects.exists()


def test_who_does_not_run_the_cohort_writes_to_nobody(client, cohort):
    client.force_login(UserFactory())
    assert client.post(address(cohort), data()).status_code == 403
