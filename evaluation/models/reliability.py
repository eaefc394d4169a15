from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from assessments.models import InstrumentVersion
from capacity.models import Capacity


class ReliabilityKind(models.TextChoices):
    ALPHA = "alpha", pgettext_lazy("kind of reliability", "Cronbach's alpha of the baselines")
    STATED = "stated", pgettext_lazy("kind of reliability", "stated, from a source")


class Reliability(models.Model):
    """How reliably a version of a questionnaire measures a capacity: by it a person's change is told from error."""

    version = models.ForeignKey(
        InstrumentVersion,
        verbose_name=_("version of the questionnaire"),
        on_delete=models.CASCADE,
        related_name="reliabilities",
    )
    capacity = models.ForeignKey(
        Capacity, verbose_name=_("capacity"), on_delete=models.CASCADE, related_name="+"
    )
    kind = models.CharField(_("kind"), max_length=8, choices=ReliabilityKind.choices)
    value = models.DecimalField(_("reliability (0 to 1)"), max_digits=7, decimal_places=6)
    people = models.PositiveIntegerField(_("people"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=300, blank=True)
    stated_on = models.DateField(_("as of"))
    is_demo = models.BooleanField(_("demo"), default=False)

    class Meta:
        verbose_name = _("reliability of a questionnaire")
        verbose_name_plural = _("reliabilities of questionnaires")
        ordering = ["version", "capacity", "kind"]
        constraints = [
            models.UniqueConstraint(fields=["version", "capacity", "kind"], name="one_reliability_per_kind"),
            models.CheckConstraint(name="reliability_0_to_1", condition=Q(value__gte=0, value__lte=1)),
            models.CheckConstraint(
                name="reliability_has_people_or_source",
                condition=Q(kind="alpha", people__isnull=False) | Q(kind="stated") & ~Q(source=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.version_id} {self.capacity_id}: {self.value}"
