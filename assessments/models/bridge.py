import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from assessments.models.instrument import InstrumentVersion
from assessments.models.item import Dimension
from common.triggers import frozen_version


class BridgeMethod(models.TextChoices):
    EQUIPERCENTILE = "equipercentile", pgettext_lazy("bridge", "equal percentiles")
    LINEAR = "linear", pgettext_lazy("bridge", "equal mean and spread")
    JUDGMENT = "judgment", pgettext_lazy("bridge", "judgment of experts")


class Bridge(models.Model):
    """How scores of the version before are read in this one: `old` and `new` hold the same points, between 0 and 1;
    between two points a straight line."""

    version = models.ForeignKey(
        InstrumentVersion, verbose_name=_("version"), on_delete=models.CASCADE, related_name="bridges"
    )
    dimension = models.OneToOneField(
        Dimension, verbose_name=_("dimension"), on_delete=models.CASCADE, related_name="bridge"
    )
    method = models.CharField(_("method"), max_length=16, choices=BridgeMethod.choices)
    people = models.PositiveIntegerField(_("people who answered both"))
    source = models.TextField(_("source"))
    old = ArrayField(models.DecimalField(max_digits=7, decimal_places=6), verbose_name=_("scores before"))
    new = ArrayField(models.DecimalField(max_digits=7, decimal_places=6), verbose_name=_("scores now"))

    class Meta:
        verbose_name = _("bridge between versions")
        verbose_name_plural = _("bridges between versions")
        constraints = [
            models.CheckConstraint(name="bridge_known_method", condition=Q(method__in=BridgeMethod.values)),
            models.CheckConstraint(name="bridge_names_its_source", condition=~Q(source="")),
            models.CheckConstraint(
                name="bridge_rests_on_people", condition=Q(people__gt=0) | Q(method="judgment")
            ),
            models.CheckConstraint(
                name="bridge_has_pairs", condition=Q(old__len__gte=2, new__len=F("old__len"))
            ),
        ]
        triggers = [
            frozen_version("SELECT state FROM assessments_instrumentversion WHERE id = line.version_id"),
            pgtrigger.Trigger(
                name="spans_and_rises",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func="""
                    IF NEW.old[1] <> 0 OR NEW.old[cardinality(NEW.old)] <> 1 OR EXISTS (
                        SELECT 1 FROM generate_subscripts(NEW.old, 1) AS i
                        WHERE NEW.new[i] NOT BETWEEN 0 AND 1
                           OR i > 1 AND (NEW.old[i] <= NEW.old[i - 1] OR NEW.new[i] < NEW.new[i - 1])
                    ) THEN
                        RAISE EXCEPTION 'a bridge spans 0 to 1 and never falls' USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NEW;
                """,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.version_id}: {self.dimension_id}"


class VersionLink(models.Model):
    """That scores of one version can stand before those of another: as they are, or by the bridges of one version."""

    earlier = models.ForeignKey(
        InstrumentVersion, verbose_name=_("earlier"), on_delete=models.CASCADE, related_name="+"
    )
    later = models.ForeignKey(
        InstrumentVersion, verbose_name=_("later"), on_delete=models.CASCADE, related_name="links"
    )
    bridged_by = models.ForeignKey(
        InstrumentVersion,
        verbose_name=_("bridged by"),
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
    )

    class Meta:
        verbose_name = _("link between versions")
        verbose_name_plural = _("links between versions")
        constraints = [
            models.UniqueConstraint(fields=["earlier", "later"], name="each_version_link_once"),
            models.CheckConstraint(name="version_link_joins_two", condition=~Q(earlier=F("later"))),
        ]

    def __str__(self) -> str:
        return f"{self.earlier_id} to {self.later_id}"
