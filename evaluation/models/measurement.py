from typing import Any

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from capacity.models import Language, Source, User
from common.models import Stamped
from evaluation.logic.disclosure import least_people, may_be_shown
from evaluation.models.indicator import Indicator, IndicatorMeasure
from evaluation.models.logic_model import ResultLevel
from evaluation.models.reach import within_reach
from evaluation.states import (
    CHECKED_MEASUREMENT_STATES,
    OPEN_MEASUREMENT_STATES,
    PUBLIC_INDICATOR_STATES,
    MeasurementState,
)
from programs.models import Cohort, Program
from programs.states import PUBLIC_PROGRAM_STATES


class Provenance(models.TextChoices):
    PUBLISHED = "published", pgettext_lazy("provenance", "published elsewhere")
    COMPUTED = "computed", pgettext_lazy("provenance", "computed by the portal")
    MANUAL = "manual", pgettext_lazy("provenance", "entered by hand")


class MissingReason(models.TextChoices):
    NOT_COLLECTED = "not_collected", pgettext_lazy("why missing", "not collected")
    NOT_YET = "not_yet", pgettext_lazy("why missing", "not collected yet")
    NOT_APPLICABLE = "not_applicable", pgettext_lazy("why missing", "does not apply")
    TOO_FEW = "too_few", pgettext_lazy("why missing", "too few answers")
    LOST = "lost", pgettext_lazy("why missing", "lost")


class MeasurementQuerySet(models.QuerySet["Measurement"]):
    def published(self) -> "MeasurementQuerySet":
        return self.filter(provenance=Provenance.PUBLISHED)

    def current(self) -> "MeasurementQuerySet":
        """Without those that a later one supersedes."""
        return self.exclude(pk__in=Measurement.objects.exclude(supersedes=None).values("supersedes"))

    def shown(self) -> "MeasurementQuerySet":
        """Current ones with enough people behind them; without its n no figure is shown."""
        return self.current().filter(n__gte=settings.MINIMUM_CELL_PEOPLE)

    def visible_to(self, user: Any) -> "MeasurementQuerySet":
        """What is checked, of published indicators; the rest to those who have to do with the program."""
        public = Q(state__in=CHECKED_MEASUREMENT_STATES, indicator__state__in=PUBLIC_INDICATOR_STATES) & (
            Q(program=None) | Q(program__state__in=PUBLIC_PROGRAM_STATES)
        )
        return self.filter(public | within_reach(user))


FOLLOWS_ITS_INDICATOR = pgtrigger.Trigger(
    name="follows_its_indicator",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert | pgtrigger.Update,
    declare=[("ended", "DATE"), ("of_program", "BIGINT")],
    func="""
        SELECT measure, level, coalesce(NEW.program_id, program_id) INTO NEW.measure, NEW.level, of_program
            FROM evaluation_indicator WHERE id = NEW.indicator_id;
        IF NEW.provenance = 'published' THEN RETURN NEW; END IF;
        IF NEW.measure = 'percentage' THEN NEW.value := round(100 * NEW.numerator / nullif(NEW.denominator, 0), 4);
        ELSIF NEW.measure = 'ratio' THEN NEW.value := round(NEW.numerator / nullif(NEW.denominator, 0), 4);
        END IF;
        IF NEW.level = 'impact' AND NEW.missing_reason = '' THEN
            ended := NEW.ends_on;
            IF of_program IS NOT NULL OR NEW.cohort_id IS NOT NULL THEN
                SELECT min(ends_on) INTO ended FROM programs_cohort
                WHERE program_id = coalesce(of_program, program_id) AND cancelled_at IS NULL
                    AND id = coalesce(NEW.cohort_id, id);
            END IF;
            IF ended IS NULL OR NEW.measured_on IS NULL OR NEW.measured_on < ended + interval '6 months' THEN
                RAISE EXCEPTION 'impact is measured six months after the end of a cohort or period at the earliest'
                    USING ERRCODE = 'check_violation';
            END IF;
        END IF;
        RETURN NEW;
    """,
)
LOCKED_IS_FINAL = pgtrigger.Trigger(
    name="locked_is_final",
    when=pgtrigger.Before,
    operation=pgtrigger.Update | pgtrigger.Delete,
    condition=pgtrigger.Q(old__state="locked"),
    func="""
        IF TG_OP = 'DELETE' AND OLD.is_demo AND current_setting('portal.removing_demo', true) = 'on' THEN
            RETURN OLD;
        END IF;
        RAISE EXCEPTION 'a locked measurement cannot change' USING ERRCODE = 'restrict_violation';
    """,
)
IS_MISSING = Q(value=None) & ~Q(missing_reason="")
HAS_VALUE = Q(value__isnull=False, missing_reason="")


