from typing import Any

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from capacity.models.capacity import Capacity
from capacity.models.person_visibility import audience_of
from capacity.models.proficiency_level import ProficiencyLevel
from capacity.models.stakeholder import Stakeholder, StakeholderKind
from capacity.models.user import User
from common.models import Stamped
from common.triggers import DEMO_MAY_GO, ERASED_MAY_GO

# A newer statement takes the place of the one before it; an older one, told late, goes to the history at once.
NEWEST_WINS = """
    IF NEW.is_current THEN
        UPDATE capacity_capacityclaim SET is_current = false
        WHERE stakeholder_id = NEW.stakeholder_id AND capacity_id = NEW.capacity_id AND kind = NEW.kind
            AND is_current AND stated_on <= NEW.stated_on;
        NEW.is_current := NOT EXISTS (
            SELECT 1 FROM capacity_capacityclaim
            WHERE stakeholder_id = NEW.stakeholder_id AND capacity_id = NEW.capacity_id AND kind = NEW.kind
                AND is_current
        );
    END IF;
    RETURN NEW;
"""

# A row may cease to be current, be withdrawn, and follow its capacity into another one, or its person to another
# account of hers; what it says stays.
SAYS_THE_SAME = f"""
    {DEMO_MAY_GO}
    {ERASED_MAY_GO}
    IF TG_OP = 'UPDATE' AND current_setting('portal.merging', true) = 'on'
        AND to_jsonb(NEW) - following = to_jsonb(OLD) - following
    THEN RETURN NEW; END IF;
    IF TG_OP = 'UPDATE'
        AND to_jsonb(NEW) - moving = to_jsonb(OLD) - moving
        AND (OLD.is_current OR NOT NEW.is_current)
        AND (OLD.withdrawn_at IS NULL OR NEW.withdrawn_at IS NOT DISTINCT FROM OLD.withdrawn_at)
        AND NEW.stated_as_id IS NOT DISTINCT FROM (
            CASE NEW.capacity_id = OLD.capacity_id
                WHEN true THEN OLD.stated_as_id ELSE coalesce(OLD.stated_as_id, OLD.capacity_id)
            END
        )
    THEN RETURN NEW; END IF;
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
"""
FOLLOWING = "ARRAY['stakeholder_id', 'stated_by_id', 'updated_at']"
MOVING = "ARRAY['is_current', 'withdrawn_at', 'capacity_id', 'stated_as_id', 'updated_at']"


class ClaimKind(models.TextChoices):
    HAS = "has", pgettext_lazy("kind of claim", "has")
    OFFERS = "offers", pgettext_lazy("kind of claim", "offers")
    WANTS = "wants", pgettext_lazy("kind of claim", "wants")


class EvidenceKind(models.TextChoices):
    SELF_DECLARED = "self_declared", pgettext_lazy("kind of evidence", "self-declared")
    ASSESSED = "assessed", pgettext_lazy("kind of evidence", "assessed")
    CREDENTIAL = "credential", pgettext_lazy("kind of evidence", "credential")


class CapacityClaimQuerySet(models.QuerySet["CapacityClaim"]):
    def current(self) -> "CapacityClaimQuerySet":
        """The newest of each kind and capacity, unless it was withdrawn."""
        return self.filter(is_current=True)

    def visible_to(self, user: Any) -> "CapacityClaimQuerySet":
        """An organization's are public; a person's are seen by herself, and by those she shows them to."""
        choices = audience_of(user).may_read
        shown = Q(
            stakeholder__user__is_active=True,
            stakeholder__visibility__listed__in=choices,
            stakeholder__visibility__capacities__in=choices,
        )
        seen = ~Q(stakeholder__kind=StakeholderKind.PERSON) | shown
        return self.filter(seen | Q(stakeholder__user=user) if user.is_authenticated else seen)


class CapacityClaim(Stamped):
    """What somebody says a person or an organization has, offers or wants. Newest wins; history stays."""

    stakeholder = models.ForeignKey(
        Stakeholder, verbose_name=_("who"), on_delete=models.PROTECT, related_name="claims"
    )
    capacity = models.ForeignKey(
        Capacity, verbose_name=_("capacity"), on_delete=models.PROTECT, related_name="claims"
    )
    stated_as = models.ForeignKey(
        Capacity,
        verbose_name=_("stated for (before capacities were merged)"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    kind = models.CharField(_("kind"), max_length=8, choices=ClaimKind.choices)
    level = models.ForeignKey(
        ProficiencyLevel,
        verbose_name=_("level"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    evidence_kind = models.CharField(
        _("evidence"), max_length=16, choices=EvidenceKind.choices, default=EvidenceKind.SELF_DECLARED
    )
    evidence_link = models.URLField(_("link to the evidence"), max_length=500, blank=True)
    stated_on = models.DateField(_("as of"))
    stated_by = models.ForeignKey(
        User, verbose_name=_("stated by"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    is_current = models.BooleanField(_("current"), default=True)
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True)
    is_demo = models.BooleanField(_("demo"), default=False)

    objects = CapacityClaimQuerySet.as_manager()

    class Meta:
        verbose_name = _("claimed capacity")
        verbose_name_plural = _("claimed capacities")
        ordering = ["-stated_on", "-id"]
        indexes = [
            models.Index(
                fields=["capacity", "kind", "level"], name="claim_current", condition=Q(is_current=True)
            ),
            models.Index(fields=["stakeholder", "capacity", "-stated_on"], name="claim_history"),
        ]
        constraints = [
            models.CheckConstraint(name="claim_known_kind", condition=Q(kind__in=ClaimKind.values)),
            models.CheckConstraint(
                name="claim_known_evidence", condition=Q(evidence_kind__in=EvidenceKind.values)
            ),
            models.CheckConstraint(
                name="what_is_had_has_a_level", condition=~Q(kind="has") | Q(level__isnull=False)
            ),
            models.CheckConstraint(
                name="wishes_need_no_evidence",
                condition=~Q(kind="wants") | Q(evidence_kind="self_declared", evidence_link=""),
            ),
            models.CheckConstraint(
                name="credentials_have_a_link",
                condition=~Q(evidence_kind="credential") | ~Q(evidence_link=""),
            ),
            models.CheckConstraint(
                name="withdrawn_claim_is_not_current",
                condition=Q(withdrawn_at=None) | Q(is_current=False),
            ),
            models.UniqueConstraint(
                fields=["stakeholder", "capacity", "kind"],
                condition=Q(is_current=True),
                name="one_current_claim",
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="newest_wins", when=pgtrigger.Before, operation=pgtrigger.Insert, func=NEWEST_WINS
            ),
            pgtrigger.Trigger(
                name="says_the_same",
                when=pgtrigger.Before,
                operation=pgtrigger.Update | pgtrigger.Delete,
                declare=[("moving", f"TEXT[] := {MOVING}"), ("following", f"TEXT[] := {FOLLOWING}")],
                func=SAYS_THE_SAME,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.stakeholder_id} {self.kind} {self.capacity_id}"
