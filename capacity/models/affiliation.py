from datetime import date
from typing import Any

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeBoundary, RangeOperators
from django.db import models
from django.db.models import Exists, F, Func, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from capacity.models.stakeholder import Stakeholder
from capacity.models.user import User
from capacity.states import MERGED, AffiliationState
from common.models import Stamped


class AffiliationRole(models.TextChoices):
    MEMBER = "member", pgettext_lazy("affiliation role", "member")
    REPRESENTATIVE = "representative", pgettext_lazy("affiliation role", "representative")
    BOARD = "board", pgettext_lazy("affiliation role", "board member")
    STAFF = "staff", pgettext_lazy("affiliation role", "employee")


class DateRange(Func):
    function = "DATERANGE"
    output_field = DateRangeField()


class AffiliationQuerySet(models.QuerySet["Affiliation"]):
    def current(self) -> "AffiliationQuerySet":
        return self.on_day(timezone.now().date())

    def on_day(self, day: date) -> "AffiliationQuerySet":
        return self.filter(
            Q(ends_on=None) | Q(ends_on__gte=day), state=AffiliationState.CONFIRMED, starts_on__lte=day
        )

    def requested(self) -> "AffiliationQuerySet":
        return self.filter(state=AffiliationState.REQUESTED)

    def visible_to(self, user: Any) -> "AffiliationQuerySet":
        """Her own, those of the organizations she represents, and for staff all."""
        if user.is_staff:
            return self
        represented = Affiliation.objects.representing(user).values("organization")
        return self.filter(Q(person__user=user) | Q(organization__in=represented))

    def unattended(self) -> "AffiliationQuerySet":
        """Requests that no representative can decide: there is none but she who asks."""
        others = Affiliation.objects.current().filter(
            organization=OuterRef("organization"), role=AffiliationRole.REPRESENTATIVE
        )
        return self.requested().filter(~Exists(others.exclude(person=OuterRef("person"))))

    def representing(self, user: Any, *, day: date | None = None) -> "AffiliationQuerySet":
        """Today, or on another day."""
        held = self.on_day(day) if day else self.current()
        return held.filter(person__user=user, role=AffiliationRole.REPRESENTATIVE)


class Affiliation(Stamped):
    """A person's dated place in an organization, confirmed by a representative of it."""

    person = models.ForeignKey(
        Stakeholder, verbose_name=_("person"), on_delete=models.PROTECT, related_name="affiliations"
    )
    organization = models.ForeignKey(
        Stakeholder, verbose_name=_("organization"), on_delete=models.PROTECT, related_name="members"
    )
    role = models.CharField(
        _("role"), max_length=16, choices=AffiliationRole.choices, default=AffiliationRole.MEMBER
    )
    state = models.CharField(
        _("state"), max_length=10, choices=AffiliationState.choices, default=AffiliationState.REQUESTED
    )
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("to (included)"), null=True, blank=True)
    note = models.CharField(_("note to the representative"), max_length=300, blank=True)
    reason = models.CharField(_("reason of refusal or end"), max_length=300, blank=True)
    decided_by = models.ForeignKey(
        User, verbose_name=_("decided by"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    is_demo = models.BooleanField(_("demo"), default=False)

    objects = AffiliationQuerySet.as_manager()

    class Meta:
        verbose_name = _("affiliation")
        verbose_name_plural = _("affiliations")
        ordering = ["-starts_on", "id"]
        indexes = [
            models.Index(
                fields=["ends_on"],
                name="affiliation_that_will_end",
                condition=Q(state=AffiliationState.CONFIRMED, ends_on__isnull=False),
            )
        ]
        constraints = [
            models.CheckConstraint(
                name="affiliation_known_role", condition=Q(role__in=AffiliationRole.values)
            ),
            models.CheckConstraint(
                name="affiliation_known_state", condition=Q(state__in=AffiliationState.values)
            ),
            models.CheckConstraint(
                name="affiliation_ends_after_start",
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
            ),
            models.CheckConstraint(
                name="affiliation_decision_is_dated",
                condition=Q(state="requested", decided_at=None)
                | (~Q(state="requested") & Q(decided_at__isnull=False)),
            ),
            models.CheckConstraint(name="nobody_is_her_own_member", condition=~Q(person=F("organization"))),
            ExclusionConstraint(
                name="no_overlapping_affiliations",
                expressions=[
                    ("person", RangeOperators.EQUAL),
                    ("organization", RangeOperators.EQUAL),
                    ("role", RangeOperators.EQUAL),
                    (
                        DateRange(
                            "starts_on", "ends_on", RangeBoundary(inclusive_lower=True, inclusive_upper=True)
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                condition=Q(
                    state__in=[AffiliationState.REQUESTED, AffiliationState.CONFIRMED, AffiliationState.ENDED]
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} in {self.organization_id}: {self.role}"

    @property
    def reason_in_words(self) -> str:
        merged = _("Two accounts of one person became one.")
        return str(merged) if self.reason == MERGED else self.reason

    @property
    def is_representation(self) -> bool:
        return self.role == AffiliationRole.REPRESENTATIVE
