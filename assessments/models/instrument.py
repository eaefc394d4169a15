import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from assessments.states import VersionState
from capacity.models import Source, User
from common.models import Stamped
from common.triggers import DEMO_MAY_GO


class InstrumentFamily(models.TextChoices):
    CAPACITY = "capacity", pgettext_lazy("instrument family", "capacity")
    PERFORMANCE = "performance", pgettext_lazy("instrument family", "performance")
    KNOWLEDGE = "knowledge", pgettext_lazy("instrument family", "knowledge")
    REACTION = "reaction", pgettext_lazy("instrument family", "reaction")
    NEEDS = "needs", pgettext_lazy("instrument family", "needs")
    OBSERVER = "observer", pgettext_lazy("instrument family", "observer rating")


class UnitOfAnalysis(models.TextChoices):
    PERSON = "person", pgettext_lazy("unit of analysis", "person")
    AFFILIATE = "affiliate", pgettext_lazy("unit of analysis", "organization")
    COMMUNITY = "community", pgettext_lazy("unit of analysis", "community")
    PROGRAM = "program", pgettext_lazy("unit of analysis", "program or event")


def unreviewed(version: str, place: str) -> str:
    """SQL for a changed column of a published version's row: a text that is not
    reviewed in its language. `place` is SQL for where the row stands in the version."""
    return f"""EXISTS (
        SELECT 1 FROM assessments_versiontranslation AS spoken
        CROSS JOIN LATERAL (SELECT '_' || replace(spoken.language, '-', '_') || '$' AS ending) AS named
        LEFT JOIN assessments_textreview AS text ON text.translation_id = spoken.id
            AND text.place = {place} || '/' || regexp_replace(changed.key, named.ending, '')
        WHERE spoken.version_id = {version} AND coalesce(text.state, spoken.state) <> 'reviewed'
          AND changed.key ~ ('^(name|stem|help_text|label|descriptor)' || named.ending)
    )"""


