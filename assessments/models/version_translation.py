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


class VersionTranslation(Stamped):
    """How far one language of a version is. A language may be added after publication; once reviewed it stays."""

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
