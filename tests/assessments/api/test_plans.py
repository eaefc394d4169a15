from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from assessments.models import DevelopmentPlan
from capacity.models import AffiliationRole
from tests.factories.assessments import DevelopmentPlanFactory, NeedFactory, PlanActionFactory
from tests.factories.capacity import AffiliateFactory, AffiliationFactory, CapacityFactory, PersonFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def person(client):
    person = PersonFactory()
    client.force_login(person.user)
    return person


def address(name, thing):
    return reverse(f"api:{name}", args=[thing.public_id])


def send(client, to, data):
    return client.post(to, data, content_type="application/json")


@pytest.mark.parametrize("rows", [1, 5])
def test_plans_are_read_in_a_constant_number_of_queries(client, person, rows, django_assert_num_queries):
    DevelopmentPlanFactory.create_batch(rows, subject=person)
    DevelopmentPlanFactory()
    with django_assert_num_queries(3):
        page = client.get(reverse("api:plan-list")).json()
    assert len(page["results"]) == rows


def test_from_a_title_to_a_finished_action(client, person):
    capacity = CapacityFactory()
    made = send(client, reverse("api:plan-list"), {"title": "Next year"})
    plan = DevelopmentPlan.objects.get()
    assert (made.status_code, plan.subject, plan.title) == (201, person, "Next year")
    rated = send(
        client,
        address("plan-needs", plan),
        [{"capacity": capacity.code, "importance": "5", "ability": "1.5"}],
    )
    assert rated.json()["needs"] == [
        {
            "capacity": capacity.code,
            "importance": 5.0,
            "ability": 1.5,
            "robustness": None,
            "discrepancy": 3.5,
            "priority": 17.5,
        }
    ]
    chosen = send(
        client,
        address("plan-actions", plan),
        {"capacity": capacity.code, "title": "Ask around", "owner": person.slug},
    )
    assert (chosen.status_code, chosen.json()["kind"], chosen.json()["owner"]) == (201, "own", person.slug)
    action = plan.actions.get()
    assert send(client, address("plan-action-progress", action), {"progress": 40}).json()["state"] == "doing"
    assert client.post(address("plan-action-finish", action)).json()["progress"] == 100
    again = client.post(address("plan-action-start", action))
    assert (again.status_code, again["Content-Type"]) == (409, "application/problem+json")


def test_a_representative_begins_a_plan_for_her_organization_and_for_no_other(client, person):
    own, other = AffiliateFactory(), AffiliateFactory()
    AffiliationFactory(person=person, organization=own, role=AffiliationRole.REPRESENTATIVE)
    to = reverse("api:plan-list")
    assert send(client, to, {"title": "Ours", "organization": own.slug}).json()["subject"] == own.slug
    assert send(client, to, {"title": "Theirs", "organization": other.slug}).status_code == 403


@pytest.mark.parametrize(
    ("said", "pointer"),
    [
        ([{"capacity": "no-such", "importance": 5, "ability": 1}], "/capacity"),
        ([{"capacity": "C", "importance": 6, "ability": 1}], None),
        ([{"capacity": "C", "importance": 5}], None),
        ({"capacity": "C"}, None),
        ("words", None),
    ],
)
def test_what_is_wrong_with_needs_is_said(client, person, said, pointer):
    plan, capacity = DevelopmentPlanFactory(subject=person), CapacityFactory()
    if isinstance(said, list) and said[0]["capacity"] == "C":
        said[0]["capacity"] = capacity.code
    refused = send(client, address("plan-needs", plan), said)
    assert (refused.status_code, plan.needs.count()) == (400, 0)
    if pointer:
        assert [one["pointer"] for one in refused.json()["errors"]] == [pointer]


