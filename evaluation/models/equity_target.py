from typing import Any

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from capacity.models import User
from common.models import Stamped
from common.triggers import DEMO_MAY_GO


class EquityDimension(models.TextChoices):
    REGION = "region", pgettext_lazy("equity", "region")
    MATURITY = "maturity", pgettext_lazy("equity", "emerging and established communities")
    AFFILIATE_TYPE = "affiliate_type", pgettext_lazy("equity", "type of affiliate")
    LANGUAGE = "language", pgettext_lazy("equity", "language")


class Part(models.TextChoices):
    """In what people take part: learning is one way, teaching and deciding are others."""

    LEARN = "learn", pgettext_lazy("equity", "take part in sessions")
    TEACH = "teach", pgettext_lazy("equity", "teach or mentor")
    REVIEW = "review", pgettext_lazy("equity", "sit on panels that review applications")
    DECIDE = "decide", pgettext_lazy("equity", "coordinate programs and decide")
    HOLD = "hold", pgettext_lazy("equity", "represent an organization or sit on its board")


class EquityTargetQuerySet(models.QuerySet["EquityTarget"]):
    def current(self) -> "EquityTargetQuerySet":
        today = timezone.now().date()
        return self.filter(Q(ends_on=None) | Q(ends_on__gte=today), starts_on__lte=today)

    def of(self, dimension: str) -> "EquityTargetQuerySet":
        return self.filter(dimension=dimension)


class EquityTarget(Stamped):
    """The share of people that a group should have in a part of the movement's capacity building, and why."""

    dimension = models.CharField(_("by"), max_length=16, choices=EquityDimension.choices)
    group = models.CharField(_("group (its code)"), max_length=24)
    part = models.CharField(_("of those who"), max_length=8, choices=Part.choices)
    share = models.DecimalField(_("share that is wanted (percent)"), max_digits=5, decimal_places=2)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("to (included)"), null=True, blank=True)
    reason = models.CharField(_("why this share, and who agreed on it"), max_length=500)
    set_by = models.ForeignKey(User, verbose_name=_("set by"), on_delete=models.PROTECT, related_name="+")
    is_demo = models.BooleanField(_("demo"), default=False)

    objects = EquityTargetQuerySet.as_manager()

    class Meta:
        verbose_name = _("equity target")
        verbose_name_plural = _("equity targets")
        ordering = ["dimension", "part", "group", "-starts_on"]
        constraints = [
            models.CheckConstraint(
                name="equity_target_known_dimension", condition=Q(dimension__in=EquityDimension.values)
            ),
            models.CheckConstraint(name="equity_target_known_part", condition=Q(part__in=Part.values)),
            models.CheckConstraint(
                name="equity_target_share_is_percent", condition=Q(share__gt=0, share__lte=100)
            ),
            models.CheckConstraint(
                name="equity_target_ends_after_start",
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
            ),
            models.UniqueConstraint(
                fields=["dimension", "group", "part"],
                name="one_open_equity_target",
                condition=Q(ends_on=None),
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="target_stands",
                when=pgtrigger.Before,
                operation=pgtrigger.Update | pgtrigger.Delete,
                func=f"""
                    {DEMO_MAY_GO}
                    IF TG_OP = 'DELETE' OR (OLD.dimension, OLD."group", OLD.part, OLD.share, OLD.starts_on)
                            IS DISTINCT FROM (NEW.dimension, NEW."group", NEW.part, NEW.share, NEW.starts_on)
                            OR OLD.ends_on IS NOT NULL AND OLD.ends_on IS DISTINCT FROM NEW.ends_on THEN
                        RAISE EXCEPTION 'an equity target does not change: end it and set another'
                            USING ERRCODE = 'restrict_violation';
                    END IF;
                    RETURN NEW;
                """,
            )
        ]

    def __str__(self) -> str:
        return f"{self.dimension} {self.group}, {self.part}: {self.share} %"

    @property
    def wanted(self) -> Any:
        """Between 0 and 1."""
        return self.share / 100
