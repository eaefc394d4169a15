"""Which figures of an indicator everybody may see. Pages and the API ask here, so that neither tells more."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from decimal import Decimal
from typing import Any

from django.conf import settings

from evaluation.logic.cells import parts_of
from evaluation.logic.parts import hidden_cells
from evaluation.models import Disaggregation, IndicatorMeasure, Measurement

# What figures must have in common to be a whole and its parts. What others published has no dates, and is told by its
# community and the time that its source gives.
PLACE = (
    "indicator_id", "program_id", "cohort_id", "starts_on", "ends_on", "community_language_id", "measured",
)  # fmt: skip


def dimensions_by_code() -> dict[str, Disaggregation]:
    return {each.code: each for each in Disaggregation.objects.prefetch_related("values")}


def hidden_beside(figure: Measurement, dimensions: Mapping[str, Disaggregation]) -> set[int]:
    """Of one figure and those of its period, also those that nobody has checked yet: what stands beside them must not
    tell them. An earlier figure is hidden where the one in its place is, or the difference would tell of few.
    """
    place = {name: getattr(figure, name) for name in PLACE}
    current = list(Measurement.objects.current().filter(**place).select_related("indicator"))
    hidden = hidden_among(current, dimensions)
    now = next((each for each in current if each.cell == figure.cell), None)
    if now is None or now.pk == figure.pk:
        return hidden
    alone = hidden_among([figure], dimensions)
    is_told = now.pk in hidden or (figure.indicator.is_about_people and _differs_by_few(figure, now))
    return hidden | alone | ({figure.pk} if is_told else set())


def _differs_by_few(figure: Measurement, now: Measurement) -> bool:
    pairs: list[tuple[Any, Any]] = [
        (figure.n, now.n),
        (figure.numerator, now.numerator),
        (figure.denominator, now.denominator),
    ]
    return any(0 < abs((one or 0) - (other or 0)) < settings.MINIMUM_CELL_PEOPLE for one, other in pairs)


def hidden_among(figures: Iterable[Measurement], dimensions: Mapping[str, Disaggregation]) -> set[int]:
    """The keys of those that must not be shown, of all current figures of one indicator or several."""
    periods: dict[Any, dict[str, Measurement]] = defaultdict(dict)
    for figure in figures:
        if figure.indicator.is_about_people:
            place = tuple(getattr(figure, name) for name in PLACE)
            periods[place][figure.cell] = figure
    found: set[int] = set()
    for by_cell in periods.values():
        found |= {by_cell[cell].pk for cell in _hidden_cells(by_cell, dimensions) if cell in by_cell}
    return found


def _hidden_cells(by_cell: Mapping[str, Measurement], dimensions: Mapping[str, Disaggregation]) -> set[str]:
    def is_sensitive(names: Collection[str]) -> bool:
        return any(dimensions[name].is_sensitive for name in names if name in dimensions)

    def least(names: Collection[str]) -> int:
        people = (
            settings.MINIMUM_SENSITIVE_CELL_PEOPLE if is_sensitive(names) else settings.MINIMUM_CELL_PEOPLE
        )
        return int(people)

    def is_safe(figure: Measurement) -> bool:
        return figure.is_safe(sensitive=is_sensitive(parts_of(figure.cell)))

    withheld = {cell for cell, each in by_cell.items() if not each.missing_reason and not is_safe(each)}
    exclusive = {code for code, dimension in dimensions.items() if dimension.is_exclusive}
    return hidden_cells(_counts(by_cell), withheld, exclusive=exclusive, least=least)


def _counts(by_cell: Mapping[str, Measurement]) -> list[dict[str, int]]:
    """The people behind each; of a percentage those who did and those who did not; of a count what it says."""
    people = {cell: each.n or 0 for cell, each in by_cell.items()}
    measure = next(iter(by_cell.values())).measure
    if measure == IndicatorMeasure.PERCENTAGE:
        did = {cell: _whole(each.numerator) for cell, each in by_cell.items()}
        did_not = {cell: max(0, _whole(each.denominator) - did[cell]) for cell, each in by_cell.items()}
        return [people, did, did_not]
    if measure == IndicatorMeasure.COUNT:
        return [people, {cell: max(0, _whole(each.value)) for cell, each in by_cell.items()}]
    return [people]


def _whole(value: Decimal | None) -> int:
    return int(value or 0)
