from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy

from assessments.models import Instrument
from capacity.models import Language, RoleAssignment, Stakeholder, User
from common import formats
from common.models import Stamped
from evaluation.logic.following_up import OFFSETS
from evaluation.models.reach import within_reach
from evaluation.states import FollowUpState
from programs.models import Cohort, Program


def usual_offsets() -> list[int]:
    return list(OFFSETS)


class FollowUpPolicyQuerySet(models.QuerySet["FollowUpPolicy"]):
    def visible_to(self, user: Any) -> "FollowUpPolicyQuerySet":
        return self.filter(within_reach(user))


class FollowUpPolicy(Stamped):
    """When a program asks again what came of it."""

    program = models.OneToOneField(
        Program, verbose_name=_("program"), on_delete=models.PROTECT, related_name="follow_up_policy"
    )
    offsets = ArrayField(
        models.PositiveSmallIntegerField(), verbose_name=_("months after the end"), default=usual_offsets
    )
    window_days = models.PositiveSmallIntegerField(_("days to collect"), default=30)
    instrument = models.ForeignKey(
        Instrument,
        verbose_name=_("questionnaire"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    starts_on = models.DateField(_("for cohorts that end from"))
    set_by = models.ForeignKey(
        User, verbose_name=_("set by"), on_delete=models.PROTECT, null=True, related_name="+"
    )
    is_demo = models.BooleanField(_("demo"), default=False)

    objects = FollowUpPolicyQuerySet.as_manager()

    class Meta:
        verbose_name = _("follow-up plan")
        verbose_name_plural = _("follow-up plans")
        constraints = [
            models.CheckConstraint(
                name="follow_ups_at_known_times",
                condition=Q(offsets__contained_by=[3, 6, 12, 24]) & ~Q(offsets=[]),
            ),
            models.CheckConstraint(name="follow_up_has_time", condition=Q(window_days__range=(7, 90))),
        ]

    def __str__(self) -> str:
        return f"follow-up plan {self.pk}"


class FollowUpTaskQuerySet(models.QuerySet["FollowUpTask"]):
    def visible_to(self, user: Any) -> "FollowUpTaskQuerySet":
        return self.filter(within_reach(user, "cohort__program"))


class FollowUpTask(Stamped):
    """One time at which a cohort is asked what came of it. It opens on its day or later, never as of an earlier one."""

    policy = models.ForeignKey(
        FollowUpPolicy, verbose_name=_("follow-up plan"), on_delete=models.CASCADE, related_name="tasks"
    )
    cohort = models.ForeignKey(
        Cohort, verbose_name=_("cohort"), on_delete=models.PROTECT, related_name="follow_ups"
    )
    offset = models.PositiveSmallIntegerField(_("months after the end"))
    due_on = models.DateField(_("due on"))
    state = models.CharField(
        _("state"), max_length=10, choices=FollowUpState.choices, default=FollowUpState.SCHEDULED
    )
    opened_on = models.DateField(_("opened on"), null=True, blank=True)
    closes_on = models.DateField(_("closes on"), null=True, blank=True)
    skip_reason = models.CharField(_("why it is skipped"), max_length=300, blank=True)
    is_demo = models.BooleanField(_("demo"), default=False)

    objects = FollowUpTaskQuerySet.as_manager()

    class Meta:
        verbose_name = _("follow-up")
        verbose_name_plural = _("follow-ups")
        ordering = ["due_on", "id"]
        constraints = [
            models.UniqueConstraint(fields=["cohort", "policy", "offset"], name="each_follow_up_once"),
            models.CheckConstraint(name="follow_up_known_state", condition=Q(state__in=FollowUpState.values)),
            models.CheckConstraint(
                name="follow_up_is_not_back_dated",
                condition=Q(opened_on=None) | Q(opened_on__gte=F("due_on"), closes_on__gte=F("opened_on")),
            ),
            models.CheckConstraint(
                name="skipped_follow_up_says_why", condition=~Q(state="skipped") | ~Q(skip_reason="")
            ),
        ]

    def __str__(self) -> str:
        words = ngettext(
            "%(cohort)s, %(months)s month after", "%(cohort)s, %(months)s months after", self.offset
        )
        return words % {"cohort": formats.isolated(self.cohort.name), "months": formats.number(self.offset)}

    def get_absolute_url(self) -> str:
        return reverse("evaluation:follow-up-detail", kwargs={"public_id": self.public_id})


class OutcomeKind(models.TextChoices):
    PRACTICE_CHANGED = "practice_changed", pgettext_lazy("outcome", "practice changed")
    ROLE_TAKEN = "role_taken", pgettext_lazy("outcome", "role taken on")
    OTHERS_TAUGHT = "others_taught", pgettext_lazy("outcome", "others taught")
    ORGANIZATION_CHANGED = "organization_changed", pgettext_lazy("outcome", "organization changed")


class FollowUpOutcome(Stamped):
    """What came of a cohort for one of its people or organizations."""

    task = models.ForeignKey(
        FollowUpTask, verbose_name=_("follow-up"), on_delete=models.CASCADE, related_name="outcomes"
    )
    kind = models.CharField(_("what came of it"), max_length=20, choices=OutcomeKind.choices)
    person = models.ForeignKey(
        Stakeholder,
        verbose_name=_("person"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    organization = models.ForeignKey(
        Stakeholder,
        verbose_name=_("organization"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    role = models.ForeignKey(
        RoleAssignment,
        verbose_name=_("role"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    people_taught = models.PositiveIntegerField(_("people taught"), null=True, blank=True)
    description = models.TextField(_("in a few words"), blank=True)
    language = models.ForeignKey(
        Language, verbose_name=_("language"), on_delete=models.PROTECT, related_name="+", default="en"
    )
    happened_on = models.DateField(_("since"), null=True, blank=True)
    evidence = models.URLField(_("address of the evidence"), max_length=500, blank=True)
    recorded_by = models.ForeignKey(
        User, verbose_name=_("recorded by"), on_delete=models.PROTECT, null=True, related_name="+"
    )
    is_demo = models.BooleanField(_("demo"), default=False)

    class Meta:
        verbose_name = _("outcome of a follow-up")
        verbose_name_plural = _("outcomes of follow-ups")
        ordering = ["-created_at", "-id"]
        constraints = [
            models.CheckConstraint(
                name="follow_up_outcome_known_kind", condition=Q(kind__in=OutcomeKind.values)
            ),
            models.CheckConstraint(
                name="organization_changed_names_it",
                condition=~Q(kind="organization_changed") | Q(organization__isnull=False),
            ),
            models.CheckConstraint(
                name="others_taught_counts_them",
                condition=~Q(kind="others_taught") | Q(people_taught__gte=1),
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_kind_display())
