"""Panels of assessments for other apps' pages; each has a constant number of queries."""

from collections.abc import Sequence
from typing import Any

from django import template

from assessments.models import ConsensusSession
from assessments.queries.instruments import instruments_measuring as measuring
from assessments.queries.invitations import due_for
from assessments.queries.plans import actions_by_plan, actions_for
from assessments.queries.translations import shared_by_language
from assessments.queries.waves import waves_of_cohort
from assessments.stats import response_rates
from capacity.models import Capacity, Stakeholder, User
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


@register.inclusion_tag("assessments/_languages.html")
def questionnaires_by_language() -> dict[str, Any]:
    """How much of the published questionnaires is there in each language of the interface: four queries."""
    return {"rows": shared_by_language()}


@register.inclusion_tag("assessments/_self_assessments.html")
def self_assessments_of(organization: Stakeholder, reader: Any) -> dict[str, Any]:
    """What the organization shows the reader of itself: one query, or two if she is signed in."""
    shown = ConsensusSession.objects.visible_to(reader).recorded().filter(organization=organization)
    sessions = shown.select_related("wave__plan__instrument").order_by("-recorded_at")
    return {"sessions": list(sessions)}


@register.inclusion_tag("assessments/_organization_growth.html")
def growth_of(
    organization: Stakeholder,
    *,
    sessions: Sequence[Any],
    plans: Sequence[tuple[int, str, str]],
    represents: bool,
) -> dict[str, Any]:
    """Self-assessments and plans (key, address, title), for who represents the organization; one query."""
    if not represents:
        return {}
    actions = actions_by_plan([key for key, _address, _title in plans])
    return {
        "organization": organization,
        "sessions": sessions,
        "plans": [(address, title, actions[key]) for key, address, title in plans],
    }


@register.inclusion_tag("assessments/_my_actions.html")
def my_plan_actions(user: User) -> dict[str, Any]:
    """What she has to do in development plans: one query."""
    return {"actions": actions_for(user)}
