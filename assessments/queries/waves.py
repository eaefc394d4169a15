from django.db.models import QuerySet

from assessments.models import Invitation, Perspective, Wave
from assessments.states import PENDING_INVITATIONS, InvitationState
from programs.models import Cohort


def waves_with_plan() -> QuerySet[Wave]:
    return Wave.objects.select_related(
        "plan__instrument", "plan__cohort__program", "plan__organization", "version"
    )


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
