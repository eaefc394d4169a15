from typing import Any

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from capacity.models import Region, Stakeholder, User
from common.models import Stamped
from common.triggers import DEMO_MAY_GO, after_each_statement
from evaluation.states import PUBLIC_REPORT_STATES, ReportState
from programs.models import Program


class ReportKind(models.TextChoices):
    OUTPUT_MONITOR = "output_monitor", pgettext_lazy("report kind", "monitor of outputs")
    LONG_TERM_IMPACT = "long_term_impact", pgettext_lazy("report kind", "long-term impact")


class ReportScope(models.TextChoices):
    MOVEMENT = "movement", pgettext_lazy("report scope", "the movement")
    REGION = "region", pgettext_lazy("report scope", "a region")
    PROGRAM = "program", pgettext_lazy("report scope", "a program")
    AFFILIATE = "affiliate", pgettext_lazy("report scope", "an affiliate")


class Period(models.TextChoices):
    MONTH = "month", pgettext_lazy("report period", "month")
    QUARTER = "quarter", pgettext_lazy("report period", "quarter")
    HALF_YEAR = "half_year", pgettext_lazy("report period", "half-year")
    YEAR = "year", pgettext_lazy("report period", "year")


class ImpactReportQuerySet(models.QuerySet["ImpactReport"]):
    def public(self) -> "ImpactReportQuerySet":
        return self.filter(state__in=PUBLIC_REPORT_STATES)

    def visible_to(self, user: Any) -> "ImpactReportQuerySet":
        """Published ones are public; those in the making are seen by staff."""
        return self if user.is_authenticated and user.is_staff else self.public()


