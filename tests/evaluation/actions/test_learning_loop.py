import hashlib
from datetime import date, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, transaction
from django.utils import timezone

from common.moves import MoveError
from evaluation.actions import evaluations, recommendations
from evaluation.logic.refusals import (
    AttributionError,
    NoPlanError,
    NothingFoundError,
    OwnWorkError,
    UnfinishedActionsError,
)
from evaluation.models import Claim, Evaluation, EvaluationProgram
from evaluation.queries.learnings import citable_figures
from programs.actions import cohorts
from programs.logic.refusals import HoldStandsError
from programs.models import ProgramHold
from tests.factories.capacity import LanguageFactory, PersonFactory, UserFactory
from tests.factories.evaluation import (
    ClaimFactory,
    EvaluationFactory,
    FigureFactory,
    FindingFactory,
    ProgramIndicatorFactory,
    RecommendationFactory,
)
from tests.factories.programs import CohortFactory, ProgramFactory, ProgramRoleFactory

pytestmark = pytest.mark.django_db
FINDING = {
    "question": "What changed?",
    "statement": "Much.",
    "confidence": "low",
    "rationale": "Few answers.",
}
CLAIM = {"statement": "It did it.", "rival_explanations": "Other courses.", "confidence": "low"}


def planned(design="single_group_prepost", by=None, program=None, **fields):
    given = {"questions": "What changes?", "plan": "Ask before and after.", **fields}
    return evaluations.begin(
        program or ProgramFactory(),
        by=by or UserFactory(),
        title="A look at it",
        kind="outcome",
        design=design,
        standing="peer",
        conflict_note="none",
        language=LanguageFactory(),
        **given,
    )


def begun(design="single_group_prepost", by=None):
    evaluation = evaluations.approve_plan(planned(design, by), by=UserFactory())
    return evaluations.collect(evaluation, by=evaluation.lead)


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
    with pytest.raises(IntegrityError), transaction.atomic():
        Evaluation.objects.filter(pk=evaluation.pk).update(design="qualitative")