class Instrument(Stamped):
    """A questionnaire as such; what is asked stands in its versions."""

    code = models.SlugField(_("code"), max_length=80, unique=True)
    title = models.CharField(_("title"), max_length=200)
    introduction = models.TextField(_("introduction for respondents"), blank=True)
    family = models.CharField(_("family"), max_length=12, choices=InstrumentFamily.choices)
    unit = models.CharField(_("about"), max_length=10, choices=UnitOfAnalysis.choices)
    publisher = models.CharField(_("publisher"), max_length=200, blank=True)
    edition = models.CharField(_("edition in the source"), max_length=80, blank=True)
    license = models.CharField(_("license"), max_length=300, blank=True)
    completeness = models.CharField(_("how complete it is here"), max_length=500, blank=True)
    principles = ArrayField(
        models.CharField(max_length=200), verbose_name=_("principles"), default=list, blank=True
    )
    sources = models.ManyToManyField(
        Source, verbose_name=_("sources"), blank=True, related_name="instruments"
    )
    facts = models.JSONField(_("further facts of the source"), default=dict, blank=True)
    begun_by = models.ForeignKey(
        User,
        verbose_name=_("begun by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    is_demo = models.BooleanField(_("demo"), default=False)

    class Meta:
        verbose_name = _("instrument")
        verbose_name_plural = _("instruments")
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                name="instrument_known_family", condition=Q(family__in=InstrumentFamily.values)
            ),
            models.CheckConstraint(name="instrument_known_unit", condition=Q(unit__in=UnitOfAnalysis.values)),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("assessments:instrument-detail", kwargs={"code": self.code})


class Comparability(models.TextChoices):
    IDENTICAL = "identical", pgettext_lazy("comparability", "identical")
    MINOR_WORDING = "minor_wording", pgettext_lazy("comparability", "small changes of wording")
    BRIDGED = "bridged", pgettext_lazy("comparability", "bridged by a table")
    NOT_COMPARABLE = "not_comparable", pgettext_lazy("comparability", "not comparable")


class ScoringRule(models.TextChoices):
    MEAN = "mean", pgettext_lazy("scoring rule", "mean of the items")
    SUM = "sum", pgettext_lazy("scoring rule", "sum of the items")
    WEIGHTED = "weighted", pgettext_lazy("scoring rule", "weighted mean")
    RUBRIC_MIN = "rubric_min", pgettext_lazy("scoring rule", "lowest level reached")


MOVES_ON = "ARRAY['state', 'submitted_by_id', 'published_at', 'content_hash', 'updated_at']"


class InstrumentVersion(Stamped):
    """What is asked, fixed for ever once published: new wording is a minor version, new items or scales a major one."""

    instrument = models.ForeignKey(
        Instrument, verbose_name=_("instrument"), on_delete=models.PROTECT, related_name="versions"
    )
    major = models.PositiveSmallIntegerField(_("major"), default=1)
    minor = models.PositiveSmallIntegerField(_("minor"), default=0)
    state = models.CharField(
        _("state"), max_length=10, choices=VersionState.choices, default=VersionState.DRAFT
    )
    content_hash = models.CharField(_("hash of the content (SHA-256)"), max_length=64, blank=True)
    published_at = models.DateTimeField(_("published at"), null=True, blank=True)
    supersedes = models.ForeignKey(
        "self",
        verbose_name=_("supersedes"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    comparability = models.CharField(
        _("comparability with the version before"),
        max_length=14,
        choices=Comparability.choices,
        default=Comparability.IDENTICAL,
    )
    scoring_rule = models.CharField(
        _("scoring"), max_length=10, choices=ScoringRule.choices, default=ScoringRule.MEAN
    )
    min_answered_share = models.DecimalField(
        _("share of items that must be answered"), max_digits=3, decimal_places=2, default="0.80"
    )
    submitted_by = models.ForeignKey(
        User,
        verbose_name=_("review asked for by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    is_demo = models.BooleanField(_("demo"), default=False)

    class Meta:
        verbose_name = _("instrument version")
        verbose_name_plural = _("instrument versions")
        ordering = ["instrument", "-major", "-minor"]
        constraints = [
            models.UniqueConstraint(fields=["instrument", "major", "minor"], name="each_version_once"),
            models.UniqueConstraint(
                fields=["instrument", "major"], name="one_published_version", condition=Q(state="published")
            ),
            models.CheckConstraint(name="version_known_state", condition=Q(state__in=VersionState.values)),
            models.CheckConstraint(
                name="published_version_is_dated_and_hashed",
                condition=Q(state__in=["draft", "in_review"])
                | (Q(published_at__isnull=False) & ~Q(content_hash="")),
            ),
            models.CheckConstraint(
                name="answered_share_is_a_share",
                condition=Q(min_answered_share__gte=0, min_answered_share__lte=1),
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="published_is_final",
                when=pgtrigger.Before,
                operation=pgtrigger.Update | pgtrigger.Delete,
                func=f"""
                    {DEMO_MAY_GO}
                    IF OLD.state = 'draft' THEN
                        IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
                        RETURN NEW;
                    END IF;
                    IF OLD.state = 'in_review' THEN
                        IF TG_OP = 'UPDATE' AND to_jsonb(NEW) - {MOVES_ON} = to_jsonb(OLD) - {MOVES_ON} THEN
                            RETURN NEW;
                        END IF;
                        RAISE EXCEPTION 'an instrument version in review cannot change'
                            USING ERRCODE = 'restrict_violation';
                    END IF;
                    IF TG_OP = 'UPDATE' AND OLD.state = 'published' AND NEW.state = 'retired'
                        AND to_jsonb(NEW) - 'state' - 'updated_at' = to_jsonb(OLD) - 'state' - 'updated_at' THEN
                        RETURN NEW;
                    END IF;
                    RAISE EXCEPTION 'a published instrument version cannot change'
                        USING ERRCODE = 'restrict_violation';
                """,
            )
        ]

    def __str__(self) -> str:
        return f"{self.instrument_id} {self.major}.{self.minor}"

    def get_absolute_url(self) -> str:
        return reverse("assessments:version-detail", kwargs={"public_id": self.public_id})
