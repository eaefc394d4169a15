"""The pages of development plans."""

import pytest
from django.urls import reverse

from assessments.models import DevelopmentPlan, PlanAction
from capacity.models import AffiliationRole
from tests.factories.assessments import (
    DevelopmentPlanFactory,
    NeedFactory,
    PlanActionFactory,
    recorded_session,
)
from tests.factories.capacity import AffiliateFactory, AffiliationFactory, CapacityFactory, PersonFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def person(client):
    person = PersonFactory()
    client.force_login(person.user)
    return person


@pytest.fixture
def plan(person):
    return DevelopmentPlanFactory(subject=person)


def page(name, thing):
    return reverse(f"assessments:{name}", args=[thing.public_id])


def test_from_a_title_to_an_action(client, person):
    made = client.post(reverse("assessments:plan-create"), {"title": "Next year"})
    plan = DevelopmentPlan.objects.get()
    assert (made.status_code, made.url, plan.subject) == (302, page("plan-needs", plan), person)
    capacity = CapacityFactory()
    code = capacity.code
    needs = {"capacity": code, f"importance-{code}": "5", f"ability-{code}": "1"}
    assert client.post(page("plan-needs", plan), needs).status_code == 302
    add = f"{page('plan-action-add', plan)}?capacity={code}"
    assert client.post(add, {"choice": "own", "title": "Ask around", "owner": person.slug}).status_code == 302
    shown = client.get(plan.get_absolute_url())
    assert [gap.priority for gap in shown.context["gaps"]] == [20.0]
    assert [action.title for action in shown.context["actions"]] == ["Ask around"]


def test_a_representative_plans_for_her_organization_after_its_self_assessment(client, person):
    affiliate = AffiliateFactory()
    AffiliationFactory(person=person, organization=affiliate, role=AffiliationRole.REPRESENTATIVE)
    session = recorded_session(organization=affiliate)
    address = reverse("assessments:plan-create")
    client.post(f"{address}?organization={affiliate.slug}&after={session.public_id}", {"title": "Ours"})
    plan = DevelopmentPlan.objects.get()
    assert (plan.subject, plan.session) == (affiliate, session)
    other = recorded_session(organization=AffiliateFactory(), visibility="public")
    wrong = f"{address}?organization={affiliate.slug}&after={other.public_id}"
    assert client.get(wrong).status_code == 404
    assert client.get(f"{address}?after=nonsense").status_code == 404


def test_nobody_plans_for_others(client, person):
    assert (
        client.get(f"{reverse('assessments:plan-create')}?organization={AffiliateFactory().slug}").status_code
        == 403
    )
    assert client.get(DevelopmentPlanFactory().get_absolute_url()).status_code == 404


@pytest.mark.parametrize(
    ("values", "wrong"),
    [
        (("6", "1"), "importance"),
        (("5", ""), "ability"),
        (("5", "much"), "ability"),
        (("-1", "0"), "importance"),
    ],
)
def test_needs_that_make_no_sense_are_said_beside_their_field(client, plan, values, wrong):
    code = CapacityFactory().code
    data = {"capacity": code, f"importance-{code}": values[0], f"ability-{code}": values[1]}
    answer = client.post(page("plan-needs", plan), data)
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [f"{wrong}-{code}"])


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title": ""}, "title"),
        ({"choice": "program-x"}, "choice"),
        ({"owner": "somebody"}, "owner"),
        ({"due_on": "2001-01-01"}, "due_on"),
    ],
)
def test_actions_that_make_no_sense_are_said_beside_their_field(client, plan, changes, field):
    NeedFactory(plan=plan)
    data = {"choice": "own", "title": "Ask around", **changes}
    answer = client.post(page("plan-action-add", plan), data)
    assert (answer.status_code, field in answer.context["form"].errors) == (422, True)


def test_who_sees_to_an_action_says_how_far_it_is_and_no_more(client, person):
    affiliate = AffiliateFactory()
    action = PlanActionFactory(plan=DevelopmentPlanFactory(subject=affiliate), owner=person)
    client.post(page("plan-action-progress", action), {"progress": "30"})
    action.refresh_from_db()
    assert (action.progress, action.state) == (30, "doing")
    assert client.post(page("plan-action-edit", action), {"title": "Mine now"}).status_code == 403
    assert client.post(page("plan-end", action.plan)).status_code == 403
    assert client.post(page("plan-action-progress", action), {"progress": "101"}).status_code == 422


def test_dropping_asks_for_a_reason(client, plan):
    action = PlanActionFactory(plan=plan)
    assert client.post(page("plan-action-drop", action), {"drop-reason": ""}).status_code == 422
    client.post(page("plan-action-drop", action), {"drop-reason": "No time"})
    assert PlanAction.objects.get().state == "dropped"
    assert client.post(page("plan-action-start", action)).status_code == 302  # said in words


def test_an_action_is_changed_begun_and_done(client, plan, person):
    action = PlanActionFactory(plan=plan)
    sent = {"choice": "own", "title": "Better", "owner": person.slug, "due_on": ""}
    client.post(page("plan-action-edit", action), sent)
    client.post(page("plan-action-start", action))
    client.post(page("plan-action-finish", action))
    action.refresh_from_db()
    assert (action.title, action.owner, action.state) == ("Better", person, "done")


def test_a_need_is_dropped_with_a_reason_beside_its_field(client, plan):
    need = NeedFactory(plan=plan)
    there = reverse("assessments:plan-need-drop", args=[plan.public_id, need.capacity.code])
    assert there in client.get(page("plan-detail", plan)).text
    assert client.post(there, {"reason": " "}).status_code == 422
    client.post(there, {"reason": "Others do it now"})
    answer = client.get(page("plan-detail", plan))
    assert (answer.context["gaps"], answer.context["dropped"]) == ([], [need])
    assert client.get(there).status_code == 404


def test_more_capacities_are_found_by_search(client, plan):
    capacity = CapacityFactory(name="Fundraising by letter", search_text="fundraising by letter")
    answer = client.get(page("plan-needs", plan), {"q": "fundraising"})
    assert [row.capacity for row in answer.context["found"]] == [capacity]


@pytest.mark.parametrize("rows", [1, 5])
def test_pages_cost_the_same_however_much_there_is(client, plan, rows, django_assert_num_queries):
    for _ in range(rows):
        PlanActionFactory(plan=plan)
        NeedFactory(plan=plan)
    DevelopmentPlanFactory.create_batch(rows - 1, subject=plan.subject)
    for address, queries in ((reverse("assessments:plan-list"), 5), (plan.get_absolute_url(), 7)):
        client.get(address)
        with django_assert_num_queries(queries):
            client.get(address)
