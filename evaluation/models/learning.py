from typing import Any

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from capacity.models import AffiliateType, Capacity, Language, Region, Stakeholder, User
from common.models import Stamped
from evaluation.models.evaluation import Evaluation, Finding
from evaluation.models.logic_model import EvidenceStrength
from evaluation.models.reach import within_reach
from evaluation.states import PUBLIC_EVALUATION_STATES, ActionState, RecommendationState
from programs.models import Method, Program, ProgramHold
from programs.states import PUBLIC_PROGRAM_STATES


class RecommendationQuerySet(models.QuerySet["Recommendation"]):
    def visible_to(self, user: Any) -> "RecommendationQuerySet":
        """Of published evaluations of public programs; all of programs one has to do with."""
        seen = Evaluation.objects.visible_to(user).filter(state__in=PUBLIC_EVALUATION_STATES).values("pk")
        inside = within_reach(user, "program") | within_reach(user, "evaluation__program")
        return self.filter(Q(evaluation__in=seen) | inside)


class ResponseKind(models.TextChoices):
    ACCEPTED = "accepted", pgettext_lazy("response", "accepted")
    PARTLY = "partly", pgettext_lazy("response", "accepted in part")
    REJECTED = "rejected", pgettext_lazy("response", "rejected")


ASKS_A_COVERED_PROGRAM = pgtrigger.Trigger(
    name="asks_a_covered_program",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert | pgtrigger.Update,
    func="""
        IF NOT EXISTS (SELECT 1 FROM evaluation_evaluation WHERE id = NEW.evaluation_id AND program_id = NEW.program_id)
            AND NOT EXISTS (SELECT 1 FROM evaluation_evaluationprogram
                            WHERE evaluation_id = NEW.evaluation_id AND program_id = NEW.program_id)
        THEN
            RAISE EXCEPTION 'a recommendation asks a program that its evaluation covers'
                USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
    """,
)


