from typing import Any

import pgtrigger
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from capacity.models import Language, User
from common.models import Stamped
from common.triggers import DEMO_MAY_GO
from evaluation.models.measurement import Measurement
from evaluation.models.reach import within_reach
from evaluation.states import CLAIM_MOVES, PUBLIC_EVALUATION_STATES, ClaimState, EvaluationState
from programs.models import Program
from programs.states import PUBLIC_PROGRAM_STATES


class EvaluationDesign(models.TextChoices):
    SINGLE_GROUP = "single_group_prepost", pgettext_lazy("design", "one group, before and after")
    WITH_COMPARISON = (
        "prepost_with_comparison",
        pgettext_lazy("design", "before and after, with a comparison group"),
    )
    WAITLIST = "waitlist_control", pgettext_lazy("design", "compared with those on the waiting list")
    STEPPED = "stepped", pgettext_lazy("design", "stepped start")
    TIME_SERIES = "its", pgettext_lazy("design", "interrupted time series")
    RANDOMIZED = "rct", pgettext_lazy("design", "randomized trial")
    QUALITATIVE = "qualitative", pgettext_lazy("design", "qualitative")
    MIXED = "mixed", pgettext_lazy("design", "mixed")


ATTRIBUTING_DESIGNS = [
    EvaluationDesign.RANDOMIZED,
    EvaluationDesign.WITH_COMPARISON,
    EvaluationDesign.WAITLIST,
    EvaluationDesign.STEPPED,
    EvaluationDesign.TIME_SERIES,
]


class EvaluationKind(models.TextChoices):
    NEEDS = "needs", pgettext_lazy("evaluation", "needs")
    PROCESS = "process", pgettext_lazy("evaluation", "process")
    OUTCOME = "outcome", pgettext_lazy("evaluation", "outcome")
    IMPACT = "impact", pgettext_lazy("evaluation", "impact")
    SYNTHESIS = "synthesis", pgettext_lazy("evaluation", "synthesis")


class EvaluatorStanding(models.TextChoices):
    SELF = "self", pgettext_lazy("who evaluates", "those who run it")
    PEER = "peer", pgettext_lazy("who evaluates", "peers")
    EXTERNAL = "external", pgettext_lazy("who evaluates", "somebody from outside")


DESIGN_STAYS_WITH_ITS_CLAIMS = pgtrigger.Trigger(
    name="design_stays_with_its_claims",
    when=pgtrigger.After,
    operation=pgtrigger.UpdateOf("design"),
    func="""
        UPDATE evaluation_claim SET design = NEW.design WHERE evaluation_id = NEW.id;
        RETURN NULL;
    """,
)


# What is written down before anything is looked at; its hash tells that it was not changed afterwards.
PLAN_FIELDS = ["title", "kind", "design", "standing", "conflict_note", "purpose", "questions", "plan"]

PLAN_STAYS_ONCE_APPROVED = pgtrigger.Trigger(
    name="plan_stays_once_approved",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert | pgtrigger.Update,
    func="""
        IF NEW.plan_hash <> '' AND NEW.plan_hash <> encode(sha256(convert_to(NEW.plan_document, 'UTF8')), 'hex') THEN
            RAISE EXCEPTION 'the hash is not that of the plan' USING ERRCODE = 'check_violation';
        END IF;
        IF TG_OP = 'UPDATE' AND OLD.plan_hash <> '' AND EXISTS (
            SELECT 1 FROM jsonb_each(to_jsonb(NEW)) AS changed
            WHERE changed.value IS DISTINCT FROM to_jsonb(OLD) -> changed.key AND changed.key IN (
                'program_id', 'language_id', 'title', 'kind', 'design', 'standing', 'conflict_note', 'purpose',
                'questions', 'plan', 'plan_document', 'plan_hash', 'plan_approved_by_id', 'plan_approved_at'
            )
        ) THEN
            RAISE EXCEPTION 'an approved plan cannot change' USING ERRCODE = 'restrict_violation';
        END IF;
        RETURN NEW;
    """,
)
SCOPE_STAYS_ONCE_APPROVED = pgtrigger.Trigger(
    name="scope_stays_once_approved",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
    declare=[("line", "RECORD"), ("evaluated", "RECORD")],
    func=f"""
        {DEMO_MAY_GO}
        IF TG_OP = 'DELETE' THEN line := OLD; ELSE line := NEW; END IF;
        SELECT program_id, plan_hash INTO evaluated FROM evaluation_evaluation WHERE id = line.evaluation_id FOR UPDATE;
        IF evaluated.plan_hash <> '' THEN
            RAISE EXCEPTION 'an approved plan cannot change' USING ERRCODE = 'restrict_violation';
        END IF;
        IF TG_OP <> 'DELETE' AND evaluated.program_id = line.program_id THEN
            RAISE EXCEPTION 'the program that answers for an evaluation is covered by it already'
                USING ERRCODE = 'check_violation';
        END IF;
        RETURN line;
    """,
)


