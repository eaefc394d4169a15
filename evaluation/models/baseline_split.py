from django.db import models
from django.utils.translation import gettext_lazy as _

from assessments.models import Timepoint, Wave
from capacity.models import Capacity, Region, Stakeholder
from programs.models import Cohort, Program


class BaselineSplit(models.Model):
    """What those who stayed to a wave, and those who left before it, had said at the baseline: sums that add up.

    Scores are taken as the score less the origin 0.5, as in rollups.
    """

    wave = models.ForeignKey(Wave, verbose_name=_("wave"), on_delete=models.CASCADE, related_name="+")
    cohort = models.ForeignKey(Cohort, verbose_name=_("cohort"), on_delete=models.CASCADE, related_name="+")
    program = models.ForeignKey(
        Program, verbose_name=_("program"), on_delete=models.CASCADE, related_name="+"
    )
    organization = models.ForeignKey(
        Stakeholder, verbose_name=_("organization"), on_delete=models.CASCADE, null=True, related_name="+"
    )
    region = models.ForeignKey(
        Region, verbose_name=_("region"), on_delete=models.CASCADE, null=True, related_name="+"
    )
    capacity = models.ForeignKey(
        Capacity, verbose_name=_("capacity"), on_delete=models.CASCADE, related_name="+"
    )
    quarter = models.DateField(_("quarter (its first day)"))
    timepoint = models.CharField(_("timepoint"), max_length=14, choices=Timepoint.choices)
    is_demo = models.BooleanField(_("demo"), default=False)
    stayed = models.BigIntegerField(_("people who stayed"))
    stayed_sum = models.DecimalField(_("their sum"), max_digits=24, decimal_places=6)
    stayed_squares = models.DecimalField(_("their sum of squares"), max_digits=30, decimal_places=12)
    left = models.BigIntegerField(_("people who left"))
    left_sum = models.DecimalField(_("their sum"), max_digits=24, decimal_places=6)
    left_squares = models.DecimalField(_("their sum of squares"), max_digits=30, decimal_places=12)

    class Meta:
        verbose_name = _("baseline of who stayed and who left")
        verbose_name_plural = _("baselines of who stayed and who left")
        constraints = [
            models.UniqueConstraint(
                fields=["wave", "capacity", "organization", "region"],
                name="one_split_per_wave_and_group",
                nulls_distinct=False,
            ),
            models.CheckConstraint(name="split_of_somebody", condition=models.Q(stayed__gte=0, left__gte=0)),
        ]
        indexes = [
            models.Index(fields=["program", "timepoint"]),
            models.Index(fields=["organization", "timepoint"]),
        ]

    def __str__(self) -> str:
        return f"{self.wave_id} {self.capacity_id}: {self.stayed} stayed, {self.left} left"
