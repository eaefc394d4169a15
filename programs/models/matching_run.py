from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from common.models import Stamped
from programs.models.cohort import Cohort
from programs.states import MATCHING_LIVE_STATES, MatchingState


class MatchingRun(Stamped):
    """One search for pairs in a cohort, made by a worker: how far it is, and what came of it."""

    cohort = models.ForeignKey(
        Cohort, verbose_name=_("cohort"), on_delete=models.CASCADE, related_name="matching_runs"
    )
    state = models.CharField(
        _("state"), max_length=8, choices=MatchingState.choices, default=MatchingState.QUEUED
    )
    attempt = models.PositiveSmallIntegerField(_("attempt"), default=0)
    done = models.PositiveIntegerField(_("people looked at"), default=0)
    total = models.PositiveIntegerField(_("people to look at"), default=0)
    pairs = models.PositiveIntegerField(_("pairs suggested"), default=0)
    left_over = models.PositiveIntegerField(_("people without a suggestion"), default=0)
    heartbeat_at = models.DateTimeField(_("last sign of life"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)
    is_demo = models.BooleanField(_("demo"), default=False)

    class Meta:
        verbose_name = _("search for pairs")
        verbose_name_plural = _("searches for pairs")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(name="matching_known_state", condition=Q(state__in=MatchingState.values)),
            models.UniqueConstraint(
                fields=["cohort"],
                condition=Q(state__in=MATCHING_LIVE_STATES),
                name="one_search_for_pairs_at_a_time",
            ),
            models.CheckConstraint(
                name="search_that_ended_has_a_moment",
                condition=Q(state__in=["done", "failed"], ended_at__isnull=False)
                | Q(state__in=["queued", "running"], ended_at=None),
            ),
        ]

    def __str__(self) -> str:
        return f"search {self.pk}: {self.state}"

    @property
    def is_live(self) -> bool:
        return self.state in MATCHING_LIVE_STATES
