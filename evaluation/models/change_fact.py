import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from assessments.models import Response, Timepoint
from capacity.models import Capacity, Region, Stakeholder, Territory
from common.triggers import after_each_statement
from evaluation.models.rollup import Rollup
from programs.models import Cohort, Enrollment, Program

KEY = ", ".join(Rollup.KEY_COLUMNS)
KEY_HASH = "md5(concat_ws('|', {}))".format(
    ", ".join(f"coalesce({column}::text, '')" for column in Rollup.KEY_COLUMNS)
)

# Signed rows of one statement: what came counts +1, what went -1.
SIGNED = f"""
    SELECT {KEY}, {KEY_HASH} AS key, {{sign}} AS sign, before - {Rollup.ORIGIN} AS b, after - {Rollup.ORIGIN} AS a,
           round((after - before) * 100)::smallint AS step
    FROM {{rows}}
"""
CAME = SIGNED.format(sign="1", rows="new_rows")
WENT = SIGNED.format(sign="-1", rows="old_rows")

# Each row's key is made once, and serves both. Cells are touched in the order of their keys, and steps when all cells
# are, so that two statements never wait for each other in a circle.
MOVED = "moved AS MATERIALIZED ({rows})"
CELLS = f"""
    INSERT INTO evaluation_rollup AS cell
        (key, {KEY}, n, sum_before, sum_after, sum_before_squares, sum_after_squares, sum_products)
    SELECT key, {KEY}, sum(sign), sum(sign * b), sum(sign * a), sum(sign * b * b), sum(sign * a * a), sum(sign * b * a)
    FROM moved GROUP BY key, {KEY} ORDER BY key
    ON CONFLICT (key) DO UPDATE SET
        n = cell.n + excluded.n,
        sum_before = cell.sum_before + excluded.sum_before,
        sum_after = cell.sum_after + excluded.sum_after,
        sum_before_squares = cell.sum_before_squares + excluded.sum_before_squares,
        sum_after_squares = cell.sum_after_squares + excluded.sum_after_squares,
        sum_products = cell.sum_products + excluded.sum_products
"""
STEPS = """
    INSERT INTO evaluation_rollupstep AS grid (rollup_id, step, n)
    SELECT key, step, sum(sign) FROM moved WHERE (SELECT count(*) FROM cells) > 0
    GROUP BY key, step HAVING sum(sign) <> 0 ORDER BY key, step
    ON CONFLICT (rollup_id, step) DO UPDATE SET n = grid.n + excluded.n
"""
ROLL_UP = f"WITH {MOVED}, cells AS ({CELLS} RETURNING key) {STEPS};"
# The same where facts may go; what nothing is left in goes with them.
ROLL_ON = f"""
    DECLARE empty_cells TEXT[]; empty_steps BIGINT[];
    BEGIN
        WITH {MOVED}, cells AS ({CELLS} RETURNING key, n), steps AS ({STEPS} RETURNING id, n)
        SELECT (SELECT array_agg(key) FROM cells WHERE n = 0), (SELECT array_agg(id) FROM steps WHERE n = 0)
        INTO empty_cells, empty_steps;
        IF empty_steps IS NOT NULL THEN
            DELETE FROM evaluation_rollupstep WHERE id = ANY(empty_steps);
        END IF;
        IF empty_cells IS NOT NULL THEN
            DELETE FROM evaluation_rollup WHERE key = ANY(empty_cells);
        END IF;
    END;
"""


class Pseudonym(models.Model):
    """The random key under which a stakeholder appears in evaluation. Deleting the row cuts the link for ever."""

    stakeholder = models.OneToOneField(
        Stakeholder, verbose_name=_("stakeholder"), on_delete=models.CASCADE, related_name="pseudonym"
    )
    key = models.UUIDField(_("key"), default=uuid.uuid4, unique=True)
    is_demo = models.BooleanField(_("demo"), default=False)

    class Meta:
        verbose_name = _("pseudonym")
        verbose_name_plural = _("pseudonyms")

    def __str__(self) -> str:
        return str(self.key)


class ChangeFact(models.Model):
    """How one subject's score of one capacity stood at two timepoints (normalized, 0 to 1)."""

    subject_key = models.UUIDField(_("subject (pseudonym)"))
    enrollment = models.ForeignKey(
        Enrollment,
        verbose_name=_("enrollment"),
        on_delete=models.PROTECT,
        null=True,
        related_name="change_facts",
    )
    cohort = models.ForeignKey(
        Cohort, verbose_name=_("cohort"), on_delete=models.PROTECT, null=True, related_name="+"
    )
    program = models.ForeignKey(
        Program, verbose_name=_("program"), on_delete=models.PROTECT, null=True, related_name="+"
    )
    organization = models.ForeignKey(
        Stakeholder, verbose_name=_("organization"), on_delete=models.PROTECT, null=True, related_name="+"
    )
    territory = models.ForeignKey(
        Territory, verbose_name=_("territory"), on_delete=models.PROTECT, null=True, related_name="+"
    )
    region = models.ForeignKey(
        Region, verbose_name=_("region"), on_delete=models.PROTECT, null=True, related_name="+"
    )
    capacity = models.ForeignKey(
        Capacity, verbose_name=_("capacity"), on_delete=models.PROTECT, related_name="+"
    )
    from_timepoint = models.CharField(_("from"), max_length=14, choices=Timepoint.choices)
    to_timepoint = models.CharField(_("to"), max_length=14, choices=Timepoint.choices)
    before = models.DecimalField(_("before"), max_digits=7, decimal_places=6)
    after = models.DecimalField(_("after"), max_digits=7, decimal_places=6)
    before_response = models.ForeignKey(
        Response, verbose_name=_("response before"), on_delete=models.PROTECT, null=True, related_name="+"
    )
    after_response = models.ForeignKey(
        Response, verbose_name=_("response after"), on_delete=models.PROTECT, null=True, related_name="+"
    )
    method_id = models.CharField(_("method"), max_length=60)
    measured_on = models.DateField(_("measured on"))
    quarter = models.DateField(_("quarter (its first day)"))
    is_demo = models.BooleanField(_("demo"), default=False)

    class Meta:
        verbose_name = _("change fact")
        verbose_name_plural = _("change facts")
        constraints = [
            models.UniqueConstraint(
                fields=["subject_key", "cohort", "capacity", "from_timepoint", "to_timepoint", "method_id"],
                name="one_fact_per_pair",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                name="scores_between_0_and_1",
                condition=Q(before__gte=0, before__lte=1, after__gte=0, after__lte=1),
            ),
        ]
        indexes = [models.Index(fields=["quarter"]), models.Index(fields=["cohort"])]
        triggers = after_each_statement(
            "roll_up",
            insert=ROLL_UP.format(rows=CAME),
            update=ROLL_ON.format(rows=f"{CAME} UNION ALL {WENT}"),
            delete=ROLL_ON.format(rows=WENT),
        )

    def __str__(self) -> str:
        return f"{self.subject_key} {self.capacity_id}: {self.before} to {self.after}"
