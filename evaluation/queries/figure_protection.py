"""Which figures of an indicator everybody may see. Pages and the API ask here, so that neither tells more."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.conf import settings

from evaluation.logic.cells import parts_of
from evaluation.logic.parts import hidden_cells
from evaluation.models import Disaggregation, IndicatorMeasure, Measurement, Provenance
from programs.models import Cohort

# What figures must have in common to be a whole and its parts. What others published has no dates, and is told by its
# community and the time that its source gives.
PLACE = (
    "indicator_id", "program_id", "cohort_id", "starts_on", "ends_on", "community_language_id", "measured",
)  # fmt: skip

Run = tuple[int, int, date]  # program, cohort, its first day


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
    """The keys of those that must not be shown, of all current figures of one indicator or several. Two queries more
    where the portal computes any of them.
    """
    everything = list(figures)
    found = _hidden_among(everything, dimensions)
    told = [each for each in everything if each.pk not in found and _is_counted(each)]
    return found | _hidden_beside_others(told)


def _is_counted(figure: Measurement) -> bool:
    """By the portal: of all people of some cohorts."""
    is_computed = figure.provenance == Provenance.COMPUTED and not figure.cell
    return is_computed and figure.indicator.is_about_people and figure.n is not None


def _hidden_beside_others(told: list[Measurement]) -> set[int]:
    """Where another indicator of the program (another version, another period) computes the same of so nearly the same
    people that one less the other tells of few. A part is shown, and its whole is not.
    """
    if not told:
        return set()
    programs = {each.program_id for each in told}
    found = Measurement.objects.current().filter(
        program__in=programs, provenance=Provenance.COMPUTED, cell="", n__gte=settings.MINIMUM_CELL_PEOPLE
    )
    others = list(found.select_related("indicator"))
    cohorts = Cohort.objects.filter(program__in=programs, cancelled_at=None)
    runs = list(cohorts.values_list("program_id", "pk", "starts_on"))
    return {
        figure.pk
        for figure in told
        if _is_told_by(figure, [each for each in others if _computes_the_same(each, figure)], runs)
    }


def _computes_the_same(one: Measurement, other: Measurement) -> bool:
    same = (one.program_id, one.indicator.computation) == (other.program_id, other.indicator.computation)
    return same and one.indicator_id != other.indicator_id and one.indicator.is_about_people


def _is_told_by(figure: Measurement, others: list[Measurement], runs: Collection[Run]) -> bool:
    whole, taken, rest = _cohorts_of(figure, runs), set[int](), figure.n or 0
    for each in sorted(others, key=lambda other: (len(_cohorts_of(other, runs)), -(other.n or 0))):
        part = _cohorts_of(each, runs)
        if part == whole and _differs_by_few(figure, each):
            return True
        if part < whole and part.isdisjoint(taken):
            taken |= part
            rest -= each.n or 0
    return bool(taken) and 0 < rest < settings.MINIMUM_CELL_PEOPLE


def _cohorts_of(figure: Measurement, runs: Collection[Run]) -> set[int]:
    if figure.cohort_id:
        return {figure.cohort_id}
    first, last = figure.starts_on, figure.ends_on
    if first is None or last is None:
        return set()
    return {pk for program, pk, start in runs if program == figure.program_id and first <= start <= last}


def _hidden_among(figures: Iterable[Measurement], dimensions: Mapping[str, Disaggregation]) -> set[int]:
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
