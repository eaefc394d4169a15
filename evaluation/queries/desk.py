"""What a coordinator or facilitator finds on the desk."""

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import partial
from typing import Any

from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.core.paginator import Page, Paginator
from django.db.models import (
    Case,
    Count,
    Exists,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce, JSONArray
from django.utils import timezone
from django.utils.functional import cached_property

from assessments.models import Invitation, Perspective, Response, Timepoint, Wave
from assessments.states import ANSWERABLE_WAVE_STATES, ResponseState
from capacity.models import User
from common.statements import AnyOf, Written, listed, numbers_of
from evaluation.queries.alerts import open_alerts
from evaluation.queries.learnings import overdue_for
from programs.models import (
    Activity,
    Attendance,
    AttendanceConflict,
    AttendanceStatus,
    BulkDeed,
    Cohort,
    Deliverable,
    Enrollment,
    NeedState,
    Session,
    link_to,
)
from programs.permissions import TEACHING_ROLES, roles_held
from programs.queries.applications import live_needs
from programs.queries.attendance import ABSENCES
from programs.queries.deeds import last_deeds
from programs.queries.progress import progress_of
from programs.queries.reminders import LAPSES_SOON
from programs.states import PARTICIPANT_STATES, ActivityState, DeliverableState, EnrollmentState

DESK_ROWS = 50
LISTED = ["public_id", "name", "starts_on", "is_demo", *link_to()]  # what the desk reads of a cohort
ROSTER_ROWS = 100

# The roster's order: what waits for a decision first.
ROSTER_ORDER = [
    EnrollmentState.APPLIED,
    EnrollmentState.OFFERED,
    EnrollmentState.ENROLLED,
    EnrollmentState.WAITLISTED,
    EnrollmentState.COMPLETED,
    EnrollmentState.NOT_COMPLETED,
]


def cohorts_of(user: User) -> QuerySet[Cohort]:
    """Those she runs or teaches; staff see all."""
    if user.is_staff:
        return Cohort.objects.all()
    held = [each for each in roles_held(user) if each.role in TEACHING_ROLES]
    cohorts = [each.cohort for each in held if each.cohort is not None]
    programs = [each.program for each in held if each.program is not None]
    return Cohort.objects.filter(Q(pk__in=cohorts) | Q(program__in=programs))


def desk_for(user: User) -> list[Cohort]:
    """The newest cohorts, with what there is to do in each. They are sought first: what is asked of a few by name is
    looked up, and of an unknown number is read from whole tables.
    """
    newest = cohorts_of(user).order_by("-starts_on", "-pk").values_list("pk", flat=True)[:DESK_ROWS]
    keys = list(newest)
    return TO_DO.objects(listed(keys), timezone.now(), timezone.localdate()) if keys else []


def _to_do(cohorts_listed: str, now: datetime, today: date) -> QuerySet[Cohort]:
    found = Cohort.objects.filter(AnyOf(F("pk"), cohorts_listed))
    in_state = {
        "applied": people_in(EnrollmentState.APPLIED),
        "waiting": people_in(EnrollmentState.WAITLISTED),
        "offered": people_in(EnrollmentState.OFFERED),
        "enrolled": people_in(EnrollmentState.ENROLLED),
    }
    unrecorded = Session.objects.filter(
        cohort=OuterRef("pk"), ends_at__lt=now, cancelled_at=None, attendance=None
    )
    asked = Wave.objects.filter(plan__cohort=OuterRef("pk"), state__in=ANSWERABLE_WAVE_STATES)
    needs = live_needs().filter(enrollment__cohort=OuterRef("pk")).exclude(state=NeedState.MET)
    due = Invitation.objects.due_for_reminder(now).filter(target__wave__plan__cohort=OuterRef("pk"))
    to_do = {
        "to_record": Exists(unrecorded),
        "asking": Exists(asked),
        "needs_open": Exists(needs),
        "unanswered": Exists(due),
    }
    cohorts = found.annotate(**in_state, **to_do)
    handed_in = Deliverable.objects.filter(
        enrollment__cohort=OuterRef("pk"), state=DeliverableState.SUBMITTED
    )
    noted = Activity.objects.filter(enrollment__cohort=OuterRef("pk"), state=ActivityState.NOTED)
    left = Q(ends_on__lt=today, cancelled_at=None) & Q(enrolled__gt=0)
    cohorts = cohorts.annotate(to_accept=Exists(handed_in), to_confirm=Exists(noted))
    soon = Value(now) + Value(LAPSES_SOON)
    disputed = AttendanceConflict.objects.filter(mark__session__cohort=OuterRef("pk"), decided_at=None)
    cohorts = cohorts.annotate(
        lapsing=people_in(EnrollmentState.OFFERED, offer_expires_at__lte=soon),
        to_settle=Exists(disputed),
        missing=Exists(absent_too_often(OuterRef("pk"))),
        unrecorded_session=Subquery(unrecorded.order_by("starts_at").values("public_id")[:1]),
    )
    cohorts = cohorts.annotate(to_conclude=Case(When(left, then=Value(True)), default=Value(False)))
    cohorts = cohorts.select_related("program").only(*LISTED)
    return cohorts.order_by("-starts_on", "-pk")


TO_DO = Written(_to_do, listed([-77]), datetime(1, 1, 1, tzinfo=UTC), date.min)


def late_for(user: User) -> tuple[int, int]:
    """Recommendations that wait for an answer and whose day is over, and open alerts. One query."""
    today = timezone.localdate()
    roles_on = timezone.now().date()
    ((overdue, alerts),) = LATE_OF_ALL.rows(today) if user.is_staff else LATE.rows(user.pk, roles_on, today)
    return overdue, alerts


def _late(user: User, day: date, today: date) -> tuple[str, list[Any]]:
    return numbers_of(overdue_for(user, today=today, day=day), open_alerts(user, day=day))


# The reach of staff asks for no roles, and so for nobody and no day.
LATE_OF_ALL = Written(partial(_late, User(is_staff=True), date.min), date.max)
LATE = Written(lambda user, day, today: _late(User(pk=user), day, today), -77, date.min, date.max)


def people_in(state: EnrollmentState, **more: Any) -> Coalesce:
    """Of each cohort; not by a join, which would let the database expect a row of each person."""
    people = Enrollment.objects.filter(cohort=OuterRef("pk"), state=state, **more).order_by()
    return Coalesce(Subquery(people.values("cohort").annotate(n=Count("pk")).values("n")), 0)


def absent_too_often(cohort: Any) -> QuerySet[Enrollment]:
    rows = Enrollment.objects.filter(cohort=cohort, state=EnrollmentState.ENROLLED).order_by()
    return rows.annotate(absences=ABSENCES).filter(absences__gte=settings.NO_SHOW_SESSIONS)


@dataclass(frozen=True)
class Roster:
    page: Page
    counts: list[tuple[str, Any, int]]  # state, label, people
    sessions: list[Session]
    waves: list[Wave]
    held: int
    deeds: list[BulkDeed]


def with_counts(cohorts: QuerySet[Cohort]) -> QuerySet[Cohort]:
    """With how many people are in which state, drafts left out."""
    sent = Enrollment.objects.filter(cohort=OuterRef("pk")).exclude(state=EnrollmentState.DRAFT)
    counted = sent.order_by().values("state").annotate(people=Count("pk"))
    return cohorts.annotate(counted=ArraySubquery(counted.values(facts=JSONArray("state", "people"))))


class KnownPaginator(Paginator):
    """Of rows that were counted before."""

    def __init__(self, rows: QuerySet, size: int, *, count: int) -> None:
        super().__init__(rows, size)
        self.known = count

    @cached_property
    def count(self) -> int:
        return self.known


def roster_of(cohort: Any, *, state: str = "", number: Any = 1) -> Roster:
    """A page of people with their attendance and answers, and the cohort's sessions and waves. Constant queries.

    The cohort comes with its counts.
    """
    counts = Counter(dict(cohort.counted))
    people = roster_rows(cohort)
    known = state in EnrollmentState.values
    if known:
        people = people.filter(state=state)
    waves = cohort_waves(cohort)
    count = counts[state] if known else counts.total()
    page: Any = KnownPaginator(people, ROSTER_ROWS, count=count).get_page(number)
    standing = progress_of(page.object_list, cohort.rule)
    for enrollment in page.object_list:
        enrollment.progress = standing[enrollment.pk] if enrollment.state in PARTICIPANT_STATES else None
    return Roster(
        page=page,
        counts=[(key, label, counts[key]) for key, label in EnrollmentState.choices if counts[key]],
        sessions=list(cohort.sessions.annotate(recorded=Count("attendance")).order_by("starts_at")),
        waves=list(waves),
        held=cohort.held_seats,
        deeds=last_deeds(cohort),
    )


def roster_rows(cohort: Cohort) -> QuerySet[Enrollment]:
    answered = {
        f"has_{timepoint}": Exists(
            Response.objects.filter(
                wave__plan__cohort=OuterRef("cohort"),
                wave__timepoint=timepoint,
                subject=OuterRef("person"),
                state=ResponseState.SUBMITTED,
                perspective=Perspective.SELF,
            )
        )
        for timepoint in (Timepoint.BASELINE, Timepoint.ENDLINE)
    }
    order = Case(
        *(When(state=state, then=Value(place)) for place, state in enumerate(ROSTER_ORDER)),
        default=Value(len(ROSTER_ORDER)),
        output_field=IntegerField(),
    )
    sent = Enrollment.objects.filter(cohort=cohort).exclude(state=EnrollmentState.DRAFT)
    rows = sent.select_related("person", "organization")
    rows = rows.annotate(place=order, absences=absences_of(OuterRef("pk")), **answered)
    return rows.order_by("place", F("waitlisted_at").asc(nulls_last=True), "pk")


def absences_of(enrollment: Any) -> Coalesce:
    absent = Attendance.objects.filter(
        enrollment=enrollment, status=AttendanceStatus.ABSENT, session__cancelled_at=None
    )
    counted = absent.order_by().values("enrollment").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted), 0)


def cohort_waves(cohort: Cohort) -> QuerySet[Wave]:
    own = Q(responses__state=ResponseState.SUBMITTED, responses__perspective=Perspective.SELF)
    submitted = Count("responses", filter=own, distinct=True)
    waves = Wave.objects.filter(plan__cohort=cohort).select_related("plan__instrument")
    return waves.annotate(asked=Count("targets", distinct=True), answered=submitted).order_by("opens_at")
