from typing import Any

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from capacity.models import Language, Stakeholder, User
from common.models import Stamped
from common.triggers import append_only_but_for
from evaluation.models.follow_up import OutcomeKind
from evaluation.models.reach import within_reach
from evaluation.states import OutcomeState, RoundState
from programs.models import Program
from programs.states import PUBLIC_PROGRAM_STATES


class TellerConsent(models.TextChoices):
    INTERNAL = "internal", pgettext_lazy("consent", "only for those who run and evaluate the program")
    ANONYMOUS = "anonymous", pgettext_lazy("consent", "for everybody, without my name")
    NAMED = "named", pgettext_lazy("consent", "for everybody, with my name")


class StoryQuerySet(models.QuerySet["Story"]):
    def visible_to(self, user: Any) -> "StoryQuerySet":
        """Those whose teller agreed, while she does; one's own; and those of programs one has to do with."""
        agreed = Q(consent__in=[TellerConsent.ANONYMOUS, TellerConsent.NAMED]) & (
            Q(consent_expires_on=None) | Q(consent_expires_on__gte=timezone.localdate())
        )
        seen = (agreed & Q(program__state__in=PUBLIC_PROGRAM_STATES)) | within_reach(user)
        return self.filter(seen | Q(teller__user=user.pk)) if user.is_authenticated else self.filter(seen)


