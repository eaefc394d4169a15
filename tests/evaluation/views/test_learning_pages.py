from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from evaluation.models import Evaluation, Learning
from tests.factories.capacity import CapacityFactory
from tests.factories.evaluation import EvaluationFactory, LearningFactory, RecommendationFactory
from tests.factories.programs import ProgramFactory, ProgramRoleFactory

pytestmark = pytest.mark.django_db


def evaluator():
    return ProgramRoleFactory(program=None, role="evaluator").person.user


def test_from_an_evaluation_to_an_answer(client):
    role = ProgramRoleFactory()
    program, coordinator = role.program, role.person.user
    client.force_login(evaluator())
    form = {
        "title": "A look at it", "kind": "outcome", "design": "single_group_prepost", "standing": "external",
        "conflict_note": "none", "language": "en",
    }  # fmt: skip
    client.post(f"{reverse('evaluation:evaluation-create')}?program={program.slug}", form)
    evaluation = Evaluation.objects.get()
    address = evaluation.get_absolute_url()
    assert "not attributable to the program alone" in client.get(address).content.decode()
    client.post(f"{address}collect/")
    finding = {"question": "What?", "statement": "Much.", "confidence": "high", "rationale": "Two sources."}
    client.post(f"{address}findings/new/", finding)
    claim = {"kind": "attribution", "statement": "It did.", "rival_explanations": "No.", "confidence": "low"}
    refused = client.post(f"{address}claims/new/", claim)
    assert (refused.status_code, list(refused.context["form"].errors)) == (422, ["kind"])
    client.post(f"{address}claims/new/", {**claim, "kind": "contribution"})
    due = (timezone.localdate() + timedelta(days=20)).isoformat()
    client.post(
        f"{address}recommendations/new/",
        {"finding": evaluation.findings.get().pk, "text": "Meet later.", "respond_by": due},
    )
    client.post(f"{address}ask-review/")
    assert client.post(f"{address}publish/").status_code == 403
    client.force_login(evaluator())
    client.post(f"{address}publish/")
    recommendation = evaluation.recommendations.get()
    client.force_login(coordinator)
    answer = {"response": "accepted", "reason": "Yes."}
    page = client.post(f"{recommendation.get_absolute_url()}answer/", answer)
    assert set(page.context["form"].errors) == {"action", "owner", "due_on"}
    answer |= {"action": "Ask when.", "owner": role.person_id, "due_on": due}
    client.post(f"{recommendation.get_absolute_url()}answer/", answer)
    client.logout()
    page = client.get(recommendation.get_absolute_url())
    assert "Ask when." in page.content.decode()
    assert role.person.name not in page.content.decode()


def test_overdue_answers_stand_on_the_list_of_who_runs_it(client):
    late = RecommendationFactory(respond_by=timezone.localdate() - timedelta(days=1))
    RecommendationFactory(respond_by=timezone.localdate() + timedelta(days=1))
    role = ProgramRoleFactory(program=late.evaluation.program)
    client.force_login(role.person.user)
    page = client.get(f"{reverse('evaluation:recommendation-list')}?overdue=1")
    assert [item.text for item, _cells in page.context["lines"]] == [late.text]
    assert client.get(reverse("evaluation:desk")).context["overdue"] == 1


def test_what_works_is_found_by_words_of_any_script_and_by_context(client):
    capacity = CapacityFactory(code="36", name="Communication")
    below = CapacityFactory(code="36.1", parent=capacity, name="Talks")
    found = LearningFactory(capacity=below)
    arabic = LearningFactory(title="الجَلَساتُ المسائية", search_text="الجلسات المسائيه", verdict="mixed")
    LearningFactory(program=ProgramFactory(state="draft", published_at=None))
    address = reverse("evaluation:learning-list")

    def titles(**asked):
        return {item.text for item, _cells in client.get(address, asked).context["lines"]}

    assert titles() == {found.title, arabic.title}
    assert titles(q="evenning") == {found.title}
    assert titles(q="جلسات") == {arabic.title}
    assert titles(capacity=capacity.pk) == {found.title}
    assert titles(verdict="mixed") == {arabic.title}
    assert titles(capacity="x", verdict="y", language="zz") == {found.title, arabic.title}


def test_a_learning_is_written_and_rewritten(client):
    program = ProgramFactory()
    client.force_login(ProgramRoleFactory(program=program).person.user)
    form = {
        "title": "Short is better", "expected": "No difference.", "observed": "Fewer left.", "verdict": "works",
        "strength": "weak", "language": "en",
    }  # fmt: skip
    client.post(f"{reverse('evaluation:learning-create')}?program={program.slug}", form)
    learning = Learning.objects.get()
    client.post(f"{learning.get_absolute_url()}edit/", {**form, "title": "Short sessions are better"})
    learning.refresh_from_db()
    assert (learning.title, "sessions" in learning.search_text) == ("Short sessions are better", True)


@pytest.mark.parametrize("rows", [1, 5])
def test_lists_ask_the_database_the_same_for_one_row_and_five(client, django_assert_num_queries, rows):
    for _each in range(rows):
        RecommendationFactory(finding__evaluation=EvaluationFactory())
        LearningFactory(capacity=CapacityFactory())
    client.get(reverse("evaluation:evaluation-list"))
    for name, queries in (("evaluation", 1), ("recommendation", 1), ("learning", 5)):
        with django_assert_num_queries(queries):
            page = client.get(reverse(f"evaluation:{name}-list"))
        assert len(page.context["lines"]) == rows
