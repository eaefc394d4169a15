"""Telling people: one call writes the note on the page and the letter, in the caller's transaction.

Letters leave later, by `deliver`: whatever dies meanwhile, nothing told is lost, and nothing is told twice.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, time, timedelta
from enum import Enum
from smtplib import SMTPDataError, SMTPRecipientsRefused, SMTPResponseException, SMTPSenderRefused
from typing import Any, cast

from django.conf import settings
from django.core import signing
from django.core.mail import EmailMultiAlternatives
from django.db import connection, transaction
from django.template import Context
from django.template.backends.django import Template as DjangoTemplate
from django.template.loader import get_template, render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _

from common.jobs import enqueue
from common.letter_kinds import LETTER_KINDS, ONCE_A_DAY
from common.models import Message, MessageState, Notification, NotificationPreference
from common.models.notification import EmailChoice

UNSUBSCRIBE_SALT = "unsubscribe"
DIGEST_HOUR = 7  # o'clock, in the reader's zone
DAYTIME = range(8, 20)  # hours, in the reader's zone, in which letters that do not press leave
WEEKLY_DAY = 0  # Monday
PREFERENCE = """
    SELECT preference.email, preference.on_page, quiet.starts, quiet.ends
    FROM (VALUES (%s::bigint)) AS reader (id)
    LEFT JOIN common_notificationpreference AS preference ON preference.user_id = reader.id AND kind = %s
    LEFT JOIN common_quiethours AS quiet ON quiet.user_id = reader.id
"""
TOGETHER = {EmailChoice.DIGEST, EmailChoice.WEEKLY}
RETRY_MINUTES = 2  # minutes before the second attempt; doubled with each
RETRY_AT_MOST = 60  # minutes between two attempts
MOST_ATTEMPTS = 30_000  # as far as they are counted
REFUSED_FOR_GOOD = range(500, 600)  # SMTP: no later attempt would end otherwise
DIGEST_LOCK = 20_260  # the first half of an advisory lock's key; the second is the reader


class Outcome(Enum):
    SENT, REFUSED, AWAY, NOTHING = "sent", "refused", "away", "nothing"


def tell(
    *,
    recipient: Any,
    kind: str,
    cause: str,
    template: str,
    context: dict[str, Any],
    url: str = "",
    by_day: bool = False,
    detail: str = "",
) -> None:
    """Write to a person, once per kind and cause: on her pages, and by e-mail if she wants that; what does not press
    leaves `by_day` where she is.

    `letters/<template>.txt` is rendered in her language and zone: its first line is the subject, the rest the text.
    Her pages show the subject, and `detail`: what somebody wrote to her, and stands nowhere else.
    """
    if not recipient.is_active:
        return
    preference = preference_of(recipient, kind)
    language = recipient.language or settings.LANGUAGE_CODE
    with translation.override(language), timezone.override(recipient.zone):
        subject, text = compose(template, {**context, "url": settings.SITE_ADDRESS + url if url else ""})
    key = f"{kind}:{cause}:{recipient.pk}"
    if preference.on_page:
        note = Notification(
            key=key,
            kind=kind,
            recipient=recipient,
            language=language,
            text=subject,
            detail=detail,
            url=url,
            is_demo=recipient.is_demo,
        )
        Notification.objects.bulk_create([note], ignore_conflicts=True)
    if preference.email != EmailChoice.NEVER and can_get_mail(recipient):
        letter = Message(key=key, kind=kind, language=language, subject=subject, text=text)
        letter.due_at = next_daytime(recipient) if by_day else timezone.now()
        post(recipient, preference, letter)


def preference_of(user: Any, kind: str) -> NotificationPreference:
    """Her choice, or the default of the kind; with her quiet hours. An undeclared kind is a mistake of ours."""
    if kind not in LETTER_KINDS:
        raise LookupError(f"{kind} is not among common.letter_kinds")
    with connection.cursor() as cursor:  # in SQL, because it is asked at each letter
        cursor.execute(PREFERENCE, [user.pk, kind])
        email, on_page, starts, ends = cursor.fetchone()
    preference = default_of(user, kind)
    if email is not None:
        preference.email, preference.on_page = email, on_page
    preference.quiet = (starts, ends) if starts is not None else None  # type: ignore[attr-defined]
    return preference


def preferences_of(user: Any) -> dict[str, NotificationPreference]:
    """Her choice or the default for every kind, in one query."""
    chosen = {preference.kind: preference for preference in NotificationPreference.objects.filter(user=user)}
    return {kind: chosen.get(kind) or default_of(user, kind) for kind in LETTER_KINDS}


def default_of(user: Any, kind: str) -> NotificationPreference:
    """On the page, and at once or, where many are to be expected, once a day."""
    email = EmailChoice.DIGEST if kind in ONCE_A_DAY else EmailChoice.AT_ONCE
    return NotificationPreference(user=user, kind=kind, email=email)


def can_get_mail(user: Any) -> bool:
    """Demo people have invented addresses: their letters are written in demo mode only, where no letter leaves."""
    return bool(user.email) and (settings.DEMO_MODE or not user.is_demo)


def compose(template: str, context: dict[str, Any]) -> tuple[str, str]:
    """Subject and text of a letter, in the language that is active."""
    letter = plain(f"letters/{template}.txt", context).strip()
    subject, _blank, text = letter.partition("\n")
    return subject.strip(), text.strip()


def plain(template: str, context: dict[str, Any]) -> str:
    """Plain text: nothing in it is escaped as HTML."""
    engine = cast("DjangoTemplate", get_template(template))
    return str(engine.template.render(Context(context, autoescape=False)))


def post(recipient: Any, preference: NotificationPreference, message: Message) -> None:
    """Put a letter into the outbox; a second one with the same key is dropped."""
    message.recipient, message.is_demo = recipient, recipient.is_demo
    message.in_digest = preference.email in TOGETHER
    if message.in_digest:
        message.due_at = next_digest(recipient, weekly=preference.email == EmailChoice.WEEKLY)
    else:
        message.due_at = after_quiet_hours(recipient, getattr(preference, "quiet", None), message.due_at)
    Message.objects.bulk_create([message], ignore_conflicts=True)
    if message.due_at <= timezone.now():
        enqueue("common.tasks.deliver", key=message.key)


def next_digest(user: Any, *, weekly: bool = False) -> datetime:
    """The next DIGEST_HOUR in the person's zone; of a Monday where she wants it once a week."""
    local = timezone.now().astimezone(user.zone)
    today = local.replace(hour=DIGEST_HOUR, minute=0, second=0, microsecond=0)
    then = today if today > local else today + timedelta(days=1)
    return then + timedelta(days=(WEEKLY_DAY - then.weekday()) % 7) if weekly else then


