from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from assessments.logic import relevance
from assessments.models.instrument import InstrumentVersion, unreviewed
from assessments.models.scale import Scale
from capacity.models import Capacity
from common.triggers import frozen_version

# A capacity that was merged into another one is the same thing under another code.
WHERE_IT_WAS_MERGED = """
    changed.key = 'capacity_id'
    AND NEW.capacity_id = (SELECT merged_into_id FROM capacity_capacity WHERE id = OLD.capacity_id)
"""
UNREVIEWED_NAME = unreviewed("NEW.version_id", "'dimension/' || NEW.code")


class Dimension(models.Model):
    """A group of items that tell of one thing, a capacity where there is one."""

    version = models.ForeignKey(
        InstrumentVersion, verbose_name=_("version"), on_delete=models.CASCADE, related_name="dimensions"
    )
    code = models.SlugField(_("code"), max_length=80)
    name = models.CharField(_("name"), max_length=200)
    capacity = models.ForeignKey(
        Capacity,
        verbose_name=_("capacity"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="dimensions",
    )
    weight = models.DecimalField(_("weight"), max_digits=5, decimal_places=2, default=1)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("dimension")
        verbose_name_plural = _("dimensions")
        ordering = ["position", "id"]
        constraints = [models.UniqueConstraint(fields=["version", "code"], name="one_dimension_per_code")]
        triggers = [
            frozen_version(
                "SELECT state FROM assessments_instrumentversion WHERE id = line.version_id",
                texts=("name",),
                follows=f"({WHERE_IT_WAS_MERGED}) OR ({UNREVIEWED_NAME})",
            )
        ]

    def __str__(self) -> str:
        return self.name


class ItemKind(models.TextChoices):
    SCALE = "scale", pgettext_lazy("kind of item", "scale")
    RUBRIC = "rubric", pgettext_lazy("kind of item", "maturity rubric")
    FREQUENCY = "frequency", pgettext_lazy("kind of item", "frequency")
    SINGLE = "single", pgettext_lazy("kind of item", "one choice")
    MULTIPLE = "multiple", pgettext_lazy("kind of item", "several choices")
    NUMBER = "number", pgettext_lazy("kind of item", "number")
    OPEN = "open", pgettext_lazy("kind of item", "open text")


class Aspect(models.TextChoices):
    LEVEL = "level", pgettext_lazy("what an item asks for", "level")
    ROBUSTNESS = "robustness", pgettext_lazy("what an item asks for", "robustness")


SCORED_KINDS = [ItemKind.SCALE, ItemKind.RUBRIC, ItemKind.FREQUENCY]


class Item(models.Model):
    """A question. Its code stays the same across versions, so that trends can be drawn."""

    version = models.ForeignKey(
        InstrumentVersion, verbose_name=_("version"), on_delete=models.CASCADE, related_name="items"
    )
    dimension = models.ForeignKey(
        Dimension, verbose_name=_("dimension"), on_delete=models.CASCADE, related_name="items"
    )
    code = models.SlugField(_("code"), max_length=80)
    kind = models.CharField(_("kind"), max_length=10, choices=ItemKind.choices, default=ItemKind.SCALE)
    stem = models.TextField(_("question"))
    help_text = models.TextField(_("explanation"), blank=True)
    aspect = models.CharField(
        _("what it asks for"), max_length=10, choices=Aspect.choices, default=Aspect.LEVEL
    )
    scale = models.ForeignKey(
        Scale, verbose_name=_("scale"), on_delete=models.CASCADE, null=True, blank=True, related_name="items"
    )
    is_reversed = models.BooleanField(_("reverse-scored"), default=False)
    is_required = models.BooleanField(_("must be answered"), default=False)
    relevance = models.CharField(_("asked only if"), max_length=relevance.LONGEST, blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("item")
        verbose_name_plural = _("items")
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["version", "code"], name="one_item_per_code"),
            models.CheckConstraint(name="item_known_kind", condition=Q(kind__in=ItemKind.values)),
            models.CheckConstraint(name="item_known_aspect", condition=Q(aspect__in=Aspect.values)),
            models.CheckConstraint(
                name="rated_items_have_a_scale",
                condition=Q(kind__in=["number", "open"]) | Q(scale__isnull=False),
            ),
        ]
        triggers = [
            frozen_version(
                "SELECT state FROM assessments_instrumentversion WHERE id = line.version_id",
                texts=("stem", "help_text"),
                follows=unreviewed("NEW.version_id", "'item/' || NEW.code"),
            )
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def is_scored(self) -> bool:
        return self.kind in SCORED_KINDS
