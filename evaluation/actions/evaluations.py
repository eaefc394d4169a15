"""Evaluations: planned, the plan approved and kept, findings written, looked at by a second person, published."""

from collections.abc import Iterable
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from capacity.models import User
from common.log import record
from common.moves import MoveError, check_move
from evaluation.actions import recommendations
from evaluation.logic import canonical
from evaluation.logic.refusals import AttributionError, NoPlanError, NothingFoundError, OwnWorkError
from evaluation.models import Claim, Evaluation, EvaluationProgram, Finding, Measurement
from evaluation.models.evaluation import PLAN_FIELDS
from evaluation.states import (
    CLAIM_MOVES,
    EVALUATION_MOVES,
    WRITABLE_EVALUATION_STATES,
    ClaimState,
    EvaluationState,
)
from programs.models import Program


@transaction.atomic
def begin(program: Program, *, by: User, also: Iterable[Program] = (), **fields: Any) -> Evaluation:
    """Planned, and seen only by those who have to do with a program that it covers."""
    evaluation = Evaluation.objects.create(program=program, lead=by, is_demo=program.is_demo, **fields)
    _cover(evaluation, also)
    record("evaluation.evaluations.begin", evaluation, by=by, after={"program": program.pk})
    return evaluation


@transaction.atomic
def edit(
    evaluation: Evaluation, *, by: User, also: Iterable[Program] | None = None, **fields: Any
) -> Evaluation:
    """Refuses what has an approved plan."""
    evaluation = _lock(evaluation)
    check_move(EVALUATION_MOVES, evaluation.state, EvaluationState.TOR_APPROVED)
    for name, value in fields.items():
        setattr(evaluation, name, value)
    evaluation.save()
    if also is not None:
        evaluation.further.all().delete()
        _cover(evaluation, also)
    record("evaluation.evaluations.edit", evaluation, by=by)
    return evaluation


@transaction.atomic
def approve_plan(evaluation: Evaluation, *, by: User) -> Evaluation:
    """The plan, in its canonical form, is kept with its hash: the database refuses every change of it. Refuses who
    leads the evaluation, and a plan without questions or without how they will be answered.
    """
    evaluation = _lock(evaluation)
    check_move(EVALUATION_MOVES, evaluation.state, EvaluationState.TOR_APPROVED)
    if evaluation.lead_id == by.pk:
        raise OwnWorkError
    if not evaluation.questions.strip() or not evaluation.plan.strip():
        raise NoPlanError
    evaluation.plan_document = plan_document(evaluation)
    evaluation.plan_hash = canonical.sha256(evaluation.plan_document)
    evaluation.plan_approved_by, evaluation.plan_approved_at = by, timezone.now()
    evaluation.state = EvaluationState.TOR_APPROVED
    evaluation.save()
    record("evaluation.evaluations.approve_plan", evaluation, by=by, after={"sha256": evaluation.plan_hash})
    return evaluation


def plan_document(evaluation: Evaluation) -> str:
    """What is planned, in its one form: a line of JSON."""
    told = {name: getattr(evaluation, name).replace("\r\n", "\n") for name in PLAN_FIELDS}
    programs = sorted(program.slug for program in evaluation.programs)
    return canonical.line({**told, "language": evaluation.language_id, "programs": programs})


@transaction.atomic
def add_finding(
    evaluation: Evaluation, *, by: User, figures: Iterable[Measurement] = (), **fields: Any
) -> Finding:
    """Refuses what is in review or later, and before anything is collected."""
    evaluation = _writable(evaluation)
    finding = Finding.objects.create(evaluation=evaluation, is_demo=evaluation.is_demo, **fields)
    finding.figures.set(figures)
    record("evaluation.evaluations.add_finding", evaluation, by=by, after={"finding": finding.pk})
    return finding


