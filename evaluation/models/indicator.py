import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from capacity.models import Language, Source
from common.models import Stamped
from evaluation.states import MeasurementState
from programs.models import Program


class IndicatorMeasure(models.TextChoices):
    COUNT = "count", pgettext_lazy("measure", "count")
    PERCENTAGE = "percentage", pgettext_lazy("measure", "percentage")
    MEAN_SCORE = "mean_score", pgettext_lazy("measure", "mean score")


class IndicatorDirection(models.TextChoices):
    INCREASE = "increase", pgettext_lazy("direction", "more is better")
    DECREASE = "decrease", pgettext_lazy("direction", "less is better")
    MAINTAIN = "maintain", pgettext_lazy("direction", "should stay")


class Indicator(Stamped):
    """What is measured, and how: every figure shows it."""

    code = models.SlugField(_("code"), max_length=100, unique=True)
    name = models.CharField(_("name"), max_length=200)
    definition = models.TextField(_("definition"))
    measure = models.CharField(_("measure"), max_length=12, choices=IndicatorMeasure.choices)
    direction = models.CharField(
        _("direction"), max_length=10, choices=IndicatorDirection.choices, default=IndicatorDirection.INCREASE
    )
    lowest = models.DecimalField(_("lowest possible"), max_digits=9, decimal_places=3, null=True, blank=True)
    highest = models.DecimalField(
        _("highest possible"), max_digits=9, decimal_places=3, null=True, blank=True
    )
    series = models.CharField(_("series"), max_length=80, blank=True)
    source = models.ForeignKey(
        Source, verbose_name=_("source"), on_delete=models.PROTECT, null=True, blank=True
    )

    class Meta:
        verbose_name = _("indicator")
        verbose_name_plural = _("indicators")
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                name="indicator_known_measure", condition=Q(measure__in=IndicatorMeasure.values)
            ),
            models.CheckConstraint(
                name="indicator_known_direction", condition=Q(direction__in=IndicatorDirection.values)
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Provenance(models.TextChoices):
    PUBLISHED = "published", pgettext_lazy("provenance", "published elsewhere")
    COMPUTED = "computed", pgettext_lazy("provenance", "computed by the portal")
    MANUAL = "manual", pgettext_lazy("provenance", "entered by hand")


class MeasurementQuerySet(models.QuerySet["Measurement"]):
    def published(self) -> "MeasurementQuerySet":
        return self.filter(provenance=Provenance.PUBLISHED)

    def current(self) -> "MeasurementQuerySet":
        """Without those that a later one supersedes."""
        return self.exclude(pk__in=Measurement.objects.exclude(supersedes=None).values("supersedes"))

    def shown(self) -> "MeasurementQuerySet":
        """Current ones with enough people behind them; without its n no figure is shown."""
        return self.current().filter(n__gte=settings.MINIMUM_CELL_PEOPLE)


class Measurement(Stamped):
    """One figure of an indicator, of a program or of a wiki's community, with the number of people behind it."""

    indicator = models.ForeignKey(
        Indicator, verbose_name=_("indicator"), on_delete=models.PROTECT, related_name="measurements"
    )
    program = models.ForeignKey(
        Program,
        verbose_name=_("program"),
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
    n = models.PositiveIntegerField(_("people asked"), null=True, blank=True)
    value = models.DecimalField(_("value"), max_digits=12, decimal_places=4, null=True, blank=True)
    numerator = models.DecimalField(_("numerator"), max_digits=14, decimal_places=4, null=True, blank=True)
    denominator = models.DecimalField(
        _("denominator"), max_digits=14, decimal_places=4, null=True, blank=True
    )
    provenance = models.CharField(_("provenance"), max_length=10, choices=Provenance.choices)
    state = models.CharField(
        _("state"), max_length=12, choices=MeasurementState.choices, default=MeasurementState.PROVISIONAL
    )
    note = models.CharField(_("note"), max_length=300, blank=True)
    source = models.ForeignKey(
        Source, verbose_name=_("source"), on_delete=models.PROTECT, null=True, blank=True
    )
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
                fields=["indicator", "program", "community_language", "measured", "provenance"],
                name="each_measurement_once",
                nulls_distinct=False,
                condition=Q(supersedes=None),
            ),
            models.CheckConstraint(
                name="share_within_its_denominator",
                condition=Q(numerator=None, denominator=None)
                | Q(numerator__gte=0, denominator__gt=0, numerator__lte=F("denominator")),
            ),
            models.CheckConstraint(
                name="published_figure_has_a_source",
                condition=~Q(provenance="published") | Q(source__isnull=False),
            ),
            models.CheckConstraint(
                name="measurement_known_state", condition=Q(state__in=MeasurementState.values)
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
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
        ]

    def __str__(self) -> str:
        return f"{self.indicator_id} {self.measured}"

    @property
    def is_shown(self) -> bool:
        """The same rule as `shown()`, for a current one at hand."""
        return self.n is not None and self.n >= settings.MINIMUM_CELL_PEOPLE
