"""What a person finds on her own page."""

from dataclasses import dataclass

from django.utils import timezone

from assessments.models import Invitation
from capacity.models import User
from programs.models import Cohort, Enrollment, Session
from programs.queries.reviews import cohorts_to_review
from programs.states import OVER_STATES, EnrollmentState

SESSIONS_AHEAD = 10
HISTORY_ROWS = 50


@dataclass(frozen=True)
class MyPage:
    """`due` are questionnaires to answer; `offers` are places to take before they lapse."""

    offers: list[Enrollment]
    running: list[Enrollment]
    waiting: list[Enrollment]
    history: list[Enrollment]
    sessions: list[Session]
    due: list[Invitation]
    to_review: list[Cohort]

    @property
    def is_empty(self) -> bool:
        return not (self.to_review or self.offers or self.running or self.waiting or self.history or self.due)


def my_page(user: User) -> MyPage:
    """Five queries, however much there is."""
    enrollments = Enrollment.objects.filter(person__user=user).select_related(
        "cohort__program", "organization"
    )
    newest = list(enrollments.order_by("-pk")[:HISTORY_ROWS])
    by_state: dict[str, list[Enrollment]] = {}
    for enrollment in newest:
        by_state.setdefault(enrollment.state, []).append(enrollment)
    ended = [EnrollmentState.COMPLETED, EnrollmentState.NOT_COMPLETED, *OVER_STATES]
    return MyPage(
        offers=by_state.get(EnrollmentState.OFFERED, []),
        running=by_state.get(EnrollmentState.ENROLLED, []),
        waiting=by_state.get(EnrollmentState.APPLIED, []) + by_state.get(EnrollmentState.WAITLISTED, []),
        history=[enrollment for enrollment in newest if enrollment.state in ended],
        sessions=list(my_sessions(user)),
        to_review=list(cohorts_to_review(user)[:HISTORY_ROWS]),
        due=list(my_due_questionnaires(user)),
    )


def my_sessions(user: User) -> "list[Session]":
    """The next sessions of the cohorts in which she is enrolled."""
    sessions = Session.objects.filter(
        cohort__enrollments__person__user=user,
        cohort__enrollments__state=EnrollmentState.ENROLLED,
        cancelled_at=None,
        ends_at__gte=timezone.now(),
    )
    return list(sessions.select_related("cohort__program").order_by("starts_at")[:SESSIONS_AHEAD])


def my_due_questionnaires(user: User) -> "list[Invitation]":
    pending = Invitation.objects.visible_to(user).pending()
    shown = pending.select_related("target__wave__plan__instrument", "target__wave__plan__cohort__program")
    return list(shown.order_by("target__wave__closes_at")[:HISTORY_ROWS])
