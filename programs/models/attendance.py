import uuid

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from capacity.models import User
from common.triggers import append_only, fixed_once_set
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
    DECISION = "decision", pgettext_lazy("check-in by", "decision between two marks")


SAME_COHORT = """
    IF (SELECT cohort_id FROM programs_session WHERE id = NEW.session_id)
        IS DISTINCT FROM (SELECT cohort_id FROM programs_enrollment WHERE id = NEW.enrollment_id) THEN
        RAISE EXCEPTION 'session and enrollment belong to different cohorts'
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
"""


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
                func=SAME_COHORT,
            )
        ]

    def __str__(self) -> str:
        return f"{self.session_id} {self.enrollment_id}: {self.status}"


class AttendanceMark(models.Model):
    """What somebody said of a person's attendance, and when. All that was said stays; Attendance is what holds."""

    public_id = models.UUIDField(
        _("public id"), default=uuid.uuid4, unique=True, editable=False
    )  # given by the device that said it: sent twice, it is kept once
    session = models.ForeignKey(
        Session, verbose_name=_("session"), on_delete=models.CASCADE, related_name="marks"
    )
    enrollment = models.ForeignKey(
        Enrollment, verbose_name=_("enrollment"), on_delete=models.CASCADE, related_name="marks"
    )
    status = models.CharField(
        _("attendance"), max_length=8, choices=AttendanceStatus.choices, blank=True
    )  # empty: what was recorded is taken back
    minutes = models.PositiveSmallIntegerField(_("minutes"), null=True, blank=True)
    way = models.CharField(
        _("checked in by"), max_length=8, choices=CheckInWay.choices, default=CheckInWay.LIST
    )
    by = models.ForeignKey(User, verbose_name=_("said by"), on_delete=models.PROTECT, related_name="+")
    said_at = models.DateTimeField(_("said at"))  # by the device's clock, where it had no connection
    received_at = models.DateTimeField(_("received at"), auto_now_add=True)
    is_demo = models.BooleanField(_("demo"), default=False)

    class Meta:
        verbose_name = _("attendance mark")
        verbose_name_plural = _("attendance marks")
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                name="attendance_mark_known_status", condition=Q(status__in=["", *AttendanceStatus.values])
            ),
            models.CheckConstraint(name="attendance_mark_known_way", condition=Q(way__in=CheckInWay.values)),
        ]
        triggers = [
            append_only(),
            pgtrigger.Trigger(
                name="mark_of_same_cohort",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func=SAME_COHORT,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.session_id} {self.enrollment_id}: {self.status}"


class AttendanceConflict(models.Model):
    """A mark that says something else than what held when it came, without having known it. A person decides."""

    public_id = models.UUIDField(_("public id"), default=uuid.uuid4, unique=True, editable=False)
    mark = models.OneToOneField(
        AttendanceMark, verbose_name=_("attendance mark"), on_delete=models.CASCADE, related_name="conflict"
    )
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    decided_by = models.ForeignKey(
        User, verbose_name=_("decided by"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    is_taken = models.BooleanField(_("the mark holds"), null=True, blank=True)
    is_demo = models.BooleanField(_("demo"), default=False)

    class Meta:
        verbose_name = _("attendance conflict")
        verbose_name_plural = _("attendance conflicts")
        ordering = ["id"]
        indexes = [models.Index(fields=["mark"], name="open_conflicts", condition=Q(decided_at=None))]
        constraints = [
            models.CheckConstraint(
                name="conflict_is_decided_by_somebody",
                condition=Q(decided_at=None, decided_by=None, is_taken=None)
                | Q(decided_at__isnull=False, decided_by__isnull=False, is_taken__isnull=False),
            )
        ]
        triggers = [fixed_once_set("decided_at", "decided_by_id", "is_taken")]

    def __str__(self) -> str:
        return f"conflict {self.pk}"
