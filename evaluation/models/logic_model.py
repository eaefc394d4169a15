from typing import Any

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from capacity.models import Language, User
from common.models import Stamped
from common.triggers import DEMO_MAY_GO
from evaluation.models.reach import within_reach
from evaluation.states import PUBLIC_LOGIC_MODEL_STATES, LogicModelState
from programs.models import Program
from programs.states import PUBLIC_PROGRAM_STATES


class ResultKind(models.TextChoices):
    INPUT = "input", pgettext_lazy("result", "input")
    ACTIVITY = "activity", pgettext_lazy("result", "activity")
    OUTPUT = "output", pgettext_lazy("result", "output")
    OUTCOME_SHORT = "outcome_short", pgettext_lazy("result", "outcome, short-term")
    OUTCOME_MEDIUM = "outcome_medium", pgettext_lazy("result", "outcome, medium-term")
    OUTCOME_LONG = "outcome_long", pgettext_lazy("result", "outcome, long-term")
    IMPACT = "impact", pgettext_lazy("result", "impact")


class ResultLevel(models.TextChoices):
    """What an indicator tells of: outputs and impact are never mixed."""

    INPUT = "input", pgettext_lazy("level", "input")
    ACTIVITY = "activity", pgettext_lazy("level", "activity")
    OUTPUT = "output", pgettext_lazy("level", "output")
    OUTCOME = "outcome", pgettext_lazy("level", "outcome")
    IMPACT = "impact", pgettext_lazy("level", "impact")


class EvidenceStrength(models.TextChoices):
    NONE = "none", pgettext_lazy("strength of evidence", "none")
    WEAK = "weak", pgettext_lazy("strength of evidence", "weak")
    MODERATE = "moderate", pgettext_lazy("strength of evidence", "moderate")
    STRONG = "strong", pgettext_lazy("strength of evidence", "strong")


class LogicModelQuerySet(models.QuerySet["LogicModel"]):
    def visible_to(self, user: Any) -> "LogicModelQuerySet":
        """Approved ones of public programs, and those one has to do with."""
        public = Q(state__in=PUBLIC_LOGIC_MODEL_STATES, program__state__in=PUBLIC_PROGRAM_STATES)
        return self.filter(public | within_reach(user))


class LogicModel(Stamped):
    """How a program is meant to work: what goes in, what is done, and what is expected to come of it."""

    program = models.ForeignKey(
        Program, verbose_name=_("program"), on_delete=models.PROTECT, related_name="logic_models"
    )
    version = models.PositiveIntegerField(_("version"), default=1)
    state = models.CharField(
        _("state"), max_length=10, choices=LogicModelState.choices, default=LogicModelState.DRAFT
    )
    situation = models.TextField(
        _("situation"), blank=True, help_text=_("Which need or gap the program answers.")
    )
    language = models.ForeignKey(
        Language,
        verbose_name=_("language it is written in"),
        on_delete=models.PROTECT,
        related_name="+",
        default="en",
    )
    written_by = models.ForeignKey(
        User, verbose_name=_("last written by"), on_delete=models.PROTECT, related_name="+"
    )
    approved_by = models.ForeignKey(
        User, verbose_name=_("approved by"), on_delete=models.PROTECT, null=True, related_name="+"
    )
    approved_at = models.DateTimeField(_("approved at"), null=True)
    is_demo = models.BooleanField(_("demo"), default=False)

    objects = LogicModelQuerySet.as_manager()

    class Meta:
        verbose_name = _("logic model")
        verbose_name_plural = _("logic models")
        ordering = ["-created_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["program", "version"], name="each_logic_model_version_once"),
            models.UniqueConstraint(
                fields=["program"], name="one_draft_logic_model", condition=Q(state="draft")
            ),
            models.UniqueConstraint(
                fields=["program"], name="one_approved_logic_model", condition=Q(state="approved")
            ),
            models.CheckConstraint(
                name="logic_model_known_state", condition=Q(state__in=LogicModelState.values)
            ),
            models.CheckConstraint(
                name="logic_model_approved_by_a_second_person",
                condition=Q(state="draft", approved_by=None, approved_at=None)
                | (
                    ~Q(state="draft")
                    & Q(approved_by__isnull=False, approved_at__isnull=False)
                    & ~Q(approved_by=F("written_by"))
                ),
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="only_superseded_once_approved",
                when=pgtrigger.Before,
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__state__in=["approved", "superseded"]),
                func=f"""
                    {DEMO_MAY_GO}
                    IF TG_OP = 'UPDATE' AND NEW.state = 'superseded'
                        AND to_jsonb(NEW) - 'state' - 'updated_at' = to_jsonb(OLD) - 'state' - 'updated_at'
                    THEN RETURN NEW; END IF;
                    RAISE EXCEPTION 'an approved logic model cannot change' USING ERRCODE = 'restrict_violation';
                """,
            )
        ]

    def __str__(self) -> str:
        return f"logic model {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("evaluation:logic-model-detail", kwargs={"public_id": self.public_id})

    @property
    def is_draft(self) -> bool:
        return self.state == LogicModelState.DRAFT


