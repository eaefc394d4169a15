from typing import Any

from django.db.models import Q, QuerySet

from assessments.models import Invitation, Perspective, Wave
from assessments.states import PENDING_INVITATIONS, InvitationState
from capacity.models import Affiliation
from programs.models import Cohort, ProgramRole, ProgramRoleKind


def waves_with_plan() -> QuerySet[Wave]:
    return Wave.objects.select_related(
        "plan__instrument", "plan__cohort__program", "plan__organization", "version"
    )


def waves_run_by(user: Any) -> QuerySet[Wave]:
    """Of cohorts she coordinates and of organizations she represents; for staff of every cohort."""
    run = ProgramRole.objects.current().filter(person__user=user, role=ProgramRoleKind.COORDINATOR)
    represented = Affiliation.objects.representing(user).values("organization")
    hers = (
        Q(plan__cohort__in=run.exclude(cohort=None).values("cohort"))
        | Q(plan__cohort__program__in=run.exclude(program=None).values("program"))
        | Q(plan__cohort=None, plan__organization__in=represented)
    )
    if user.is_staff:
        hers |= Q(plan__cohort__isnull=False)
    return waves_with_plan().filter(hers)


def waves_of_cohort(cohort: Cohort) -> list[Wave]:
    return list(waves_with_plan().filter(plan__cohort=cohort).order_by("opens_at", "pk"))


def missing_in(wave: Wave) -> list[Invitation]:
    """Those who were asked and have neither answered nor said no. Nobody is named in an anonymous plan."""
    if wave.plan.is_anonymous:
        return []
    missing = [*PENDING_INVITATIONS, InvitationState.EXPIRED]
    return list(
        Invitation.objects.filter(target__wave=wave, state__in=missing, perspective=Perspective.SELF)
        .select_related("respondent")
        .order_by("respondent__name", "pk")
    )
