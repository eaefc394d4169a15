from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from common.models import Stamped
from common.triggers import tells_of
from programs.logic.reach import KEPT_FROM, KEPT_TO, within_reach
from programs.models.cohort import Cohort


class Session(Stamped):
    """A meeting of a cohort. Local date and time are what was agreed; UTC follows from them and the zone's rules."""

    cohort = models.ForeignKey(
        Cohort, verbose_name=_("cohort"), on_delete=models.CASCADE, related_name="sessions"
    )
    title = models.CharField(_("title"), max_length=200)
    local_date = models.DateField(_("date"), validators=[within_reach])
    local_time = models.TimeField(_("time"))
    time_zone = models.CharField(_("time zone"), max_length=60, default="UTC")
    minutes = models.PositiveSmallIntegerField(_("minutes"), default=60)
    starts_at = models.DateTimeField(_("starts at (UTC)"), editable=False)
    ends_at = models.DateTimeField(_("ends at (UTC)"), editable=False)
    room = models.CharField(_("room"), max_length=200, blank=True)
    link = models.URLField(_("link to join, shown to enrolled people only"), max_length=500, blank=True)
    cancelled_at = models.DateTimeField(_("cancelled at"), null=True, blank=True)
    sequence = models.PositiveIntegerField(_("revision (iCalendar SEQUENCE)"), default=0)
    is_demo = models.BooleanField(_("demo"), default=False)

    class Meta:
        verbose_name = _("session")
        triggers = tells_of(
            "programs_program", subject="(SELECT program_id FROM programs_cohort WHERE id = cohort_id)"
        )
        verbose_name_plural = _("sessions")
        ordering = ["starts_at", "id"]
        indexes = [models.Index(fields=["starts_at"])]
        constraints = [
            models.CheckConstraint(name="session_ends_after_start", condition=Q(ends_at__gt=F("starts_at"))),
            models.CheckConstraint(
                name="session_is_within_reach", condition=Q(local_date__range=(KEPT_FROM, KEPT_TO))
            ),
            models.CheckConstraint(name="session_lasts", condition=Q(minutes__gte=1)),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)

    def set_moments(self) -> None:
        """Derive UTC from the local date, time and zone; a time skipped by the clock change moves forward."""
        local = datetime.combine(self.local_date, self.local_time, tzinfo=self.zone)
        self.starts_at = local.astimezone(ZoneInfo("UTC"))
        self.ends_at = self.starts_at + timedelta(minutes=self.minutes)
