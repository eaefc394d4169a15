import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from assessments.models.instrument import InstrumentVersion
from capacity.models import User
from common.models import Stamped
from common.triggers import DEMO_MAY_GO


class TranslationState(models.TextChoices):
    MACHINE = "machine", pgettext_lazy("translation", "by a machine")
    DRAFT = "draft", pgettext_lazy("translation", "draft")
    REVIEWED = "reviewed", pgettext_lazy("translation", "reviewed")


class TextState(models.TextChoices):
    """As files say it: out of date is what translates an original that has changed since."""

    MACHINE = "machine", pgettext_lazy("translation", "by a machine")
    DRAFT = "draft", pgettext_lazy("translation", "draft")
    REVIEWED = "reviewed", pgettext_lazy("translation", "reviewed")
    STALE = "stale", pgettext_lazy("translation", "out of date")


class VersionTranslation(Stamped):
    """How far the texts of a version are in one language, but for those that have a `TextReview`. A language may be
    added after publication; once reviewed it stays."""

    version = models.ForeignKey(
        InstrumentVersion, verbose_name=_("version"), on_delete=models.CASCADE, related_name="translations"
    )
    language = models.CharField(_("language"), max_length=12)
    state = models.CharField(
        _("state"), max_length=10, choices=TranslationState.choices, default=TranslationState.DRAFT
    )
    translated_by = models.ForeignKey(
        User,
        verbose_name=_("translated by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    reviewed_by = models.ForeignKey(
        User,
        verbose_name=_("reviewed by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    is_demo = models.BooleanField(_("demo"), default=False)

    class Meta:
        verbose_name = _("translation of a version")
        verbose_name_plural = _("translations of versions")
        ordering = ["language"]
        constraints = [
            models.UniqueConstraint(fields=["version", "language"], name="each_language_once"),
            models.CheckConstraint(
                name="translation_known_state", condition=Q(state__in=TranslationState.values)
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="reviewed_is_final",
                when=pgtrigger.Before,
                operation=pgtrigger.Update | pgtrigger.Delete,
                func=f"""
                    {DEMO_MAY_GO}
                    IF OLD.state = 'reviewed' AND (
                        SELECT state FROM assessments_instrumentversion WHERE id = OLD.version_id
                    ) IN ('published', 'retired') THEN
                        RAISE EXCEPTION 'a reviewed translation of a published version cannot change'
                            USING ERRCODE = 'restrict_violation';
                    END IF;
                    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
                    RETURN NEW;
                """,
            )
        ]

    def __str__(self) -> str:
        return f"{self.version_id} {self.language}"


class TextReview(models.Model):
    """How far one text is in one language, by its place in the version ("item/plan-1/stem"). If the original is another
    than the one it translates (`source_hash`), it is out of date, whatever its state."""

    translation = models.ForeignKey(
        VersionTranslation, verbose_name=_("translation"), on_delete=models.CASCADE, related_name="texts"
    )
    place = models.CharField(_("place"), max_length=200)
    state = models.CharField(_("state"), max_length=10, choices=TranslationState.choices)
    source_hash = models.CharField(_("hash of the original it translates"), max_length=64, blank=True)
    translated_by = models.ForeignKey(
        User,
        verbose_name=_("translated by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    reviewed_by = models.ForeignKey(
        User,
        verbose_name=_("reviewed by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )

    class Meta:
        verbose_name = _("review of a text")
        verbose_name_plural = _("reviews of texts")
        ordering = ["place"]
        constraints = [
            models.UniqueConstraint(fields=["translation", "place"], name="each_text_once"),
            models.CheckConstraint(name="text_known_state", condition=Q(state__in=TranslationState.values)),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="reviewed_text_is_final",
                when=pgtrigger.Before,
                operation=pgtrigger.Update | pgtrigger.Delete,
                func="""
                    IF OLD.state = 'reviewed' AND (
                        SELECT version.state FROM assessments_versiontranslation AS spoken
                        JOIN assessments_instrumentversion AS version ON version.id = spoken.version_id
                        WHERE spoken.id = OLD.translation_id
                    ) IN ('published', 'retired') THEN
                        RAISE EXCEPTION 'a reviewed text of a published version cannot change'
                            USING ERRCODE = 'restrict_violation';
                    END IF;
                    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
                    RETURN NEW;
                """,
            )
        ]

    def __str__(self) -> str:
        return f"{self.translation_id}: {self.place}"