def next_daytime(user: Any) -> datetime:
    """Now, if it is day in the person's zone; else her next morning."""
    local = timezone.now().astimezone(user.zone)
    morning = local.replace(hour=DAYTIME.start, minute=0, second=0, microsecond=0)
    if local.hour in DAYTIME:
        return local
    return morning if local < morning else morning + timedelta(days=1)


def after_quiet_hours(user: Any, quiet: tuple[time, time] | None, moment: datetime) -> datetime:
    """The moment, or the end of the quiet hours it falls into, on the person's own clock."""
    if quiet is None:
        return moment
    starts, ends = quiet
    local = moment.astimezone(user.zone)
    clock = local.time()
    is_quiet = starts <= clock < ends if starts < ends else clock >= starts or clock < ends
    if not is_quiet:
        return moment
    end = local.replace(hour=ends.hour, minute=ends.minute, second=0, microsecond=0)
    return end if clock < ends else end + timedelta(days=1)


# --- Delivering ---


def deliver(key: str) -> bool:
    """Send one waiting letter; True if it was sent now. A failure is tried again, each time after twice as long."""
    return deliver_one(key) == Outcome.SENT


def deliver_one(key: str) -> Outcome:
    with transaction.atomic():
        message = Message.objects.waiting().select_for_update(skip_locked=True).filter(key=key).first()
        return send([message]) if message is not None else Outcome.NOTHING


def deliver_due() -> int:
    """Send every letter that is due: those left over by a failure one by one, those of a digest together. While the
    mail server is away it is not asked for each of them.
    """
    due = Message.objects.waiting().filter(due_at__lte=timezone.now())
    sent = 0
    for key in due.filter(in_digest=False).order_by("due_at", "pk").values_list("key", flat=True):
        outcome = deliver_one(key)
        sent += outcome == Outcome.SENT
        if outcome == Outcome.AWAY:
            return sent
    for reader in (
        due.filter(in_digest=True).order_by("recipient").values_list("recipient", flat=True).distinct()
    ):
        outcome = deliver_digest(reader)
        sent += outcome == Outcome.SENT
        if outcome == Outcome.AWAY:
            return sent
    return sent


