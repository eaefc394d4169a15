"""Sums from which an instrument's statistics follow. They add up, so that one more response always costs the same."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from assessments.models.instrument import InstrumentVersion
from assessments.models.item import Dimension, Item
from assessments.models.response import MissingCode, Response


class CountedResponse(models.Model):
    """A response that is in the sums: the first of each person to a version, about herself or her organization."""

    response = models.OneToOneField(
        Response, verbose_name=_("response"), on_delete=models.CASCADE, related_name="counted"
    )

    class Meta:
        verbose_name = _("counted response")
        verbose_name_plural = _("counted responses")

    def __str__(self) -> str:
        return f"{self.response_id}"


class ItemSums(models.Model):
    """Of the people who answered all scored items of a part (of the whole version where there is no dimension), in one
    language: n, and the sums and products of what they answered, turned where need be.
    """

    version = models.ForeignKey(
        InstrumentVersion, verbose_name=_("version"), on_delete=models.CASCADE, related_name="+"
    )
    dimension = models.ForeignKey(
        Dimension,
        verbose_name=_("dimension"),
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
    )
    language = models.CharField(_("language"), max_length=12)
    items = ArrayField(models.BigIntegerField(), verbose_name=_("items"))
    n = models.PositiveIntegerField(_("people"), default=0)
    sums = ArrayField(models.DecimalField(max_digits=20, decimal_places=3), verbose_name=_("sums"))
    products = ArrayField(
        models.DecimalField(max_digits=26, decimal_places=6), verbose_name=_("sums of products")
    )  # of the first item with itself, with the second …; of the second with itself, with the third …

    class Meta:
        verbose_name = _("sums of items")
        verbose_name_plural = _("sums of items")
        constraints = [
            models.UniqueConstraint(
                fields=["version", "dimension", "language"], name="one_sum_per_part", nulls_distinct=False
            )
        ]

    def __str__(self) -> str:
        return f"{self.version_id} {self.dimension_id} {self.language}"


class AnswerCount(models.Model):
    """How many people with the same sum over a part (none where they left something out) answered an item so."""

    item = models.ForeignKey(Item, verbose_name=_("item"), on_delete=models.CASCADE, related_name="+")
    language = models.CharField(_("language"), max_length=12)
    stratum = models.DecimalField(
        _("sum over the part"), max_digits=20, decimal_places=3, null=True, blank=True
    )
    value = models.DecimalField(_("value"), max_digits=9, decimal_places=3, null=True, blank=True)
    missing_code = models.CharField(
        _("missing because"), max_length=16, choices=MissingCode.choices, blank=True
    )
    n = models.IntegerField(_("people"), default=0)

    class Meta:
        verbose_name = _("count of answers")
        verbose_name_plural = _("counts of answers")
        constraints = [
            models.UniqueConstraint(
                fields=["item", "language", "stratum", "value", "missing_code"],
                name="one_count_per_answer",
                nulls_distinct=False,
            ),
            models.CheckConstraint(name="count_is_not_negative", condition=models.Q(n__gte=0)),
        ]

    def __str__(self) -> str:
        return f"{self.item_id} {self.language}"


class VersionFigures(models.Model):
    """What is shown of a version in one language. It follows the sums in steps of several people, because two looks
    with one person between them would show what she answered.
    """

    version = models.ForeignKey(
        InstrumentVersion, verbose_name=_("version"), on_delete=models.CASCADE, related_name="figures"
    )
    language = models.CharField(_("language"), max_length=12)
    n = models.PositiveIntegerField(_("people"), default=0)
    changes = models.PositiveIntegerField(_("changes since"), default=0)
    content = models.JSONField(_("figures"), default=dict, blank=True)
    computed_at = models.DateTimeField(_("computed at"), null=True, blank=True)

    class Meta:
        verbose_name = _("figures of a version")
        verbose_name_plural = _("figures of versions")
        ordering = ["version", "-n", "language"]
        constraints = [
            models.UniqueConstraint(fields=["version", "language"], name="one_figure_per_language")
        ]

    def __str__(self) -> str:
        return f"{self.version_id} {self.language}"
