from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from capacity.models.capacity import Capacity
from capacity.models.capacity_suggestion import CapacitySuggestion
from capacity.models.language import Language
from capacity.models.user import User
from common.triggers import append_only_but_for


class ChangeKind(models.TextChoices):
    CREATED = "created", pgettext_lazy("change of a capacity", "added")
    NAMED = "named", pgettext_lazy("change of a capacity", "named")
    DESCRIBED = "described", pgettext_lazy("change of a capacity", "described")
    MOVED = "moved", pgettext_lazy("change of a capacity", "moved")
    MERGED = "merged", pgettext_lazy("change of a capacity", "merged")
    ABSORBED = "absorbed", pgettext_lazy("change of a capacity", "took in another")
    HIDDEN = "hidden", pgettext_lazy("change of a capacity", "hidden")
    SHOWN = "shown", pgettext_lazy("change of a capacity", "shown again")
    EDITED = "edited", pgettext_lazy("change of a capacity", "facts edited")


class CapacityChange(models.Model):
    """What happened to a capacity: a text before and after, or the codes of where it stood and stands. Public."""

    capacity = models.ForeignKey(
        Capacity, verbose_name=_("capacity"), on_delete=models.PROTECT, related_name="changes"
    )
    at = models.DateTimeField(_("at"), auto_now_add=True)
    by = models.ForeignKey(
        User, verbose_name=_("by"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    kind = models.CharField(_("kind"), max_length=10, choices=ChangeKind.choices)
    language = models.ForeignKey(
        Language,
        verbose_name=_("language"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    before = models.TextField(_("before"), blank=True)
    after = models.TextField(_("after"), blank=True)
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    suggestion = models.ForeignKey(
        CapacitySuggestion,
        verbose_name=_("suggestion"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="changes",
    )
    is_demo = models.BooleanField(_("demo"), default=False)

    class Meta:
        verbose_name = _("change of a capacity")
        verbose_name_plural = _("changes of capacities")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                name="capacity_change_known_kind", condition=Q(kind__in=ChangeKind.values)
            ),
        ]
        triggers = [append_only_but_for("reason")]

    def __str__(self) -> str:
        return f"{self.capacity_id} {self.kind}"
