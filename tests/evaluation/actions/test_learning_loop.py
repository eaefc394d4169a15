from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from common.moves import MoveError
from evaluation.actions import evaluations, recommendations
from evaluation.logic.refusals import (
    AttributionError,
    NothingFoundError,
    OwnWorkError,
    UnfinishedActionsError,
)
from evaluation.models import Claim, Evaluation
from programs.actions import cohorts
from programs.logic.refusals import HoldStandsError
from programs.models import ProgramHold
from tests.factories.capacity import LanguageFactory, PersonFactory, UserFactory
from tests.factories.evaluation import ClaimFactory, EvaluationFactory, RecommendationFactory
from tests.factories.programs import CohortFactory, ProgramFactory

pytestmark = pytest.mark.django_db
FINDING = {
    "question": "What changed?",
    "statement": "Much.",
    "confidence": "low",
    "rationale": "Few answers.",
}
CLAIM = {"statement": "It did it.", "rival_explanations": "Other courses.", "confidence": "low"}


def begun(design="single_group_prepost", by=None):
    return evaluations.begin(
        ProgramFactory(),
        by=by or UserFactory(),
        title="A look at it",
        kind="outcome",
        design=design,
        standing="peer",
        conflict_note="none",
        language=LanguageFactory(),
    )


def cohort_of(program):
    tongues = cohorts.Tongues(languages=[], interpretation=[])
    plan = CohortFactory.build(program=program)
    names = ("name", "starts_on", "ends_on", "enrollment_opens_at", "enrollment_closes_at", "seats")
    return cohorts.create(
        program, by=UserFactory(), tongues=tongues, **{name: getattr(plan, name) for name in names}
    )


def test_a_single_group_cannot_show_that_the_program_caused_it():
    evaluation = begun()
    with pytest.raises(AttributionError):
        evaluations.add_claim(evaluation, by=UserFactory(), kind="attribution", **CLAIM)
    with pytest.raises(IntegrityError), transaction.atomic():
        ClaimFactory(evaluation=evaluation, kind="attribution")
    claim = ClaimFactory(evaluation=evaluation, kind="contribution")
    with pytest.raises(IntegrityError), transaction.atomic():
        Claim.objects.filter(pk=claim.pk).update(kind="attribution")


@pytest.mark.parametrize("design", ["rct", "prepost_with_comparison", "waitlist_control", "stepped", "its"])
def test_some_designs_can_and_then_stay_as_they_are(design):
    evaluation = begun(design)
    evaluations.add_claim(evaluation, by=UserFactory(), kind="attribution", **CLAIM)
    with pytest.raises(AttributionError):
        evaluations.edit(evaluation, by=UserFactory(), design="single_group_prepost")
    with pytest.raises(IntegrityError), transaction.atomic():
        Evaluation.objects.filter(pk=evaluation.pk).update(design="qualitative")


def test_a_second_person_publishes_and_judges():
    lead, other = UserFactory(), UserFactory()
    evaluation = evaluations.collect(begun(by=lead), by=lead)
    with pytest.raises(NothingFoundError):
        evaluations.ask_review(evaluation, by=lead)
    evaluations.add_finding(evaluation, by=lead, **FINDING)
    claim = evaluations.add_claim(evaluation, by=lead, kind="association", **CLAIM)
    with pytest.raises(OwnWorkError):
        evaluations.judge_claim(claim, by=lead, state="accepted")
    assert evaluations.judge_claim(claim, by=other, state="contested").reviewed_by == other
    evaluations.ask_review(evaluation, by=lead)
    with pytest.raises(MoveError):
        evaluations.add_finding(evaluation, by=lead, **FINDING)
    with pytest.raises(OwnWorkError):
        evaluations.publish(evaluation, by=lead)
    assert evaluations.publish(evaluation, by=other).state == "published"


def test_the_next_cohort_answers_the_last_ones_recommendations():
    recommendation = RecommendationFactory(finding__evaluation__state="review")
    evaluation, program = recommendation.evaluation, recommendation.evaluation.program
    coordinator, evaluator, owner = UserFactory(), UserFactory(), PersonFactory()
    assert cohort_of(program).pk
    evaluations.publish(evaluation, by=evaluator)
    recommendations.hold_open(evaluation)
    assert ProgramHold.objects.filter(program=program, lifted_at=None).count() == 1
    with pytest.raises(HoldStandsError):
        cohort_of(program)
    with pytest.raises(MoveError):
        evaluations.close(evaluation, by=evaluator)
    due = timezone.localdate() + timedelta(days=9)
    answer = {"response": "partly", "reason": "Half of it.", "action": "Ask.", "owner": owner, "due_on": due}
    recommendations.respond(recommendation, by=coordinator, **answer)
    assert cohort_of(program).pk
    with pytest.raises(MoveError):
        recommendations.respond(recommendation, by=coordinator, **answer)
    with pytest.raises(OwnWorkError):
        recommendations.verify(recommendation, by=coordinator)
    with pytest.raises(UnfinishedActionsError):
        recommendations.verify(recommendation, by=evaluator)
    (action,) = recommendation.actions.all()
    action = recommendations.finish_action(action, by=coordinator)
    with pytest.raises(OwnWorkError):
        recommendations.verify_action(action, by=coordinator)
    recommendations.verify_action(action, by=evaluator)
    assert recommendations.verify(recommendation, by=evaluator).state == "verified"
    assert evaluations.close(evaluation, by=evaluator).state == "closed"


def test_a_recommendation_of_a_published_evaluation_holds_at_once():
    evaluation = EvaluationFactory()
    finding = RecommendationFactory(finding__evaluation=evaluation).finding
    made = recommendations.add(
        evaluation, by=UserFactory(), finding=finding, text="Also this.", respond_by=timezone.localdate()
    )
    made.refresh_from_db()
    assert made.hold.program == evaluation.program
