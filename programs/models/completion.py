from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from programs.logic.completion import Rule


class CompletionRule(models.Model):
    """What it takes to complete: everything that is above nought here has to be reached."""

    sessions_needed = models.PositiveSmallIntegerField(_("sessions attended"), default=1)
    hours_needed = models.PositiveSmallIntegerField(_("hours taken part"), default=0)
    meetings_needed = models.PositiveSmallIntegerField(_("meetings held"), default=0)
    deliverables_needed = models.PositiveSmallIntegerField(_("results handed in and accepted"), default=0)

    class Meta:
        abstract = True

    @property
    def rule(self) -> Rule:
        return Rule(
            sessions=self.sessions_needed,
            hours=self.hours_needed,
            meetings=self.meetings_needed,
            deliverables=self.deliverables_needed,
        )


RULE_FIELDS = [field.name for field in CompletionRule._meta.fields]
ASKS_SOMETHING = (
    Q(sessions_needed__gte=1)
    | Q(hours_needed__gte=1)
    | Q(meetings_needed__gte=1)
    | Q(deliverables_needed__gte=1)
)