def test_the_approved_plan_is_kept_with_its_hash():
    lead, other = UserFactory(), UserFactory()
    further = ProgramFactory(slug="b-further")
    evaluation = planned(
        program=ProgramFactory(slug="a-first"), by=lead, also=[further], plan="Ask\r\nbefore, café."
    )
    with pytest.raises(MoveError):
        evaluations.collect(evaluation, by=lead)
    with pytest.raises(OwnWorkError):
        evaluations.approve_plan(evaluation, by=lead)
    with pytest.raises(NoPlanError):
        evaluations.approve_plan(planned(plan=" "), by=other)
    evaluation = evaluations.approve_plan(evaluation, by=other)
    assert evaluation.plan_document == (
        '{"conflict_note":"none","design":"single_group_prepost","kind":"outcome","language":"en",'
        '"plan":"Ask\\nbefore, café.","programs":["a-first","b-further"],"purpose":"",'
        '"questions":"What changes?","standing":"peer","title":"A look at it"}\n'
    )
    assert evaluation.plan_hash == hashlib.sha256(evaluation.plan_document.encode()).hexdigest()
    with pytest.raises(MoveError):
        evaluations.edit(evaluation, by=lead, plan="Ask after only.")
    rows = Evaluation.objects.filter(pk=evaluation.pk)
    for statement in (
        lambda: rows.update(plan="Ask after only."),
        lambda: rows.update(plan_document="{}\n", plan_hash=hashlib.sha256(b"{}\n").hexdigest()),
        lambda: rows.update(state="planned", plan_hash="", plan_approved_at=None),
        lambda: evaluation.further.all().delete(),
        lambda: EvaluationProgram.objects.create(evaluation=evaluation, program=ProgramFactory()),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            statement()
    draft = Evaluation.objects.filter(pk=planned().pk)
    with pytest.raises(IntegrityError), transaction.atomic():
        draft.update(state="tor_approved", plan_hash="0" * 64, plan_approved_at=timezone.now())


def test_an_evaluation_covers_several_programs_and_asks_each():
    lead, further, stranger = UserFactory(), ProgramFactory(), ProgramFactory()
    evaluation = planned(by=lead, also=[further])
    evaluations.edit(evaluation, by=lead, also=[further, evaluation.program])
    assert [each.pk for each in evaluation.programs] == [evaluation.program_id, further.pk]
    with pytest.raises(IntegrityError), transaction.atomic():
        EvaluationProgram.objects.create(evaluation=evaluation, program=evaluation.program)
    finding = FindingFactory(evaluation=evaluation)
    asked = {"finding": finding, "text": "Meet later.", "respond_by": timezone.localdate()}
    with pytest.raises(IntegrityError), transaction.atomic():
        recommendations.add(evaluation, by=lead, program=stranger, **asked)
    made = recommendations.add(evaluation, by=lead, program=further, **asked)
    Evaluation.objects.filter(pk=evaluation.pk).update(
        state="peer_review", plan_approved_at=timezone.now(), plan_document="{}\n",
        plan_hash=hashlib.sha256(b"{}\n").hexdigest(),
    )  # fmt: skip
    evaluation = evaluations.publish(evaluation, by=UserFactory())
    made.refresh_from_db()
    assert (evaluation.state, made.hold.program) == ("response_due", further)
    for program in (evaluation.program, further):
        assert Evaluation.objects.covering(program).get() == evaluation
    assert Evaluation.objects.visible_to(AnonymousUser()).count() == 1
    further.state, further.published_at = "draft", None
    further.save()
    assert Evaluation.objects.visible_to(AnonymousUser()).count() == 0
    inside = ProgramRoleFactory(program=further).person.user
    assert Evaluation.objects.visible_to(inside).get() == evaluation


def test_a_second_person_publishes_and_judges():
    lead, other = UserFactory(), UserFactory()
    evaluation = begun(by=lead)
    evaluation = evaluations.analyze(evaluation, by=lead)
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
    recommendation = RecommendationFactory(finding__evaluation__state="peer_review")
    evaluation, program = recommendation.evaluation, recommendation.evaluation.program
    coordinator, evaluator, owner = UserFactory(), UserFactory(), PersonFactory()
    assert cohort_of(program).pk
    evaluations.publish(evaluation, by=evaluator)
    evaluation.refresh_from_db()
    assert evaluation.state == "response_due"
    recommendations.ask_answers(evaluation, by=evaluator)
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


def test_a_closed_evaluation_takes_no_more_recommendations():
    finding = FindingFactory(evaluation__state="closed")
    with pytest.raises(MoveError):
        recommendations.add(
            finding.evaluation,
            by=UserFactory(),
            finding=finding,
            text="Late.",
            respond_by=timezone.localdate(),
        )


def test_what_is_rejected_begins_no_action():
    recommendation = RecommendationFactory()
    action = {"action": "Ask.", "owner": PersonFactory(), "due_on": timezone.localdate()}
    recommendations.respond(recommendation, by=UserFactory(), response="rejected", reason="No.", **action)
    assert recommendation.actions.count() == 0


def test_an_action_that_was_not_done_after_all_is_nobodys_again():
    coordinator, evaluator = UserFactory(), UserFactory()
    recommendation = RecommendationFactory()
    owner, due = PersonFactory(), timezone.localdate()
    recommendation = recommendations.respond(
        recommendation,
        by=coordinator,
        response="accepted",
        reason="Yes.",
        action="Ask.",
        owner=owner,
        due_on=due,
    )
    action = recommendations.finish_action(recommendation.actions.get(), by=coordinator)
    action = recommendations.reopen_action(action, by=evaluator)
    assert (action.state, action.done_by) == ("open", None)
    action = recommendations.finish_action(action, by=evaluator)
    recommendations.verify_action(action, by=coordinator)
    recommendations.verify(recommendation, by=evaluator)
    with pytest.raises(MoveError):
        recommendations.add_action(recommendation, by=coordinator, text="More.", owner=owner, due_on=due)


def test_checked_and_current_figures_of_what_it_covers_can_be_cited():
    checker = {"verified_by": UserFactory(), "verified_at": timezone.now()}
    evaluation = EvaluationFactory(state="planned")
    indicator = ProgramIndicatorFactory(program=evaluation.program)
    further = EvaluationProgram.objects.create(evaluation=evaluation, program=ProgramFactory()).program
    corrected = FigureFactory(indicator=indicator, state="verified", **checker)
    newer = FigureFactory(indicator=indicator, state="verified", supersedes=corrected, **checker)
    FigureFactory(indicator=indicator, ends_on=date(2026, 7, 1))
    FigureFactory(indicator=indicator, cell="region=SSA", state="verified", **checker)
    FigureFactory(state="verified", **checker)
    other = FigureFactory(indicator__program=further, ends_on=date(2026, 6, 1), state="verified", **checker)
    assert list(citable_figures(evaluation)) == [newer, other]
