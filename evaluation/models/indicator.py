from decimal import Decimal
from typing import Any

import pgtrigger
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from capacity.models import Source, User
from common.models import Stamped
from common.triggers import DEMO_MAY_GO, append_only
from evaluation.models.logic_model import Result, ResultLevel
from evaluation.models.reach import within_reach
from evaluation.states import PUBLIC_INDICATOR_STATES, IndicatorState
from programs.models import Program
from programs.states import PUBLIC_PROGRAM_STATES


class IndicatorMeasure(models.TextChoices):
    COUNT = "count", pgettext_lazy("measure", "count")
    PERCENTAGE = "percentage", pgettext_lazy("measure", "percentage")
    RATIO = "ratio", pgettext_lazy("measure", "ratio")
    MEAN_SCORE = "mean_score", pgettext_lazy("measure", "mean score")
    INDEX = "index", pgettext_lazy("measure", "index")
    BINARY = "binary", pgettext_lazy("measure", "yes or no")
    QUALITATIVE = "qualitative", pgettext_lazy("measure", "in words")


COUNTED = {IndicatorMeasure.COUNT, IndicatorMeasure.PERCENTAGE, IndicatorMeasure.RATIO}
ZERO, HUNDRED = Decimal(0), Decimal(100)


class IndicatorDirection(models.TextChoices):
    INCREASE = "increase", pgettext_lazy("direction", "more is better")
    DECREASE = "decrease", pgettext_lazy("direction", "less is better")
    MAINTAIN = "maintain", pgettext_lazy("direction", "should stay")


class Frequency(models.TextChoices):
    ONCE = "once", pgettext_lazy("frequency", "once for each cohort")
    MONTH = "month", pgettext_lazy("frequency", "every month")
    QUARTER = "quarter", pgettext_lazy("frequency", "every quarter")
    HALF_YEAR = "half_year", pgettext_lazy("frequency", "every half-year")
    YEAR = "year", pgettext_lazy("frequency", "every year")


class PeriodAggregation(models.TextChoices):
    SUM = "sum", pgettext_lazy("aggregation", "added up")
    LAST = "last", pgettext_lazy("aggregation", "the last one counts")
    MEAN = "mean", pgettext_lazy("aggregation", "averaged")
    MAX = "max", pgettext_lazy("aggregation", "the highest counts")
    NONE = "none", pgettext_lazy("aggregation", "not combined")


class UnitAggregation(models.TextChoices):
    SUM = "sum", pgettext_lazy("aggregation", "added up")
    SHARES = "weighted_num_den", pgettext_lazy("aggregation", "numerators over denominators")
    DISTINCT = "distinct_people", pgettext_lazy("aggregation", "each person once")
    NONE = "none", pgettext_lazy("aggregation", "not combined")


class Computation(models.TextChoices):
    PARTICIPANTS = "participants", pgettext_lazy("computation", "people accepted into cohorts")
    COMPLETERS = "completers", pgettext_lazy("computation", "people who completed")
    COMPLETION = "completion", pgettext_lazy("computation", "share of the accepted who completed")
    SESSIONS = "sessions", pgettext_lazy("computation", "sessions held")
    CHANGE = "change", pgettext_lazy("computation", "mean change of scores from baseline to endline")
    LASTING = "lasting", pgettext_lazy("computation", "mean change of scores from baseline to 6 months after")


class Disaggregation(Stamped):
    """By what figures are divided. Its values always include “unknown” and “prefers not to say”."""

    code = models.SlugField(_("code"), max_length=30, unique=True)
    name = models.CharField(_("name"), max_length=100)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    is_exclusive = models.BooleanField(_("everybody counts in exactly one value"), default=True)
    is_sensitive = models.BooleanField(_("sensitive"), default=False)

    class Meta:
        verbose_name = _("disaggregation")
        verbose_name_plural = _("disaggregations")
        ordering = ["position", "code"]

    def __str__(self) -> str:
        return self.name


