"""The one place where demographic answers meet participation: what comes out is counts over the threshold."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping

from django.conf import settings
from django.db.models import Q

from capacity.queries.demographics import counted_answers
from capacity.states import ConsentPurpose
from common.statistics.suppression_tables import TOTAL, ProtectedTable, protect_table
from evaluation.logic.demographics import ALL, APPLIED, COLUMNS, COMPLETED, NOT_COMPLETED, TOOK_PART
from programs.models import Enrollment
from programs.states import PARTICIPANT_STATES, EnrollmentState

Published = Mapping[str, int]


def table_of(
    purpose: str, dimension: int, options: Iterable[int], *, published: Published
) -> dict[str, int | None]:
    """People by answer and by how far they came; None where it is not shown. `published`: what was shown before, from
    which a small change could be read. Each person counts once, by the furthest she came.
    """
    columns = COLUMNS[ConsentPurpose(purpose)]
    places = places_of(purpose)
    counts: dict[Hashable, dict[Hashable, int]] = {
        str(option): dict.fromkeys(columns, 0) for option in options
    }
    for person, answers in counted_answers(purpose).items():
        option, column = str(answers.get(dimension)), places.get(person)
        if option in counts and column:
            counts[option][column] += 1
    before = {place_of(cell): number for cell, number in published.items()}
    known = {(row, column) for row in [*counts, TOTAL] for column in [*columns, TOTAL]}
    before = {place: number for place, number in before.items() if place in known}
    return flat(protect_table(counts, k=settings.MINIMUM_SENSITIVE_CELL_PEOPLE, previous=before))


def places_of(purpose: str) -> dict[int, str]:
    """How far each person came, over all her enrollments."""
    if purpose == ConsentPurpose.PARTICIPATION:
        near, far = Q(applied_at__isnull=False), Q(state__in=PARTICIPANT_STATES)
        names = APPLIED, TOOK_PART
    else:
        near, far = Q(state=EnrollmentState.NOT_COMPLETED), Q(state=EnrollmentState.COMPLETED)
        names = NOT_COMPLETED, COMPLETED
    found: dict[int, str] = defaultdict(str)
    for name, condition in zip(names, (near, far), strict=True):
        people = Enrollment.objects.filter(condition).order_by().values_list("person", flat=True)
        found |= dict.fromkeys(people, name)
    return found


def flat(table: ProtectedTable) -> dict[str, int | None]:
    return {cell_of(*place): None if cell.suppressed else cell.value for place, cell in table.cells.items()}


def cell_of(row: object, column: object) -> str:
    return f"{ALL if row is TOTAL else row}|{ALL if column is TOTAL else column}"


def place_of(cell: str) -> tuple[object, object]:
    row, _bar, column = cell.partition("|")
    return (TOTAL if row == ALL else row, TOTAL if column == ALL else column)
