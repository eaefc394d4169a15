from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common.models.stamped import Stamped


class Notification(Stamped):
    """What the portal tells a person on its pages: the same words as the letter's, in her language."""

    key = models.CharField(_("key"), max_length=200, unique=True)
    kind = models.CharField(_("kind"), max_length=60)
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("recipient"),
        on_delete=models.CASCADE,
        related_name="notifications",
    )
    language = models.CharField(_("language"), max_length=12)
    text = models.CharField(_("text"), max_length=500)
    detail = models.TextField(_("what somebody writes"), blank=True, default="", db_default="")
    url = models.CharField(_("address"), max_length=500, blank=True)
    read_at = models.DateTimeField(_("read at"), null=True, blank=True)
    is_demo = models.BooleanField(_("demo"), default=False)

    class Meta:
        verbose_name = _("notification")
        verbose_name_plural = _("notifications")
        ordering = ["-id"]
        indexes = [models.Index(fields=["recipient", "-id"])]

    def __str__(self) -> str:
        return self.key


class EmailChoice(models.TextChoices):
    AT_ONCE = "at_once", pgettext_lazy("e-mail choice", "at once")
    DIGEST = "digest", pgettext_lazy("e-mail choice", "once a day, together")
    WEEKLY = "weekly", pgettext_lazy("e-mail choice", "once a week, together")
    NEVER = "never", pgettext_lazy("e-mail choice", "never")


class NotificationPreference(models.Model):
    """A person's choice for one kind of message; without a row holds the default of its kind."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("person"),
        on_delete=models.CASCADE,
        related_name="notification_preferences",
    )
    kind = models.CharField(_("kind"), max_length=60)
    email = models.CharField(
        _("e-mail"), max_length=10, choices=EmailChoice.choices, default=EmailChoice.AT_ONCE
    )
    on_page = models.BooleanField(_("on the page"), default=True)

    class Meta:
        verbose_name = _("notification preference")
        verbose_name_plural = _("notification preferences")
        constraints = [
            models.UniqueConstraint(fields=["user", "kind"], name="one_preference_per_kind"),
            models.CheckConstraint(
                name="preference_known_email", condition=models.Q(email__in=EmailChoice.values)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.kind}: {self.email}"


class QuietHours(models.Model):
    """The hours of a day, on a person's own clock, in which no letter goes out at once; they may pass midnight."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        verbose_name=_("person"),
        on_delete=models.CASCADE,
        related_name="quiet_hours",
    )
    starts = models.TimeField(_("from"))
    ends = models.TimeField(_("to"))

    class Meta:
        verbose_name = _("quiet hours")
        verbose_name_plural = _("quiet hours")
        constraints = [
            models.CheckConstraint(name="quiet_hours_are_some", condition=~models.Q(starts=models.F("ends")))
        ]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.starts}-{self.ends}"
