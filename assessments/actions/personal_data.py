"""What `assessments` holds of a person, and how it is forgotten: scores stay under no name, words go."""

from django.db import transaction
from django.db.models import Model, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assessments import models
from assessments.models import ActionKind, Answer, AssessmentPlan, Invitation, PlanAction, Response
from assessments.queries.responses import respondent_key
from assessments.states import PENDING_INVITATIONS, InvitationState, ResponseState
from capacity.models import User
from common.personal_data import Holding, erase

TO_ASK = _("so that you are asked what concerns you, and not twice")
TO_PLAN = _("so that you and those who plan with you see what is to be done")
OF_THE_ORGANIZATION = _("it is the organization's result; it no longer leads to you")
TO_COMPARE = _("so that change can be seen; it no longer leads to you")

HOLDINGS = [
    Holding(
        model=models.WaveTarget,
        of="subject__user",
        says=_("Questionnaires about you"),
        why=TO_COMPARE,
        kept=("subject", "organization"),
    ),
    Holding(
        model=Invitation,
        of="respondent__user",
        says=_("Questionnaires you were asked to answer"),
        why=TO_ASK,
        kept=("respondent",),
        page="assessments:assessment-list",
    ),
    Holding(
        model=Response,
        of="invitation__respondent__user",
        says=_("When you answered"),
        why=TO_COMPARE,
        kept=("subject", "respondent_key", "language"),
        secret=("respondent_key",),
    ),
    Holding(
        model=Answer,
        of="response__invitation__respondent__user",
        says=_("Your answers"),
        why=TO_COMPARE,
        kept=("text",),  # emptied below, where there is any
    ),
    Holding(
        model=models.Score,
        of="response__subject__user",
        says=_("What was computed of your answers"),
        why=TO_COMPARE,
        kept=("method_id",),
    ),
    Holding(
        model=models.ConsensusSession,
        of="facilitator__user",
        says=_("Self-assessments of organizations that you led"),
        why=OF_THE_ORGANIZATION,
        kept=("facilitator", "minutes"),
    ),
    Holding(
        model=models.ConsensusParticipant,
        of="person__user",
        says=_("Self-assessments of organizations you were asked to take part in"),
        why=TO_ASK,
        deleted=True,
    ),
    Holding(
        model=models.DevelopmentPlan,
        of="subject__user",
        says=_("Your development plans"),
        why=TO_PLAN,
        deleted=True,
        page="assessments:plan-list",
    ),
    Holding(
        model=models.PlanAction,
        of="owner__user",
        says=_("What you have taken on in development plans"),
        why=TO_PLAN,
        emptied={"owner": None},
        kept=(
            "mentor",
            "title",
            "reason",
        ),  # words of the plan, which is another's; her own plans go as a whole
        page="assessments:plan-list",
    ),
]

NOT_PERSONAL: list[type[Model]] = [
    models.Instrument,
    models.InstrumentVersion,
    models.Scale,
    models.ScaleAnchor,
    models.Dimension,
    models.Item,
    AssessmentPlan,
    models.Wave,
    models.EvidenceLink,
]


@transaction.atomic
def forget(account: User) -> None:
    """Takes back what she began and did not send, ends what she is asked, empties what she wrote in words, also in
    anonymous plans. Running it again changes nothing.
    """
    hers = Q(invitation__respondent__user=account) | Q(respondent_key__in=anonymous_keys(account))
    responses = Response.objects.filter(hers)
    drafts = responses.filter(state=ResponseState.DRAFT)
    Answer.objects.filter(response__in=drafts).delete()
    drafts.delete()
    Answer.objects.filter(response__in=responses).exclude(text=None).exclude(text="").update(text="")
    pending = Invitation.objects.filter(respondent__user=account, state__in=PENDING_INVITATIONS)
    pending.update(state=InvitationState.OPTED_OUT, ended_at=timezone.now())
    PlanAction.objects.filter(mentor__user=account).update(kind=ActionKind.OWN, mentor=None)
    erase(HOLDINGS, account)


def anonymous_keys(account: User) -> list[str]:
    """Under which she answered in anonymous plans; after her public id has changed nobody can compute them."""
    plans = AssessmentPlan.objects.filter(
        is_anonymous=True, waves__targets__invitations__respondent__user=account
    )
    return [respondent_key(plan, account) for plan in plans.exclude(secret=None).distinct()]
