"""Learnings and recommendations in the API: what everybody may read, without names."""

from datetime import date

import pytest
from drf_spectacular.generators import SchemaGenerator

from evaluation.models import Action
from tests.factories.capacity import CapacityFactory, PersonFactory
from tests.factories.evaluation import EvaluationFactory, LearningFactory, RecommendationFactory
from tests.factories.programs import ProgramFactory, ProgramRoleFactory

pytestmark = pytest.mark.django_db
LEARNINGS, RECOMMENDATIONS = "/api/v1/learnings/", "/api/v1/recommendations/"


def found(client, address=LEARNINGS, **asked):
    return {row["id"] for row in client.get(address, asked).json()["results"]}


def test_learnings_are_narrowed_as_on_the_page_and_drafts_stay_inside(client):
    below = CapacityFactory(code="36.1", parent=CapacityFactory(code="36"))
    works, mixed = LearningFactory(capacity=below), LearningFactory(verdict="mixed")
    inside = LearningFactory(program=ProgramFactory(state="draft", published_at=None))
    assert found(client) == {str(works.public_id), str(mixed.public_id)}
    assert found(client, capacity="36") == {str(works.public_id)}
    assert found(client, verdict="mixed") == {str(mixed.public_id)}
    assert found(client, verdict="x", capacity="y") == found(client)
    answer = client.get(f"{LEARNINGS}{works.public_id}/").json()
    assert (answer["capacity"], answer["program"], answer["region"]) == ("36.1", works.program.slug, None)
    assert client.get(f"{LEARNINGS}{inside.public_id}/").status_code == 404
    client.force_login(ProgramRoleFactory(program=inside.program).person.user)
    assert client.get(f"{LEARNINGS}{inside.public_id}/").status_code == 200


def answered(**fields):
    recommendation = RecommendationFactory(
        finding__evaluation=EvaluationFactory(),
        state="answered",
        response="accepted",
        response_reason="Yes.",
        responded_at="2026-11-01T00:00Z",
        **fields,
    )
    owner = PersonFactory()
    Action.objects.create(
        recommendation=recommendation, text="Ask when.", owner=owner, due_on=date(2027, 1, 1)
    )
    return recommendation, owner


def test_an_answer_tells_what_is_done_and_not_by_whom(client):
    recommendation, owner = answered()
    page = client.get(f"{RECOMMENDATIONS}{recommendation.public_id}/")
    told = page.json()
    assert (told["state"], told["response"], told["response_reason"]) == ("answered", "accepted", "Yes.")
    assert told["actions"] == [{"text": "Ask when.", "due_on": "2027-01-01", "state": "open"}]
    assert told["evaluation"] == str(recommendation.evaluation.public_id)
    assert owner.name not in page.content.decode()


def test_recommendations_of_unpublished_evaluations_stay_inside(client):
    hidden = RecommendationFactory(finding__evaluation=EvaluationFactory(state="planned"))
    assert found(client, RECOMMENDATIONS) == set()
    assert client.get(f"{RECOMMENDATIONS}{hidden.public_id}/").status_code == 404


@pytest.mark.parametrize("rows", [1, 5])
def test_the_lists_cost_the_same_however_long(client, django_assert_num_queries, rows):
    for _each in range(rows):
        LearningFactory(capacity=CapacityFactory())
        answered()
    with django_assert_num_queries(1):
        assert len(found(client)) == rows
    with django_assert_num_queries(2):
        assert len(found(client, RECOMMENDATIONS)) == rows


def test_the_schema_names_every_choice():
    schemas = SchemaGenerator().get_schema(request=None, public=True)["components"]["schemas"]
    assert set(schemas["LearningVerdict"]["enum"]) == {"works", "mixed", "does_not_work", "unclear"}
    assert schemas["AgreedAction"]["properties"].keys() == {"text", "due_on", "state"}
