"""Deeds with several people: what became of whom, in words."""

from dataclasses import dataclass

from django.db.models import Count, Q

from programs.models import AttendanceStatus, BulkDeed, BulkDeedRow, Cohort
from programs.states import EnrollmentState

LAST_DEEDS = 5


@dataclass(frozen=True)
class Summary:
    """How many are in which state now, and who was refused for which reason."""

    done: dict[str, int]
    refused: dict[str, list[str]]
    people: int = 0


def label_of(code: str) -> str:
    """Of a state, or of what is recorded of somebody's attendance."""
    status = code.partition(":")[0]
    known = EnrollmentState if status in EnrollmentState.values else AttendanceStatus
    return str(known(status).label) if status else ""


def rows_of(bulk: BulkDeed) -> list[BulkDeedRow]:
    """With the words for what was before, and after. One query."""
    rows = list(bulk.rows.select_related("enrollment__person").order_by("pk"))
    for row in rows:
        row.before_label, row.after_label = label_of(row.before), label_of(row.after)  # type: ignore[attr-defined]
    return rows


def summary_of(bulk: BulkDeed) -> Summary:
    done: dict[str, int] = {}
    refused: dict[str, list[str]] = {}
    for row in bulk.rows.select_related("enrollment__person").order_by("pk"):
        if row.refusal:
            refused.setdefault(row.refusal, []).append(row.enrollment.person.name)
        else:
            label = label_of(row.after)
            done[label] = done.get(label, 0) + 1
    return Summary(done, refused)


def summary_of_undoing(bulk: BulkDeed) -> Summary:
    refused: dict[str, list[str]] = {}
    undone = 0
    for row in bulk.rows.exclude(after="").select_related("enrollment__person").order_by("pk"):
        undone += row.is_undone
        if row.undo_refusal:
            refused.setdefault(row.undo_refusal, []).append(row.enrollment.person.name)
    return Summary({}, refused, undone)


def last_deeds(cohort: Cohort) -> list[BulkDeed]:
    """The newest, with how many people each was done with."""
    rows = cohort.bulk_deeds.select_related("by__person", "cohort__program")
    return list(rows.annotate(people=Count("rows", filter=~Q(rows__after="")))[:LAST_DEEDS])