class DisaggregationValue(Stamped):
    UNKNOWN, NOT_SAID = "unknown", "prefer_not_to_say"

    dimension = models.ForeignKey(
        Disaggregation, verbose_name=_("disaggregation"), on_delete=models.CASCADE, related_name="values"
    )
    code = models.CharField(_("code"), max_length=40)
    name = models.CharField(_("name"), max_length=100)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    valid_from = models.DateField(_("used from"), null=True, blank=True)
    valid_to = models.DateField(_("used to"), null=True, blank=True)

    class Meta:
        verbose_name = _("value of a disaggregation")
        verbose_name_plural = _("values of disaggregations")
        ordering = ["dimension", "position", "code"]
        constraints = [
            models.UniqueConstraint(fields=["dimension", "code"], name="each_disaggregation_value_once"),
            models.CheckConstraint(
                name="disaggregation_value_is_a_word", condition=Q(code__regex=r"^[A-Za-z0-9_-]+$")
            ),
        ]

    def __str__(self) -> str:
        return self.name


class IndicatorQuerySet(models.QuerySet["Indicator"]):
    def visible_to(self, user: Any) -> "IndicatorQuerySet":
        """Published ones, of public programs or of none; drafts to those who have to do with their program."""
        public = Q(state__in=PUBLIC_INDICATOR_STATES) & (
            Q(program=None) | Q(program__state__in=PUBLIC_PROGRAM_STATES)
        )
        return self.filter(public | within_reach(user))

    def own(self) -> "IndicatorQuerySet":
        """The portal's, not those of figures that others published."""
        return self.filter(source=None)


FIXED_ONCE_PUBLISHED = pgtrigger.Trigger(
    name="fixed_once_published",
    when=pgtrigger.Before,
    operation=pgtrigger.Update | pgtrigger.Delete,
    condition=pgtrigger.Q(old__source_id__isnull=True),
    func=f"""
        {DEMO_MAY_GO}
        IF OLD.state = 'draft' THEN
            IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
            RETURN NEW;
        END IF;
        IF TG_OP = 'UPDATE' AND (NEW.state = OLD.state OR NEW.state = 'retired') AND NOT EXISTS (
            SELECT 1 FROM jsonb_each(to_jsonb(NEW)) AS changed
            WHERE changed.value IS DISTINCT FROM to_jsonb(OLD) -> changed.key
              AND changed.key NOT IN ('state', 'updated_at')
              AND NOT (changed.key ~ '^(name|definition)_' AND coalesce(to_jsonb(OLD) ->> changed.key, '') = '')
        ) THEN RETURN NEW; END IF;
        RAISE EXCEPTION 'a published indicator cannot change' USING ERRCODE = 'restrict_violation';
    """,
)

TAKES_ITS_LEVEL = pgtrigger.Trigger(
    name="takes_its_level",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert | pgtrigger.Update,
    condition=pgtrigger.Q(new__result_id__isnull=False),
    func="""
        SELECT split_part(kind, '_', 1) INTO NEW.level FROM evaluation_result WHERE id = NEW.result_id;
        RETURN NEW;
    """,
)


