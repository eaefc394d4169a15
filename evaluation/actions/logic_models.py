"""Logic models: written as an outline, approved by a second person, followed by a new version."""

from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from capacity.models import User
from common.log import record
from common.moves import MoveError, check_move
from evaluation.logic.refusals import (
    CircleError,
    DraftExistsError,
    EmptyModelError,
    OwnWorkError,
    UnmeasuredOutcomeError,
)
from evaluation.models import Indicator, LogicModel, Result, ResultLink
from evaluation.states import LOGIC_MODEL_MOVES, IndicatorState, LogicModelState
from programs.models import Program


@transaction.atomic
def begin(program: Program, *, by: User, situation: str = "", language: Any = None) -> LogicModel:
    """A draft; after an approved version a copy of it. Refuses a second draft."""
    earlier = LogicModel.objects.filter(program=program).order_by("-version").select_for_update()
    last = earlier.first()
    if last is not None and last.state == LogicModelState.DRAFT:
        raise DraftExistsError
    model = LogicModel.objects.create(
        program=program,
        version=last.version + 1 if last else 1,
        situation=situation or (last.situation if last else ""),
        language=language or (last.language if last else program.original_language),
        written_by=by,
        is_demo=program.is_demo,
    )
    if last is not None:
        _copy(last, model)
    record("evaluation.logic_models.begin", model, by=by, after={"version": model.version})
    return model


@transaction.atomic
def edit(model: LogicModel, *, by: User, situation: str, language: Any) -> LogicModel:
    """Refuses what is approved."""
    model = _draft(model, by)
    model.situation, model.language = situation, language
    model.save(update_fields=["situation", "language", "updated_at"])
    record("evaluation.logic_models.edit", model, by=by)
    return model


@transaction.atomic
def add_result(model: LogicModel, *, by: User, **fields: Any) -> Result:
    """Refuses an approved model."""
    model = _draft(model, by)
    result = Result.objects.create(model=model, is_demo=model.is_demo, **fields)
    record("evaluation.logic_models.add_result", model, by=by, after={"result": result.pk})
    return result


@transaction.atomic
def edit_result(result: Result, *, by: User, **fields: Any) -> Result:
    """Indicators that tell of it follow while they are drafts. Refuses an approved model."""
    model = _draft(result.model, by)
    for name, value in fields.items():
        setattr(result, name, value)
    result.save()
    record("evaluation.logic_models.edit_result", model, by=by, after={"result": result.pk})
    return result


@transaction.atomic
def remove_result(result: Result, *, by: User) -> LogicModel:
    """With its links; indicators that tell of it stay without it while they are drafts. Refuses an approved model."""
    model = _draft(result.model, by)
    result.indicators.filter(state="draft").update(result=None)
    if result.indicators.exists():
        raise MoveError(model.state, LogicModelState.DRAFT)
    record("evaluation.logic_models.remove_result", model, by=by, before={"result": result.pk})
    ResultLink.objects.filter(cause=result).delete()
    ResultLink.objects.filter(effect=result).delete()
    result.delete()
    return model


@transaction.atomic
def link(model: LogicModel, *, by: User, **fields: Any) -> ResultLink:
    """Refuses an approved model, and what would run in a circle."""
    model = _draft(model, by)
    return _save(ResultLink(model=model, is_demo=model.is_demo, **fields), by=by)


@transaction.atomic
def edit_link(each: ResultLink, *, by: User, **fields: Any) -> ResultLink:
    """Refuses what `link` refuses."""
    _draft(each.model, by)
    for name, value in fields.items():
        setattr(each, name, value)
    return _save(each, by=by)


@transaction.atomic
def unlink(each: ResultLink, *, by: User) -> LogicModel:
    """Refuses an approved model."""
    model = _draft(each.model, by)
    record("evaluation.logic_models.unlink", model, by=by, before={"link": each.pk})
    each.delete()
    return model


@transaction.atomic
def approve(model: LogicModel, *, by: User) -> LogicModel:
    """It cannot change then, and takes the place of the version before. Refuses who wrote it last, and a model without
    an activity, an outcome and a link, or with an outcome that no indicator measures.
    """
    model = _lock(model)
    check_move(LOGIC_MODEL_MOVES, model.state, LogicModelState.APPROVED)
    if model.written_by_id == by.pk:
        raise OwnWorkError
    levels = {result.level for result in model.results.all()}
    if not {"activity", "outcome"} <= levels or not model.links.exists():
        raise EmptyModelError
    _check_measured(model)
    LogicModel.objects.filter(program=model.program_id, state=LogicModelState.APPROVED).update(
        state=LogicModelState.SUPERSEDED, updated_at=timezone.now()
    )
    model.state, model.approved_by, model.approved_at = LogicModelState.APPROVED, by, timezone.now()
    model.save(update_fields=["state", "approved_by", "approved_at", "updated_at"])
    record("evaluation.logic_models.approve", model, by=by, after={"version": model.version})
    return model


def _check_measured(model: LogicModel) -> None:
    """Indicators of a result count for its copies in later versions."""
    measured = set(
        Indicator.objects.filter(program=model.program_id)
        .exclude(state=IndicatorState.RETIRED)
        .values_list("result", flat=True)
    )
    origins = dict(Result.objects.filter(model__program=model.program_id).values_list("pk", "copied_from"))
    for result in model.results.all():
        same: int | None = result.pk
        while same is not None and same not in measured:
            same = origins.get(same)
        if result.level == "outcome" and same is None:
            raise UnmeasuredOutcomeError


def follow(model: LogicModel, *, by: User) -> LogicModel:
    """The next version, as a draft."""
    return begin(model.program, by=by)


def _save(each: ResultLink, *, by: User) -> ResultLink:
    is_circle = each.cause_id == each.effect_id or each.cause_id in _reached(each)
    if is_circle:
        raise CircleError
    try:
        with transaction.atomic():
            each.save()
    except IntegrityError as refused:
        raise DraftExistsError from refused
    record("evaluation.logic_models.link", each.model, by=by, after={"link": each.pk})
    return each


def _reached(each: ResultLink) -> set[int]:
    """Everything that its effect leads to."""
    ways: dict[int, set[int]] = {}
    others = ResultLink.objects.filter(model=each.model_id).exclude(pk=each.pk)
    for cause, effect in others.values_list("cause", "effect"):
        ways.setdefault(cause, set()).add(effect)
    reached, waiting = set(), [each.effect_id]
    while waiting:
        here = waiting.pop()
        if here not in reached:
            reached.add(here)
            waiting += ways.get(here, set())
    return reached


def _copy(last: LogicModel, model: LogicModel) -> None:
    new = {}
    for result in last.results.all():
        new[result.pk] = Result.objects.create(
            model=model,
            kind=result.kind,
            statement=result.statement,
            position=result.position,
            copied_from=result,
            is_demo=model.is_demo,
        )
    for each in last.links.all():
        ResultLink.objects.create(
            model=model,
            cause=new[each.cause_id],
            effect=new[each.effect_id],
            assumption=each.assumption,
            strength=each.strength,
            is_demo=model.is_demo,
        )


def _draft(model: LogicModel, by: User) -> LogicModel:
    """Locked; whoever changes it is its last writer."""
    model = _lock(model)
    check_move(LOGIC_MODEL_MOVES, model.state, LogicModelState.APPROVED)
    if model.written_by_id != by.pk:
        model.written_by = by
        model.save(update_fields=["written_by", "updated_at"])
    return model


def _lock(model: LogicModel) -> LogicModel:
    return LogicModel.objects.select_for_update().get(pk=model.pk)
