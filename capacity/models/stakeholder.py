from typing import Any

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from capacity.models.language import Language
from capacity.models.source import Source
from capacity.models.territory import Region, Territory
from capacity.models.user import User
from common.models import Stamped
from common.triggers import tells_of


class StakeholderKind(models.TextChoices):
    PERSON = "person", pgettext_lazy("stakeholder kind", "person")
    AFFILIATE = "affiliate", pgettext_lazy("stakeholder kind", "affiliate")
    COMMUNITY = "community", pgettext_lazy("stakeholder kind", "community")
    HUB = "hub", pgettext_lazy("stakeholder kind", "hub")
    PARTNER = "partner", pgettext_lazy("stakeholder kind", "partner organization")
    FOUNDATION = "foundation", pgettext_lazy("stakeholder kind", "Wikimedia Foundation")


class AffiliateType(models.TextChoices):
    CHAPTER = "chapter", pgettext_lazy("affiliate type", "chapter")
    THEMATIC_ORGANIZATION = "thematic_organization", pgettext_lazy("affiliate type", "thematic organization")
    USER_GROUP = "user_group", pgettext_lazy("affiliate type", "user group")


class CommunityMaturity(models.TextChoices):
    EMERGING = "emerging", pgettext_lazy("community", "emerging")
    ESTABLISHED = "established", pgettext_lazy("community", "established")
    UNKNOWN = "unknown", pgettext_lazy("community", "not known")


class StakeholderStatus(models.TextChoices):
    LISTED = "listed", pgettext_lazy("stakeholder status", "listed")
    FORMER = "former", pgettext_lazy("stakeholder status", "former")
    UNKNOWN = "unknown", pgettext_lazy("stakeholder status", "not known")


class StakeholderQuerySet(models.QuerySet["Stakeholder"]):
    def organizations(self) -> "StakeholderQuerySet":
        return self.exclude(kind=StakeholderKind.PERSON)

    def persons(self) -> "StakeholderQuerySet":
        return self.filter(kind=StakeholderKind.PERSON)

    def visible_to(self, user: Any) -> "StakeholderQuerySet":
        """Organizations are public; a person is seen by herself, and by those she lets see that she is here."""
        seen = ~Q(kind=StakeholderKind.PERSON)
        choices = ["everybody"]
        if user.is_authenticated and user.is_active:
            seen |= Q(user=user)
            choices.append("members")
        return self.filter(seen | Q(user__is_active=True, visibility__listed__in=choices))


class Stakeholder(Stamped):
    """Anybody who takes part: a person or an organization of any kind."""

    kind = models.CharField(_("kind"), max_length=12, choices=StakeholderKind.choices)
    name = models.CharField(_("name"), max_length=200)
    slug = models.SlugField(_("address name"), max_length=120, unique=True, allow_unicode=True)
    description = models.TextField(_("description"), blank=True)
    user = models.OneToOneField(
        User,
        verbose_name=_("account"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="person",
    )
    affiliate_type = models.CharField(
        _("type of affiliate"), max_length=24, choices=AffiliateType.choices, blank=True
    )
    territory = models.ForeignKey(
        Territory,
        verbose_name=_("territory"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="stakeholders",
    )
    territories = models.ManyToManyField(
        Territory, verbose_name=_("all territories"), blank=True, related_name="+"
    )
    region = models.ForeignKey(
        Region,
        verbose_name=_("region"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="stakeholders",
    )
    languages = models.ManyToManyField(
        Language, verbose_name=_("languages"), blank=True, related_name="stakeholders"
    )
    maturity = models.CharField(
        _("community"), max_length=12, choices=CommunityMaturity.choices, default=CommunityMaturity.UNKNOWN
    )
    maturity_year = models.PositiveSmallIntegerField(_("year of that statement"), null=True, blank=True)
    maturity_reason = models.CharField(_("source or reason of that statement"), max_length=200, blank=True)
    status = models.CharField(
        _("status"), max_length=10, choices=StakeholderStatus.choices, default=StakeholderStatus.LISTED
    )
    recognized_on = models.CharField(
        _("recognized on"), max_length=10, blank=True
    )  # YYYY, YYYY-MM or YYYY-MM-DD
    ended_on = models.CharField(_("ended on"), max_length=10, blank=True)
    website = models.URLField(_("website"), max_length=300, blank=True)
    meta_url = models.URLField(_("page on Meta-Wiki"), max_length=300, blank=True)
    external_ids = models.JSONField(_("ids elsewhere"), default=dict, blank=True)
    source = models.ForeignKey(
        Source, verbose_name=_("source"), on_delete=models.PROTECT, null=True, blank=True
    )
    search_text = models.TextField(_("searched names"), editable=False, blank=True)
    is_demo = models.BooleanField(_("demo"), default=False)

    objects = StakeholderQuerySet.as_manager()

    class Meta:
        verbose_name = _("stakeholder")
        verbose_name_plural = _("stakeholders")
        ordering = ["slug"]
        triggers = tells_of("capacity_stakeholder", columns=("name",))
        constraints = [
            models.CheckConstraint(
                name="stakeholder_known_kind", condition=Q(kind__in=StakeholderKind.values)
            ),
            models.CheckConstraint(
                name="only_persons_have_accounts",
                condition=Q(kind="person", user__isnull=False) | (~Q(kind="person") & Q(user=None)),
            ),
            models.CheckConstraint(
                name="only_affiliates_have_a_type",
                condition=(Q(kind="affiliate") & Q(affiliate_type__in=AffiliateType.values))
                | (~Q(kind="affiliate") & Q(affiliate_type="")),
            ),
            models.CheckConstraint(
                name="stakeholder_known_maturity", condition=Q(maturity__in=CommunityMaturity.values)
            ),
            models.CheckConstraint(
                name="maturity_has_a_reason", condition=Q(maturity="unknown") | ~Q(maturity_reason="")
            ),
            models.CheckConstraint(
                name="stakeholder_known_status", condition=Q(status__in=StakeholderStatus.values)
            ),
            models.CheckConstraint(
                name="persons_have_no_organization_facts",
                condition=~Q(kind="person")
                | Q(recognized_on="", ended_on="", website="", meta_url="", source=None),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("capacity:stakeholder-detail", kwargs={"slug": self.slug})

    @property
    def is_person(self) -> bool:
        return self.kind == StakeholderKind.PERSON


class NameKind(models.TextChoices):
    OFFICIAL = "official", pgettext_lazy("kind of name", "official")
    OTHER = "other", pgettext_lazy("kind of name", "other")
    ACRONYM = "acronym", pgettext_lazy("kind of name", "acronym")


class StakeholderName(models.Model):
    """A further name, in the language it is in."""

    stakeholder = models.ForeignKey(
        Stakeholder, verbose_name=_("stakeholder"), on_delete=models.CASCADE, related_name="names"
    )
    language = models.ForeignKey(
        Language, verbose_name=_("language"), on_delete=models.PROTECT, null=True, blank=True
    )
    kind = models.CharField(_("kind"), max_length=10, choices=NameKind.choices, default=NameKind.OFFICIAL)
    name = models.CharField(_("name"), max_length=200)

    class Meta:
        verbose_name = _("name of a stakeholder")
        verbose_name_plural = _("names of stakeholders")
        constraints = [
            models.UniqueConstraint(
                fields=["stakeholder", "language", "kind", "name"],
                name="each_name_once",
                nulls_distinct=False,
            )
        ]

    def __str__(self) -> str:
        return self.name
