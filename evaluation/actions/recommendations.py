"""The loop from a recommendation to what was done because of it; and what was learned."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from capacity.models import Stakeholder, User
from common.log import record
from common.moves import MoveError, check_move
from common.search import searchable
from evaluation.logic.refusals import OwnWorkError, UnfinishedActionsError
from evaluation.models import Action, Evaluation, Finding, Learning, Recommendation, ResponseKind
from evaluation.states import (
    ACTION_MOVES,
    PUBLIC_EVALUATION_STATES,
    RECOMMENDATION_MOVES,
    ActionState,
    EvaluationState,
    RecommendationState,
)
from programs.actions import holds
from programs.models import Program

HOLD_LETTERS = 500  # of the recommendation, which can be longer


@transaction.atomic
def add(
    evaluation: Evaluation,
    *,
    by: User,
    finding: Finding,
    text: str,
    respond_by: date,
    program: Program | None = None,
) -> Recommendation:
    """Asks the program that answers for the evaluation, or another one that it covers. If the evaluation is published,
    the program is held at once. Refuses a closed evaluation.
    """
    evaluation = Evaluation.objects.select_for_update().get(pk=evaluation.pk)
    if evaluation.state == EvaluationState.CLOSED:
        raise MoveError(evaluation.state, EvaluationState.PUBLISHED)
    made = Recommendation.objects.create(
        evaluation=evaluation,
        program=program or evaluation.program,
        finding=finding,
        text=text,
        respond_by=respond_by,
        is_demo=evaluation.is_demo,
    )
    record("evaluation.recommendations.add", made, by=by, after={"finding": finding.pk})
    ask_answers(evaluation, by=by)
    return made


def ask_answers(evaluation: Evaluation, *, by: User) -> None:
    """Of a published evaluation: neither the program nor a new cohort is published until each is answered, and answers
    are due. Running it again changes nothing.
    """
    if evaluation.state not in PUBLIC_EVALUATION_STATES:
        return
    open_ones = evaluation.recommendations.filter(state=RecommendationState.OPEN)
    for each in open_ones.select_for_update(of=["self"]).filter(hold=None).select_related("program"):
        each.hold = holds.put(each.program, by=None, reason=each.text[:HOLD_LETTERS])
        each.save(update_fields=["hold", "updated_at"])
    if evaluation.state == EvaluationState.PUBLISHED and open_ones.exists():
        evaluation.state = EvaluationState.RESPONSE_DUE
        evaluation.save(update_fields=["state", "updated_at"])
        record("evaluation.recommendations.ask_answers", evaluation, by=by)


@transaction.atomic
def respond(
    recommendation: Recommendation,
    *,
    by: User,
    response: str,
    reason: str,
    action: str = "",
    owner: Stakeholder | None = None,
    due_on: date | None = None,
) -> Recommendation:
    """Lifts the hold. What is accepted begins with an action. Refuses a second answer."""
    recommendation = _lock(recommendation)
    check_move(RECOMMENDATION_MOVES, recommendation.state, RecommendationState.ANSWERED)
    recommendation.response, recommendation.response_reason = response, reason
    recommendation.responded_by, recommendation.responded_at = by, timezone.now()
    recommendation.state = RecommendationState.ANSWERED
    recommendation.save()
    record("evaluation.recommendations.respond", recommendation, by=by, after={"response": response})
    if response != ResponseKind.REJECTED and action and owner and due_on:
        _add_action(recommendation, by=by, text=action, owner=owner, due_on=due_on)
    if recommendation.hold is not None:
        holds.lift(recommendation.hold, by=by)
    return recommendation


@transaction.atomic
def add_action(
    recommendation: Recommendation, *, by: User, text: str, owner: Stakeholder, due_on: date
) -> Action:
    """Refuses what is not answered, or verified."""
    recommendation = _lock(recommendation)
    check_move(RECOMMENDATION_MOVES, recommendation.state, RecommendationState.VERIFIED)
    return _add_action(recommendation, by=by, text=text, owner=owner, due_on=due_on)


def _add_action(
    recommendation: Recommendation, *, by: User, text: str, owner: Stakeholder, due_on: date
) -> Action:
    action = Action.objects.create(
        recommendation=recommendation, text=text, owner=owner, due_on=due_on, is_demo=recommendation.is_demo
    )
    record("evaluation.recommendations.add_action", recommendation, by=by, after={"action": action.pk})
    return action


@transaction.atomic
def finish_action(action: Action, *, by: User) -> Action:
    """Says that it is done."""
    return _move_action(action, ActionState.DONE, by=by, done_by=by)


@transaction.atomic
def verify_action(action: Action, *, by: User) -> Action:
    """Refuses who said that it was done."""
    if action.done_by_id == by.pk:
        raise OwnWorkError
    return _move_action(action, ActionState.VERIFIED, by=by, verified_by=by)


@transaction.atomic
def reopen_action(action: Action, *, by: User) -> Action:
    """It was not done after all."""
    return _move_action(action, ActionState.OPEN, by=by, done_by=None)


@transaction.atomic
def verify(recommendation: Recommendation, *, by: User) -> Recommendation:
    """The loop is closed. Refuses who answered it, and while an action is not verified."""
    recommendation = _lock(recommendation)
    check_move(RECOMMENDATION_MOVES, recommendation.state, RecommendationState.VERIFIED)
    if recommendation.responded_by_id == by.pk:
        raise OwnWorkError
    if recommendation.actions.exclude(state=ActionState.VERIFIED).exists():
        raise UnfinishedActionsError
    recommendation.state = RecommendationState.VERIFIED
    recommendation.save(update_fields=["state", "updated_at"])
    record("evaluation.recommendations.verify", recommendation, by=by)
    return recommendation


@transaction.atomic
def learn(program: Program, *, by: User, **fields: Any) -> Learning:
    """Everybody can find it, if the program is public."""
    learning = Learning(program=program, written_by=by, is_demo=program.is_demo, **fields)
    return _save_learning(learning, by=by, verb="learn")


@transaction.atomic
def rewrite(learning: Learning, *, by: User, **fields: Any) -> Learning:
    """What is searched follows."""
    learning = Learning.objects.select_for_update().get(pk=learning.pk)
    for name, value in fields.items():
        setattr(learning, name, value)
    return _save_learning(learning, by=by, verb="rewrite")


def _save_learning(learning: Learning, *, by: User, verb: str) -> Learning:
    texts = [
        getattr(learning, name) for name in ("title", "expected", "observed", "why", "so_what", "now_what")
    ]
    learning.search_text = searchable(*texts, learning.program.title)
    learning.save()
    record(f"evaluation.recommendations.{verb}", learning, by=by)
    return learning


def _move_action(action: Action, state: str, *, by: User, **fields: Any) -> Action:
    action = Action.objects.select_for_update().get(pk=action.pk)
    before = action.state
    check_move(ACTION_MOVES, before, state)
    action.state = state
    for name, value in fields.items():
        setattr(action, name, value)
    action.save(update_fields=["state", *fields, "updated_at"])
    record(
        "evaluation.recommendations.move_action",
        action,
        by=by,
        before={"state": before},
        after={"state": state},
    )
    return action


def _lock(recommendation: Recommendation) -> Recommendation:
    return (
        Recommendation.objects.select_for_update(of=["self"]).select_related("hold").get(pk=recommendation.pk)
    )
