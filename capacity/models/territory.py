from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from capacity.models.language import Language
from capacity.models.source import Source
from common.triggers import tells_of


class RegionScheme(models.TextChoices):
    WIKIMEDIA = "wikimedia", pgettext_lazy("region scheme", "Wikimedia regions")
    GRANTS = "grant_region_pre2023", pgettext_lazy("region scheme", "grant regions before July 2023")
    M49_REGION = "m49_region", pgettext_lazy("region scheme", "UN regions")
    M49_SUBREGION = "m49_subregion", pgettext_lazy("region scheme", "UN subregions")
    M49_INTERMEDIATE = "m49_intermediate", pgettext_lazy("region scheme", "UN intermediate regions")


class RegionQuerySet(models.QuerySet["Region"]):
    def wikimedia(self) -> "RegionQuerySet":
        return self.filter(scheme=RegionScheme.WIKIMEDIA)


class Region(models.Model):
    """A region in one of several schemes; figures are given by the eight Wikimedia regions."""

    scheme = models.CharField(_("scheme"), max_length=30, choices=RegionScheme.choices)
    code = models.CharField(_("code"), max_length=12)
    name = models.CharField(_("name"), max_length=120)
    parent = models.ForeignKey(
        "self", verbose_name=_("part of"), on_delete=models.PROTECT, null=True, blank=True
    )
    source = models.ForeignKey(
        Source, verbose_name=_("source"), on_delete=models.PROTECT, null=True, blank=True
    )

    objects = RegionQuerySet.as_manager()

    class Meta:
        verbose_name = _("region")
        triggers = tells_of("words", subject="NULL")
        verbose_name_plural = _("regions")
        ordering = ["scheme", "code"]
        constraints = [
            models.UniqueConstraint(fields=["scheme", "code"], name="one_region_per_scheme_and_code")
        ]

    def __str__(self) -> str:
        return self.name


class Territory(models.Model):
    """A country or territory (ISO 3166-1, and XK); names in other languages come from CLDR."""

    code = models.CharField(_("ISO 3166 code"), max_length=2, primary_key=True)
    alpha3 = models.CharField(_("three-letter code"), max_length=3, blank=True)
    m49 = models.CharField(_("UN M49 code"), max_length=3, blank=True)
    name_en = models.CharField(_("English name"), max_length=120)
    region = models.ForeignKey(
        Region,
        verbose_name=_("Wikimedia region"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="territories",
    )
    subregion = models.ForeignKey(
        Region,
        verbose_name=_("UN subregion"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    wikidata_qid = models.CharField(_("Wikidata item"), max_length=12, blank=True)
    emerging_classification = models.CharField(_("classification of 2014"), max_length=20, blank=True)
    least_developed = models.BooleanField(_("least developed"), default=False)
    landlocked_developing = models.BooleanField(_("land-locked developing"), default=False)
    small_island_developing = models.BooleanField(_("small island developing"), default=False)
    wmf_protected = models.BooleanField(_("on the protection list: no statistics of its own"), default=False)
    population = models.BigIntegerField(_("population"), null=True, blank=True)
    internet_users_percent = models.DecimalField(
        _("internet users (percent)"), max_digits=5, decimal_places=2, null=True, blank=True
    )
    internet_users_year = models.PositiveSmallIntegerField(_("year of that share"), null=True, blank=True)
    income_group = models.CharField(
        _("World Bank income group of fiscal year 2022"), max_length=40, blank=True
    )

    class Meta:
        verbose_name = _("territory")
        verbose_name_plural = _("territories")
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                name="internet_share_is_percent",
                condition=models.Q(internet_users_percent=None)
                | models.Q(internet_users_percent__gte=0, internet_users_percent__lte=100),
            )
        ]

    def __str__(self) -> str:
        return self.name_en


class TerritoryLanguage(models.Model):
    """How many of a territory's people use a language (CLDR estimate; shares add up to more than 100)."""

    territory = models.ForeignKey(
        Territory, verbose_name=_("territory"), on_delete=models.CASCADE, related_name="speakers"
    )
    language = models.ForeignKey(
        Language, verbose_name=_("language"), on_delete=models.PROTECT, related_name="+"
    )
    cldr_code = models.CharField(_("CLDR code"), max_length=20)
    population_percent = models.DecimalField(
        _("share of people (percent)"), max_digits=6, decimal_places=3, null=True, blank=True
    )
    official_status = models.CharField(_("official status"), max_length=30, blank=True)

    class Meta:
        verbose_name = _("language of a territory")
        verbose_name_plural = _("languages of territories")
        constraints = [
            models.UniqueConstraint(
                fields=["territory", "cldr_code"], name="one_row_per_territory_and_cldr_code"
            )
        ]

    def __str__(self) -> str:
        return f"{self.territory_id} {self.cldr_code}"
