"""Indicators: written, published, changed by a new version; their baselines and targets."""

import secrets
from typing import Any

from django.db import transaction
from django.utils.text import slugify

from capacity.models import User
from common.log import record
from common.moves import check_move
from evaluation.logic.refusals import DraftExistsError
from evaluation.models import Baseline, Disaggregation, Indicator, Target
from evaluation.states import INDICATOR_MOVES, IndicatorState
from programs.models import Program

COPIED = [
    "code", "program", "result", "level", "name", "definition", "unit", "measure", "direction", "tolerance", "lowest",
    "highest", "is_about_people", "is_crossed", "frequency", "window_months", "period_aggregation", "unit_aggregation",
    "computation", "data_source", "purpose", "is_demo",
]  # fmt: skip
BASELINE = ["cell", "as_of", "value", "data_source"]
TARGET = ["cell", "starts_on", "ends_on", "value"]


@transaction.atomic
def begin(
    program: Program, *, by: User, disaggregations: list[Disaggregation] | None = None, **fields: Any
) -> Indicator:
    """A draft, seen only by those who have to do with the program."""
    code = f"{slugify(fields['name'])[:80] or 'indicator'}-{secrets.token_hex(3)}"
    indicator = Indicator.objects.create(
        code=code,
        program=program,
        state=IndicatorState.DRAFT,
        created_by=by,
        is_demo=program.is_demo,
        **fields,
    )
    indicator.disaggregations.set(disaggregations or [])
    record("evaluation.indicators.begin", indicator, by=by, after={"program": program.pk})
    return indicator


@transaction.atomic
def edit(
    indicator: Indicator, *, by: User, disaggregations: list[Disaggregation] | None = None, **fields: Any
) -> Indicator:
    """Refuses what is published: it changes by a new version only."""
    indicator = _lock(indicator)
    check_move(INDICATOR_MOVES, indicator.state, IndicatorState.PUBLISHED)
    for name, value in fields.items():
        setattr(indicator, name, value)
    indicator.save()
    indicator.disaggregations.set(disaggregations or [])
    record("evaluation.indicators.edit", indicator, by=by)
    return indicator


@transaction.atomic
def publish(indicator: Indicator, *, by: User) -> Indicator:
    """From now on it cannot change, and figures can be entered. An earlier version is retired. Refuses what is not a
    draft.
    """
    indicator = _lock(indicator)
    check_move(INDICATOR_MOVES, indicator.state, IndicatorState.PUBLISHED)
    for earlier in Indicator.objects.filter(code=indicator.code, state=IndicatorState.PUBLISHED):
        _move(earlier, IndicatorState.RETIRED, by=by)
    return _move(indicator, IndicatorState.PUBLISHED, by=by)


@transaction.atomic
def retire(indicator: Indicator, *, by: User) -> Indicator:
    """No more figures are entered; those there stay. Refuses what is not published."""
    return _move(_lock(indicator), IndicatorState.RETIRED, by=by)


@transaction.atomic
def revise(indicator: Indicator, *, by: User, reason: str) -> Indicator:
    """A draft of the next version, with baselines and targets as they stand. Refuses a second draft, and what is not
    published.
    """
    indicator = _lock(indicator)
    check_move(INDICATOR_MOVES, indicator.state, IndicatorState.RETIRED)
    if Indicator.objects.filter(code=indicator.code, state=IndicatorState.DRAFT).exists():
        raise DraftExistsError
    draft = Indicator.objects.create(
        **{name: getattr(indicator, name) for name in COPIED},
        version=indicator.version + 1,
        state=IndicatorState.DRAFT,
        change_reason=reason,
        created_by=by,
    )
    draft.disaggregations.set(indicator.disaggregations.all())
    for baseline in indicator.baselines.order_by("created_at", "pk"):
        set_baseline(draft, by=by, **{name: getattr(baseline, name) for name in BASELINE})
    for target in indicator.targets.order_by("created_at", "pk"):
        set_target(draft, by=by, **{name: getattr(target, name) for name in TARGET})
    record("evaluation.indicators.revise", draft, by=by, before={"version": indicator.version})
    return draft


@transaction.atomic
def set_baseline(indicator: Indicator, *, by: User, **fields: Any) -> Baseline:
    """The newest of a cell counts; earlier ones stay."""
    baseline = Baseline.objects.create(indicator=indicator, set_by=by, is_demo=indicator.is_demo, **fields)
    record("evaluation.indicators.set_baseline", indicator, by=by, after={"baseline": baseline.pk})
    return baseline


@transaction.atomic
def set_target(indicator: Indicator, *, by: User, **fields: Any) -> Target:
    """The newest of a period and cell counts; earlier ones stay, and what was set when data were there is marked."""
    target = Target.objects.create(indicator=indicator, set_by=by, is_demo=indicator.is_demo, **fields)
    record("evaluation.indicators.set_target", indicator, by=by, after={"target": target.pk})
    target.refresh_from_db()
    return target


def _move(indicator: Indicator, state: str, *, by: User) -> Indicator:
    before = indicator.state
    check_move(INDICATOR_MOVES, before, state)
    indicator.state = state
    indicator.save(update_fields=["state", "updated_at"])
    record("evaluation.indicators.move", indicator, by=by, before={"state": before}, after={"state": state})
    return indicator


def _lock(indicator: Indicator) -> Indicator:
    return Indicator.objects.select_for_update().get(pk=indicator.pk)
