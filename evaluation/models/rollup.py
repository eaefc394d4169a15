from django.db import models
from django.utils.translation import gettext_lazy as _

from assessments.models import Timepoint


class Place(models.Model):
    """Whose pairs these are, of what and when. Keys, not references: a cell may outlive what it counts until the next
    folding, and is then empty.
    """

    capacity_id = models.BigIntegerField(_("capacity"))
    region_id = models.BigIntegerField(_("region"), null=True)
    quarter = models.DateField(_("quarter (its first day)"))
    from_timepoint = models.CharField(_("from"), max_length=14, choices=Timepoint.choices)
    to_timepoint = models.CharField(_("to"), max_length=14, choices=Timepoint.choices)

    class Meta:
        abstract = True


class FinePlace(Place):
    program_id = models.BigIntegerField(_("program"), null=True)
    cohort_id = models.BigIntegerField(_("cohort"), null=True)
    territory_id = models.CharField(_("territory"), max_length=2, null=True)  # noqa: DJ001 - a key, as it is there
    organization_id = models.BigIntegerField(_("organization"), null=True)
    is_demo = models.BooleanField(_("demo"), default=False)

    class Meta:
        abstract = True


class Posting(FinePlace):
    """A pair that came or went and is not yet in the sums: written by the database with each fact, and soon taken away
    by a folding. Scores are millionths of the scale, less the origin.
    """

    n = models.SmallIntegerField(_("pairs"))  # 1 came, -1 went
    before = models.IntegerField(_("before"))
    after = models.IntegerField(_("after"))

    class Meta:
        verbose_name = _("change not yet rolled up")
        verbose_name_plural = _("changes not yet rolled up")

    def __str__(self) -> str:
        return f"{self.n}: {self.before} to {self.after}"


class Rollup(FinePlace):
    """Sums from which every figure of change follows: mergeable and exact, as of the last folding. What came since
    stands in postings, and readers take both (evaluation.queries.rollups).

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
    )  # md5 of the columns of the place: one row per cell
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
            models.Index(fields=["cohort_id", "capacity_id"]),
            models.Index(fields=["program_id", "quarter"]),
            models.Index(fields=["organization_id", "quarter"]),
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


class CoarseRollup(Place):
    """The same sums without programs and cohorts, in millionths (squares and products in their squares), which add
    up fast: what pages of the whole movement and of a region read. Each organization apart, since it is a cluster.
    """

    KEY_COLUMNS = ("from_timepoint", "to_timepoint", "quarter", "region_id", "organization_id", "capacity_id")
    SUM_COLUMNS = ("n", "before", "after", "before_squares", "after_squares", "products")

    organization_id = models.BigIntegerField(_("organization"), null=True)
    n = models.BigIntegerField(_("pairs"))
    before = models.BigIntegerField(_("sum of d before"))
    after = models.BigIntegerField(_("sum of d after"))
    before_squares = models.BigIntegerField(_("sum of squares of d before"))
    after_squares = models.BigIntegerField(_("sum of squares of d after"))
    products = models.BigIntegerField(_("sum of products of d"))

    class Meta:
        verbose_name = _("coarse rollup")
        verbose_name_plural = _("coarse rollups")
        constraints = [
            models.UniqueConstraint(
                fields=[
                    "from_timepoint",
                    "to_timepoint",
                    "quarter",
                    "region_id",
                    "organization_id",
                    "capacity_id",
                ],
                name="one_coarse_cell",
                nulls_distinct=False,
            )
        ]

    def __str__(self) -> str:
        return f"{self.capacity_id} {self.quarter}: {self.n}"


class CoarseStep(Place):
    """How many pairs changed by `step` hundredths, all organizations together."""

    KEY_COLUMNS = ("from_timepoint", "to_timepoint", "quarter", "region_id", "capacity_id", "step")

    step = models.SmallIntegerField(_("difference in hundredths"))
    n = models.BigIntegerField(_("pairs"))

    class Meta:
        verbose_name = _("coarse rollup step")
        verbose_name_plural = _("coarse rollup steps")
        constraints = [
            models.UniqueConstraint(
                fields=["from_timepoint", "to_timepoint", "quarter", "region_id", "capacity_id", "step"],
                name="one_coarse_step",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                name="coarse_step_within_grid", condition=models.Q(step__range=(-100, 100))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.capacity_id} {self.quarter} {self.step}: {self.n}"
