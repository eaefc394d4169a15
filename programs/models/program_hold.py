from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from capacity.models import User
from common.models import Stamped
from programs.models.program import Program


class ProgramHold(Stamped):
    """While one stands, the program is not published: something has to be looked at first."""

    program = models.ForeignKey(
        Program, verbose_name=_("program"), on_delete=models.CASCADE, related_name="holds"
    )
    reason = models.CharField(
        _("reason"), max_length=500
    )  # of the portal's own: the recommendation that waits
    set_by = models.ForeignKey(
        User, verbose_name=_("set by"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )  # empty: the portal itself
    lifted_by = models.ForeignKey(
        User, verbose_name=_("lifted by"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    lifted_at = models.DateTimeField(_("lifted at"), null=True, blank=True)
    is_demo = models.BooleanField(_("demo"), default=False)

    class Meta:
        verbose_name = _("hold on a program")
        verbose_name_plural = _("holds on programs")
        ordering = ["-created_at", "-id"]
        constraints = [
            models.CheckConstraint(name="hold_has_a_reason", condition=~Q(reason="")),
            models.CheckConstraint(
                name="lifting_a_hold_is_dated",
                condition=Q(lifted_at=None, lifted_by=None)
                | Q(lifted_at__isnull=False, lifted_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"hold {self.pk}"
