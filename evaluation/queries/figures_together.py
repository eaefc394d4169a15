"""The figures of an indicator's cohorts and periods taken together, as its definition says."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from evaluation.logic.aggregation import Figure, over_periods, over_units
from evaluation.models import Indicator, Measurement, UnitAggregation
from evaluation.queries.computations import cohorts_between, distinct_people


@dataclass(frozen=True, kw_only=True)
class Together:
    """`figure` is empty where they cannot be combined; hidden where a part of it is, or where it would tell of few."""

    label: str
    figure: Figure | None
    is_hidden: bool = False


def together(indicator: Indicator, figures: Sequence[Measurement], hidden: set[int]) -> list[Together]:
    """`figures` are those the reader may see, without parts; `hidden` the keys of those whose numbers she may not."""
    cohorts = [each for each in figures if each.cohort_id]
    periods = sorted((each for each in figures if not each.cohort_id), key=_by_period)
    found = []
    if len(cohorts) > 1 and indicator.unit_aggregation != UnitAggregation.NONE:
        found.append(_combined(indicator, _("All cohorts"), cohorts, hidden))
    if len(periods) > 1 and indicator.unit_aggregation == UnitAggregation.DISTINCT:
        found.append(_combined(indicator, _("All periods"), periods, hidden))
    elif len(periods) > 1 and indicator.period_aggregation != "none":
        combined = over_periods([_figure(each) for each in periods], indicator.period_aggregation)
        found.append(_unless_hidden(_("All periods"), combined, periods, hidden))
    return found


def _combined(indicator: Indicator, label: str, figures: Sequence[Measurement], hidden: set[int]) -> Together:
    if indicator.unit_aggregation == UnitAggregation.DISTINCT:
        return _people_once(indicator, label, figures, hidden)
    factor = 100 if indicator.measure == "percentage" else 1
    combined = over_units([_figure(each) for each in figures], indicator.unit_aggregation, factor=factor)
    return _unless_hidden(label, combined, figures, hidden)


def _people_once(
    indicator: Indicator, label: str, figures: Sequence[Measurement], hidden: set[int]
) -> Together:
    """Counted in the records; how many were in several is itself a number of people."""
    people = distinct_people(indicator.computation, _cohorts(indicator, figures))
    if people is None:
        return Together(label=label, figure=None)
    repeated = sum(int(each.value or 0) for each in figures) - people
    tells_of_few = indicator.is_about_people and 0 < repeated < settings.MINIMUM_CELL_PEOPLE
    figure = Figure(value=Decimal(people), n=people)
    if tells_of_few:
        return Together(label=label, figure=None, is_hidden=True)
    return _unless_hidden(label, figure, figures, hidden)


def _unless_hidden(
    label: str, combined: Figure | None, figures: Sequence[Measurement], hidden: set[int]
) -> Together:
    if any(each.pk in hidden for each in figures):  # the whole less the rest would tell it
        return Together(label=label, figure=None, is_hidden=True)
    return Together(label=label, figure=combined)


def _cohorts(indicator: Indicator, figures: Sequence[Measurement]) -> list[int]:
    found = {each.cohort_id for each in figures if each.cohort_id}
    for each in figures:
        if not each.cohort_id and each.starts_on and each.ends_on:
            found |= set(cohorts_between(indicator.program_id or 0, each.starts_on, each.ends_on))
    return sorted(found)


def _figure(each: Measurement) -> Figure:
    return Figure(value=each.value, numerator=each.numerator, denominator=each.denominator, n=each.n)


def _by_period(each: Measurement) -> tuple[Any, int]:
    return each.ends_on, each.pk
