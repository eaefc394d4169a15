from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from assessments.models.instrument import InstrumentVersion, unreviewed
from common.triggers import frozen_version


class ScaleKind(models.TextChoices):
    LIKERT = "likert", pgettext_lazy("scale", "agreement")
    FREQUENCY = "frequency", pgettext_lazy("scale", "frequency")
    MATURITY = "maturity", pgettext_lazy("scale", "maturity")
    RUBRIC = "rubric", pgettext_lazy("scale", "rubric")
    NUMERIC = "numeric", pgettext_lazy("scale", "number")
    BOOLEAN = "boolean", pgettext_lazy("scale", "yes or no")
    CHOICE = "choice", pgettext_lazy("scale", "list to choose from")


class Scale(models.Model):
    """The values an item may have, from `minimum` to `maximum` in steps."""

    version = models.ForeignKey(
        InstrumentVersion, verbose_name=_("version"), on_delete=models.CASCADE, related_name="scales"
    )
    code = models.SlugField(_("code"), max_length=60)
    kind = models.CharField(_("kind"), max_length=10, choices=ScaleKind.choices)
    minimum = models.DecimalField(_("lowest"), max_digits=9, decimal_places=3)
    maximum = models.DecimalField(_("highest"), max_digits=9, decimal_places=3)
    step = models.DecimalField(_("step"), max_digits=9, decimal_places=3, default=1)
    higher_is_better = models.BooleanField(_("higher is better"), default=True)

    class Meta:
        verbose_name = _("scale")
        verbose_name_plural = _("scales")
        constraints = [
            models.UniqueConstraint(fields=["version", "code"], name="one_scale_per_code"),
            models.CheckConstraint(name="scale_has_width", condition=Q(maximum__gt=F("minimum"))),
            models.CheckConstraint(name="scale_step_is_positive", condition=Q(step__gt=0)),
            models.CheckConstraint(name="scale_known_kind", condition=Q(kind__in=ScaleKind.values)),
        ]
        triggers = [
            frozen_version("SELECT state FROM assessments_instrumentversion WHERE id = line.version_id")
        ]

    def __str__(self) -> str:
        return self.code


class ScaleAnchor(models.Model):
    """What one value of a scale means."""

    scale = models.ForeignKey(
        Scale, verbose_name=_("scale"), on_delete=models.CASCADE, related_name="anchors"
    )
    value = models.DecimalField(_("value"), max_digits=9, decimal_places=3)
    label = models.CharField(_("label"), max_length=200)
    descriptor = models.TextField(_("what it looks like"), blank=True)
    evidence_required = models.BooleanField(_("evidence required"), default=False)

    class Meta:
        verbose_name = _("scale anchor")
        verbose_name_plural = _("scale anchors")
        ordering = ["value"]
        constraints = [models.UniqueConstraint(fields=["scale", "value"], name="one_anchor_per_value")]
        triggers = [
            frozen_version(
                "SELECT version.state FROM assessments_scale AS scale"
                " JOIN assessments_instrumentversion AS version ON version.id = scale.version_id"
                " WHERE scale.id = line.scale_id",
                texts=("label", "descriptor"),
                follows=unreviewed(
                    "(SELECT version_id FROM assessments_scale WHERE id = NEW.scale_id)",
                    "(SELECT 'scale/' || code FROM assessments_scale WHERE id = NEW.scale_id)"
                    " || '/anchor/' || trim_scale(NEW.value)",
                ),
            )
        ]

    def __str__(self) -> str:
        return f"{self.value}: {self.label}"
