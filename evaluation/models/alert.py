from datetime import date
from typing import Any

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from capacity.models import User
from common.models import Stamped
from evaluation.models.reach import within_reach
from evaluation.states import AlertState
from programs.models import Cohort, Program


class AlertKind(models.TextChoices):
    LOW_RESPONSE = "low_response", pgettext_lazy("alert", "few answers to a questionnaire")
    ATTRITION = "attrition", pgettext_lazy("alert", "many who answered at first did not answer at the end")
    MISSED_FOLLOW_UP = "missed_follow_up", pgettext_lazy("alert", "a follow-up was missed")
    EMPTY_FOLLOW_UP = (
        "empty_follow_up",
        pgettext_lazy("alert", "a follow-up closes soon and nothing is noted"),
    )
    MISSING_FIGURE = "missing_figure", pgettext_lazy("alert", "a figure is missing")
    WAITING_FIGURE = "waiting_figure", pgettext_lazy("alert", "a figure waits to be verified")
    LATE_TARGET = "late_target", pgettext_lazy("alert", "a target was set when there were figures")
    CONTRADICTION = "contradiction", pgettext_lazy("alert", "evidence contradicts what counts as confirmed")
    OVERDUE_ANSWER = "overdue_answer", pgettext_lazy("alert", "a recommendation was not answered in time")


class AlertQuerySet(models.QuerySet["Alert"]):
    def visible_to(self, user: Any, *, day: date | None = None) -> "AlertQuerySet":
        """Those of programs one has to do with."""
        return self.filter(within_reach(user, day=day))


class Alert(Stamped):
    """Something about the data or the work that somebody should look at: one row for each thing, found by the clock."""

    kind = models.CharField(_("kind"), max_length=20, choices=AlertKind.choices)
    key = models.CharField(_("what it is about"), max_length=80)
    program = models.ForeignKey(
        Program, verbose_name=_("program"), on_delete=models.CASCADE, related_name="alerts"
    )
    cohort = models.ForeignKey(
        Cohort, verbose_name=_("cohort"), on_delete=models.CASCADE, null=True, related_name="+"
    )
    address = models.CharField(_("where to look"), max_length=300)
    count = models.IntegerField(_("number"), null=True)
    of = models.IntegerField(_("of"), null=True)
    state = models.CharField(_("state"), max_length=12, choices=AlertState.choices, default=AlertState.OPEN)
    note = models.CharField(_("note"), max_length=300, blank=True)
    handled_by = models.ForeignKey(
        User, verbose_name=_("handled by"), on_delete=models.PROTECT, null=True, related_name="+"
    )
    resolved_at = models.DateTimeField(_("resolved at"), null=True)
    is_demo = models.BooleanField(_("demo"), default=False)

    objects = AlertQuerySet.as_manager()

    class Meta:
        verbose_name = _("alert")
        verbose_name_plural = _("alerts")
        ordering = ["-created_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "key"], name="each_alert_once"),
            models.CheckConstraint(name="alert_known_kind", condition=Q(kind__in=AlertKind.values)),
            models.CheckConstraint(name="alert_known_state", condition=Q(state__in=AlertState.values)),
            models.CheckConstraint(
                name="handled_alert_has_a_note",
                condition=Q(state="open") | Q(handled_by=None) | ~Q(note=""),
            ),
        ]

    def __str__(self) -> str:
        return str(capfirst(self.get_kind_display()))

    def get_absolute_url(self) -> str:
        return reverse("evaluation:alert-detail", kwargs={"public_id": self.public_id})
