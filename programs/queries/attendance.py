"""Where two people said different things, and codes that are open."""

from django.db.models import OuterRef, QuerySet, Subquery

from programs.models import Attendance, AttendanceConflict, Cohort


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
