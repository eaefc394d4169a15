import pgtrigger
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from capacity.states import ConsentPurpose


class ConsentTextQuerySet(models.QuerySet["ConsentText"]):
    def newest(self) -> "ConsentTextQuerySet":
        """The version in force of each purpose."""
        return self.order_by("purpose", "-version").distinct("purpose")


class ConsentText(models.Model):
    """What a person agrees to, for one purpose. Once somebody has agreed, its words stay: a change is a new version."""

    purpose = models.CharField(_("purpose"), max_length=20, choices=ConsentPurpose.choices)
    version = models.PositiveSmallIntegerField(_("version"))
    text = models.TextField(_("text"))
    created_at = models.DateTimeField(_("created at"), default=timezone.now, editable=False)

    objects = ConsentTextQuerySet.as_manager()

    class Meta:
        verbose_name = _("consent text")
        verbose_name_plural = _("consent texts")
        ordering = ["purpose", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["purpose", "version"], name="one_consent_text_per_version"),
            models.CheckConstraint(
                name="consent_known_purpose", condition=models.Q(purpose__in=ConsentPurpose.values)
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="stays_once_agreed_to",
                when=pgtrigger.Before,
                operation=pgtrigger.Update | pgtrigger.Delete,
                func="""
                    IF NOT EXISTS (SELECT 1 FROM capacity_demographic WHERE consent_id = OLD.id) THEN
                        IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
                        RETURN NEW;
                    END IF;
                    IF TG_OP = 'UPDATE' AND NOT EXISTS (
                        SELECT 1 FROM jsonb_each(to_jsonb(NEW)) AS changed
                        WHERE changed.value IS DISTINCT FROM to_jsonb(OLD) -> changed.key
                          AND NOT (changed.key LIKE 'text\\_%' AND coalesce(to_jsonb(OLD) ->> changed.key, '') = '')
                    ) THEN RETURN NEW; END IF;
                    RAISE EXCEPTION 'somebody has agreed to these words' USING ERRCODE = 'restrict_violation';
                """,
            )
        ]

    def __str__(self) -> str:
        return f"{self.purpose} {self.version}"