class EvaluationQuerySet(models.QuerySet["Evaluation"]):
    def visible_to(self, user: Any) -> "EvaluationQuerySet":
        """Published ones of public programs, and those of programs one has to do with."""
        others = EvaluationProgram.objects.filter(evaluation=OuterRef("pk"))
        hidden = others.exclude(program__state__in=PUBLIC_PROGRAM_STATES)
        public = Q(state__in=PUBLIC_EVALUATION_STATES, program__state__in=PUBLIC_PROGRAM_STATES) & ~Exists(
            hidden
        )
        reached = EvaluationProgram.objects.filter(within_reach(user)).values("evaluation")
        return self.filter(public | within_reach(user) | Q(pk__in=reached))

    def covering(self, program: Any) -> "EvaluationQuerySet":
        """Of one program, alone or with others."""
        return self.filter(
            Q(program=program)
            | Q(pk__in=EvaluationProgram.objects.filter(program=program).values("evaluation"))
        )


class Evaluation(Stamped):
    """Somebody looks at what programs did, by a stated design and with a stated distance. `program` answers for it."""

    program = models.ForeignKey(
        Program, verbose_name=_("program"), on_delete=models.PROTECT, related_name="evaluations"
    )
    also = models.ManyToManyField(
        Program,
        verbose_name=_("further programs"),
        through="EvaluationProgram",
        related_name="evaluations_with_others",
        blank=True,
    )
    title = models.CharField(_("title"), max_length=200)
    kind = models.CharField(_("kind"), max_length=10, choices=EvaluationKind.choices)
    design = models.CharField(_("design"), max_length=24, choices=EvaluationDesign.choices)
    standing = models.CharField(_("who evaluates"), max_length=10, choices=EvaluatorStanding.choices)
    conflict_note = models.CharField(
        _("conflicts of interest"), max_length=300, help_text=_("Write “none” if there are none.")
    )
    purpose = models.TextField(_("what it is for"), blank=True)
    questions = models.TextField(_("what it asks"), blank=True)
    plan = models.TextField(_("how it will be answered"), blank=True)
    plan_document = models.TextField(_("the approved plan"), blank=True, editable=False)
    plan_hash = models.CharField(_("SHA-256 of the plan"), max_length=64, blank=True, editable=False)
    plan_approved_by = models.ForeignKey(
        User,
        verbose_name=_("plan approved by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    plan_approved_at = models.DateTimeField(_("plan approved at"), null=True, blank=True)
    language = models.ForeignKey(
        Language, verbose_name=_("language"), on_delete=models.PROTECT, related_name="+", default="en"
    )
    state = models.CharField(
        _("state"), max_length=12, choices=EvaluationState.choices, default=EvaluationState.PLANNED
    )
    lead = models.ForeignKey(
        User, verbose_name=_("led by"), on_delete=models.PROTECT, null=True, related_name="+"
    )
    published_by = models.ForeignKey(
        User,
        verbose_name=_("published by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    published_at = models.DateTimeField(_("published at"), null=True, blank=True)
    is_demo = models.BooleanField(_("demo"), default=False)

    objects = EvaluationQuerySet.as_manager()

    class Meta:
        verbose_name = _("evaluation")
        verbose_name_plural = _("evaluations")
        ordering = ["-created_at", "-id"]
        constraints = [
            models.CheckConstraint(
                name="evaluation_known_design", condition=Q(design__in=EvaluationDesign.values)
            ),
            models.CheckConstraint(
                name="evaluation_known_state", condition=Q(state__in=EvaluationState.values)
            ),
            models.CheckConstraint(name="evaluation_states_its_conflicts", condition=~Q(conflict_note="")),
            models.CheckConstraint(
                name="evaluation_published_by_a_second_person",
                condition=Q(published_by=None) | Q(lead=None) | ~Q(published_by=F("lead")),
            ),
            models.CheckConstraint(
                name="evaluation_begins_with_an_approved_plan",
                condition=Q(state="planned", plan_hash="", plan_approved_at=None)
                | (
                    ~Q(state="planned") & Q(plan_hash__regex="^[0-9a-f]{64}$", plan_approved_at__isnull=False)
                ),
            ),
            models.CheckConstraint(
                name="plan_approved_by_a_second_person",
                condition=Q(plan_approved_by=None) | Q(lead=None) | ~Q(plan_approved_by=F("lead")),
            ),
        ]
        triggers = [DESIGN_STAYS_WITH_ITS_CLAIMS, PLAN_STAYS_ONCE_APPROVED]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("evaluation:evaluation-detail", kwargs={"public_id": self.public_id})

    @property
    def programs(self) -> list[Program]:
        """All that it covers, first the one that answers for it."""
        return [self.program, *self.also.order_by("title", "pk")]

    @property
    def is_single_group(self) -> bool:
        return self.design == EvaluationDesign.SINGLE_GROUP

    @property
    def can_attribute(self) -> bool:
        return self.design in ATTRIBUTING_DESIGNS


class EvaluationProgram(models.Model):
    """A further program that an evaluation covers."""

    evaluation = models.ForeignKey(
        Evaluation, verbose_name=_("evaluation"), on_delete=models.CASCADE, related_name="further"
    )
    program = models.ForeignKey(
        Program, verbose_name=_("program"), on_delete=models.PROTECT, related_name="+"
    )
    is_demo = models.BooleanField(_("demo"), default=False)

    class Meta:
        verbose_name = _("further program of an evaluation")
        verbose_name_plural = _("further programs of evaluations")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["evaluation", "program"], name="each_program_of_an_evaluation_once"
            )
        ]
        triggers = [SCOPE_STAYS_ONCE_APPROVED]

    def __str__(self) -> str:
        return f"{self.evaluation_id}: {self.program_id}"


class Confidence(models.TextChoices):
    LOW = "low", pgettext_lazy("confidence", "low")
    MODERATE = "moderate", pgettext_lazy("confidence", "moderate")
    HIGH = "high", pgettext_lazy("confidence", "high")


class Finding(Stamped):
    """What an evaluation found, on which question, and how sure it is."""

    evaluation = models.ForeignKey(
        Evaluation, verbose_name=_("evaluation"), on_delete=models.CASCADE, related_name="findings"
    )
    question = models.CharField(_("question"), max_length=300)
    statement = models.TextField(_("what was found"))
    confidence = models.CharField(_("confidence"), max_length=8, choices=Confidence.choices)
    rationale = models.TextField(_("why so sure, or not"))
    figures = models.ManyToManyField(
        Measurement, verbose_name=_("figures it rests on"), blank=True, related_name="findings"
    )
    is_demo = models.BooleanField(_("demo"), default=False)

    class Meta:
        verbose_name = _("finding")
        verbose_name_plural = _("findings")
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                name="finding_known_confidence", condition=Q(confidence__in=Confidence.values)
            )
        ]

    def __str__(self) -> str:
        return self.statement[:80]


