"""The sessions that stand in a calendar. Constant queries, and never more than a calendar program bears."""

from datetime import timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone

from capacity.models import Stakeholder, User
from programs.models import Cohort, Program, ProgramRole, Session
from programs.states import PARTICIPANT_STATES

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


def of_organization(organization: Stakeholder) -> list[Session]:
    """Of the programs it provides."""
    return of_programs(Program.objects.public().filter(providers=organization))


def of_programs(programs: "QuerySet[Program]") -> list[Session]:
    return shown(Session.objects.filter(cohort__program__in=programs.order_by().values("pk")))


def shown(sessions: "QuerySet[Session]") -> list[Session]:
    """In order; what is long past is left out, and of too many the latest are kept."""
    recent = sessions.filter(ends_at__gte=timezone.now() - PAST).select_related("cohort__program")
    return list(recent.order_by("-starts_at", "-pk")[:MOST])[::-1]