def test_a_program_that_is_not_offered_is_refused(client, person):
    plan, capacity = DevelopmentPlanFactory(subject=person), CapacityFactory()
    wrong = {"capacity": capacity.code, "title": "Learn", "program": "no-such-program"}
    refused = send(client, address("plan-actions", plan), wrong)
    assert (refused.status_code, plan.actions.count()) == (400, 0)
    both = {**wrong, "mentor": "nobody"}
    assert send(client, address("plan-actions", plan), both).json()["errors"][0]["pointer"] == "/mentor"


def test_an_ended_plan_changes_no_more(client, person):
    plan = DevelopmentPlanFactory(subject=person, ended_at=timezone.now())
    capacity = CapacityFactory()
    said = [{"capacity": capacity.code, "importance": 5, "ability": 1}]
    assert send(client, address("plan-needs", plan), said).status_code == 409
    chosen = {"capacity": capacity.code, "title": "Ask around"}
    assert send(client, address("plan-actions", plan), chosen).status_code == 409


def test_who_has_something_to_do_in_a_plan_reads_it_and_does_that_alone(client, person):
    plan = DevelopmentPlanFactory(subject=AffiliateFactory())
    hers, other = PlanActionFactory(plan=plan, owner=person), PlanActionFactory(plan=plan)
    NeedFactory(plan=plan)
    told = client.get(address("plan-detail", plan)).json()
    assert (len(told["actions"]), len(told["needs"])) == (2, 1)
    assert send(client, address("plan-needs", plan), []).status_code == 403
    assert send(client, address("plan-action-drop", hers), {"reason": ""}).status_code == 400
    assert (
        send(client, address("plan-action-drop", hers), {"reason": "Too late"}).json()["state"] == "dropped"
    )
    assert client.post(address("plan-action-start", other)).status_code == 403
    assert client.get(address("plan-detail", DevelopmentPlanFactory())).status_code == 404


def test_a_need_is_dropped_with_a_reason_and_a_plan_is_ended(client, person):
    plan = DevelopmentPlanFactory(subject=person)
    need, left = NeedFactory(plan=plan), NeedFactory(plan=plan)
    to = reverse("api:plan-need-drop", args=[plan.public_id, need.capacity.code])
    refused = send(client, to, {"reason": ""})
    assert [one["pointer"] for one in refused.json()["errors"]] == ["/reason"]
    told = send(client, to, {"reason": "Others do it"}).json()
    assert [one["capacity"] for one in told["needs"]] == [left.capacity.code]
    need.refresh_from_db()
    assert (need.dropped_at is None, need.reason) == (False, "Others do it")
    assert send(client, to, {"reason": "Again"}).status_code == 404
    assert client.post(address("plan-end", plan)).json()["ended_at"] is not None
    assert client.post(address("plan-end", plan)).status_code == 409
    to = reverse("api:plan-need-drop", args=[plan.public_id, left.capacity.code])
    assert send(client, to, {"reason": "Too late"}).status_code == 409


def test_an_action_is_chosen_anew_and_what_is_not_named_stays(client, person):
    plan = DevelopmentPlanFactory(subject=person)
    due_on = timezone.localdate() + timedelta(days=30)
    action = PlanActionFactory(plan=plan, title="Ask around", owner=person, due_on=due_on)
    to = address("plan-action-edit", action)
    assert send(client, to, {"title": "Ask everybody"}).json() == {
        "public_id": str(action.public_id),
        "capacity": action.capacity.code,
        "kind": "own",
        "title": "Ask everybody",
        "program": None,
        "mentor": None,
        "owner": person.slug,
        "due_on": due_on.isoformat(),
        "progress": 0,
        "state": "open",
    }
    told = send(client, to, {"owner": None, "due_on": None}).json()
    assert (told["title"], told["owner"], told["due_on"]) == ("Ask everybody", None, None)
    refused = send(client, to, {"due_on": "2020-01-01"})
    assert [one["pointer"] for one in refused.json()["errors"]] == ["/due_on"]
    assert send(client, to, {"program": "no-such"}).status_code == 400