class ImpactReport(Stamped):
    """A periodic report over frozen data: reproducible, reviewed by a second person, immutable once published."""

    kind = models.CharField(_("kind"), max_length=16, choices=ReportKind.choices)
    scope = models.CharField(
        _("scope"), max_length=10, choices=ReportScope.choices, default=ReportScope.MOVEMENT
    )
    region = models.ForeignKey(
        Region, verbose_name=_("region"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    program = models.ForeignKey(
        Program,
        verbose_name=_("program"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="reports",
    )
    organization = models.ForeignKey(
        Stakeholder,
        verbose_name=_("organization"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    period = models.CharField(_("period"), max_length=10, choices=Period.choices)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("to (included)"))
    as_of = models.DateTimeField(_("data as of"))
    vintage = models.PositiveSmallIntegerField(_("vintage"), default=1)
    state = models.CharField(
        _("state"), max_length=16, choices=ReportState.choices, default=ReportState.QUEUED, db_index=True
    )
    done = models.PositiveIntegerField(_("steps done"), default=0)
    total = models.PositiveIntegerField(_("steps in all"), default=0)
    rows = models.PositiveBigIntegerField(_("rows worked through"), default=0)
    attempt = models.PositiveSmallIntegerField(_("attempt"), default=0)
    heartbeat_at = models.DateTimeField(_("last sign of life"), null=True, blank=True)
    failure = models.CharField(_("why it failed (a code)"), max_length=100, blank=True)
    author = models.ForeignKey(
        User, verbose_name=_("author"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )  # empty: the portal's clock, until somebody writes its text
    published_by = models.ForeignKey(
        User,
        verbose_name=_("published by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    published_at = models.DateTimeField(_("published at"), null=True, blank=True)
    narrative = models.TextField(_("narrative"), blank=True, max_length=10_000)
    erratum = models.TextField(
        _("erratum"), blank=True, max_length=2_000
    )  # of the version before, for its readers
    narrative_language = models.CharField(_("language of the narrative"), max_length=12, blank=True)
    method_version = models.CharField(_("version of the methods"), max_length=40, blank=True)
    code_version = models.CharField(_("version of the code"), max_length=40, blank=True)
    data_hash = models.CharField(_("hash of the frozen data (SHA-256)"), max_length=64, blank=True)
    result_hash = models.CharField(_("hash of the results (SHA-256)"), max_length=64, blank=True)
    supersedes = models.OneToOneField(
        "self",
        verbose_name=_("supersedes"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="successor",
    )
    recomputable = models.BooleanField(_("can be made again"), default=True)  # until its rows have expired
    touches_demo = models.BooleanField(_("contains demo data"), default=False)
    is_demo = models.BooleanField(_("demo"), default=False)  # made by the demo population itself

    objects = ImpactReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("impact report")
        verbose_name_plural = _("impact reports")
        ordering = ["-ends_on", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=[
                    "kind",
                    "scope",
                    "region",
                    "program",
                    "organization",
                    "starts_on",
                    "ends_on",
                    "vintage",
                ],
                name="one_report_per_period_and_vintage",
                nulls_distinct=False,
            ),
            models.CheckConstraint(name="report_known_state", condition=Q(state__in=ReportState.values)),
            models.CheckConstraint(name="report_ends_after_start", condition=Q(ends_on__gte=F("starts_on"))),
            models.CheckConstraint(
                name="report_scope_names_its_object",
                condition=Q(scope="movement", region=None, program=None, organization=None)
                | Q(scope="region", region__isnull=False, program=None, organization=None)
                | Q(scope="program", region=None, program__isnull=False, organization=None)
                | Q(scope="affiliate", region=None, program=None, organization__isnull=False),
            ),
            models.CheckConstraint(
                name="long_periods_tell_of_impact",
                condition=Q(kind="output_monitor", period__in=["month", "quarter"])
                | Q(kind="long_term_impact", period__in=["half_year", "year"]),
            ),
            models.CheckConstraint(
                name="published_by_a_second_person",
                condition=Q(author=None) | Q(published_by=None) | ~Q(author=F("published_by")),
            ),
            models.CheckConstraint(
                name="erratum_of_an_earlier_version",
                condition=~Q(state__in=["published", "superseded"])
                | Q(erratum="")
                | Q(supersedes__isnull=False),
            ),
            models.CheckConstraint(
                name="published_report_is_complete",
                condition=~Q(state__in=["published", "superseded"])
                | (
                    Q(published_at__isnull=False, published_by__isnull=False)
                    & ~Q(data_hash="")
                    & ~Q(result_hash="")
                ),
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="published_is_final",
                when=pgtrigger.Before,
                operation=pgtrigger.Update | pgtrigger.Delete,
                func=f"""
                    {DEMO_MAY_GO}
                    IF TG_OP = 'DELETE' AND OLD.touches_demo
                        AND current_setting('portal.removing_demo', true) = 'on' THEN RETURN OLD; END IF;
                    IF OLD.state NOT IN ('published', 'superseded') THEN
                        IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
                        RETURN NEW;
                    END IF;
                    IF TG_OP = 'UPDATE' AND OLD.state = 'published' AND NEW.state = 'superseded'
                        AND to_jsonb(NEW) - 'state' - 'updated_at' = to_jsonb(OLD) - 'state' - 'updated_at' THEN
                        RETURN NEW;
                    END IF;
                    IF TG_OP = 'UPDATE' AND OLD.recomputable AND NOT NEW.recomputable
                        AND to_jsonb(NEW) - 'recomputable' - 'updated_at'
                            = to_jsonb(OLD) - 'recomputable' - 'updated_at' THEN
                        RETURN NEW;
                    END IF;
                    RAISE EXCEPTION 'a published report cannot change' USING ERRCODE = 'restrict_violation';
                """,
            )
        ]

    def __str__(self) -> str:
        return f"report {self.pk}"

    def get_absolute_url(self) -> str:
        """Its stable address, without asking the routes: who asks them loads every page, 35 MiB in a worker."""
        return f"/reports/{self.public_id}/"


SEALED = """
    IF EXISTS (
        SELECT 1 FROM evaluation_impactreport AS report
        WHERE report.state IN ('published', 'superseded') AND report.id IN ({reports}) AND NOT {may_be_so}
    ) THEN
        RAISE EXCEPTION 'a published report cannot change' USING ERRCODE = 'restrict_violation';
    END IF;
"""
ITS_DEMO_GOES = (
    "((report.is_demo OR report.touches_demo) AND current_setting('portal.removing_demo', true) = 'on')"
)
CAME, WENT = (f"SELECT report_id FROM {rows}" for rows in ("new_rows", "old_rows"))


def sealed_with_its_report(*, expires: bool = False) -> list[pgtrigger.Trigger]:
    """What a report consists of stays as it is once the report is published; what expires may go once the report says
    that it cannot be made again.
    """
    may_go = f"({ITS_DEMO_GOES} OR NOT report.recomputable)" if expires else ITS_DEMO_GOES
    return after_each_statement(
        "sealed",
        insert=SEALED.format(reports=CAME, may_be_so="false"),
        update=SEALED.format(reports=f"{CAME} UNION ALL {WENT}", may_be_so="false"),
        delete=SEALED.format(reports=WENT, may_be_so=may_go),
    )


class FrozenData(models.Model):
    """One table of a report's data as it was, in canonical form (NDJSON, gzip), with its SHA-256 before compression."""

    report = models.ForeignKey(
        ImpactReport, verbose_name=_("report"), on_delete=models.CASCADE, related_name="frozen"
    )
    name = models.CharField(_("table"), max_length=60)
    rows = models.PositiveIntegerField(_("rows"))
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    content = models.BinaryField(_("content"))

    class Meta:
        verbose_name = _("frozen data")
        verbose_name_plural = _("frozen data")
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["report", "name"], name="each_table_once_per_report")]
        triggers = sealed_with_its_report(expires=True)

    def __str__(self) -> str:
        return f"{self.report_id}: {self.name}"


class ReportResult(models.Model):
    """One figure of a report with its n, interval, method, and, where it is not shown, the reason."""

    report = models.ForeignKey(
        ImpactReport, verbose_name=_("report"), on_delete=models.CASCADE, related_name="results"
    )
    position = models.PositiveIntegerField(_("position"))
    metric = models.CharField(_("metric"), max_length=60)
    cell = models.JSONField(_("cell"), default=dict)  # {"region": "SSA"}; canonical: sorted keys
    n = models.BigIntegerField(_("n"), null=True)
    value = models.DecimalField(_("value"), max_digits=20, decimal_places=9, null=True)
    low = models.DecimalField(_("lower limit"), max_digits=20, decimal_places=9, null=True)
    high = models.DecimalField(_("upper limit"), max_digits=20, decimal_places=9, null=True)
    method_id = models.CharField(_("method"), max_length=200)  # some pin many options
    quality = models.JSONField(_("quality"), default=dict)
    is_suppressed = models.BooleanField(_("suppressed"), default=False)
    reason = models.CharField(_("reason"), max_length=40, blank=True)

    class Meta:
        verbose_name = _("result of a report")
        verbose_name_plural = _("results of reports")
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["report", "metric", "cell"], name="each_result_once"),
            models.CheckConstraint(
                name="suppressed_result_tells_nothing",
                condition=Q(is_suppressed=False)
                | (Q(value=None, low=None, high=None, n=None) & ~Q(reason="")),
            ),
        ]
        triggers = sealed_with_its_report()

    def __str__(self) -> str:
        return f"{self.report_id}: {self.metric}"
