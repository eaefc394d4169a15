from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from assessments.models.item import Aspect
from assessments.models.response import Response
from capacity.models import Capacity


class Score(models.Model):
    """What a response says of one capacity by one method: its level, or how well that would last. Empty, never zero,
    where too few items were answered."""

    response = models.ForeignKey(
        Response, verbose_name=_("response"), on_delete=models.CASCADE, related_name="scores"
    )
    capacity = models.ForeignKey(
        Capacity, verbose_name=_("capacity"), on_delete=models.PROTECT, related_name="+"
    )
    aspect = models.CharField(_("aspect"), max_length=10, choices=Aspect.choices, default=Aspect.LEVEL)
    method_id = models.CharField(_("method"), max_length=60)
    raw = models.DecimalField(_("raw"), max_digits=9, decimal_places=4, null=True, blank=True)
    normalized = models.DecimalField(
        _("normalized, 0 to 1"), max_digits=7, decimal_places=6, null=True, blank=True
    )
    items_answered = models.PositiveSmallIntegerField(_("items answered"))
    items_asked = models.PositiveSmallIntegerField(_("items asked"))
    is_demo = models.BooleanField(_("demo"), default=False)

    class Meta:
        verbose_name = _("score")
        verbose_name_plural = _("scores")
        constraints = [
            models.UniqueConstraint(
                fields=["response", "capacity", "aspect", "method_id"], name="one_score_per_capacity"
            ),
            models.CheckConstraint(name="score_known_aspect", condition=Q(aspect__in=Aspect.values)),
            models.CheckConstraint(
                name="normalized_between_0_and_1",
                condition=Q(normalized=None) | Q(normalized__gte=0, normalized__lte=1),
            ),
            models.CheckConstraint(
                name="score_has_both_or_neither",
                condition=Q(raw=None, normalized=None) | Q(raw__isnull=False, normalized__isnull=False),
            ),
            models.CheckConstraint(
                name="answered_within_asked", condition=Q(items_answered__lte=models.F("items_asked"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.response_id}: {self.capacity_id}"