def deliver_digest(recipient_id: int) -> Outcome:
    """Send a person's waiting letters in one. Whoever comes at the same time goes away with nothing: also what arrived
    meanwhile waits, so that there is one letter and not two.
    """
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_xact_lock(%s, %s)", [DIGEST_LOCK, recipient_id])
            (is_mine,) = cursor.fetchone()
        if not is_mine:
            return Outcome.NOTHING
        due = Message.objects.waiting().filter(
            due_at__lte=timezone.now(), in_digest=True, recipient=recipient_id
        )
        messages = list(due.select_for_update(skip_locked=True).order_by("pk"))
        return send(messages) if messages else Outcome.NOTHING


def send(messages: Sequence[Message]) -> Outcome:
    """Hand letters of one person to the mail server as one e-mail, and note what came of it."""
    letter = envelope(messages)
    try:
        letter.send()
    except OSError as fault:  # smtplib's errors are OSErrors too
        is_away = not is_refusal(fault)
        postpone(messages, is_away=is_away)
        return Outcome.AWAY if is_away else Outcome.REFUSED
    now = timezone.now()
    for message in messages:
        message.state, message.sent_at, message.attempts = MessageState.SENT, now, message.attempts + 1
    Message.objects.bulk_update(messages, ["state", "sent_at", "attempts"])
    return Outcome.SENT


def is_refusal(fault: OSError) -> bool:
    """The server answered, and about this letter; else it is away, or busy, and a later attempt may succeed."""
    if isinstance(fault, SMTPRecipientsRefused):
        return all(code in REFUSED_FOR_GOOD for code, _words in fault.recipients.values())
    is_of_letter = isinstance(fault, SMTPDataError | SMTPSenderRefused)
    return is_of_letter and cast("SMTPResponseException", fault).smtp_code in REFUSED_FOR_GOOD


def postpone(messages: Iterable[Message], *, is_away: bool) -> None:
    """A letter is given up only where the server has refused it again and again, never for a server that is away."""
    for message in messages:
        message.attempts = min(message.attempts + 1, MOST_ATTEMPTS)
        wait = min(RETRY_MINUTES ** min(message.attempts, 10), RETRY_AT_MOST)
        message.due_at = timezone.now() + timedelta(minutes=wait)
        if message.attempts >= settings.MESSAGE_ATTEMPTS and not is_away:
            message.state = MessageState.FAILED
        message.save(update_fields=["attempts", "due_at", "state", "updated_at"])


def envelope(messages: Sequence[Message]) -> EmailMultiAlternatives:
    """The e-mail: text and HTML, with one-click unsubscribing (RFC 8058), and an id that stays the same. Each letter is
    in the language it was written in; what stands around several is in the reader's of today.
    """
    first = messages[0]
    language = first.language if len(messages) == 1 else first.recipient.language or settings.LANGUAGE_CODE
    with translation.override(language):
        subject = first.subject if len(messages) == 1 else _("News from the Capacity Portal")
        context = {
            "messages": side_by_side(messages),
            "subject": subject,
            "language": language,
            "direction": "rtl" if get_language_bidi() else "ltr",
            "unsubscribe": settings.SITE_ADDRESS + unsubscribe_path(messages),
            "kinds": len({message.kind for message in messages}),
            "preferences": settings.SITE_ADDRESS + reverse("capacity:notification-preferences"),
        }
        text = plain("letters/envelope.txt", context)
        html = render_to_string("letters/envelope.html", context)
    headers = {
        "List-Unsubscribe": f"<{context['unsubscribe']}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "Message-ID": f"<{first.public_id}@capacity-portal>",
        "Content-Language": language,
        "Auto-Submitted": "auto-generated",
    }
    letter = EmailMultiAlternatives(subject, text, to=[cast("str", first.recipient.email)], headers=headers)
    letter.attach_alternative(html, "text/html")
    return letter


def side_by_side(messages: Sequence[Message]) -> list[Message]:
    """Those of one subject follow each other, where the first of them stood: it is said once."""
    places: dict[str, int] = {}
    for place, message in enumerate(messages):
        places.setdefault(message.subject, place)
    return sorted(messages, key=lambda message: places[message.subject])


def unsubscribe_path(messages: Sequence[Message]) -> str:
    """The address at which the reader ends letters of these kinds without signing in."""
    kinds = sorted({message.kind for message in messages})
    token = signing.dumps([messages[0].recipient_id, *kinds], salt=UNSUBSCRIBE_SALT)
    return reverse("capacity:unsubscribe", kwargs={"token": token})


def read_unsubscribe_token(token: str) -> tuple[int, list[str]] | None:
    """Whose letters of which kinds a token ends; None if it is not ours."""
    try:
        user_id, *kinds = signing.loads(token, salt=UNSUBSCRIBE_SALT)
    except signing.BadSignature:
        return None
    return user_id, kinds