class Indicator(Stamped):
    """What is measured, and how: every figure shows it."""

    code = models.SlugField(_("code"), max_length=100)
    version = models.PositiveIntegerField(_("version"), default=1)
    state = models.CharField(
        _("state"), max_length=10, choices=IndicatorState.choices, default=IndicatorState.PUBLISHED
    )
    program = models.ForeignKey(
        Program,
        verbose_name=_("program"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="indicators",
    )
    result = models.ForeignKey(
        Result,
        verbose_name=_("result it tells of"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="indicators",
    )
    level = models.CharField(
        _("level"), max_length=10, choices=ResultLevel.choices, default=ResultLevel.OUTCOME
    )
    name = models.CharField(_("name"), max_length=200)
    definition = models.TextField(_("definition"))
    unit = models.CharField(_("unit"), max_length=60, blank=True)
    measure = models.CharField(_("measure"), max_length=12, choices=IndicatorMeasure.choices)
    direction = models.CharField(
        _("direction"), max_length=10, choices=IndicatorDirection.choices, default=IndicatorDirection.INCREASE
    )
    tolerance = models.DecimalField(_("tolerance"), max_digits=9, decimal_places=3, default=0)
    lowest = models.DecimalField(_("lowest possible"), max_digits=9, decimal_places=3, null=True, blank=True)
    highest = models.DecimalField(
        _("highest possible"), max_digits=9, decimal_places=3, null=True, blank=True
    )
    is_about_people = models.BooleanField(_("counts or rates people"), default=True)
    frequency = models.CharField(
        _("how often"), max_length=10, choices=Frequency.choices, default=Frequency.ONCE
    )
    window_months = models.PositiveSmallIntegerField(_("months after the cohort's end"), default=0)
    period_aggregation = models.CharField(
        _("periods together"), max_length=5, choices=PeriodAggregation.choices, default=PeriodAggregation.NONE
    )
    unit_aggregation = models.CharField(
        _("cohorts together"), max_length=16, choices=UnitAggregation.choices, default=UnitAggregation.NONE
    )
    computation = models.CharField(
        _("computed by the portal"), max_length=12, choices=Computation.choices, blank=True
    )
    data_source = models.CharField(_("where the data come from"), max_length=300, blank=True)
    purpose = models.CharField(_("what it is used for"), max_length=300, blank=True)
    disaggregations = models.ManyToManyField(
        Disaggregation, verbose_name=_("divided by"), blank=True, related_name="indicators"
    )
    is_crossed = models.BooleanField(_("also divided by two of them at once"), default=False)
    series = models.CharField(_("series"), max_length=80, blank=True)
    source = models.ForeignKey(
        Source, verbose_name=_("source"), on_delete=models.PROTECT, null=True, blank=True
    )
    change_reason = models.CharField(_("why this version"), max_length=300, blank=True)
    created_by = models.ForeignKey(
        User, verbose_name=_("written by"), on_delete=models.PROTECT, null=True, related_name="+"
    )
    is_demo = models.BooleanField(_("demo"), default=False)

    objects = IndicatorQuerySet.as_manager()

    class Meta:
        verbose_name = _("indicator")
        verbose_name_plural = _("indicators")
        ordering = ["code", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["code", "version"], name="each_indicator_version_once"),
            models.UniqueConstraint(
                fields=["code"], name="one_published_indicator_version", condition=Q(state="published")
            ),
            models.UniqueConstraint(
                fields=["code"], name="one_draft_indicator_version", condition=Q(state="draft")
            ),
            models.CheckConstraint(
                name="indicator_known_measure", condition=Q(measure__in=IndicatorMeasure.values)
            ),
            models.CheckConstraint(
                name="indicator_known_direction", condition=Q(direction__in=IndicatorDirection.values)
            ),
            models.CheckConstraint(
                name="indicator_known_state", condition=Q(state__in=IndicatorState.values)
            ),
            models.CheckConstraint(name="indicator_known_level", condition=Q(level__in=ResultLevel.values)),
            models.CheckConstraint(
                name="indicator_known_computation", condition=Q(computation__in=["", *Computation.values])
            ),
            models.CheckConstraint(name="tolerance_is_not_negative", condition=Q(tolerance__gte=0)),
            models.CheckConstraint(
                name="new_indicator_version_says_why", condition=Q(version=1) | ~Q(change_reason="")
            ),
            models.CheckConstraint(
                name="impact_is_not_computed_nor_early",
                condition=~Q(level="impact")
                | Q(source__isnull=False)
                | Q(computation="", window_months__gte=6),
            ),
        ]
        triggers = [FIXED_ONCE_PUBLISHED, TAKES_ITS_LEVEL]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("evaluation:indicator-detail", kwargs={"public_id": self.public_id})

    @property
    def is_share(self) -> bool:
        return self.measure in {IndicatorMeasure.PERCENTAGE, IndicatorMeasure.RATIO}

    @property
    def is_draft(self) -> bool:
        return self.state == IndicatorState.DRAFT

    def can_be(self, value: Decimal) -> bool:
        """Whether it lies within what is possible: counts and shares begin at zero, percentages end at a hundred."""
        low, high = self.lowest, self.highest
        if self.measure in COUNTED:
            low = max(low or ZERO, ZERO)
        if self.measure == IndicatorMeasure.PERCENTAGE:
            high = min(HUNDRED if high is None else high, HUNDRED)
        return (low is None or value >= low) and (high is None or value <= high)


class Baseline(Stamped):
    """Where it stood before: a later row corrects an earlier one of the same cell."""

    indicator = models.ForeignKey(
        Indicator, verbose_name=_("indicator"), on_delete=models.CASCADE, related_name="baselines"
    )
    cell = models.CharField(_("cell"), max_length=200, blank=True)
    as_of = models.DateField(_("as of"))
    value = models.DecimalField(_("value"), max_digits=12, decimal_places=4)
    data_source = models.CharField(_("where it comes from"), max_length=300)
    set_by = models.ForeignKey(
        User, verbose_name=_("set by"), on_delete=models.PROTECT, null=True, related_name="+"
    )
    is_demo = models.BooleanField(_("demo"), default=False)

    class Meta:
        verbose_name = _("baseline")
        verbose_name_plural = _("baselines")
        ordering = ["-created_at", "-id"]
        triggers = [append_only()]

    def __str__(self) -> str:
        return f"{self.indicator_id}: {self.value}"


class Target(Stamped):
    """Where it is to stand at the end of a period. Whether data were there when it was set, the database says."""

    indicator = models.ForeignKey(
        Indicator, verbose_name=_("indicator"), on_delete=models.CASCADE, related_name="targets"
    )
    cell = models.CharField(_("cell"), max_length=200, blank=True)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("to"))
    value = models.DecimalField(_("value"), max_digits=12, decimal_places=4)
    set_by = models.ForeignKey(
        User, verbose_name=_("set by"), on_delete=models.PROTECT, null=True, related_name="+"
    )
    set_after_data = models.BooleanField(_("set when there were data already"), default=False, editable=False)
    is_demo = models.BooleanField(_("demo"), default=False)

    class Meta:
        verbose_name = _("target")
        verbose_name_plural = _("targets")
        ordering = ["ends_on", "-created_at", "-id"]
        constraints = [
            models.CheckConstraint(
                name="target_ends_after_start", condition=Q(ends_on__gte=models.F("starts_on"))
            ),
        ]
        triggers = [
            append_only(),
            pgtrigger.Trigger(
                name="marks_what_comes_after_data",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func="""
                    NEW.set_after_data := EXISTS (
                        SELECT 1 FROM evaluation_measurement AS data
                        JOIN evaluation_indicator AS version ON version.id = data.indicator_id
                        WHERE version.code = (SELECT code FROM evaluation_indicator WHERE id = NEW.indicator_id)
                          AND data.created_at < NEW.created_at AND data.value IS NOT NULL
                          AND data.starts_on <= NEW.ends_on AND data.ends_on >= NEW.starts_on
                    ) AND NOT EXISTS (  -- an earlier version had the same, set in time
                        SELECT 1 FROM evaluation_target AS earlier
                        JOIN evaluation_indicator AS version ON version.id = earlier.indicator_id
                        WHERE version.code = (SELECT code FROM evaluation_indicator WHERE id = NEW.indicator_id)
                          AND version.id <> NEW.indicator_id AND NOT earlier.set_after_data
                          AND earlier.cell = NEW.cell AND earlier.value = NEW.value
                          AND earlier.starts_on = NEW.starts_on AND earlier.ends_on = NEW.ends_on
                    );
                    RETURN NEW;
                """,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator_id}: {self.value} by {self.ends_on}"
