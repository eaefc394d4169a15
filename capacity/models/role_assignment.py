from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from capacity.models.stakeholder import Stakeholder, StakeholderKind
from capacity.models.territory import Region
from common.models import Stamped


class RoleFunction(models.TextChoices):
    FUND = "fund", pgettext_lazy("function of a role", "fund")
    DELIVER = "deliver", pgettext_lazy("function of a role", "deliver")
    HOST = "host", pgettext_lazy("function of a role", "host")
    EVALUATE = "evaluate", pgettext_lazy("function of a role", "evaluate")
    MAINTAIN = "maintain", pgettext_lazy("function of a role", "maintain")


class RoleLevel(models.TextChoices):
    GLOBAL = "global", pgettext_lazy("level of a role", "global")
    REGIONAL = "regional", pgettext_lazy("level of a role", "regional")
    LOCAL = "local", pgettext_lazy("level of a role", "local")
    THEMATIC = "thematic", pgettext_lazy("level of a role", "thematic")


class RoleAssignmentQuerySet(models.QuerySet["RoleAssignment"]):
    def current(self) -> "RoleAssignmentQuerySet":
        today = timezone.localdate()
        return self.filter(Q(ends_on=None) | Q(ends_on__gte=today), starts_on__lte=today)

    def visible_to(self, user: Any) -> "RoleAssignmentQuerySet":
        """Those held by organizations; a person's by herself and staff."""
        by_organizations = ~Q(holder__kind=StakeholderKind.PERSON)
        if not user.is_authenticated:
            return self.filter(by_organizations)
        return self if user.is_staff else self.filter(by_organizations | Q(holder__user=user))


class RoleAssignment(Stamped):
    """Who holds which role of the movement's capacity building, at which level, for how long."""

    title = models.CharField(_("role"), max_length=200)
    function = models.CharField(_("function"), max_length=10, choices=RoleFunction.choices)
    level = models.CharField(_("level"), max_length=10, choices=RoleLevel.choices)
    region = models.ForeignKey(
        Region, verbose_name=_("region"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    organization = models.ForeignKey(
        Stakeholder,
        verbose_name=_("organization"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    holder = models.ForeignKey(
        Stakeholder, verbose_name=_("holder"), on_delete=models.PROTECT, related_name="role_assignments"
    )
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("to (included)"), null=True, blank=True)
    is_demo = models.BooleanField(_("demo"), default=False)

    objects = RoleAssignmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("role of a holder")
        verbose_name_plural = _("roles of holders")
        ordering = ["-starts_on", "-id"]
        constraints = [
            models.CheckConstraint(
                name="role_ends_after_start", condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on"))
            ),
            models.CheckConstraint(name="role_known_function", condition=Q(function__in=RoleFunction.values)),
            models.CheckConstraint(name="role_known_level", condition=Q(level__in=RoleLevel.values)),
            models.CheckConstraint(
                name="regional_role_has_a_region", condition=~Q(level="regional") | Q(region__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return self.title
