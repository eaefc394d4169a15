from django.db import models
from django.utils.translation import gettext_lazy as _

from assessments.models import Timepoint
from capacity.models import Capacity, Region, Stakeholder, Territory
from programs.models import Cohort, Program


class Rollup(models.Model):
    """Sums from which every figure of change follows: mergeable, exact, kept by the database as facts come and go.

    Scores are 0 to 1; `d` below is the score less the origin 0.5. Merging cells is adding their rows.
    """

    ORIGIN = "0.5"
    KEY_COLUMNS = (
        "program_id",
        "cohort_id",
        "capacity_id",
        "territory_id",
        "region_id",
        "organization_id",
        "quarter",
        "from_timepoint",
        "to_timepoint",
        "is_demo",
    )

    key = models.CharField(
        _("key"), max_length=32, primary_key=True
    )  # md5 of the columns below: one row per cell
    # Every index is paid for with each change; those without one of their own are found by the indexes below.
    program = models.ForeignKey(
        Program,
        verbose_name=_("program"),
        on_delete=models.CASCADE,
        null=True,
        related_name="rollups",
        db_index=False,
    )
    cohort = models.ForeignKey(
        Cohort,
        verbose_name=_("cohort"),
        on_delete=models.CASCADE,
        null=True,
        related_name="rollups",
        db_index=False,
    )
    capacity = models.ForeignKey(
        Capacity, verbose_name=_("capacity"), on_delete=models.CASCADE, related_name="rollups"
    )
    territory = models.ForeignKey(
        Territory, verbose_name=_("territory"), on_delete=models.CASCADE, null=True, related_name="+"
    )
    region = models.ForeignKey(
        Region, verbose_name=_("region"), on_delete=models.CASCADE, null=True, related_name="+"
    )
    organization = models.ForeignKey(
        Stakeholder,
        verbose_name=_("organization"),
        on_delete=models.CASCADE,
        null=True,
        related_name="+",
        db_index=False,
    )
    quarter = models.DateField(_("quarter (its first day)"))
    from_timepoint = models.CharField(_("from"), max_length=14, choices=Timepoint.choices)
    to_timepoint = models.CharField(_("to"), max_length=14, choices=Timepoint.choices)
    is_demo = models.BooleanField(_("demo"), default=False)
    n = models.BigIntegerField(_("pairs"))
    sum_before = models.DecimalField(_("sum of d before"), max_digits=24, decimal_places=6)
    sum_after = models.DecimalField(_("sum of d after"), max_digits=24, decimal_places=6)
    sum_before_squares = models.DecimalField(
        _("sum of squares of d before"), max_digits=30, decimal_places=12
    )
    sum_after_squares = models.DecimalField(_("sum of squares of d after"), max_digits=30, decimal_places=12)
    sum_products = models.DecimalField(_("sum of products of d"), max_digits=30, decimal_places=12)

    class Meta:
        verbose_name = _("rollup")
        verbose_name_plural = _("rollups")
        indexes = [
            models.Index(fields=["quarter", "region"]),
            models.Index(fields=["cohort", "capacity"]),
            models.Index(fields=["program", "quarter"]),
            models.Index(fields=["organization", "quarter"]),
        ]

    def __str__(self) -> str:
        return self.key


class RollupStep(models.Model):
    """How many pairs of a cell changed by `step` hundredths: the grid from which rank statistics follow."""

    rollup = models.ForeignKey(
        Rollup, verbose_name=_("rollup"), on_delete=models.CASCADE, related_name="steps", db_index=False
    )  # found by the index of its constraint
    step = models.SmallIntegerField(_("difference in hundredths"))
    n = models.BigIntegerField(_("pairs"))

    class Meta:
        verbose_name = _("rollup step")
        verbose_name_plural = _("rollup steps")
        constraints = [
            models.UniqueConstraint(fields=["rollup", "step"], name="one_row_per_step"),
            models.CheckConstraint(name="step_within_grid", condition=models.Q(step__range=(-100, 100))),
        ]

    def __str__(self) -> str:
        return f"{self.rollup_id} {self.step}: {self.n}"
