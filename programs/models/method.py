from django.db import models
from django.utils.translation import gettext_lazy as _

from common.models import Stamped
from common.triggers import tells_of
from programs.models.completion import ASKS_SOMETHING, CompletionRule

MENTORING = "mentoring"  # the code of the method whose people are put together in pairs


class Method(Stamped, CompletionRule):
    """A way of building capacity, training being only one of them, with the rule its cohorts usually have."""

    code = models.SlugField(_("code"), max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=120)
    description = models.TextField(_("description"), blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("method")
        triggers = tells_of("words", subject="NULL")
        verbose_name_plural = _("methods")
        ordering = ["position", "code"]
        constraints = [models.CheckConstraint(name="method_rule_asks_something", condition=ASKS_SOMETHING)]

    def __str__(self) -> str:
        return self.name
