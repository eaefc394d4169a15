"""Telling people: one call writes the note on the page and the letter, in the caller's transaction.

Letters leave later, by `deliver`: whatever dies meanwhile, nothing told is lost, and nothing is told twice.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
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
from common.letter_kinds import LETTER_KINDS
from common.models import Message, MessageState, Notification, NotificationPreference
from common.models.notification import EmailChoice

UNSUBSCRIBE_SALT = "unsubscribe"
DIGEST_HOUR = 7  # o'clock, in the reader's zone
DAYTIME = range(8, 20)  # hours, in the reader's zone, in which letters that do not press leave
PREFERENCE = "SELECT email, on_page FROM common_notificationpreference WHERE user_id = %s AND kind = %s"
RETRY_MINUTES = 2  # minutes before the second attempt; doubled with each


def tell(
    *,
    recipient: Any,
    kind: str,
    cause: str,
    template: str,
    context: dict[str, Any],
    url: str = "",
    by_day: bool = False,
) -> None:
    """Write to a person, once per kind and cause: on her pages, and by e-mail if she wants that; what does not press
    leaves `by_day` where she is.

    `letters/<template>.txt` is rendered in her language and zone: its first line is the subject, the rest the text.
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
            url=url,
            is_demo=recipient.is_demo,
        )
        Notification.objects.bulk_create([note], ignore_conflicts=True)
    if preference.email != EmailChoice.NEVER and can_get_mail(recipient):
        letter = Message(key=key, kind=kind, language=language, subject=subject, text=text)
        letter.due_at = next_daytime(recipient) if by_day else timezone.now()
        post(recipient, preference, letter)


def preference_of(user: Any, kind: str) -> NotificationPreference:
    """Her choice, or the default: at once and on the page. An undeclared kind is a mistake of ours."""
    if kind not in LETTER_KINDS:
        raise LookupError(f"{kind} is not among common.letter_kinds")
    chosen: dict[str, Any] = {}
    with connection.cursor() as cursor:  # in SQL, because it is asked at each letter
        cursor.execute(PREFERENCE, [user.pk, kind])
        if found := cursor.fetchone():
            chosen = dict(zip(("email", "on_page"), found, strict=True))
    return NotificationPreference(user=user, kind=kind, **chosen)


def preferences_of(user: Any) -> dict[str, NotificationPreference]:
    """Her choice or the default for every kind, in one query."""
    chosen = {preference.kind: preference for preference in NotificationPreference.objects.filter(user=user)}
    return {kind: chosen.get(kind) or NotificationPreference(user=user, kind=kind) for kind in LETTER_KINDS}


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
    message.in_digest = preference.email == EmailChoice.DIGEST
    if message.in_digest:
        message.due_at = next_digest(recipient)
    Message.objects.bulk_create([message], ignore_conflicts=True)
    if message.due_at <= timezone.now():
        enqueue("common.tasks.deliver", key=message.key)


def next_digest(user: Any) -> datetime:
    """The next DIGEST_HOUR in the person's zone."""
    local = timezone.now().astimezone(user.zone)
    today = local.replace(hour=DIGEST_HOUR, minute=0, second=0, microsecond=0)
    return today if today > local else today + timedelta(days=1)


def next_daytime(user: Any) -> datetime:
    """Now, if it is day in the person's zone; else her next morning."""
    local = timezone.now().astimezone(user.zone)
    morning = local.replace(hour=DAYTIME.start, minute=0, second=0, microsecond=0)
    if local.hour in DAYTIME:
        return local
    return morning if local < morning else morning + timedelta(days=1)


def deliver(key: str) -> bool:
    """Send one waiting letter; True if it was sent now. A failure is tried again, each time after twice as long."""
    with transaction.atomic():
        message = Message.objects.waiting().select_for_update(skip_locked=True).filter(key=key).first()
        return message is not None and send([message])


def deliver_due() -> int:
    """Send every letter that is due: those left over by a failure one by one, those of a digest together."""
    due = Message.objects.waiting().filter(due_at__lte=timezone.now())
    single = sum(deliver(key) for key in due.filter(in_digest=False).values_list("key", flat=True))
    readers = due.filter(in_digest=True).values_list("recipient", flat=True).distinct()
    return single + sum(deliver_digest(reader) for reader in readers)


def deliver_digest(recipient_id: int) -> bool:
    """Send a person's waiting letters in one."""
    with transaction.atomic():
        due = Message.objects.waiting().filter(
            due_at__lte=timezone.now(), in_digest=True, recipient=recipient_id
        )
        messages = list(due.select_for_update(skip_locked=True).order_by("pk"))
        return bool(messages) and send(messages)


def send(messages: Sequence[Message]) -> bool:
    """Hand letters of one person to the mail server as one e-mail, and note what came of it."""
    letter = envelope(messages)
    try:
        letter.send()
    except OSError:  # the mail server is away, or refuses: smtplib's errors are OSErrors too
        postpone(messages)
        return False
    now = timezone.now()
    for message in messages:
        message.state, message.sent_at, message.attempts = MessageState.SENT, now, message.attempts + 1
    Message.objects.bulk_update(messages, ["state", "sent_at", "attempts"])
    return True


def postpone(messages: Iterable[Message]) -> None:
    for message in messages:
        message.attempts += 1
        message.due_at = timezone.now() + timedelta(minutes=RETRY_MINUTES**message.attempts)
        if message.attempts >= settings.MESSAGE_ATTEMPTS:
            message.state = MessageState.FAILED
        message.save(update_fields=["attempts", "due_at", "state", "updated_at"])


def envelope(messages: Sequence[Message]) -> EmailMultiAlternatives:
    """The e-mail: text and HTML, with one-click unsubscribing (RFC 8058), and an id that stays the same."""
    first = messages[0]
    with translation.override(first.language):
        subject = first.subject if len(messages) == 1 else _("News from the Capacity Portal")
        context = {
            "messages": messages,
            "subject": subject,
            "language": first.language,
            "direction": "rtl" if get_language_bidi() else "ltr",
            "unsubscribe": settings.SITE_ADDRESS + unsubscribe_path(first),
            "preferences": settings.SITE_ADDRESS + reverse("capacity:notification-preferences"),
        }
        text = plain("letters/envelope.txt", context)
        html = render_to_string("letters/envelope.html", context)
    headers = {
        "List-Unsubscribe": f"<{context['unsubscribe']}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "Message-ID": f"<{first.public_id}@capacity-portal>",
        "Content-Language": first.language,
        "Auto-Submitted": "auto-generated",
    }
    letter = EmailMultiAlternatives(subject, text, to=[cast("str", first.recipient.email)], headers=headers)
    letter.attach_alternative(html, "text/html")
    return letter


def unsubscribe_path(message: Message) -> str:
    """The address at which the reader ends this kind of letters without signing in."""
    token = signing.dumps([message.recipient_id, message.kind], salt=UNSUBSCRIBE_SALT)
    return reverse("capacity:unsubscribe", kwargs={"token": token})


def read_unsubscribe_token(token: str) -> tuple[int, str] | None:
    """Whose letters of which kind a token ends; None if it is not ours."""
    try:
        user_id, kind = signing.loads(token, salt=UNSUBSCRIBE_SALT)
    except signing.BadSignature:
        return None
    return user_id, kind
