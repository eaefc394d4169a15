"""Where two people said different things of somebody, and who does not come."""

from collections.abc import Collection

from django.conf import settings
from django.db.models import Count, OuterRef, Q, QuerySet, Subquery

from programs.models import Attendance, AttendanceConflict, AttendanceStatus, Cohort, Enrollment
from programs.states import EnrollmentState

ABSENCES = Count(
    "attendance",
    filter=Q(attendance__status=AttendanceStatus.ABSENT, attendance__session__cancelled_at=None),
    distinct=True,
)


def no_shows(enrollments: Collection[int]) -> list[Enrollment]:
    """Those among them who are still enrolled, and were absent too often."""
    rows = Enrollment.objects.filter(pk__in=enrollments, state=EnrollmentState.ENROLLED)
    rows = rows.annotate(absences=ABSENCES).filter(absences__gte=settings.NO_SHOW_SESSIONS)
    return list(rows.select_related("person", "cohort__program").order_by("pk"))


def open_conflicts(cohort: Cohort) -> "QuerySet[AttendanceConflict]":
    """Each with what holds: its status, minutes, who recorded it, and when."""
    holding = Attendance.objects.filter(
        session=OuterRef("mark__session"), enrollment=OuterRef("mark__enrollment")
    )
    shown_of = {"status": "status", "minutes": "minutes", "recorded_at": "recorded_at"}
    shown_of["by"] = "recorded_by__person__name"
    said = {f"holding_{name}": Subquery(holding.values(column)[:1]) for name, column in shown_of.items()}
    conflicts = AttendanceConflict.objects.filter(decided_at=None, mark__session__cohort=cohort)
    shown = conflicts.select_related("mark__session", "mark__enrollment__person", "mark__by__person")
    return shown.annotate(**said).order_by("mark__session__starts_at", "mark__enrollment__person__name", "pk")
