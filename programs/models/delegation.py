"""A delegation: up to twenty people whom an organization names for a cohort; each confirms by herself."""

from datetime import date
from typing import Any

from django.core import signing
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from capacity.models import Affiliation, Stakeholder, User
from common.models import Stamped
from programs.models.cohort import Cohort
from programs.models.enrollment import Enrollment
from programs.states import UNDECIDED_STATES, PlaceState

SALT = "delegation"


class DelegationQuerySet(models.QuerySet["Delegation"]):
    def visible_to(self, user: Any, *, day: date | None = None) -> "DelegationQuerySet":
        """Those of organizations one represents."""
        if not user.is_authenticated:
            return self.none()
        represented = Affiliation.objects.representing(user, day=day).values("organization")
        return self.filter(organization__in=represented)


class Delegation(Stamped):
    cohort = models.ForeignKey(
        Cohort, verbose_name=_("cohort"), on_delete=models.PROTECT, related_name="delegations"
    )
    organization = models.ForeignKey(
        Stakeholder, verbose_name=_("organization"), on_delete=models.PROTECT, related_name="delegations"
    )
    made_by = models.ForeignKey(
        User, verbose_name=_("made by"), on_delete=models.PROTECT, related_name="delegations_made"
    )

    objects = DelegationQuerySet.as_manager()

    class Meta:
        verbose_name = _("delegation")
        verbose_name_plural = _("delegations")
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.organization_id} to {self.cohort_id}"

    def get_absolute_url(self) -> str:
        return reverse("programs:delegation-detail", kwargs={"public_id": self.public_id})


class DelegationPlace(Stamped):
    """One person named. Her address is kept until she has answered or the invitation has lapsed, and no longer."""

    delegation = models.ForeignKey(
        Delegation, verbose_name=_("delegation"), on_delete=models.CASCADE, related_name="places"
    )
    email = models.EmailField(_("e-mail"), blank=True)
    person = models.ForeignKey(
        Stakeholder,
        verbose_name=_("person"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="delegation_places",
    )
    enrollment = models.OneToOneField(
        Enrollment,
        verbose_name=_("enrollment"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="delegation_place",
    )
    state = models.CharField(
        _("state"), max_length=10, choices=PlaceState.choices, default=PlaceState.INVITED
    )
    expires_at = models.DateTimeField(_("to be answered by"))
    sent_at = models.DateTimeField(_("letter sent at"), null=True, blank=True)
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True)

    class Meta:
        verbose_name = _("place in a delegation")
        verbose_name_plural = _("places in delegations")
        ordering = ["id"]
        indexes = [models.Index(fields=["expires_at"], name="open_invitations", condition=Q(state="invited"))]
        constraints = [
            models.CheckConstraint(name="place_known_state", condition=Q(state__in=PlaceState.values)),
            models.CheckConstraint(
                name="invited_is_somebody",
                condition=~Q(state="invited") | ~Q(email="") | Q(person__isnull=False),
            ),
            models.CheckConstraint(
                name="confirmed_is_enrolled",
                condition=~Q(state="confirmed") | Q(enrollment__isnull=False, person__isnull=False),
            ),
            models.CheckConstraint(
                name="address_only_while_invited", condition=Q(state="invited") | Q(email="")
            ),
        ]

    def __str__(self) -> str:
        return f"place {self.pk}"

    @property
    def is_undecided(self) -> bool:
        """She has not answered, or her application waits for a decision or for a seat."""
        if self.enrollment is not None:
            return self.enrollment.state in UNDECIDED_STATES
        return self.state == PlaceState.INVITED

    @property
    def answer_path(self) -> str:
        """The signed address that the letter carries: who has it, may answer."""
        token = signing.dumps(self.pk, salt=SALT)
        return reverse("programs:delegation-answer", kwargs={"token": token})
