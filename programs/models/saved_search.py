from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from capacity.models import User
from common.models import Stamped
from programs.models.cohort import Cohort
from programs.models.program import Program


class Alert(models.TextChoices):
    OFF = "off", pgettext_lazy("letters about a saved search", "no letters")
    DAILY = "daily", pgettext_lazy("letters about a saved search", "once a day")
    WEEKLY = "weekly", pgettext_lazy("letters about a saved search", "once a week")


class SavedSearch(Stamped):
    """What somebody asked of the catalog and wants to ask again, or to hear of."""

    owner = models.ForeignKey(
        User, verbose_name=_("person"), on_delete=models.CASCADE, related_name="saved_searches"
    )
    name = models.CharField(_("name"), max_length=120)
    query = models.CharField(_("what is asked, as in the address"), max_length=2000, blank=True)
    alert = models.CharField(_("letters"), max_length=6, choices=Alert.choices, default=Alert.OFF)
    alert_since = models.DateTimeField(_("letters asked for at"), null=True, blank=True)
    looked_at = models.DateTimeField(_("last looked at"), null=True, blank=True)
    next_at = models.DateTimeField(_("next letter"), null=True, blank=True)
    is_demo = models.BooleanField(_("demo"), default=False)

    class Meta:
        verbose_name = _("saved search")
        verbose_name_plural = _("saved searches")
        ordering = ["-created_at", "-id"]
        indexes = [models.Index(fields=["next_at"], name="saved_search_due", condition=~Q(alert="off"))]
        constraints = [
            models.CheckConstraint(name="saved_search_has_a_name", condition=~Q(name="")),
            models.CheckConstraint(name="saved_search_known_alert", condition=Q(alert__in=Alert.values)),
            models.CheckConstraint(
                name="letters_of_a_search_have_a_time",
                condition=Q(alert="off", alert_since=None, looked_at=None, next_at=None)
                | (
                    ~Q(alert="off")
                    & Q(alert_since__isnull=False, looked_at__isnull=False, next_at__isnull=False)
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("programs:search-detail", kwargs={"public_id": self.public_id})

    @property
    def address(self) -> str:
        """Of the catalog, asked the same."""
        catalog = reverse("programs:program-list")
        return f"{catalog}?{self.query}" if self.query else catalog


class SearchFinding(models.Model):
    """That a search found a program newly published, or a cohort newly open: told once."""

    search = models.ForeignKey(
        SavedSearch, verbose_name=_("saved search"), on_delete=models.CASCADE, related_name="findings"
    )
    program = models.ForeignKey(
        Program, verbose_name=_("program"), on_delete=models.CASCADE, related_name="+"
    )
    cohort = models.ForeignKey(
        Cohort, verbose_name=_("cohort"), on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    found_at = models.DateTimeField(_("found at"))

    class Meta:
        verbose_name = _("finding of a saved search")
        verbose_name_plural = _("findings of saved searches")
        ordering = ["-found_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["search", "program", "cohort"], nulls_distinct=False, name="each_finding_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.search_id}: {self.program_id}"