class ClaimKind(models.TextChoices):
    DESCRIPTIVE = "descriptive", pgettext_lazy("claim", "what is")
    ASSOCIATION = "association", pgettext_lazy("claim", "what goes together")
    CONTRIBUTION = "contribution", pgettext_lazy("claim", "what the program contributed to")
    ATTRIBUTION = "attribution", pgettext_lazy("claim", "what the program caused")


ATTRIBUTION_NEEDS_A_DESIGN = pgtrigger.Trigger(
    name="attribution_needs_a_design",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert | pgtrigger.Update,
    func="""
        SELECT design INTO NEW.design FROM evaluation_evaluation WHERE id = NEW.evaluation_id;
        RETURN NEW;
    """,
)


class Claim(Stamped):
    """What one may say because of an evaluation. That the program caused something, only some designs allow."""

    evaluation = models.ForeignKey(
        Evaluation, verbose_name=_("evaluation"), on_delete=models.CASCADE, related_name="claims"
    )
    design = models.CharField(
        _("design"), max_length=24, choices=EvaluationDesign.choices, editable=False, default=""
    )  # the evaluation's: the database writes it
    kind = models.CharField(_("kind"), max_length=12, choices=ClaimKind.choices)
    statement = models.TextField(_("claim"))
    rival_explanations = models.TextField(_("what else could explain it"))
    confidence = models.CharField(_("confidence"), max_length=8, choices=Confidence.choices)
    state = models.CharField(_("state"), max_length=10, choices=ClaimState.choices, default=ClaimState.DRAFT)
    written_by = models.ForeignKey(
        User, verbose_name=_("written by"), on_delete=models.PROTECT, null=True, related_name="+"
    )
    reviewed_by = models.ForeignKey(
        User, verbose_name=_("reviewed by"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    is_demo = models.BooleanField(_("demo"), default=False)

    class Meta:
        verbose_name = _("claim")
        verbose_name_plural = _("claims")
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                name="evaluation_claim_known_kind", condition=Q(kind__in=ClaimKind.values)
            ),
            models.CheckConstraint(
                name="evaluation_claim_known_state", condition=Q(state__in=ClaimState.values)
            ),
            models.CheckConstraint(
                name="attribution_only_where_the_design_allows",
                condition=~Q(kind="attribution") | Q(design__in=[each.value for each in ATTRIBUTING_DESIGNS]),
            ),
            models.CheckConstraint(
                name="claim_reviewed_by_a_second_person",
                condition=Q(reviewed_by=None) | Q(written_by=None) | ~Q(reviewed_by=F("written_by")),
            ),
        ]
        triggers = [ATTRIBUTION_NEEDS_A_DESIGN]

    def __str__(self) -> str:
        return self.statement[:80]

    def verdicts_of(self, user: Any) -> list[str]:
        """To what somebody may bring it: who wrote it can only take it back."""
        possible = CLAIM_MOVES[ClaimState(self.state)]
        is_own = self.written_by_id == user.pk
        return [state for state in possible if state == ClaimState.RETRACTED or not is_own]
