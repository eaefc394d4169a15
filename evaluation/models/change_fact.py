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

# Each fact that comes or goes is noted in one row, beside no other and behind nobody's lock; foldings add them up.
POST = f"""
    INSERT INTO evaluation_posting ({KEY}, n, before, after)
    SELECT {KEY}, {{sign}}, ((before - {Rollup.ORIGIN}) * 1000000)::integer,
           ((after - {Rollup.ORIGIN}) * 1000000)::integer
    FROM {{rows}};
"""
CAME = POST.format(sign="1", rows="new_rows")
WENT = POST.format(sign="-1", rows="old_rows")


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
        triggers = after_each_statement("roll_up", insert=CAME, update=CAME + WENT, delete=WENT)

    def __str__(self) -> str:
        return f"{self.subject_key} {self.capacity_id}: {self.before} to {self.after}"