@transaction.atomic
def add_claim(evaluation: Evaluation, *, by: User, **fields: Any) -> Claim:
    """Refuses what is in review or later; and that the program caused something, where the design cannot tell."""
    evaluation = _writable(evaluation)
    try:
        with transaction.atomic():
            claim = Claim.objects.create(
                evaluation=evaluation, written_by=by, is_demo=evaluation.is_demo, **fields
            )
    except IntegrityError as refused:
        raise AttributionError from refused
    record("evaluation.evaluations.add_claim", evaluation, by=by, after={"claim": claim.pk})
    return claim


@transaction.atomic
def judge_claim(claim: Claim, *, by: User, state: str) -> Claim:
    """Refuses who wrote it."""
    claim = Claim.objects.select_for_update().get(pk=claim.pk)
    before = claim.state
    check_move(CLAIM_MOVES, before, state)
    if claim.written_by_id == by.pk and state != ClaimState.RETRACTED:
        raise OwnWorkError
    claim.state = state
    if claim.written_by_id != by.pk:
        claim.reviewed_by = by
    claim.save(update_fields=["state", "reviewed_by", "updated_at"])
    record(
        "evaluation.evaluations.judge_claim", claim, by=by, before={"state": before}, after={"state": state}
    )
    return claim


@transaction.atomic
def collect(evaluation: Evaluation, *, by: User) -> Evaluation:
    """Begins collecting, or goes back to it. Refuses what has no approved plan."""
    return _move(_lock(evaluation), EvaluationState.COLLECTING, by=by)


@transaction.atomic
def analyze(evaluation: Evaluation, *, by: User) -> Evaluation:
    """Begins analyzing, or goes back to it from the review."""
    return _move(_lock(evaluation), EvaluationState.ANALYZING, by=by)


@transaction.atomic
def ask_review(evaluation: Evaluation, *, by: User) -> Evaluation:
    """Refuses an evaluation without a finding."""
    evaluation = _lock(evaluation)
    if not evaluation.findings.exists():
        raise NothingFoundError
    return _move(evaluation, EvaluationState.PEER_REVIEW, by=by)


@transaction.atomic
def publish(evaluation: Evaluation, *, by: User) -> Evaluation:
    """Everybody can read it. Answers are due where something is recommended: each open recommendation holds its program
    until it is answered. Refuses who leads the evaluation.
    """
    evaluation = _lock(evaluation)
    if evaluation.lead_id == by.pk:
        raise OwnWorkError
    evaluation.published_by, evaluation.published_at = by, timezone.now()
    evaluation.save(update_fields=["published_by", "published_at"])
    evaluation = _move(evaluation, EvaluationState.PUBLISHED, by=by)
    recommendations.ask_answers(evaluation, by=by)
    return evaluation


@transaction.atomic
def close(evaluation: Evaluation, *, by: User) -> Evaluation:
    """Refuses while a recommendation is not answered."""
    evaluation = _lock(evaluation)
    if evaluation.recommendations.filter(state="open").exists():
        raise MoveError(evaluation.state, EvaluationState.CLOSED)
    return _move(evaluation, EvaluationState.CLOSED, by=by)


def _writable(evaluation: Evaluation) -> Evaluation:
    evaluation = _lock(evaluation)
    if evaluation.state not in WRITABLE_EVALUATION_STATES:
        raise MoveError(evaluation.state, EvaluationState.COLLECTING)
    return evaluation


def _cover(evaluation: Evaluation, programs: Iterable[Program]) -> None:
    """Further programs; naming the one that answers again changes nothing."""
    further = {program.pk for program in programs} - {evaluation.program_id}
    EvaluationProgram.objects.bulk_create(
        EvaluationProgram(evaluation=evaluation, program_id=pk, is_demo=evaluation.is_demo)
        for pk in sorted(further)
    )


def _move(evaluation: Evaluation, state: str, *, by: User) -> Evaluation:
    before = evaluation.state
    check_move(EVALUATION_MOVES, before, state)
    evaluation.state = state
    evaluation.save(update_fields=["state", "updated_at"])
    record("evaluation.evaluations.move", evaluation, by=by, before={"state": before}, after={"state": state})
    return evaluation


def _lock(evaluation: Evaluation) -> Evaluation:
    return Evaluation.objects.select_for_update().get(pk=evaluation.pk)
