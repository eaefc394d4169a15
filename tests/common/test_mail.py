"""Letters on their way through a real mail server: none is lost while it is away, none is sent twice."""

import re
import socket
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.utils import timezone

from common import outbox
from common.models import Message, MessageState, NotificationPreference
from tests.factories.capacity import UserFactory
from tests.mail_server import Mailbox, mail_server

AT_ONCE = 4

pytestmark = pytest.mark.django_db


@pytest.fixture
def box(settings):
    """Not yet open: until a test opens it, nobody listens on its port."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_USE_TLS = "127.0.0.1", port, False
    return Mailbox(port=port)


def write(user, key="1", kind="session", **fields):
    return Message.objects.create(
        key=f"{kind}:{key}:{user.pk}",
        kind=kind,
        recipient=user,
        language=fields.pop("language", "en"),
        subject=f"Subject {key}",
        text="Text",
        due_at=fields.pop("due_at", timezone.now()),
        **fields,
    )


def everything_is_due():
    Message.objects.update(due_at=timezone.now() - timedelta(minutes=1))


def test_a_server_that_refuses_connections_for_days_loses_no_letter(box, settings):
    settings.MESSAGE_ATTEMPTS = 3
    user = UserFactory(email="ada@example.org")
    for number in range(3):
        write(user, str(number))
    for _ in range(10):
        everything_is_due()
        assert outbox.deliver_due() == 0
    assert set(Message.objects.values_list("state", flat=True)) == {MessageState.WAITING}
    everything_is_due()
    with mail_server(box):
        assert outbox.deliver_due() == 3
        assert outbox.deliver_due() == 0
    assert [letter["Subject"] for letter in box.letters] == ["Subject 0", "Subject 1", "Subject 2"]
    assert [letter["To"] for letter in box.letters] == ["ada@example.org"] * 3


def test_a_server_that_is_away_is_asked_once_and_not_for_every_letter(box):
    for number in range(3):
        write(UserFactory(), str(number))
    outbox.deliver_due()
    assert sorted(Message.objects.values_list("attempts", flat=True)) == [0, 0, 1]
    assert Message.objects.get(attempts=1).due_at > timezone.now() + timedelta(minutes=1)


@pytest.mark.parametrize(
    ("answers", "state"),
    [
        ({"greeting": "421 come later"}, MessageState.WAITING),
        ({"to_recipient": "451 busy"}, MessageState.WAITING),
        ({"to_recipient": "550 nobody of this name"}, MessageState.FAILED),
    ],
)
def test_only_a_letter_that_is_refused_for_good_is_given_up(box, settings, answers, state):
    settings.MESSAGE_ATTEMPTS = 1
    message = write(UserFactory())
    for name, words in answers.items():
        setattr(box, name, words)
    with mail_server(box):
        assert outbox.deliver(message.key) is False
    message.refresh_from_db()
    assert (message.state, box.letters) == (state, [])


def test_one_refused_address_does_not_hold_up_the_others(box):
    for number in range(2):
        write(UserFactory(), str(number))
    box.to_recipient = "550 no"
    with mail_server(box):
        outbox.deliver_due()
    assert list(Message.objects.values_list("attempts", flat=True)) == [1, 1]


def test_the_time_between_attempts_grows_up_to_an_hour(box):
    message = write(UserFactory())
    waits = []
    for _ in range(8):
        outbox.deliver(message.key)
        message.refresh_from_db()
        waits.append(round((message.due_at - timezone.now()).total_seconds() / 60))
    assert waits == [2, 4, 8, 16, 32, 60, 60, 60]


# --- What arrives ---


def test_one_click_in_the_mail_program_ends_what_the_letter_was_of(box):
    """RFC 8058: a POST without cookie or token of ours; a GET, as by a scanner of mail, ends nothing."""
    user = UserFactory()
    for kind in ("session", "mentoring"):
        NotificationPreference.objects.create(user=user, kind=kind, email="digest", on_page=False)
        write(user, kind=kind, in_digest=True)
    with mail_server(box):
        outbox.deliver_due()
    (letter,) = box.letters
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    path = re.fullmatch(r"<http://127\.0\.0\.1:\d+(/\S+)>", letter["List-Unsubscribe"].strip())[1]
    browser = Client(enforce_csrf_checks=True)
    assert browser.get(path).status_code == 200
    assert set(NotificationPreference.objects.values_list("email", flat=True)) == {"digest"}
    assert browser.post(path, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert sorted(NotificationPreference.objects.values_list("kind", "email", "on_page")) == [
        ("mentoring", "never", False),
        ("session", "never", False),
    ]


def test_a_digest_has_each_letter_in_its_language_and_the_rest_in_the_readers(box):
    user = UserFactory(language="ar")
    write(user, "1", in_digest=True, language="en")
    write(user, "2", in_digest=True, language="ar")
    with mail_server(box):
        outbox.deliver_due()
    (letter,) = box.letters
    html = letter.get_body(("html",)).get_content()
    assert letter["Content-Language"] == "ar"
    assert '<html lang="ar" dir="rtl">' in html
    assert html.index('<div lang="en"') < html.index('<div lang="ar"')
    assert letter["Auto-Submitted"] == "auto-generated"


def test_a_digest_says_a_subject_once_also_where_something_else_came_between(box):
    user = UserFactory()
    for cause, subject in (("1", "An application"), ("2", "A comment"), ("3", "An application")):
        message = write(user, cause, in_digest=True)
        Message.objects.filter(pk=message.pk).update(subject=subject, text=f"Letter {cause}")
    with mail_server(box):
        outbox.deliver_due()
    (letter,) = box.letters
    html, text = (letter.get_body((kind,)).get_content() for kind in ("html", "plain"))
    assert re.findall(r"<h2>(.*?)</h2>|(Letter \d)", html) == [
        ("An application", ""), ("", "Letter 1"), ("", "Letter 3"), ("A comment", ""), ("", "Letter 2")
    ]  # fmt: skip
    assert re.findall(r"An application|A comment|Letter \d|\* \* \*", text) == [
        "An application", "Letter 1", "Letter 3", "* * *", "A comment", "Letter 2"
    ]  # fmt: skip


# --- Once ---


@pytest.mark.django_db(transaction=True)
def test_tasks_that_run_at_the_same_time_send_one_letter_and_one_digest(box):
    user, other = UserFactory(), UserFactory()
    message = write(user)
    for number in range(3):
        write(other, str(number), in_digest=True)

    def run(_turn):
        try:
            return outbox.deliver_due() + outbox.deliver(message.key)
        finally:
            connection.close()

    with mail_server(box), ThreadPoolExecutor(AT_ONCE) as pool:
        assert sum(pool.map(run, range(AT_ONCE))) == 2
    assert sorted(letter["Subject"] for letter in box.letters) == [
        "News from the Capacity Portal",
        "Subject 1",
    ]
    assert set(Message.objects.values_list("state", flat=True)) == {MessageState.SENT}


@pytest.mark.django_db(transaction=True)
def test_what_arrives_while_a_digest_is_sent_waits_for_the_next(box):
    user = UserFactory()
    write(user, "1", in_digest=True)

    def meanwhile():
        try:
            write(user, "2", in_digest=True)
            return outbox.deliver_digest(user.pk)
        finally:
            connection.close()

    def send(messages, send=outbox.send):
        with ThreadPoolExecutor(1) as pool:
            assert pool.submit(meanwhile).result() == outbox.Outcome.NOTHING
        return send(messages)

    with mail_server(box), pytest.MonkeyPatch.context() as patch:
        patch.setattr(outbox, "send", send)
        outbox.deliver_digest(user.pk)
    assert len(box.letters) == 1
    assert sorted(Message.objects.values_list("key", "state")) == [
        (f"session:1:{user.pk}", "sent"),
        (f"session:2:{user.pk}", "waiting"),
    ]


# --- When ---


@pytest.mark.parametrize(
    ("zone", "now", "expected"),
    [
        ("UTC", datetime(2026, 5, 4, 6, tzinfo=UTC), datetime(2026, 5, 4, 7, tzinfo=UTC)),  # a Monday
        ("UTC", datetime(2026, 5, 4, 7, tzinfo=UTC), datetime(2026, 5, 11, 7, tzinfo=UTC)),
        ("Pacific/Auckland", datetime(2026, 5, 8, 12, tzinfo=UTC), datetime(2026, 5, 10, 19, tzinfo=UTC)),
        # the clock changes on the Sunday before: seven o'clock stays seven o'clock
        ("Europe/Berlin", datetime(2026, 10, 22, 12, tzinfo=UTC), datetime(2026, 10, 26, 6, tzinfo=UTC)),
    ],
)
def test_the_weekly_letter_comes_on_the_readers_monday_morning(zone, now, expected):
    with time_machine.travel(now, tick=False):
        assert outbox.next_digest(UserFactory.build(time_zone=zone), weekly=True) == expected


@pytest.mark.parametrize(
    ("hours", "now", "expected"),
    [
        ((22, 7), 21, 21),
        ((22, 7), 22, 31),
        ((22, 7), 26, 31),
        ((22, 7), 31, 31),
        ((12, 14), 13, 14),
        ((12, 14), 14, 14),
        ((12, 14), 11, 11),
    ],
)
def test_quiet_hours_end_on_the_readers_own_clock(hours, now, expected):
    """Hours are counted from the midnight of a day in Kathmandu."""
    user = UserFactory.build(time_zone="Asia/Kathmandu")
    midnight = datetime(2026, 5, 4, tzinfo=user.zone)
    quiet = tuple(datetime(2026, 5, 4, hour, tzinfo=UTC).time() for hour in hours)
    moment = outbox.after_quiet_hours(user, quiet, midnight + timedelta(hours=now))
    assert moment == midnight + timedelta(hours=expected)
