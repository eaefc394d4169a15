from typing import Any

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from assessments.models.consensus import ConsensusSession
from assessments.states import OVER_ACTIONS, PlanActionState
from capacity.models import Affiliation, Capacity, Stakeholder
from common.models import Stamped
from programs.models import Program

HIGHEST = 5  # of the portal's levels; importance is said on the same steps


class DevelopmentPlanQuerySet(models.QuerySet["DevelopmentPlan"]):
    def visible_to(self, user: Any) -> "DevelopmentPlanQuerySet":
        """Whose plan it is: the person, or who represents the organization; and who has something to do in it."""
        if not user.is_authenticated:
            return self.none()
        represented = Affiliation.objects.representing(user).values("organization")
        hers = PlanAction.objects.filter(owner__user=user).values("plan")
        return self.filter(Q(subject__user=user) | Q(subject__in=represented) | Q(pk__in=hers))


class DevelopmentPlan(Stamped):
    """What a person or an organization wants to become better at, and what is done about it."""

    subject = models.ForeignKey(
        Stakeholder, verbose_name=_("whose plan"), on_delete=models.PROTECT, related_name="plans"
    )
    title = models.CharField(_("title"), max_length=140)
    session = models.ForeignKey(
        ConsensusSession,
        verbose_name=_("after the self-assessment"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="plans",
    )
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)
    is_demo = models.BooleanField(_("demo"), default=False)

    objects = DevelopmentPlanQuerySet.as_manager()

    class Meta:
        verbose_name = _("development plan")
        verbose_name_plural = _("development plans")
        ordering = ["-id"]
        constraints = [models.CheckConstraint(name="plan_has_a_title", condition=~Q(title=""))]

    def __str__(self) -> str:
        return f"development plan {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("assessments:plan-detail", kwargs={"public_id": self.public_id})


class Need(Stamped):
    """How important a capacity is to whom the plan is for, and how well she has it now (and how well that would last,
    where it is known): all on the same steps. A need that is dropped stays, with the reason."""

    plan = models.ForeignKey(
        DevelopmentPlan, verbose_name=_("plan"), on_delete=models.CASCADE, related_name="needs"
    )
    capacity = models.ForeignKey(
        Capacity, verbose_name=_("capacity"), on_delete=models.PROTECT, related_name="+"
    )
    importance = models.DecimalField(_("how important"), max_digits=3, decimal_places=1)
    ability = models.DecimalField(_("how well now"), max_digits=3, decimal_places=1)
    robustness = models.DecimalField(
        _("how well it would last"), max_digits=3, decimal_places=1, null=True, blank=True
    )
    dropped_at = models.DateTimeField(_("dropped at"), null=True, blank=True)
    reason = models.CharField(_("why it was dropped"), max_length=300, blank=True)
    is_demo = models.BooleanField(_("demo"), default=False)

    class Meta:
        verbose_name = _("need")
        verbose_name_plural = _("needs")
        constraints = [
            models.UniqueConstraint(fields=["plan", "capacity"], name="each_need_once"),
            models.CheckConstraint(
                name="need_on_the_same_steps",
                condition=Q(importance__gte=0, importance__lte=HIGHEST, ability__gte=0, ability__lte=HIGHEST)
                & (Q(robustness=None) | Q(robustness__gte=0, robustness__lte=HIGHEST)),
            ),
            models.CheckConstraint(
                name="dropped_need_has_a_reason",
                condition=Q(dropped_at=None, reason="") | (Q(dropped_at__isnull=False) & ~Q(reason="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.plan_id}: {self.capacity_id}"


class ActionKind(models.TextChoices):
    PROGRAM = "program", pgettext_lazy("kind of action", "take part in a program")
    MENTOR = "mentor", pgettext_lazy("kind of action", "learn from somebody")
    OWN = "own", pgettext_lazy("kind of action", "something of our own")


class PlanActionQuerySet(models.QuerySet["PlanAction"]):
    def under_way(self) -> "PlanActionQuerySet":
        return self.exclude(state__in=OVER_ACTIONS).filter(plan__ended_at=None)

    def visible_to(self, user: Any) -> "PlanActionQuerySet":
        return self.filter(plan__in=DevelopmentPlan.objects.visible_to(user))


class PlanAction(Stamped):
    """One step of a plan: who sees to it, until when, how far it is."""

    plan = models.ForeignKey(
        DevelopmentPlan, verbose_name=_("plan"), on_delete=models.CASCADE, related_name="actions"
    )
    capacity = models.ForeignKey(
        Capacity, verbose_name=_("capacity"), on_delete=models.PROTECT, related_name="+"
    )
    kind = models.CharField(_("kind"), max_length=8, choices=ActionKind.choices, default=ActionKind.OWN)
    title = models.CharField(_("what is to be done"), max_length=200)
    program = models.ForeignKey(
        Program, verbose_name=_("program"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    mentor = models.ForeignKey(
        Stakeholder,
        verbose_name=_("mentor"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    owner = models.ForeignKey(
        Stakeholder,
        verbose_name=_("who sees to it"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="plan_actions",
    )
    due_on = models.DateField(_("until"), null=True, blank=True)
    progress = models.PositiveSmallIntegerField(
        _("progress in percent"), default=0, validators=[MaxValueValidator(100)]
    )
    state = models.CharField(
        _("state"), max_length=8, choices=PlanActionState.choices, default=PlanActionState.OPEN
    )
    reason = models.CharField(_("why it was dropped"), max_length=300, blank=True)
    reminded_at = models.DateTimeField(_("last reminded at"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)
    is_demo = models.BooleanField(_("demo"), default=False)

    objects = PlanActionQuerySet.as_manager()

    class Meta:
        verbose_name = _("action of a plan")
        verbose_name_plural = _("actions of plans")
        ordering = [F("due_on").asc(nulls_last=True), "id"]
        indexes = [
            models.Index(fields=["due_on"], name="action_due", condition=Q(state__in=["open", "doing"]))
        ]
        constraints = [
            models.CheckConstraint(name="action_known_state", condition=Q(state__in=PlanActionState.values)),
            models.CheckConstraint(name="action_known_kind", condition=Q(kind__in=ActionKind.values)),
            models.CheckConstraint(
                name="action_names_what_its_kind_is_about",
                condition=Q(kind="program", program__isnull=False, mentor=None)
                | Q(kind="mentor", mentor__isnull=False, program=None)
                | Q(kind="own", program=None, mentor=None),
            ),
            models.CheckConstraint(name="action_progress_is_a_share", condition=Q(progress__lte=100)),
            models.CheckConstraint(
                name="action_that_is_done_is_whole", condition=~Q(state="done") | Q(progress=100)
            ),
            models.CheckConstraint(
                name="dropped_action_has_a_reason",
                condition=(Q(state="dropped") & ~Q(reason="")) | (~Q(state="dropped") & Q(reason="")),
            ),
            models.CheckConstraint(
                name="ended_action_is_dated",
                condition=Q(state__in=["done", "dropped"], ended_at__isnull=False)
                | (~Q(state__in=["done", "dropped"]) & Q(ended_at=None)),
            ),
        ]

    def __str__(self) -> str:
        return f"action {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("assessments:plan-action", kwargs={"public_id": self.public_id})

    @property
    def share(self) -> float:
        return self.progress / 100

    @property
    def is_over(self) -> bool:
        return self.state in OVER_ACTIONS

    @property
    def is_late(self) -> bool:
        return not self.is_over and self.due_on is not None and self.due_on < timezone.localdate()
