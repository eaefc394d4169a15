"""Figures that the portal computes, by the clock: as often as it runs, the same figures stand there once."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from assessments.logic.timing import months_later
from common.log import record
from evaluation.logic import periods
from evaluation.models import Frequency, Indicator, Measurement, MissingReason, Provenance
from evaluation.queries.computations import METHODS, Computed, cohorts_between, computed
from evaluation.states import IndicatorState, MeasurementState
from programs.models import Cohort

PERIODS_BACK = 2  # finished periods that are caught up with


def compute_due() -> int:
    """Computes what is due for every published indicator; tells how many figures are new or changed."""
    indicators = Indicator.objects.filter(state=IndicatorState.PUBLISHED, program__isnull=False)
    due = indicators.exclude(computation="").select_related("program").prefetch_related("disaggregations")
    return sum(compute(indicator) for indicator in due.order_by("pk"))


def compute(indicator: Indicator) -> int:
    """Of one indicator. A figure that came out differently is changed while nobody has checked it, and superseded by a
    new one when somebody has.
    """
    dimensions = [each.code for each in indicator.disaggregations.all()]
    return sum(
        _keep(indicator, cohort, starts_on, ends_on, found)
        for cohort, starts_on, ends_on, cohorts in _due(indicator)
        for found in computed(indicator.computation, cohorts, dimensions, crossed=indicator.is_crossed)
    )


def _due(indicator: Indicator) -> Iterator[tuple[int | None, date, date, list[int]]]:
    """Cohort or none, period, and the cohorts of which the figure tells."""
    today = timezone.localdate()
    program = indicator.program_id or 0
    if indicator.frequency == Frequency.ONCE:
        over = Cohort.objects.filter(program=program, cancelled_at=None, ends_on__lt=today)
        for cohort in over.order_by("ends_on", "pk"):
            if months_later(cohort.ends_on, indicator.window_months) < today:
                yield cohort.pk, cohort.starts_on, cohort.ends_on, [cohort.pk]
        return
    spans = periods.finished(indicator.frequency, today)
    for span in [next(spans) for _each in range(PERIODS_BACK)][::-1]:
        cohorts = cohorts_between(program, span.starts_on, span.ends_on)
        if cohorts:
            yield None, span.starts_on, span.ends_on, cohorts


@transaction.atomic
def _keep(indicator: Indicator, cohort: int | None, starts_on: date, ends_on: date, found: Computed) -> int:
    fields: dict[str, Any] = {
        "n": found.n,
        "value": found.value,
        "numerator": found.numerator,
        "denominator": found.denominator,
        "missing_reason": MissingReason.TOO_FEW if found.value is None and not found.denominator else "",
    }
    place = {
        "indicator": indicator, "program_id": indicator.program_id, "cohort_id": cohort, "starts_on": starts_on,
        "ends_on": ends_on, "cell": found.cell, "provenance": Provenance.COMPUTED,
    }  # fmt: skip
    last = (
        Measurement.objects.current().select_for_update(of=["self"]).filter(**place).order_by("-pk").first()
    )
    if last is not None and _same(last, fields):
        return 0
    fields |= {"measured_on": timezone.localdate(), "method_id": METHODS[indicator.computation]}
    if last is not None and last.state in {MeasurementState.SUBMITTED, MeasurementState.RETURNED}:
        Measurement.objects.filter(pk=last.pk).update(
            **fields, state=MeasurementState.SUBMITTED, updated_at=timezone.now()
        )
        return 1
    figure = Measurement.objects.create(
        **place,
        **fields,
        measured=f"{ends_on:%Y-%m}",
        state=MeasurementState.SUBMITTED,
        supersedes=last,
        is_demo=indicator.is_demo,
    )
    record("evaluation.computing.compute", figure, by=None, after={"indicator": indicator.pk})
    return 1


def _same(figure: Measurement, fields: dict[str, Any]) -> bool:
    names = ["n", "numerator", "denominator", "missing_reason"]
    if not fields["denominator"]:
        names.append("value")
    return all(getattr(figure, name) == fields[name] for name in names)
