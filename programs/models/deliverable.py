from typing import Any

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from capacity.models import User
from common.models import Stamped
from programs.models.enrollment import Enrollment
from programs.states import DeliverableState


class DeliverableQuerySet(models.QuerySet["Deliverable"]):
    def visible_to(self, user: Any) -> "DeliverableQuerySet":
        """Who sees the enrollment sees what was handed in."""
        return self.filter(enrollment__in=Enrollment.objects.visible_to(user))


class Deliverable(Stamped):
    """A result an enrolled person hands in. One that is returned stays; what is handed in anew is another."""

    enrollment = models.ForeignKey(
        Enrollment, verbose_name=_("enrollment"), on_delete=models.CASCADE, related_name="deliverables"
    )
    title = models.CharField(_("title"), max_length=200)
    text = models.TextField(_("text"), blank=True, max_length=10_000)
    link = models.URLField(_("address of the result"), max_length=500, blank=True)
    state = models.CharField(
        _("state"), max_length=10, choices=DeliverableState.choices, default=DeliverableState.SUBMITTED
    )
    submitted_at = models.DateTimeField(_("handed in at"))
    decided_by = models.ForeignKey(
        User, verbose_name=_("decided by"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    note = models.TextField(_("what the coordinator says"), blank=True, max_length=2000)
    is_demo = models.BooleanField(_("demo"), default=False)

    objects = DeliverableQuerySet.as_manager()

    class Meta:
        verbose_name = _("result handed in")
        verbose_name_plural = _("results handed in")
        ordering = ["-submitted_at", "-id"]
        constraints = [
            models.CheckConstraint(
                name="deliverable_known_state", condition=Q(state__in=DeliverableState.values)
            ),
            models.CheckConstraint(name="deliverable_says_something", condition=~Q(text="") | ~Q(link="")),
            models.CheckConstraint(
                name="deliverable_decision_is_dated",
                condition=Q(
                    state__in=["accepted", "returned"], decided_at__isnull=False, decided_by__isnull=False
                )
                | Q(state__in=["submitted", "withdrawn"], decided_at=None, decided_by=None),
            ),
            models.CheckConstraint(
                name="returned_deliverable_has_a_reason", condition=~Q(state="returned") | ~Q(note="")
            ),
        ]

    def __str__(self) -> str:
        return f"deliverable {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("programs:deliverable-detail", kwargs={"public_id": self.public_id})
