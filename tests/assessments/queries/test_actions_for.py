"""What a person has to do in development plans, as her own page lists it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from assessments.queries.plans import MOST_ACTIONS, actions_for
from assessments.states import PlanActionState
from tests.factories.assessments import DevelopmentPlanFactory, PlanActionFactory
from tests.factories.capacity import AffiliateFactory, PersonFactory

pytestmark = pytest.mark.django_db


def test_hers_in_the_order_in_which_they_are_due_and_nobody_elses(django_assert_num_queries):
    one, other = PersonFactory(), PersonFactory()
    today = timezone.now().date()
    whenever = PlanActionFactory(plan__subject=one)
    soon = PlanActionFactory(plan__subject=AffiliateFactory(), owner=one, due_on=today)
    later = PlanActionFactory(plan__subject=one, due_on=today + timedelta(days=9))
    theirs = PlanActionFactory(plan__subject=one, owner=other)
    with django_assert_num_queries(1):
        found = actions_for(one.user)
        assert [(each, each.plan.subject.name) for each in found] == [
            (each, each.plan.subject.name) for each in (soon, later, whenever)
        ]
    assert actions_for(other.user) == [theirs]
    assert actions_for(PersonFactory().user) == []


def test_what_is_over_leaves_at_once_and_no_more_are_listed_than_fit():
    plan = DevelopmentPlanFactory()
    actions = [PlanActionFactory(plan=plan) for _ in range(MOST_ACTIONS + 1)]
    assert actions_for(plan.subject.user) == actions[:-1]
    actions[0].state, actions[0].reason, actions[0].ended_at = (
        PlanActionState.DROPPED,
        "no time",
        timezone.now(),
    )
    actions[0].save()
    assert actions_for(plan.subject.user) == actions[1:]