class Recommendation(Stamped):
    """What should be done because of a finding; it is answered, done and verified, and holds the program until then."""

    evaluation = models.ForeignKey(
        Evaluation, verbose_name=_("evaluation"), on_delete=models.PROTECT, related_name="recommendations"
    )
    program = models.ForeignKey(
        Program,
        verbose_name=_("program that answers"),
        on_delete=models.PROTECT,
        related_name="recommendations",
    )
    finding = models.ForeignKey(
        Finding, verbose_name=_("because of"), on_delete=models.PROTECT, related_name="recommendations"
    )
    text = models.TextField(_("recommendation"))
    respond_by = models.DateField(_("to be answered by"))
    response = models.CharField(_("answer"), max_length=10, choices=ResponseKind.choices, blank=True)
    response_reason = models.TextField(_("reason of the answer"), blank=True)
    responded_by = models.ForeignKey(
        User, verbose_name=_("answered by"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    responded_at = models.DateTimeField(_("answered at"), null=True, blank=True)
    state = models.CharField(
        _("state"), max_length=10, choices=RecommendationState.choices, default=RecommendationState.OPEN
    )
    hold = models.OneToOneField(
        ProgramHold,
        verbose_name=_("hold on the program"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="recommendation",
    )
    is_demo = models.BooleanField(_("demo"), default=False)

    objects = RecommendationQuerySet.as_manager()

    class Meta:
        verbose_name = _("recommendation")
        verbose_name_plural = _("recommendations")
        ordering = ["respond_by", "id"]
        constraints = [
            models.CheckConstraint(
                name="recommendation_known_state", condition=Q(state__in=RecommendationState.values)
            ),
            models.CheckConstraint(
                name="answer_has_a_reason",
                condition=Q(state="open", response="", responded_at=None)
                | (
                    ~Q(state="open")
                    & ~Q(response="")
                    & ~Q(response_reason="")
                    & Q(responded_at__isnull=False)
                ),
            ),
        ]
        triggers = [ASKS_A_COVERED_PROGRAM]

    def __str__(self) -> str:
        return self.text[:80]

    def get_absolute_url(self) -> str:
        return reverse("evaluation:recommendation-detail", kwargs={"public_id": self.public_id})


class ActionQuerySet(models.QuerySet["Action"]):
    def visible_to(self, user: Any) -> "ActionQuerySet":
        return self.filter(within_reach(user, "recommendation__program"))


class Action(Stamped):
    """What is done because of a recommendation: by whom, by when; somebody else sees that it is done."""

    recommendation = models.ForeignKey(
        Recommendation, verbose_name=_("recommendation"), on_delete=models.CASCADE, related_name="actions"
    )
    text = models.CharField(_("what is done"), max_length=300)
    owner = models.ForeignKey(
        Stakeholder, verbose_name=_("who does it"), on_delete=models.PROTECT, related_name="+"
    )
    due_on = models.DateField(_("until"))
    state = models.CharField(_("state"), max_length=10, choices=ActionState.choices, default=ActionState.OPEN)
    done_by = models.ForeignKey(
        User,
        verbose_name=_("marked done by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    verified_by = models.ForeignKey(
        User, verbose_name=_("verified by"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    is_demo = models.BooleanField(_("demo"), default=False)

    objects = ActionQuerySet.as_manager()

    class Meta:
        verbose_name = _("action")
        verbose_name_plural = _("actions")
        ordering = ["due_on", "id"]
        constraints = [
            models.CheckConstraint(
                name="agreed_action_known_state", condition=Q(state__in=ActionState.values)
            ),
            models.CheckConstraint(
                name="agreed_action_verified_by_a_second_person",
                condition=Q(verified_by=None) | Q(done_by=None) | ~Q(verified_by=F("done_by")),
            ),
        ]

    def __str__(self) -> str:
        return self.text

    def get_absolute_url(self) -> str:
        return self.recommendation.get_absolute_url()


class LearningVerdict(models.TextChoices):
    WORKS = "works", pgettext_lazy("learning", "works")
    MIXED = "mixed", pgettext_lazy("learning", "mixed")
    DOES_NOT_WORK = "does_not_work", pgettext_lazy("learning", "does not work")
    UNCLEAR = "unclear", pgettext_lazy("learning", "unclear")


class LearningQuerySet(models.QuerySet["Learning"]):
    def visible_to(self, user: Any) -> "LearningQuerySet":
        """Learnings of public programs are there for everybody to learn from, what did not work as well."""
        return self.filter(Q(program__state__in=PUBLIC_PROGRAM_STATES) | within_reach(user))


class Learning(Stamped):
    """What was expected, what was seen, why, and what to do with it: for whom it holds, and how well it is known."""

    program = models.ForeignKey(
        Program, verbose_name=_("program"), on_delete=models.PROTECT, related_name="learnings"
    )
    title = models.CharField(_("in one sentence"), max_length=200)
    expected = models.TextField(_("what was expected"))
    observed = models.TextField(_("what was seen"))
    why = models.TextField(_("why"), blank=True)
    so_what = models.TextField(_("so what"), blank=True)
    now_what = models.TextField(_("now what"), blank=True)
    verdict = models.CharField(_("verdict"), max_length=14, choices=LearningVerdict.choices)
    strength = models.CharField(_("evidence for it"), max_length=8, choices=EvidenceStrength.choices)
    language = models.ForeignKey(
        Language,
        verbose_name=_("language it is written in"),
        on_delete=models.PROTECT,
        related_name="+",
        default="en",
    )
    capacity = models.ForeignKey(
        Capacity,
        verbose_name=_("capacity"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    method = models.ForeignKey(
        Method, verbose_name=_("method"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    region = models.ForeignKey(
        Region, verbose_name=_("region"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    work_language = models.ForeignKey(
        Language,
        verbose_name=_("language of the program"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    affiliate_type = models.CharField(
        _("kind of affiliate"), max_length=24, choices=AffiliateType.choices, blank=True
    )
    written_by = models.ForeignKey(
        User, verbose_name=_("written by"), on_delete=models.PROTECT, null=True, related_name="+"
    )
    search_text = models.TextField(editable=False, blank=True)
    is_demo = models.BooleanField(_("demo"), default=False)

    objects = LearningQuerySet.as_manager()

    class Meta:
        verbose_name = _("learning")
        verbose_name_plural = _("learnings")
        ordering = ["-created_at", "-id"]
        constraints = [
            models.CheckConstraint(
                name="learning_known_verdict", condition=Q(verdict__in=LearningVerdict.values)
            ),
            models.CheckConstraint(
                name="learning_known_strength", condition=Q(strength__in=EvidenceStrength.values)
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("evaluation:learning-detail", kwargs={"public_id": self.public_id})
