from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common.models.stamped import Stamped


class MessageState(models.TextChoices):
    WAITING = "waiting", pgettext_lazy("message state", "waiting")
    SENT = "sent", pgettext_lazy("message state", "sent")
    FAILED = "failed", pgettext_lazy("message state", "failed")


class MessageQuerySet(models.QuerySet["Message"]):
    def waiting(self) -> "MessageQuerySet":
        return self.filter(state=MessageState.WAITING)


class Message(Stamped):
    """A letter in the outbox: written with the change that caused it, sent once, whatever dies meanwhile."""

    key = models.CharField(_("key"), max_length=200, unique=True)  # one message per cause and recipient
    kind = models.CharField(_("kind"), max_length=60)
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("recipient"),
        on_delete=models.CASCADE,
        related_name="letters",
    )
    language = models.CharField(_("language"), max_length=12)
    subject = models.CharField(_("subject"), max_length=250)
    text = models.TextField(_("text"))
    state = models.CharField(
        _("state"), max_length=10, choices=MessageState.choices, default=MessageState.WAITING, db_index=True
    )
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    in_digest = models.BooleanField(_("goes out with others, once a day"), default=False)
    due_at = models.DateTimeField(_("due at"))
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True)
    is_demo = models.BooleanField(_("demo"), default=False)

    objects = MessageQuerySet.as_manager()

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["due_at"], name="message_waiting", condition=models.Q(state="waiting")),
        ]
        constraints = [
            models.CheckConstraint(
                name="message_known_state", condition=models.Q(state__in=MessageState.values)
            ),
            models.CheckConstraint(
                name="message_sent_has_time",
                condition=models.Q(state="sent", sent_at__isnull=False)
                | (~models.Q(state="sent") & models.Q(sent_at=None)),
            ),
        ]

    def __str__(self) -> str:
        return self.key