class Measurement(Stamped):
    """One figure of an indicator, of a program or of a wiki's community, with the number of people behind it."""

    indicator = models.ForeignKey(
        Indicator, verbose_name=_("indicator"), on_delete=models.PROTECT, related_name="measurements"
    )
    measure = models.CharField(
        _("measure"), max_length=12, choices=IndicatorMeasure.choices, editable=False, default=""
    )  # the indicator's: the database writes it
    level = models.CharField(
        _("level"), max_length=10, choices=ResultLevel.choices, editable=False, default=""
    )  # the same
    program = models.ForeignKey(
        Program,
        verbose_name=_("program"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="measurements",
    )
    cohort = models.ForeignKey(
        Cohort,
        verbose_name=_("cohort"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="measurements",
    )
    community_language = models.ForeignKey(
        Language,
        verbose_name=_("community of the wikis in"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="measurements",
    )
    measured = models.CharField(_("measured (year-month, phase)"), max_length=20)
    starts_on = models.DateField(_("period from"), null=True, blank=True)
    ends_on = models.DateField(_("period to"), null=True, blank=True)
    measured_on = models.DateField(_("measured on"), null=True, blank=True)
    cell = models.CharField(_("cell"), max_length=200, blank=True)
    n = models.PositiveIntegerField(_("people asked"), null=True, blank=True)
    value = models.DecimalField(_("value"), max_digits=12, decimal_places=4, null=True, blank=True)
    numerator = models.DecimalField(_("numerator"), max_digits=14, decimal_places=4, null=True, blank=True)
    denominator = models.DecimalField(
        _("denominator"), max_digits=14, decimal_places=4, null=True, blank=True
    )
    text = models.TextField(_("in words"), blank=True)
    missing_reason = models.CharField(
        _("why there is no figure"), max_length=14, choices=MissingReason.choices, blank=True
    )
    evidence = models.URLField(_("address of the evidence"), max_length=500, blank=True)
    provenance = models.CharField(_("provenance"), max_length=10, choices=Provenance.choices)
    method_id = models.CharField(_("method"), max_length=60, blank=True)
    state = models.CharField(
        _("state"), max_length=12, choices=MeasurementState.choices, default=MeasurementState.DRAFT
    )
    note = models.CharField(_("note"), max_length=300, blank=True)
    returned_note = models.CharField(_("why it was returned"), max_length=300, blank=True)
    source = models.ForeignKey(
        Source, verbose_name=_("source"), on_delete=models.PROTECT, null=True, blank=True
    )
    entered_by = models.ForeignKey(
        User, verbose_name=_("entered by"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )  # empty: computed, or published elsewhere
    verified_by = models.ForeignKey(
        User, verbose_name=_("verified by"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    verified_at = models.DateTimeField(_("verified at"), null=True, blank=True)
    locked_by = models.ForeignKey(
        User, verbose_name=_("locked by"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    locked_at = models.DateTimeField(_("locked at"), null=True, blank=True)
    supersedes = models.ForeignKey(
        "self",
        verbose_name=_("supersedes"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    is_demo = models.BooleanField(_("demo"), default=False)

    objects = MeasurementQuerySet.as_manager()

    class Meta:
        verbose_name = _("measurement")
        verbose_name_plural = _("measurements")
        constraints = [
            models.UniqueConstraint(
                fields=[
                    "indicator",
                    "program",
                    "cohort",
                    "community_language",
                    "measured",
                    "starts_on",
                    "ends_on",
                    "cell",
                    "provenance",
                ],
                name="each_measurement_once",
                nulls_distinct=False,
                condition=Q(supersedes=None),
            ),
            models.UniqueConstraint(fields=["supersedes"], name="superseded_once"),
            models.CheckConstraint(
                name="share_within_its_denominator",
                condition=Q(numerator=None, denominator=None)
                | (
                    Q(numerator__gte=0, denominator__gt=0)
                    & (Q(measure="ratio") | Q(numerator__lte=F("denominator")))
                ),
            ),
            models.CheckConstraint(
                name="percentage_from_numerator_and_denominator",
                condition=~Q(measure__in=["percentage", "ratio"])
                | Q(provenance="published")
                | ~Q(missing_reason="")
                | Q(numerator__isnull=False, denominator__isnull=False),
            ),
            models.CheckConstraint(
                name="no_value_only_with_a_reason",
                condition=(~Q(measure="qualitative") & Q(text="") & (IS_MISSING | HAS_VALUE))
                | (Q(measure="qualitative", value=None) & (Q(text="") ^ Q(missing_reason=""))),
            ),
            models.CheckConstraint(
                name="yes_or_no_is_one_or_zero",
                condition=~Q(measure="binary") | Q(value=None) | Q(value__in=[0, 1]),
            ),
            models.CheckConstraint(
                name="published_figure_has_a_source",
                condition=~Q(provenance="published") | Q(source__isnull=False),
            ),
            models.CheckConstraint(
                name="own_figure_has_a_period",
                condition=Q(provenance="published")
                | Q(starts_on__isnull=False, ends_on__gte=F("starts_on"), measured_on__isnull=False),
            ),
            models.CheckConstraint(
                name="measurement_known_state", condition=Q(state__in=MeasurementState.values)
            ),
            models.CheckConstraint(
                name="verified_by_somebody_else",
                condition=Q(verified_by=None) | Q(entered_by=None) | ~Q(verified_by=F("entered_by")),
            ),
            models.CheckConstraint(
                name="locked_by_somebody_else",
                condition=Q(locked_by=None) | Q(entered_by=None) | ~Q(locked_by=F("entered_by")),
            ),
            models.CheckConstraint(
                name="checked_figure_was_checked",
                condition=~Q(state__in=["verified", "locked"])
                | Q(provenance="published")
                | Q(verified_by__isnull=False, verified_at__isnull=False),
            ),
        ]
        indexes = [models.Index(fields=["state", "created_at"])]
        triggers = [FOLLOWS_ITS_INDICATOR, LOCKED_IS_FINAL]

    def __str__(self) -> str:
        return f"{self.indicator_id} {self.measured}"

    def get_absolute_url(self) -> str:
        return reverse("evaluation:measurement-detail", kwargs={"public_id": self.public_id})

    @property
    def is_shown(self) -> bool:
        """The same rule as `shown()`, for a current one at hand."""
        return self.n is not None and self.n >= settings.MINIMUM_CELL_PEOPLE

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_MEASUREMENT_STATES

    @property
    def is_final(self) -> bool:
        return self.state == MeasurementState.LOCKED

    def is_safe(self, *, sensitive: bool) -> bool:
        """Whether everybody may see it; what tells of no people always."""
        return not self.indicator.is_about_people or may_be_shown(
            self.n,
            numerator=self.numerator if self.measure == IndicatorMeasure.PERCENTAGE else None,
            denominator=self.denominator,
            least=least_people(sensitive=sensitive),
        )