class Story(Stamped):
    """The most significant change, as somebody tells it."""

    program = models.ForeignKey(
        Program, verbose_name=_("program"), on_delete=models.PROTECT, related_name="stories"
    )
    domain = models.CharField(_("what it is about"), max_length=20, choices=OutcomeKind.choices)
    title = models.CharField(_("title"), max_length=200)
    text = models.TextField(_("story"))
    language = models.ForeignKey(
        Language, verbose_name=_("language"), on_delete=models.PROTECT, related_name="+", default="en"
    )
    teller = models.ForeignKey(
        Stakeholder, verbose_name=_("told by"), on_delete=models.PROTECT, related_name="stories"
    )
    consent = models.CharField(
        _("who may read it"), max_length=10, choices=TellerConsent.choices, default=TellerConsent.INTERNAL
    )
    consent_expires_on = models.DateField(_("agreed until"), null=True, blank=True)
    is_demo = models.BooleanField(_("demo"), default=False)

    objects = StoryQuerySet.as_manager()

    class Meta:
        verbose_name = _("story")
        verbose_name_plural = _("stories")
        ordering = ["-created_at", "-id"]
        constraints = [
            models.CheckConstraint(name="story_known_consent", condition=Q(consent__in=TellerConsent.values)),
            models.CheckConstraint(name="story_known_domain", condition=Q(domain__in=OutcomeKind.values)),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("evaluation:story-detail", kwargs={"public_id": self.public_id})


class SelectionRoundQuerySet(models.QuerySet["SelectionRound"]):
    def visible_to(self, user: Any) -> "SelectionRoundQuerySet":
        """Of programs one has to do with, and those on whose panel one sits."""
        if not user.is_authenticated:
            return self.none()
        panels = SelectionRound.panel.through.objects.filter(stakeholder__user=user.pk)
        return self.filter(within_reach(user) | Q(pk__in=panels.values("selectionround")))


class SelectionRound(Stamped):
    """A panel reads the stories of a program and chooses the most significant one, with its reason."""

    program = models.ForeignKey(
        Program, verbose_name=_("program"), on_delete=models.PROTECT, related_name="selection_rounds"
    )
    question = models.CharField(_("question"), max_length=300)
    panel = models.ManyToManyField(
        Stakeholder, verbose_name=_("panel"), related_name="selection_rounds", blank=True
    )
    state = models.CharField(_("state"), max_length=8, choices=RoundState.choices, default=RoundState.OPEN)
    chosen = models.ForeignKey(
        Story,
        verbose_name=_("chosen"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="rounds",
    )
    reason = models.TextField(_("why this one"), blank=True)
    opened_by = models.ForeignKey(
        User, verbose_name=_("opened by"), on_delete=models.PROTECT, null=True, related_name="+"
    )
    decided_by = models.ForeignKey(
        User, verbose_name=_("decided by"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    is_demo = models.BooleanField(_("demo"), default=False)

    objects = SelectionRoundQuerySet.as_manager()

    class Meta:
        verbose_name = _("selection of stories")
        verbose_name_plural = _("selections of stories")
        ordering = ["-created_at", "-id"]
        constraints = [
            models.CheckConstraint(
                name="selection_is_decided_with_a_reason",
                condition=Q(state="open", chosen=None, decided_at=None)
                | (Q(state="decided", chosen__isnull=False, decided_at__isnull=False) & ~Q(reason="")),
            )
        ]

    def __str__(self) -> str:
        return self.question

    def get_absolute_url(self) -> str:
        return reverse("evaluation:selection-detail", kwargs={"public_id": self.public_id})


class OutcomeStatementQuerySet(models.QuerySet["OutcomeStatement"]):
    def visible_to(self, user: Any) -> "OutcomeStatementQuerySet":
        """What is substantiated, of public programs; all of programs one has to do with."""
        public = Q(state__in=["substantiated", "analyzed"], program__state__in=PUBLIC_PROGRAM_STATES)
        return self.filter(public | within_reach(user))


class OutcomeLevel(models.TextChoices):
    PERSON = "person", pgettext_lazy("level of an outcome", "person")
    ORGANIZATION = "organization", pgettext_lazy("level of an outcome", "organization")
    COMMUNITY = "community", pgettext_lazy("level of an outcome", "community")
    SYSTEM = "system", pgettext_lazy("level of an outcome", "the movement and beyond")


class OutcomeStatement(Stamped):
    """Somebody did something differently: who, what, when, where; why it matters; what the program contributed."""

    program = models.ForeignKey(
        Program, verbose_name=_("program"), on_delete=models.PROTECT, related_name="outcome_statements"
    )
    state = models.CharField(
        _("state"), max_length=14, choices=OutcomeState.choices, default=OutcomeState.DRAFTED
    )
    level = models.CharField(_("level"), max_length=12, choices=OutcomeLevel.choices)
    who = models.CharField(
        _("who"), max_length=200, help_text=_("A kind of actor or an organization, no person.")
    )
    change = models.CharField(_("does what differently"), max_length=300)
    happened = models.CharField(_("when"), max_length=100)
    place = models.CharField(_("where"), max_length=200, blank=True)
    significance = models.TextField(_("why it matters"))
    contribution = models.TextField(_("what the program contributed"))
    language = models.ForeignKey(
        Language, verbose_name=_("language"), on_delete=models.PROTECT, related_name="+", default="en"
    )
    drafted_by = models.ForeignKey(
        User, verbose_name=_("drafted by"), on_delete=models.PROTECT, null=True, related_name="+"
    )
    is_demo = models.BooleanField(_("demo"), default=False)

    objects = OutcomeStatementQuerySet.as_manager()

    class Meta:
        verbose_name = _("outcome statement")
        verbose_name_plural = _("outcome statements")
        ordering = ["-created_at", "-id"]
        constraints = [
            models.CheckConstraint(name="outcome_known_level", condition=Q(level__in=OutcomeLevel.values))
        ]

    def __str__(self) -> str:
        return self.change

    def get_absolute_url(self) -> str:
        return reverse("evaluation:outcome-detail", kwargs={"public_id": self.public_id})


class Independence(models.TextChoices):
    INVOLVED = "involved", pgettext_lazy("independence", "took part in the program")
    NEAR = "near", pgettext_lazy("independence", "knows the program, took no part")
    INDEPENDENT = "independent", pgettext_lazy("independence", "has nothing to do with the program")


class Verdict(models.TextChoices):
    FULL = "full", pgettext_lazy("verdict", "agrees")
    PARTIAL = "partial", pgettext_lazy("verdict", "agrees in part")
    DISAGREE = "disagree", pgettext_lazy("verdict", "disagrees")
    NO_ANSWER = "no_answer", pgettext_lazy("verdict", "gave no answer")


class Substantiation(Stamped):
    """What somebody who should know says of an outcome statement. It stays; only its words may be emptied."""

    statement = models.ForeignKey(
        OutcomeStatement,
        verbose_name=_("outcome statement"),
        on_delete=models.CASCADE,
        related_name="substantiations",
    )
    source = models.CharField(
        _("who was asked"),
        max_length=200,
        help_text=_("The function, not the name: “chair of a partner library”."),
    )
    independence = models.CharField(_("independence"), max_length=12, choices=Independence.choices)
    verdict = models.CharField(_("verdict"), max_length=10, choices=Verdict.choices)
    note = models.TextField(_("what was said"), blank=True)
    asked_by = models.ForeignKey(
        User, verbose_name=_("asked by"), on_delete=models.PROTECT, null=True, related_name="+"
    )
    is_demo = models.BooleanField(_("demo"), default=False)

    class Meta:
        verbose_name = _("substantiation")
        verbose_name_plural = _("substantiations")
        ordering = ["created_at", "id"]
        triggers = [append_only_but_for("note")]

    def __str__(self) -> str:
        return f"{self.statement_id}: {self.verdict}"
