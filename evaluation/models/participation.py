from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from capacity.models import AffiliateType, CommunityMaturity, Region, Stakeholder, Territory
from programs.models import Cohort, Program


class ParticipationQuerySet(models.QuerySet["Participation"]):
    def present(self) -> "ParticipationQuerySet":
        """Of those who took part: whoever came further was there, also where nobody recorded it."""
        return self.filter(Q(attended=True) | Q(completed=True) | Q(followed_up=True))


class Participation(models.Model):
    """How far one person came in one cohort: the row from which people are counted once, across programs."""

    subject_key = models.UUIDField(_("person (pseudonym)"))
    cohort = models.ForeignKey(Cohort, verbose_name=_("cohort"), on_delete=models.CASCADE, related_name="+")
    program = models.ForeignKey(
        Program, verbose_name=_("program"), on_delete=models.CASCADE, related_name="+"
    )
    organization = models.ForeignKey(
        Stakeholder, verbose_name=_("organization"), on_delete=models.PROTECT, null=True, related_name="+"
    )
    territory = models.ForeignKey(
        Territory, verbose_name=_("territory"), on_delete=models.PROTECT, null=True, related_name="+"
    )
    region = models.ForeignKey(
        Region, verbose_name=_("region"), on_delete=models.PROTECT, null=True, related_name="+"
    )
    affiliate_type = models.CharField(
        _("type of affiliate"), max_length=24, choices=AffiliateType.choices, blank=True
    )
    maturity = models.CharField(
        _("community"), max_length=12, choices=CommunityMaturity.choices, default=CommunityMaturity.UNKNOWN
    )
    quarter = models.DateField(_("quarter in which the cohort started (its first day)"))
    applied = models.BooleanField(_("applied"), default=False)
    accepted = models.BooleanField(_("accepted"), default=False)
    attended = models.BooleanField(_("attended"), default=False)
    completed = models.BooleanField(_("completed"), default=False)
    followed_up = models.BooleanField(_("followed up"), default=False)
    minutes = models.PositiveIntegerField(_("minutes attended"), default=0)
    is_demo = models.BooleanField(_("demo"), default=False)

    objects = ParticipationQuerySet.as_manager()

    class Meta:
        verbose_name = _("participation")
        verbose_name_plural = _("participation")
        constraints = [
            models.UniqueConstraint(fields=["subject_key", "cohort"], name="one_participation_per_cohort")
        ]
        indexes = [
            models.Index(fields=["quarter", "region"]),
            models.Index(fields=["organization", "quarter"]),
            models.Index(fields=["program", "quarter"]),
        ]

    def __str__(self) -> str:
        return f"{self.subject_key} in {self.cohort_id}"
