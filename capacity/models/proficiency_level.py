from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from common.triggers import tells_of


class ProficiencyLevel(models.Model):
    """One of the six steps, 0 to 5, with the anchor that says what it looks like."""

    level = models.PositiveSmallIntegerField(_("level"), primary_key=True)
    name = models.CharField(_("name"), max_length=60)
    description = models.TextField(_("what it looks like"))

    class Meta:
        verbose_name = _("proficiency level")
        triggers = tells_of("words", subject="NULL")
        verbose_name_plural = _("proficiency levels")
        ordering = ["level"]
        constraints = [models.CheckConstraint(name="level_between_0_and_5", condition=Q(level__lte=5))]

    def __str__(self) -> str:
        return self.name
