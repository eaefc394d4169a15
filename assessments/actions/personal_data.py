"""What `assessments` holds of a person, and how it is forgotten: scores stay under no name, words go."""

from django.db import transaction
from django.db.models import CharField, JSONField, Model, Q, TextField
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assessments import models
from assessments.models import ActionKind, Answer, AssessmentPlan, Invitation, PlanAction, Response
from assessments.queries.responses import respondent_key
from assessments.states import PENDING_INVITATIONS, InvitationState, ResponseState
from capacity.models import User
from common.personal_data import Holding, erase

TO_ASK = _("so that you are asked what concerns you, and not twice")
TO_KNOW_WHO = _("so that it can be seen who wrote and who reviewed what is asked of people")
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
        kept=("text", "evidence"),  # emptied below, where there is any
    ),
    Holding(
        model=models.CountedResponse,
        of="response__invitation__respondent__user",
        says=_("Whether your answers are in the statistics of a questionnaire"),
        why=TO_COMPARE,
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
        model=models.Need,
        of="plan__subject__user",
        says=_("What your development plans are for"),
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


def words_of(model: type[Model]) -> tuple[str, ...]:
    """Its columns of words: they are about what is asked, not about who wrote it."""
    kinds = (CharField, TextField, JSONField)
    return tuple(column.name for column in model._meta.concrete_fields if isinstance(column, kinds))


HOLDINGS += [
    Holding(
        model=models.Instrument,
        of="begun_by",
        says=_("Questionnaires you wrote"),
        why=TO_KNOW_WHO,
        kept=("begun_by", "principles", *words_of(models.Instrument)),
    ),
    Holding(
        model=models.InstrumentVersion,
        of="submitted_by",
        says=_("Questionnaires for which you asked a review"),
        why=TO_KNOW_WHO,
        kept=("submitted_by", *words_of(models.InstrumentVersion)),
    ),
    Holding(
        model=models.VersionTranslation,
        of="translated_by",
        says=_("Questionnaires you translated"),
        why=TO_KNOW_WHO,
        kept=("translated_by", "reviewed_by", "language"),
    ),
    Holding(
        model=models.TextReview,
        of="translated_by",
        says=_("Texts of questionnaires you translated"),
        why=TO_KNOW_WHO,
        kept=("translated_by", "reviewed_by", "place", "source_hash"),
    ),
]

NOT_PERSONAL: list[type[Model]] = [
    models.Scale,
    models.ScaleAnchor,
    models.Dimension,
    models.Item,
    models.ItemSums,
    models.AnswerCount,
    models.VersionFigures,
    models.Bridge,
    models.VersionLink,
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
    answers = Answer.objects.filter(response__in=responses)
    answers.exclude(text=None).exclude(text="").update(text="")
    answers.exclude(evidence="").update(evidence="")
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
