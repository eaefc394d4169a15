"""The sessions and deadlines that stand in a calendar. Constant queries, never more than a calendar program bears."""

from datetime import timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from capacity.models import User
from programs.logic.deadlines import Deadline
from programs.models import Cohort, Enrollment, Program, ProgramRole, Session
from programs.states import PARTICIPANT_STATES, EnrollmentState

MOST = 1000  # sessions
PAST = timedelta(days=400)


def of_person(user: User) -> list[Session]:
    """Of cohorts in which she takes part, or has a role."""
    roles = ProgramRole.objects.current().filter(person__user=user)
    taking_part = Q(cohort__enrollments__person__user=user, cohort__enrollments__state__in=PARTICIPANT_STATES)
    running = Q(cohort__in=roles.exclude(cohort=None).values("cohort")) | Q(
        cohort__program__in=roles.exclude(program=None).values("program")
    )
    return shown(Session.objects.filter(pk__in=Session.objects.filter(taking_part | running).values("pk")))


def of_program(program: Program) -> list[Session]:
    return shown(Session.objects.filter(cohort__program=program))


def of_cohort(cohort: Cohort) -> list[Session]:
    return shown(Session.objects.filter(cohort=cohort))


def of_programs(programs: "QuerySet[Program]") -> list[Session]:
    return shown(Session.objects.filter(cohort__program__in=programs.order_by().values("pk")))


def closings_of(programs: "QuerySet[Program]") -> list[Deadline]:
    return closings(Cohort.objects.filter(program__in=programs.order_by().values("pk")))


def closings(cohorts: "QuerySet[Cohort]") -> list[Deadline]:
    """When enrollment closes, in order."""
    recent = cohorts.filter(enrollment_closes_at__gte=timezone.now() - PAST).select_related("program")
    return [
        Deadline(
            key=f"closing-{cohort.public_id}",
            at=cohort.enrollment_closes_at,
            title=_("Enrollment closes: %(cohort)s") % {"cohort": f"{cohort.program.title} – {cohort.name}"},
            path=cohort.get_absolute_url(),
            changed_at=max(
                cohort.updated_at, cohort.program.updated_at, cohort.cancelled_at or cohort.updated_at
            ),
            is_cancelled=cohort.cancelled_at is not None,
            is_demo=cohort.is_demo,
        )
        for cohort in recent.order_by("-enrollment_closes_at", "-pk")[:MOST][::-1]
    ]


def answers_of(user: User) -> list[Deadline]:
    """Until when she takes a place that is offered to her, or sends an application that she has begun."""
    waiting = Q(state=EnrollmentState.OFFERED, offer_expires_at__isnull=False) | Q(
        state=EnrollmentState.DRAFT,
        cohort__cancelled_at=None,
        cohort__enrollment_closes_at__gt=timezone.now(),
    )
    rows = (
        Enrollment.objects.filter(waiting, person__user=user).select_related("cohort__program").order_by("pk")
    )
    return [answer_of(enrollment) for enrollment in rows[:MOST]]


def answer_of(enrollment: Enrollment) -> Deadline:
    cohort, offered = enrollment.cohort, enrollment.state == EnrollmentState.OFFERED
    title = (
        _("Accept the place by now: %(cohort)s") if offered else _("Send the application by now: %(cohort)s")
    )
    return Deadline(
        key=f"answer-{enrollment.public_id}",
        at=enrollment.offer_expires_at or cohort.enrollment_closes_at,
        title=title % {"cohort": f"{cohort.program.title} – {cohort.name}"},
        path=enrollment.get_absolute_url(),
        changed_at=max(enrollment.updated_at, cohort.updated_at),
        is_demo=cohort.is_demo,
    )


def shown(sessions: "QuerySet[Session]") -> list[Session]:
    """In order; what is long past is left out, and of too many the latest are kept."""
    recent = sessions.filter(ends_at__gte=timezone.now() - PAST).select_related("cohort__program")
    return list(recent.order_by("-starts_at", "-pk")[:MOST])[::-1]
