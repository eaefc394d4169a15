import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from capacity.models import User
from programs.models.enrollment import Enrollment
from programs.models.session import Session


class AttendanceStatus(models.TextChoices):
    PRESENT = "present", pgettext_lazy("attendance", "present")
    PARTLY = "partly", pgettext_lazy("attendance", "partly present")
    EXCUSED = "excused", pgettext_lazy("attendance", "excused")
    ABSENT = "absent", pgettext_lazy("attendance", "absent")


class CheckInWay(models.TextChoices):
    LIST = "list", pgettext_lazy("check-in by", "list")
    CODE = "code", pgettext_lazy("check-in by", "code")
    IMPORT = "import", pgettext_lazy("check-in by", "import")


class Attendance(models.Model):
    """Whether an enrolled person took part in a session, and for how long."""

    session = models.ForeignKey(
        Session, verbose_name=_("session"), on_delete=models.CASCADE, related_name="attendance"
    )
    enrollment = models.ForeignKey(
        Enrollment, verbose_name=_("enrollment"), on_delete=models.CASCADE, related_name="attendance"
    )
    status = models.CharField(_("attendance"), max_length=8, choices=AttendanceStatus.choices)
    minutes = models.PositiveSmallIntegerField(_("minutes"), null=True, blank=True)
    way = models.CharField(
        _("checked in by"), max_length=8, choices=CheckInWay.choices, default=CheckInWay.LIST
    )
    recorded_by = models.ForeignKey(
        User, verbose_name=_("recorded by"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    recorded_at = models.DateTimeField(_("recorded at"), auto_now=True)
    is_demo = models.BooleanField(_("demo"), default=False)

    class Meta:
        verbose_name = _("attendance")
        verbose_name_plural = _("attendance")
        indexes = [models.Index(fields=["recorded_at"])]
        constraints = [
            models.UniqueConstraint(fields=["session", "enrollment"], name="one_attendance_per_session"),
            models.CheckConstraint(
                name="attendance_known_status", condition=Q(status__in=AttendanceStatus.values)
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="same_cohort",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func="""
                    IF (SELECT cohort_id FROM programs_session WHERE id = NEW.session_id)
                        IS DISTINCT FROM (SELECT cohort_id FROM programs_enrollment WHERE id = NEW.enrollment_id) THEN
                        RAISE EXCEPTION 'session and enrollment belong to different cohorts'
                            USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NEW;
                """,
            )
        ]

    def __str__(self) -> str:
        return f"{self.session_id} {self.enrollment_id}: {self.status}"
