"""The one place where demographic answers meet participation: what comes out is counts over the threshold."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping

from django.db.models import Q

from capacity.queries.demographics import counted_answers
from capacity.states import ConsentPurpose
from common.statistics.suppression import Rule, count_rule
from common.statistics.suppression_chains import EVERYBODY, protect_chains
from evaluation.logic.demographics import ALL, APPLIED, COLUMNS, COMPLETED, NOT_COMPLETED, TOOK_PART
from evaluation.logic.disclosure import least_people
from programs.models import Enrollment
from programs.states import PARTICIPANT_STATES, EnrollmentState

Published = Mapping[str, int]


def table_of(
    purpose: str, dimension: int, options: Iterable[int], *, published: Published
) -> dict[str, int | None]:
    """People by answer and by how far they came; None where it is not shown. `published`: what was shown before, from
    which a small change could be read. Each person counts once, by the furthest she came.
    """
    far, near = COLUMNS[ConsentPurpose(purpose)]
    places = places_of(purpose)
    chains: dict[Hashable, list[int]] = {str(option): [0, 0] for option in options}
    for person, answers in counted_answers(purpose).items():
        option, column = str(answers.get(dimension)), places.get(person)
        if option in chains and column:
            chains[option][0] += 1
            chains[option][1] += column == far
    everybody = [sum(chain[step] for chain in chains.values()) for step in (0, 1)]
    least = least_people(["demographics"])
    rows: dict[Hashable, list[int]] = {**chains, EVERYBODY: everybody}
    told = protect_chains(
        chains, everybody, k=least, anchor=1, withheld=_little_changed(rows, (far, near), published, least)
    )
    cells: dict[str, int | None] = {}
    for row, (people, came) in {**told.groups, EVERYBODY: told.everybody}.items():
        stayed = None if people is None or came is None else people - came
        cells |= {cell_of(row, far): came, cell_of(row, near): stayed, cell_of(row, ALL): people}
    return cells


def _little_changed(
    rows: Mapping[Hashable, list[int]], columns: tuple[str, str], published: Published, least: int
) -> list[tuple[Hashable, int]]:
    """What is not told because it was told before and fewer people than the policy asks for have come or gone."""
    far, near = columns
    found: list[tuple[Hashable, int]] = []
    for row, (people, came) in rows.items():
        for column, number, step in ((far, came, 1), (near, people - came, 0), (ALL, people, 0)):
            if count_rule(number, k=least, previous=published.get(cell_of(row, column))) == Rule.VINTAGE:
                found.append((row, step))
    return found


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


def cell_of(row: object, column: str) -> str:
    return f"{ALL if row is EVERYBODY else row}|{column}"