STAYS_ONCE_APPROVED = pgtrigger.Trigger(
    name="stays_once_approved",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
    declare=[("line", "RECORD"), ("model_state", "TEXT")],
    func=f"""
        {DEMO_MAY_GO}
        IF TG_OP = 'DELETE' THEN line := OLD; ELSE line := NEW; END IF;
        SELECT state INTO model_state FROM evaluation_logicmodel WHERE id = line.model_id;
        IF model_state IS DISTINCT FROM 'draft' AND model_state IS NOT NULL THEN
            RAISE EXCEPTION '% belongs to an approved logic model and cannot change', TG_TABLE_NAME
                USING ERRCODE = 'restrict_violation';
        END IF;
        RETURN line;
    """,
)

RUNS_FORWARD = pgtrigger.Trigger(
    name="runs_in_no_circle",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert | pgtrigger.Update,
    func="""
        PERFORM 1 FROM evaluation_logicmodel WHERE id = NEW.model_id FOR UPDATE;
        IF EXISTS (SELECT 1 FROM evaluation_result WHERE id IN (NEW.cause_id, NEW.effect_id)
                   AND model_id <> NEW.model_id) THEN
            RAISE EXCEPTION 'a link stays within its logic model' USING ERRCODE = 'check_violation';
        END IF;
        IF EXISTS (
            WITH RECURSIVE reached (id) AS (
                SELECT NEW.effect_id
                UNION
                SELECT link.effect_id FROM evaluation_resultlink AS link
                JOIN reached ON link.cause_id = reached.id WHERE link.id <> NEW.id
            )
            SELECT 1 FROM reached WHERE id = NEW.cause_id
        ) THEN
            RAISE EXCEPTION 'a logic model runs in no circle' USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
    """,
)


class Result(Stamped):
    """A node of a logic model: something put in, done, or expected."""

    model = models.ForeignKey(
        LogicModel, verbose_name=_("logic model"), on_delete=models.CASCADE, related_name="results"
    )
    kind = models.CharField(_("kind"), max_length=14, choices=ResultKind.choices)
    statement = models.CharField(_("statement"), max_length=300)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    copied_from = models.ForeignKey(
        "self", verbose_name=_("copied from"), on_delete=models.SET_NULL, null=True, related_name="+"
    )
    is_demo = models.BooleanField(_("demo"), default=False)

    class Meta:
        verbose_name = _("result")
        verbose_name_plural = _("results")
        ordering = ["position", "id"]
        constraints = [
            models.CheckConstraint(name="result_known_kind", condition=Q(kind__in=ResultKind.values)),
            models.CheckConstraint(name="result_says_something", condition=~Q(statement="")),
        ]
        triggers = [STAYS_ONCE_APPROVED]

    def __str__(self) -> str:
        return self.statement

    @property
    def level(self) -> str:
        """Without the horizon."""
        return self.kind.partition("_")[0]


class ResultLink(Stamped):
    """One result is meant to lead to another: on which assumption, and how well that is known."""

    model = models.ForeignKey(
        LogicModel, verbose_name=_("logic model"), on_delete=models.CASCADE, related_name="links"
    )
    cause = models.ForeignKey(
        Result, verbose_name=_("leads"), on_delete=models.CASCADE, related_name="effects"
    )
    effect = models.ForeignKey(Result, verbose_name=_("to"), on_delete=models.CASCADE, related_name="causes")
    assumption = models.CharField(_("assumption"), max_length=300, blank=True)
    strength = models.CharField(
        _("evidence for it"), max_length=8, choices=EvidenceStrength.choices, default=EvidenceStrength.NONE
    )
    is_demo = models.BooleanField(_("demo"), default=False)

    class Meta:
        verbose_name = _("link between results")
        verbose_name_plural = _("links between results")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["cause", "effect"], name="each_link_once"),
            models.CheckConstraint(name="result_does_not_cause_itself", condition=~Q(cause=F("effect"))),
            models.CheckConstraint(
                name="link_known_strength", condition=Q(strength__in=EvidenceStrength.values)
            ),
        ]
        triggers = [STAYS_ONCE_APPROVED, RUNS_FORWARD]

    def __str__(self) -> str:
        return f"{self.cause_id} > {self.effect_id}"
