from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from capacity.models import User
from common.models import Stamped
from programs.models.enrollment import Enrollment
from programs.states import ActivityState


class ActivityKind(models.TextChoices):
    MEETING = "meeting", pgettext_lazy("activity", "meeting")
    WORK = "work", pgettext_lazy("activity", "work on site or alone")


class Activity(Stamped):
    """A meeting or hours of work beside the cohort's sessions. It counts once somebody who teaches has confirmed it."""

    enrollment = models.ForeignKey(
        Enrollment, verbose_name=_("enrollment"), on_delete=models.CASCADE, related_name="activities"
    )
    kind = models.CharField(
        _("what it was"), max_length=8, choices=ActivityKind.choices, default=ActivityKind.MEETING
    )
    held_on = models.DateField(_("day"))
    minutes = models.PositiveSmallIntegerField(_("minutes"))
    note = models.CharField(_("what it was about"), max_length=300, blank=True)
    state = models.CharField(
        _("state"), max_length=10, choices=ActivityState.choices, default=ActivityState.NOTED
    )
    recorded_by = models.ForeignKey(
        User, verbose_name=_("recorded by"), on_delete=models.PROTECT, related_name="+"
    )
    decided_by = models.ForeignKey(
        User, verbose_name=_("decided by"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    is_demo = models.BooleanField(_("demo"), default=False)

    class Meta:
        verbose_name = _("meeting or work")
        verbose_name_plural = _("meetings and work")
        ordering = ["-held_on", "-id"]
        constraints = [
            models.CheckConstraint(name="activity_known_kind", condition=Q(kind__in=ActivityKind.values)),
            models.CheckConstraint(name="activity_known_state", condition=Q(state__in=ActivityState.values)),
            models.CheckConstraint(
                name="activity_lasts_within_a_day", condition=Q(minutes__gte=1, minutes__lte=24 * 60)
            ),
            models.CheckConstraint(
                name="activity_decision_is_dated",
                condition=Q(state="noted", decided_at=None, decided_by=None)
                | (~Q(state="noted") & Q(decided_at__isnull=False, decided_by__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.enrollment_id}: {self.kind}"
