"""Whose answers are whose: by account, or in an anonymous plan by a key that names nobody."""

from assessments.logic.anonymity import anonymous_key
from assessments.models import AssessmentPlan, Invitation, Response
from assessments.states import ResponseState
from capacity.models import User


def respondent_key(plan: AssessmentPlan, user: User) -> str:
    """Nothing where the plan's secret is destroyed: nobody's answers can be found any more."""
    if not plan.is_anonymous:
        return str(user.public_id)
    if plan.secret is None:
        return ""
    return anonymous_key(secret=bytes(plan.secret), plan=plan.public_id, account=user.public_id)


def is_unlinked(plan: AssessmentPlan) -> bool:
    return plan.is_anonymous and plan.secret is None


def response_to(invitation: Invitation, *, state: ResponseState) -> Response | None:
    """The answers to this invitation in a state; only the invited person's own account leads to anonymous ones."""
    wave, user = invitation.target.wave, invitation.respondent.user
    if user is None:
        return None
    return (
        Response.objects.filter(
            wave=wave,
            subject=None if wave.plan.is_anonymous else invitation.target.subject_id,
            respondent_key=respondent_key(wave.plan, user),
            perspective=invitation.perspective,
            state=state,
        )
        .select_related("wave__plan", "version")
        .first()
    )
