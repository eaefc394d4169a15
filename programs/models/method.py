from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common.models import Stamped
from common.triggers import tells_of


class CompletionKind(models.TextChoices):
    SESSIONS = "sessions", pgettext_lazy("completion by", "sessions attended")
    HOURS = "hours", pgettext_lazy("completion by", "hours taken part")
    MEETINGS = "meetings", pgettext_lazy("completion by", "meetings held")
    DELIVERABLE = "deliverable", pgettext_lazy("completion by", "a result handed in and accepted")


class Method(Stamped):
    """A way of building capacity, training being only one of them."""

    code = models.SlugField(_("code"), max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=120)
    description = models.TextField(_("description"), blank=True)
    completion_kind = models.CharField(
        _("usual completion rule"),
        max_length=12,
        choices=CompletionKind.choices,
        default=CompletionKind.SESSIONS,
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("method")
        triggers = tells_of("words", subject="NULL")
        verbose_name_plural = _("methods")
        ordering = ["position", "code"]
        constraints = [
            models.CheckConstraint(
                name="method_known_completion", condition=models.Q(completion_kind__in=CompletionKind.values)
            )
        ]

    def __str__(self) -> str:
        return self.name
