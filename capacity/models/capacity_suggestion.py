from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from capacity.models.capacity import Capacity
from capacity.models.language import Language
from capacity.models.user import User
from capacity.states import SuggestionState
from common.models import Stamped


class SuggestionKind(models.TextChoices):
    NEW = "new", pgettext_lazy("suggestion", "a new capacity")
    NAME = "name", pgettext_lazy("suggestion", "a name, or a better one")
    DESCRIPTION = "description", pgettext_lazy("suggestion", "a description")
    MOVE = "move", pgettext_lazy("suggestion", "another place in the tree")
    MERGE = "merge", pgettext_lazy("suggestion", "merging it into another capacity")
    HIDE = "hide", pgettext_lazy("suggestion", "hiding it")


class CapacitySuggestionQuerySet(models.QuerySet["CapacitySuggestion"]):
    def open(self) -> "CapacitySuggestionQuerySet":
        return self.filter(state=SuggestionState.SUGGESTED)


class CapacitySuggestion(Stamped):
    """A change of the taxonomy that somebody asks for. `target` is the whole of which it becomes part, or what it
    is merged into; `text` is the name or the description in `language`; `before` is what stood there.
    """

    kind = models.CharField(_("what is suggested"), max_length=12, choices=SuggestionKind.choices)
    capacity = models.ForeignKey(
        Capacity,
        verbose_name=_("capacity"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="suggestions",
    )
    target = models.ForeignKey(
        Capacity,
        verbose_name=_("whole, or what it is merged into"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    language = models.ForeignKey(
        Language,
        verbose_name=_("language"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    text = models.TextField(_("text"), blank=True)
    before = models.TextField(_("before"), blank=True)
    reason = models.CharField(_("reason"), max_length=500)
    suggested_by = models.ForeignKey(
        User, verbose_name=_("suggested by"), on_delete=models.PROTECT, related_name="capacity_suggestions"
    )
    state = models.CharField(
        _("state"), max_length=10, choices=SuggestionState.choices, default=SuggestionState.SUGGESTED
    )
    decided_by = models.ForeignKey(
        User, verbose_name=_("decided by"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    answer = models.CharField(_("answer"), max_length=500, blank=True)
    is_demo = models.BooleanField(_("demo"), default=False)

    objects = CapacitySuggestionQuerySet.as_manager()

    class Meta:
        verbose_name = _("suggestion for a capacity")
        verbose_name_plural = _("suggestions for capacities")
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["id"], name="suggestion_open", condition=Q(state="suggested")),
        ]
        constraints = [
            models.CheckConstraint(name="suggestion_known_kind", condition=Q(kind__in=SuggestionKind.values)),
            models.CheckConstraint(
                name="suggestion_known_state", condition=Q(state__in=SuggestionState.values)
            ),
            models.CheckConstraint(
                name="suggestion_is_of_a_capacity_unless_new",
                condition=Q(kind="new", capacity=None) | (~Q(kind="new") & Q(capacity__isnull=False)),
            ),
            models.CheckConstraint(
                name="suggested_text_has_a_language",
                condition=(
                    Q(kind__in=["new", "name", "description"]) & Q(language__isnull=False) & ~Q(text="")
                )
                | (~Q(kind__in=["new", "name", "description"]) & Q(language=None, text="")),
            ),
            models.CheckConstraint(
                name="suggested_merge_has_a_target", condition=~Q(kind="merge") | Q(target__isnull=False)
            ),
            models.CheckConstraint(
                name="suggestion_decided_pair",
                condition=Q(state__in=["suggested", "withdrawn"], decided_by=None, decided_at=None)
                | Q(state__in=["accepted", "declined"], decided_by__isnull=False, decided_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.capacity_id}"

    def get_absolute_url(self) -> str:
        return reverse("capacity:suggestion-detail", kwargs={"public_id": self.public_id})
