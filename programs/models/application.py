"""What an application asks, and what is answered: personal, for who reviews it, and not kept for ever."""

import uuid

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from capacity.models import User
from common.models import Stamped
from programs.models.cohort import AccessProvision, Cohort
from programs.models.enrollment import Enrollment


class BlockKind(models.TextChoices):
    TEXT = "text", pgettext_lazy("block", "short text")
    LONG_TEXT = "long_text", pgettext_lazy("block", "long text")
    CHOICE = "choice", pgettext_lazy("block", "one of several")
    CHOICES = "choices", pgettext_lazy("block", "any of several")
    CONSENT = "consent", pgettext_lazy("block", "consent")
    MOTIVATION = "motivation", pgettext_lazy("block", "motivation")
    ACCESS_NEEDS = "access_needs", pgettext_lazy("block", "access needs")


CHOOSING = (BlockKind.CHOICE, BlockKind.CHOICES)
USUAL_LABELS = {
    BlockKind.MOTIVATION: _("Why you would like to take part"),
    BlockKind.ACCESS_NEEDS: _("What you need to take part"),
}
ONCE_A_FORM = (BlockKind.MOTIVATION, BlockKind.ACCESS_NEEDS)

# Whoever answered, answered this question: another one is a new version.
STAYS_ONCE_ANSWERED = """
    IF EXISTS (SELECT 1 FROM programs_blockanswer WHERE block_id = OLD.id) THEN
        RAISE EXCEPTION 'a block that was answered stays as it is' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
"""


class BlockQuerySet(models.QuerySet["FormBlock"]):
    def asked(self) -> "BlockQuerySet":
        """Those that an application has today, in their order."""
        return self.filter(retired_at=None).order_by("position", "id")


class FormBlock(Stamped):
    """One question of a cohort's application form, or another part of it. A changed one is a new version of the key."""

    cohort = models.ForeignKey(
        Cohort, verbose_name=_("cohort"), on_delete=models.PROTECT, related_name="form_blocks"
    )
    key = models.UUIDField(_("key"), default=uuid.uuid4, editable=False)
    version = models.PositiveSmallIntegerField(_("version"), default=1)
    kind = models.CharField(_("kind"), max_length=12, choices=BlockKind.choices)
    label = models.CharField(
        _("question or text"), max_length=300, blank=True
    )  # empty, for motivation and needs: in the reader's language
    help_text = models.CharField(_("explanation"), max_length=600, blank=True)
    options = ArrayField(
        models.CharField(max_length=200), verbose_name=_("answers"), default=list, blank=True
    )
    required = models.BooleanField(_("must be answered"), default=False)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    retired_at = models.DateTimeField(_("asked no more since"), null=True, blank=True)

    objects = BlockQuerySet.as_manager()

    class Meta:
        verbose_name = _("block of an application form")
        verbose_name_plural = _("blocks of application forms")
        ordering = ["position", "id"]
        constraints = [
            models.CheckConstraint(
                name="block_asks_something", condition=~Q(label="") | Q(kind__in=ONCE_A_FORM)
            ),
            models.CheckConstraint(name="block_known_kind", condition=Q(kind__in=BlockKind.values)),
            models.CheckConstraint(
                name="choices_have_options",
                condition=Q(kind__in=CHOOSING, options__len__gte=2)
                | (~Q(kind__in=CHOOSING) & Q(options__len=0)),
            ),
            models.UniqueConstraint(fields=["key", "version"], name="one_block_per_version"),
            models.UniqueConstraint(
                fields=["key"], name="one_version_is_asked", condition=Q(retired_at=None)
            ),
            models.UniqueConstraint(
                fields=["cohort", "kind"],
                name="motivation_and_needs_once",
                condition=Q(retired_at=None, kind__in=ONCE_A_FORM),
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="stays_once_answered",
                when=pgtrigger.Before,
                operation=pgtrigger.UpdateOf("kind", "label", "help_text", "options"),
                condition=pgtrigger.AnyChange("kind", "label", "help_text", "options"),
                func=STAYS_ONCE_ANSWERED,
            )
        ]

    @property
    def revision(self) -> str:
        """By which whoever has read it tells whether it is still the same."""
        return f"{self.pk}-{self.updated_at.isoformat()}"

    def __str__(self) -> str:
        return self.label or str(USUAL_LABELS[BlockKind(self.kind)])

    @property
    def field_name(self) -> str:
        return f"block-{self.public_id.hex}"


class BlockAnswer(models.Model):
    """A text, a list of texts, or true. Personal; it goes with the enrollment's other personal words."""

    enrollment = models.ForeignKey(
        Enrollment, verbose_name=_("enrollment"), on_delete=models.CASCADE, related_name="answers"
    )
    block = models.ForeignKey(
        FormBlock, verbose_name=_("block"), on_delete=models.PROTECT, related_name="answers"
    )
    value = models.JSONField(_("answer"))

    class Meta:
        verbose_name = _("answer in an application")
        verbose_name_plural = _("answers in applications")
        constraints = [models.UniqueConstraint(fields=["enrollment", "block"], name="one_answer_per_block")]

    def __str__(self) -> str:
        return f"{self.enrollment_id}: {self.block_id}"


class NeedState(models.TextChoices):
    OPEN = "open", pgettext_lazy("access need", "open")
    MET = "met", pgettext_lazy("access need", "met")
    UNMET = "unmet", pgettext_lazy("access need", "not met")


class AccessNeed(Stamped):
    """What a participant needs to take part, told with her consent; deleted some time after the cohort."""

    enrollment = models.ForeignKey(
        Enrollment, verbose_name=_("enrollment"), on_delete=models.CASCADE, related_name="access_needs"
    )
    kind = models.CharField(
        _("need"), max_length=20, choices=AccessProvision.choices, blank=True
    )  # empty: in her own words only
    details = models.CharField(_("in her own words"), max_length=1000, blank=True)
    consented_at = models.DateTimeField(_("consented at"))
    state = models.CharField(_("state"), max_length=5, choices=NeedState.choices, default=NeedState.OPEN)
    cost = models.DecimalField(
        _("cost"), max_digits=12, decimal_places=2, null=True, blank=True, validators=[MinValueValidator(0)]
    )
    currency = models.CharField(_("currency"), max_length=3, blank=True)
    decided_by = models.ForeignKey(
        User, verbose_name=_("decided by"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)

    class Meta:
        verbose_name = _("access need")
        verbose_name_plural = _("access needs")
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                name="need_known_kind", condition=Q(kind="") | Q(kind__in=AccessProvision.values)
            ),
            models.CheckConstraint(name="need_says_something", condition=~Q(kind="", details="")),
            models.CheckConstraint(name="need_known_state", condition=Q(state__in=NeedState.values)),
            models.CheckConstraint(
                name="need_decision_is_dated",
                condition=Q(state="open", decided_at=None) | (~Q(state="open") & Q(decided_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="cost_has_a_currency",
                condition=Q(cost=None, currency="") | (Q(cost__gte=0) & ~Q(currency="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.enrollment_id}: {self.kind}"

    @property
    def look(self) -> str:
        """Its name among the states that have a color: an open need is nothing to be glad of."""
        return f"need_{self.state}"
