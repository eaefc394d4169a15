from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from capacity.models import Source, Territory
from common.triggers import tells_of
from programs.models.program import Program


class DatePrecision(models.TextChoices):
    DAY = "day", pgettext_lazy("date known to the", "day")
    MONTH = "month", pgettext_lazy("date known to the", "month")
    YEAR = "year", pgettext_lazy("date known to the", "year")


class ProgramRecord(models.Model):
    """What a published source says of a program that took place before the portal; nothing in it was measured here."""

    program = models.OneToOneField(
        Program, verbose_name=_("program"), on_delete=models.CASCADE, related_name="record"
    )
    series = models.CharField(_("series"), max_length=200, blank=True)
    kind = models.CharField(_("kind in the source"), max_length=40, blank=True)
    mode = models.CharField(_("mode in the source"), max_length=40, blank=True)
    held_from = models.DateField(_("from"), null=True, blank=True)
    held_from_precision = models.CharField(max_length=5, choices=DatePrecision.choices, blank=True)
    held_to = models.DateField(_("to"), null=True, blank=True)
    held_to_precision = models.CharField(max_length=5, choices=DatePrecision.choices, blank=True)
    city = models.CharField(_("city"), max_length=120, blank=True)
    territory = models.ForeignKey(
        Territory,
        verbose_name=_("territory"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    organizer = models.CharField(_("organizer"), max_length=200, blank=True)
    participants = models.PositiveIntegerField(_("participants as published"), null=True, blank=True)
    participants_qualifier = models.CharField(_("qualifier"), max_length=120, blank=True)
    note = models.CharField(_("note"), max_length=300, blank=True)
    url = models.URLField(_("page of the program"), max_length=500, blank=True)
    source = models.ForeignKey(Source, verbose_name=_("source"), on_delete=models.PROTECT)

    class Meta:
        verbose_name = _("published record")
        triggers = tells_of("programs_program", subject="program_id")
        verbose_name_plural = _("published records")
        constraints = [
            models.CheckConstraint(
                name="record_from_has_precision",
                condition=Q(held_from=None, held_from_precision="")
                | Q(held_from__isnull=False, held_from_precision__in=DatePrecision.values),
            ),
            models.CheckConstraint(
                name="record_to_has_precision",
                condition=Q(held_to=None, held_to_precision="")
                | Q(held_to__isnull=False, held_to_precision__in=DatePrecision.values),
            ),
            models.CheckConstraint(
                name="record_ends_after_start",
                condition=Q(held_from=None) | Q(held_to=None) | Q(held_to__gte=F("held_from")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.program_id}: {self.source_id}"
