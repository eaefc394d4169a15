"""What was handed in and noted: of one person, and of a cohort."""

from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Case, IntegerField, QuerySet, Value, When

from programs.models import Activity, Cohort, Deliverable, Enrollment
from programs.queries.progress import progress_of, rule_says
from programs.states import PARTICIPANT_STATES, ActivityState, DeliverableState, EnrollmentState

ROWS = 50


def work_page(enrollment: Enrollment, user: Any) -> dict[str, Any]:
    """How far she is, what she handed in and noted, and what the reader can add or decide."""
    if enrollment.state not in PARTICIPANT_STATES:
        return {"progress": None}
    rule = enrollment.cohort.rule
    deliverables = list(enrollment.deliverables.all())
    counting = [each for each in deliverables if each.state in {"submitted", "accepted"}]
    takes_part = enrollment.state == EnrollmentState.ENROLLED
    return {
        "progress": progress_of([enrollment], rule)[enrollment.pk],
        "rule": rule_says(rule),
        "deliverables": deliverables,
        "activities": list(enrollment.activities.all()),
        "can_hand_in": takes_part
        and len(counting) < rule.deliverables
        and user.has_perm("programs.hand_in", enrollment),
        "can_note": takes_part
        and bool(rule.hours or rule.meetings)
        and user.has_perm("programs.note_activity", enrollment),
        "can_confirm": user.has_perm("programs.confirm_activity", enrollment),
    }


def deliverables_of(cohort: Cohort, number: Any = 1) -> Page:
    """A page of them: what waits for a decision first, the oldest of it first."""
    order = Case(
        When(state=DeliverableState.SUBMITTED, then=Value(0)), default=Value(1), output_field=IntegerField()
    )
    rows = Deliverable.objects.filter(enrollment__cohort=cohort).exclude(state=DeliverableState.WITHDRAWN)
    rows = (
        rows.select_related("enrollment__person")
        .annotate(place=order)
        .order_by("place", "submitted_at", "pk")
    )
    return Paginator(rows, ROWS).get_page(number)


def activities_to_confirm(cohort: Cohort) -> QuerySet[Activity]:
    rows = Activity.objects.filter(enrollment__cohort=cohort, state=ActivityState.NOTED)
    return rows.select_related("enrollment__person").order_by("held_on", "pk")[:ROWS]
