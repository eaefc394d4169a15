"""Panels of assessments for other apps' pages; each has a constant number of queries."""

from typing import Any

from django import template

from assessments.queries.instruments import instruments_measuring as measuring
from assessments.queries.invitations import due_for
from assessments.queries.waves import waves_of_cohort
from assessments.stats import response_rates
from capacity.models import Capacity, User
from programs.models import Cohort

register = template.Library()


@register.inclusion_tag("assessments/_due.html")
def assessments_due(user: User) -> dict[str, Any]:
    """What she is asked to answer now: two queries; nothing at all where nothing is due."""
    return {"due": due_for(user)}


@register.inclusion_tag("assessments/_waves.html")
def waves_of(cohort: Cohort) -> dict[str, Any]:
    """A cohort's waves with their response rates, for who runs it: two queries."""
    waves = waves_of_cohort(cohort)
    rates = response_rates(waves) if waves else {}
    return {"rows": [(wave, rates[wave.pk]) for wave in waves]}


@register.inclusion_tag("assessments/_instruments.html")
def instruments_measuring(capacity: Capacity) -> dict[str, Any]:
    """Questionnaires that ask about a capacity or its parts: one query."""
    return {"instruments": measuring(capacity)}
