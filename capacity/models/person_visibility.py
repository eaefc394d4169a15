from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from capacity.models.stakeholder import Stakeholder
from common.models import Stamped


class SeenBy(models.TextChoices):
    NOBODY = "nobody", pgettext_lazy("who sees it", "nobody")
    MEMBERS = "members", pgettext_lazy("who sees it", "members who are signed in")
    EVERYBODY = "everybody", pgettext_lazy("who sees it", "everybody")


class Audience(models.TextChoices):
    PUBLIC = "public", pgettext_lazy("who looks", "everybody")
    MEMBERS = "members", pgettext_lazy("who looks", "members who are signed in")

    @property
    def may_read(self) -> list[str]:
        """The choices that let this audience in."""
        return [SeenBy.EVERYBODY] if self == Audience.PUBLIC else [SeenBy.EVERYBODY, SeenBy.MEMBERS]


def audience_of(user: Any) -> Audience:
    return Audience.MEMBERS if user.is_authenticated and user.is_active else Audience.PUBLIC


class PersonVisibility(Stamped):
    """Who sees what of a person in the directory. Without a row: nobody sees anything."""

    FIELDS = ("description", "languages", "territory", "contact", "affiliations", "capacities")

    person = models.OneToOneField(
        Stakeholder, verbose_name=_("person"), on_delete=models.CASCADE, related_name="visibility"
    )
    listed = models.CharField(
        _("name, and that you are here"), max_length=9, choices=SeenBy.choices, default=SeenBy.NOBODY
    )
    description = models.CharField(
        _("about you"), max_length=9, choices=SeenBy.choices, default=SeenBy.NOBODY
    )
    languages = models.CharField(_("languages"), max_length=9, choices=SeenBy.choices, default=SeenBy.NOBODY)
    territory = models.CharField(
        _("territory and region"), max_length=9, choices=SeenBy.choices, default=SeenBy.NOBODY
    )
    contact = models.CharField(
        _("how to reach you"), max_length=9, choices=SeenBy.choices, default=SeenBy.NOBODY
    )
    affiliations = models.CharField(
        _("organizations you belong to"), max_length=9, choices=SeenBy.choices, default=SeenBy.NOBODY
    )
    capacities = models.CharField(
        _("capacities you have, offer or want"),
        max_length=9,
        choices=SeenBy.choices,
        default=SeenBy.NOBODY,
    )

    class Meta:
        verbose_name = _("what a person shows")
        verbose_name_plural = _("what persons show")
        constraints = [
            models.CheckConstraint(
                name=f"{field}_seen_by_known", condition=Q(**{f"{field}__in": SeenBy.values})
            )
            for field in (
                "listed", "description", "languages", "territory", "contact", "affiliations", "capacities",
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"what {self.person_id} shows"

    def shown_to(self, audience: Audience) -> set[str]:
        """Nothing to whom she is not listed for."""
        seen = {field for field in ("listed", *self.FIELDS) if getattr(self, field) in audience.may_read}
        return seen if "listed" in seen else set()
