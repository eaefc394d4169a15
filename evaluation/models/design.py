from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from capacity.models import User
from common.models import Stamped
from programs.models import Cohort


class DesignKind(models.TextChoices):
    SINGLE_GROUP = "single_group", pgettext_lazy("design", "one group, before and after")
    COMPARISON = "comparison", pgettext_lazy("design", "with a comparison group")
    WAITLIST = "waitlist", pgettext_lazy("design", "with people who were waiting")


class Design(Stamped):
    """How the change in a cohort can be judged: whom it is compared with, and whether a low score let people in."""

    cohort = models.OneToOneField(
        Cohort, verbose_name=_("cohort"), on_delete=models.CASCADE, related_name="design"
    )
    kind = models.CharField(_("design"), max_length=14, choices=DesignKind.choices)
    comparison = models.ForeignKey(
        Cohort,
        verbose_name=_("compared with"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text=_(
            "A cohort that was asked the same questions at the same times and had no program meanwhile."
        ),
    )
    admitted_below = models.DecimalField(
        _("admitted with a baseline below"),
        max_digits=5,
        decimal_places=4,
        null=True,
        blank=True,
        help_text=_("A share of the scale from 0 to 1; empty where the baseline decided nothing."),
    )
    note = models.TextField(_("how the groups came about"), max_length=2000, blank=True)
    declared_by = models.ForeignKey(
        User, verbose_name=_("declared by"), on_delete=models.PROTECT, null=True, related_name="+"
    )
    is_demo = models.BooleanField(_("demo"), default=False)

    class Meta:
        verbose_name = _("design")
        verbose_name_plural = _("designs")
        constraints = [
            models.CheckConstraint(
                name="comparison_where_the_design_has_one",
                condition=Q(kind="single_group", comparison=None)
                | Q(kind__in=["comparison", "waitlist"], comparison__isnull=False),
            ),
            models.CheckConstraint(
                name="compared_with_others", condition=Q(comparison=None) | ~Q(comparison=F("cohort"))
            ),
            models.CheckConstraint(
                name="admitted_below_on_the_scale",
                condition=Q(admitted_below=None) | Q(admitted_below__gt=0, admitted_below__lte=1),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.cohort_id}: {self.kind}"
