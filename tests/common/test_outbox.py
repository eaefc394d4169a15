"""Telling people: in their language, by their choice, once, and not lost."""

from datetime import UTC, datetime, time

import pytest
import time_machine
from django.core import mail
from django.db import transaction
from django.utils import timezone

from common import outbox
from common.models import Message, MessageState, Notification, NotificationPreference, QuietHours
from tests.factories.capacity import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def letter(tmp_path, settings):
    """A letter of our own, so that no wording of a real one matters here."""
    (tmp_path / "letters").mkdir()
    (tmp_path / "letters" / "hello.txt").write_text(
        "{% load i18n %}{% translate 'Settings' %} & {{ name }}\n\nSee {{ url }}"
    )
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [*settings.TEMPLATES[0]["DIRS"], tmp_path]}]


def tell(user, cause="1", **context):
    outbox.tell(
        recipient=user,
        kind="enrollment",
        cause=cause,
        template="hello",
        context={"name": "Ada", **context},
        url="/x/",
    )


def test_a_letter_goes_out_once_its_transaction_is_committed(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as callbacks:
        tell(UserFactory())
    message = Message.objects.get()
    assert (len(callbacks), message.subject, message.text) == (
        1,
        "Settings & Ada",
        "See http://127.0.0.1:8000/x/",
    )


def test_the_same_cause_is_told_once():
    user = UserFactory()
    tell(user)
    tell(user)
    assert (Message.objects.count(), Notification.objects.count()) == (1, 1)


def test_what_is_rolled_back_was_never_told():
    with pytest.raises(ZeroDivisionError), transaction.atomic():  # noqa: PT012 - the block is what is rolled back
        tell(UserFactory())
        raise ZeroDivisionError
    assert (Message.objects.count(), Notification.objects.count()) == (0, 0)


def test_never_by_mail_still_shows_on_the_page():
    user = UserFactory()
    NotificationPreference.objects.create(user=user, kind="enrollment", email="never")
    tell(user)
    assert (Message.objects.count(), Notification.objects.count()) == (0, 1)


def test_an_undeclared_kind_is_refused():
    with pytest.raises(LookupError):
        outbox.preference_of(UserFactory(), "gossip")


def test_a_demo_person_gets_no_real_mail(settings):
    settings.DEMO_MODE = False
    tell(UserFactory(is_demo=True))
    assert Message.objects.count() == 0


def test_delivering_twice_sends_once():
    tell(UserFactory(email="ada@example.org"))
    key = Message.objects.get().key
    assert [outbox.deliver(key), outbox.deliver(key)] == [True, False]
    assert [letter.to for letter in mail.outbox] == [["ada@example.org"]]


def test_the_envelope_allows_one_click_unsubscribing():
    tell(UserFactory())
    outbox.deliver(Message.objects.get().key)
    headers = mail.outbox[0].extra_headers
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert headers["List-Unsubscribe"].startswith("<http://127.0.0.1:8000/notifications/unsubscribe/")


@time_machine.travel(datetime(2026, 5, 4, 23, tzinfo=UTC), tick=False)
@pytest.mark.parametrize("starts", ["22:00", "20:00"])
def test_a_letter_of_the_quiet_hours_waits_for_their_end(starts, django_capture_on_commit_callbacks):
    user = UserFactory(time_zone="Africa/Accra")
    QuietHours.objects.create(user=user, starts=starts, ends="06:30")
    with django_capture_on_commit_callbacks() as callbacks:
        tell(user)
    assert (len(callbacks), outbox.deliver_due()) == (0, 0)
    with time_machine.travel(datetime(2026, 5, 5, 6, 31, tzinfo=UTC)):
        assert outbox.deliver_due() == 1


def test_a_letter_outside_the_quiet_hours_goes_at_once(django_capture_on_commit_callbacks):
    user = UserFactory()
    hour = timezone.now().hour
    QuietHours.objects.create(user=user, starts=time((hour + 2) % 24), ends=time((hour + 4) % 24))
    with django_capture_on_commit_callbacks() as callbacks:
        tell(user)
    assert len(callbacks) == 1


@time_machine.travel(datetime(2026, 5, 4, 12, tzinfo=UTC), tick=False)
def test_a_digest_waits_for_the_morning_and_sends_all_in_one():
    user = UserFactory(time_zone="Africa/Accra")
    NotificationPreference.objects.create(user=user, kind="enrollment", email="digest")
    tell(user, cause="1")
    tell(user, cause="2")
    assert outbox.deliver_due() == 0
    with time_machine.travel(datetime(2026, 5, 5, 7, 1, tzinfo=UTC)):
        assert outbox.deliver_due() == 1
    assert [letter.subject for letter in mail.outbox] == ["News from the Capacity Portal"]
    assert set(Message.objects.values_list("state", flat=True)) == {MessageState.SENT}


@pytest.mark.parametrize(
    ("zone", "expected"),
    [
        ("UTC", datetime(2026, 5, 5, 7, tzinfo=UTC)),
        ("Pacific/Auckland", datetime(2026, 5, 4, 19, tzinfo=UTC)),
        ("America/Lima", datetime(2026, 5, 5, 12, tzinfo=UTC)),
    ],
)
@time_machine.travel(datetime(2026, 5, 4, 12, tzinfo=UTC), tick=False)
def test_the_digest_hour_is_the_readers(zone, expected):
    assert outbox.next_digest(UserFactory.build(time_zone=zone)) == expected
