import hashlib
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from evaluation.logic.canonical import sha256
from evaluation.models import Evaluation, EvaluationProgram, Learning
from tests.factories.capacity import CapacityFactory, StaffFactory, UserFactory
from tests.factories.evaluation import (
    AlertFactory,
    EvaluationFactory,
    FigureFactory,
    FollowUpTaskFactory,
    LearningFactory,
    OutcomeStatementFactory,
    RecommendationFactory,
    SelectionRoundFactory,
    StoryFactory,
)
from tests.factories.programs import ProgramFactory, ProgramRoleFactory

pytestmark = pytest.mark.django_db


def publish(evaluation):
    """Past every step at once."""
    evaluation.plan_document, evaluation.plan_hash = "{}\n", sha256("{}\n")
    evaluation.state, evaluation.plan_approved_at = "published", timezone.now()
    evaluation.save()


def evaluator():
    return ProgramRoleFactory(program=None, role="evaluator").person.user


def test_from_an_evaluation_to_an_answer(client):
    role = ProgramRoleFactory()
    program, coordinator = role.program, role.person.user
    further = ProgramFactory()
    figure = FigureFactory(
        indicator__program=program, n=21, value=12, state="verified", verified_by=UserFactory(),
        verified_at=timezone.now(),
    )  # fmt: skip
    lead = evaluator()
    client.force_login(lead)
    form = {
        "title": "A look at it", "kind": "outcome", "design": "single_group_prepost", "standing": "external",
        "conflict_note": "none", "language": "en", "questions": "What?", "plan": "Ask.", "also": [further.pk],
    }  # fmt: skip
    client.post(f"{reverse('evaluation:evaluation-create')}?program={program.slug}", form)
    evaluation = Evaluation.objects.get()
    address = evaluation.get_absolute_url()
    assert "not attributable to the program alone" in client.get(address).content.decode()
    assert client.post(f"{address}approve-plan/").status_code == 403
    assert client.get(f"{address}plan.json").status_code == 404
    client.force_login(coordinator)
    client.post(f"{address}approve-plan/")
    kept = client.get(f"{address}plan.json").content
    assert hashlib.sha256(kept).hexdigest() in client.get(address).content.decode()
    client.force_login(lead)
    client.post(f"{address}collect/")
    finding = {"question": "What?", "statement": "Much.", "confidence": "high", "rationale": "Two sources."}
    finding["figures"] = [figure.pk]
    client.post(f"{address}findings/new/", finding)
    claim = {"kind": "attribution", "statement": "It did.", "rival_explanations": "No.", "confidence": "low"}
    refused = client.post(f"{address}claims/new/", claim)
    assert (refused.status_code, list(refused.context["form"].errors)) == (422, ["kind"])
    client.post(f"{address}claims/new/", {**claim, "kind": "contribution"})
    due = (timezone.localdate() + timedelta(days=20)).isoformat()
    client.post(
        f"{address}recommendations/new/",
        {
            "finding": evaluation.findings.get().pk,
            "text": "Meet later.",
            "respond_by": due,
            "program": program.pk,
        },
    )
    client.post(f"{address}analyze/")
    client.post(f"{address}ask-review/")
    assert client.post(f"{address}publish/").status_code == 403
    client.force_login(evaluator())
    client.post(f"{address}publish/")
    recommendation = evaluation.recommendations.get()
    page = client.get(address)
    assert page.context["thing"].state == "response_due"
    assert f"{figure.indicator.name}: 12" in page.content.decode()
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
    RecommendationFactory(finding=late.finding, respond_by=timezone.localdate())
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
    assert titles(q="evenning people") == {found.title}
    assert titles(q="evening nobody") == titles(q="nobody evening") == set()
    assert titles(q="جلسات") == {arabic.title}
    assert titles(capacity=capacity.code) == {found.title}
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
        planned = EvaluationFactory(state="planned")
        EvaluationProgram.objects.create(evaluation=planned, program=ProgramFactory())
        publish(planned)
    client.get(reverse("evaluation:evaluation-list"))
    for name, queries in (("evaluation", 2), ("recommendation", 1), ("learning", 5)):
        with django_assert_num_queries(queries):
            page = client.get(reverse(f"evaluation:{name}-list"))
        assert len(page.context["lines"]) == (2 * rows if name == "evaluation" else rows)


@pytest.mark.parametrize("rows", [1, 5])
def test_lists_of_staff_ask_the_same_for_one_row_and_five(client, django_assert_num_queries, rows):
    client.force_login(StaffFactory())
    for _each in range(rows):
        FollowUpTaskFactory()
        StoryFactory()
        SelectionRoundFactory()
        OutcomeStatementFactory()
        AlertFactory()
        FigureFactory()
    client.get(reverse("evaluation:story-list"))
    asked = {"follow-up": 4, "story": 7, "selection": 4, "outcome": 5, "alert": 4, "measurement": 5}
    for name, queries in asked.items():
        with django_assert_num_queries(queries):
            page = client.get(reverse(f"evaluation:{name}-list"))
        assert len(page.context["lines"]) == rows


def test_evaluations_are_narrowed_by_program_kind_and_state(client):
    one, other = EvaluationFactory(), EvaluationFactory(kind="needs", state="closed")
    both = EvaluationFactory(state="planned")
    EvaluationProgram.objects.create(evaluation=both, program=one.program)
    publish(both)
    address = reverse("evaluation:evaluation-list")

    def found(**asked):
        return {item.text for item, _cells in client.get(address, asked).context["lines"]}

    assert found() == {one.title, other.title, both.title}
    assert found(program=one.program_id) == {one.title, both.title}
    assert found(kind="needs") == found(state="closed") == {other.title}
    assert found(program="x", kind="y", state="z") == {one.title, other.title, both.title}
