"""What a person finds on her own page."""

from dataclasses import dataclass
from datetime import UTC, datetime

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from assessments.models import Invitation
from capacity.models import User
from common.models import in_all_languages
from common.statements import Written
from programs.logic.check_in import may_check_in
from programs.models import (
    Attendance,
    AttendanceStatus,
    Cohort,
    DelegationPlace,
    Deliverable,
    Enrollment,
    Session,
    SessionMaterial,
    link_to,
)
from programs.queries.reviews import cohorts_to_review
from programs.states import (
    OVER_STATES,
    DeliverableState,
    EnrollmentState,
    PlaceState,
)

SESSIONS_AHEAD = 10
HISTORY_ROWS = 50
# What the page reads of each, which is a small part of what there is.
COHORT = [
    "name",
    "public_id",
    "starts_on",
    "ends_on",
    "cancelled_at",
    "deliverables_needed",
    "program__state",
]
COHORT += ["enrollment_opens_at", "enrollment_closes_at", *link_to()]
ENROLLMENT = ["public_id", "state", "is_demo", "offer_expires_at", "organization__name"]
ENROLLMENT += [f"cohort__{name}" for name in COHORT]
SESSION = [
    "title",
    "is_demo",
    "starts_at",
    "ends_at",
    "link",
    "cohort__public_id",
    *link_to("cohort__program"),
]
MATERIAL = [
    "title",
    "is_demo",
    "link",
    "kind",
    "transcript",
    "session__title",
    "session__is_demo",
    *link_to("session__cohort__program"),
]
MATERIAL += [f"language__{name}" for name in ("code", "autonym", "name_en")]
INVITATION = ["public_id", "target__wave__timepoint", "target__wave__closes_at"]
INVITATION += in_all_languages("target__wave__plan__instrument__title")
INVITATION += link_to("target__wave__plan__cohort__program")
PLACE = ["delegation__organization__name", *link_to("delegation__cohort__program")]
THERE = [AttendanceStatus.PRESENT, AttendanceStatus.PARTLY]


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
    drafts: list[Enrollment]
    named: list[DelegationPlace]  # by an organization, to be confirmed
    to_hand_in: list[Enrollment]
    materials: list[SessionMaterial]

    @property
    def joining(self) -> list[Session]:
        """Those that begin soon, or go on now."""
        now = timezone.now()
        return [each for each in self.sessions if may_check_in(each.starts_at, each.ends_at, now)]

    @property
    def has_tasks(self) -> bool:
        tasks = (
            self.joining,
            self.offers,
            self.due,
            self.to_review,
            self.drafts,
            self.named,
            self.to_hand_in,
        )
        return any(tasks)

    @property
    def is_empty(self) -> bool:
        return not (self.has_tasks or self.running or self.waiting or self.history)


def my_page(user: User) -> MyPage:
    """As many queries, however much there is."""
    newest: list[Enrollment] = NEWEST.objects(user.pk)
    by_state: dict[str, list[Enrollment]] = {}
    for enrollment in newest:
        by_state.setdefault(enrollment.state, []).append(enrollment)
    ended = [EnrollmentState.COMPLETED, EnrollmentState.NOT_COMPLETED, *OVER_STATES]
    return MyPage(
        offers=by_state.get(EnrollmentState.OFFERED, []),
        running=by_state.get(EnrollmentState.ENROLLED, []),
        waiting=by_state.get(EnrollmentState.APPLIED, []) + by_state.get(EnrollmentState.WAITLISTED, []),
        history=[enrollment for enrollment in newest if enrollment.state in ended],
        sessions=SESSIONS.objects(user.pk, timezone.now()),
        to_review=list(cohorts_to_review(user)[:HISTORY_ROWS]),
        due=DUE_QUESTIONNAIRES.objects(user.pk),
        drafts=[
            each for each in by_state.get(EnrollmentState.DRAFT, []) if each.cohort.is_open_for_enrollment
        ],
        named=INVITATIONS.objects(user.pk),
        to_hand_in=my_results_due(by_state.get(EnrollmentState.ENROLLED, [])),
        materials=MATERIALS.objects(user.pk),
    )


def _newest(user: int) -> "QuerySet[Enrollment]":
    enrollments = Enrollment.objects.filter(person__user=user)
    enrollments = enrollments.select_related("cohort__program", "organization")
    enrollments = enrollments.only(*ENROLLMENT)
    there = Attendance.objects.filter(enrollment=OuterRef("pk"), status__in=THERE).order_by()
    attended = Coalesce(Subquery(there.values("enrollment").annotate(n=Count("pk")).values("n")), 0)
    return enrollments.annotate(attended=attended).order_by("-pk")[:HISTORY_ROWS]


def _sessions(user: int, now: datetime) -> "QuerySet[Session]":
    """The next sessions of the cohorts in which she is enrolled."""
    sessions = Session.objects.filter(
        cohort__enrollments__person__user=user,
        cohort__enrollments__state=EnrollmentState.ENROLLED,
        cancelled_at=None,
        ends_at__gte=now,
    )
    sessions = sessions.select_related("cohort__program").only(*SESSION)
    return sessions.order_by("starts_at")[:SESSIONS_AHEAD]


def _due_questionnaires(user: int) -> "QuerySet[Invitation]":
    pending = Invitation.objects.visible_to(User(pk=user)).pending()
    shown = pending.select_related("target__wave__plan__instrument", "target__wave__plan__cohort__program")
    return shown.only(*INVITATION).order_by("target__wave__closes_at")[:HISTORY_ROWS]


def _invitations(user: int) -> "QuerySet[DelegationPlace]":
    places = DelegationPlace.objects.filter(person__user=user, state=PlaceState.INVITED)
    places = places.select_related("delegation__cohort__program", "delegation__organization")
    return places.only(*PLACE).order_by("pk")[:HISTORY_ROWS]


def _materials(user: int) -> "QuerySet[SessionMaterial]":
    """The newest of the cohorts in which she takes part, or did."""
    shown = SessionMaterial.objects.of_cohorts_joined_by(User(pk=user))
    shown = shown.select_related("language", "session__cohort__program")
    return shown.only(*MATERIAL).order_by("-session__starts_at", "pk")[:SESSIONS_AHEAD]


# Written once each: on a page of small questions it costs more to write them than to ask.
SOMEBODY, SOMETIME = -77, datetime(1, 1, 1, tzinfo=UTC)
NEWEST = Written(_newest, SOMEBODY)
SESSIONS = Written(_sessions, SOMEBODY, SOMETIME)
DUE_QUESTIONNAIRES = Written(_due_questionnaires, SOMEBODY)
INVITATIONS = Written(_invitations, SOMEBODY)
MATERIALS = Written(_materials, SOMEBODY)


def my_results_due(running: list[Enrollment]) -> list[Enrollment]:
    """Of the cohorts that ask for results: those in which fewer are handed in, and not returned, than are needed."""
    asked = [each for each in running if each.cohort.deliverables_needed]
    if not asked:
        return []
    counts = Deliverable.objects.filter(
        enrollment__in=asked, state__in=[DeliverableState.SUBMITTED, DeliverableState.ACCEPTED]
    )
    done = dict(counts.order_by().values_list("enrollment").annotate(n=Count("pk")))
    return [each for each in asked if done.get(each.pk, 0) < (each.cohort.deliverables_needed or 0)]
