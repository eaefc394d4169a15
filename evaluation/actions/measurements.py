"""Figures of indicators: entered, verified and locked by somebody else, corrected by a new one."""

from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone

from capacity.models import User
from common.log import record
from common.moves import MoveError, check_move
from evaluation.logic.refusals import (
    FigureExistsError,
    IndicatorNotPublishedError,
    NothingSaidError,
    OwnWorkError,
    TooEarlyForImpactError,
)
from evaluation.models import Indicator, IndicatorMeasure, Measurement, Provenance
from evaluation.states import (
    MEASUREMENT_MOVES,
    OPEN_MEASUREMENT_STATES,
    IndicatorState,
    MeasurementState,
)

CORRECTED = ["indicator", "program", "cohort", "measured", "starts_on", "ends_on", "cell", "is_demo"]


@transaction.atomic
def enter(indicator: Indicator, *, by: User, starts_on: date, ends_on: date, **fields: Any) -> Measurement:
    """A draft. Refuses an indicator that is not published, a second figure of the same period and part, impact before
    six months after the end of the cohort (of the period, without a program), and neither a figure nor a reason.
    """
    if indicator.state != IndicatorState.PUBLISHED:
        raise IndicatorNotPublishedError
    figure = Measurement(
        indicator=indicator,
        program=indicator.program,
        measured=f"{ends_on:%Y-%m}",
        starts_on=starts_on,
        ends_on=ends_on,
        provenance=Provenance.MANUAL,
        entered_by=by,
        is_demo=indicator.is_demo,
        **fields,
    )
    _write(figure)
    record("evaluation.measurements.enter", figure, by=by, after={"indicator": indicator.pk})
    return figure


@transaction.atomic
def edit(figure: Measurement, *, by: User, **fields: Any) -> Measurement:
    """Who changes it answers for it. Refuses what is submitted, verified or locked, and what `enter` refuses."""
    figure = _lock(figure)
    if figure.state not in OPEN_MEASUREMENT_STATES:
        raise MoveError(figure.state, MeasurementState.DRAFT)
    for name, value in fields.items():
        setattr(figure, name, value)
    figure.entered_by = by
    _write(figure)
    record("evaluation.measurements.edit", figure, by=by)
    return figure


@transaction.atomic
def submit(figure: Measurement, *, by: User) -> Measurement:
    """Asks for verification."""
    return _move(_lock(figure), MeasurementState.SUBMITTED, by=by, returned_note="")


@transaction.atomic
def send_back(figure: Measurement, *, by: User, reason: str) -> Measurement:
    """Computed parts go with their whole. Refuses who entered it."""
    figure = _lock(figure)
    _not_own(figure, by)
    gone = {"verified_by": None, "verified_at": None}
    return _move(figure, MeasurementState.RETURNED, by=by, returned_note=reason, **gone)


@transaction.atomic
def verify(figure: Measurement, *, by: User) -> Measurement:
    """Computed parts go with their whole. Refuses who entered it."""
    figure = _lock(figure)
    _not_own(figure, by)
    return _move(figure, MeasurementState.VERIFIED, by=by, verified_by=by, verified_at=timezone.now())


@transaction.atomic
def lock(figure: Measurement, *, by: User) -> Measurement:
    """It is final then: the database refuses every change. Computed parts go with their whole. Refuses who entered it,
    and what is not verified.
    """
    figure = _lock(figure)
    _not_own(figure, by)
    return _move(figure, MeasurementState.LOCKED, by=by, locked_by=by, locked_at=timezone.now())


@transaction.atomic
def correct(figure: Measurement, *, by: User, reason: str) -> Measurement:
    """A draft that supersedes it, with its figures to begin with; the old one stays. Refuses what can still be edited,
    and what is corrected already.
    """
    figure = _lock(figure)
    if figure.state in OPEN_MEASUREMENT_STATES:
        raise MoveError(figure.state, MeasurementState.DRAFT)
    if Measurement.objects.filter(supersedes=figure).exists():
        raise FigureExistsError
    names = [
        *CORRECTED,
        "measured_on",
        "n",
        "value",
        "numerator",
        "denominator",
        "text",
        "missing_reason",
        "evidence",
    ]
    draft = Measurement(
        **{name: getattr(figure, name) for name in names},
        provenance=Provenance.MANUAL,
        entered_by=by,
        supersedes=figure,
        note=reason,
    )
    _write(draft)
    record("evaluation.measurements.correct", draft, by=by, before={"measurement": figure.pk})
    return draft


def _write(figure: Measurement) -> None:
    """Saves it with what the database adds, or says why it cannot be."""
    _check(figure)
    try:
        with transaction.atomic():
            figure.save()
    except IntegrityError as refused:
        if "each_measurement_once" in str(refused):
            raise FigureExistsError from refused
        if "impact is measured" in str(refused):
            raise TooEarlyForImpactError from refused
        raise
    figure.refresh_from_db()


def _check(figure: Measurement) -> None:
    measure = figure.indicator.measure
    if measure == IndicatorMeasure.QUALITATIVE:
        said = bool(figure.text)
    elif figure.indicator.is_share:
        said = figure.numerator is not None and figure.denominator is not None
    else:
        said = figure.value is not None
    if said == bool(figure.missing_reason):
        raise NothingSaidError
    if figure.missing_reason:
        figure.value = figure.numerator = figure.denominator = None


def _not_own(figure: Measurement, by: User) -> None:
    if figure.entered_by_id == by.pk:
        raise OwnWorkError


def _move(figure: Measurement, state: str, *, by: User, **fields: Any) -> Measurement:
    before = figure.state
    check_move(MEASUREMENT_MOVES, before, state)
    for part in _parts(figure):
        _move(part, state, by=by, **fields)
    figure.state = state
    for name, value in fields.items():
        setattr(figure, name, value)
    figure.save(update_fields=["state", *fields, "updated_at"])
    record("evaluation.measurements.move", figure, by=by, before={"state": before}, after={"state": state})
    return figure


def _parts(figure: Measurement) -> "QuerySet[Measurement]":
    """What was computed with it, of the same period, and stands where it stands."""
    if figure.provenance != Provenance.COMPUTED or figure.cell:
        return Measurement.objects.none()
    place = {
        name: getattr(figure, name)
        for name in ("indicator", "cohort", "starts_on", "ends_on", "state", "provenance")
    }
    parts = Measurement.objects.current().select_for_update(of=["self"]).select_related("indicator")
    return parts.filter(**place).exclude(cell="").order_by("pk")


def _lock(figure: Measurement) -> Measurement:
    return Measurement.objects.select_for_update(of=["self"]).select_related("indicator").get(pk=figure.pk)
