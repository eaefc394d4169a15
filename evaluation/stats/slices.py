"""Live change of any part of the movement, from rollups: what pages show between two reports."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db import connection

from common.statistics.clustering import ClusterSums
from common.statistics.paired import PairedSums
from common.statistics.rates import OneSums
from common.statistics.suppression_tables import protect_list
from evaluation.logic.cuts import may_be_cut
from evaluation.logic.protection import protected
from evaluation.logic.results import Result
from evaluation.queries.rollups import COARSE, COARSE_STEPS, FINE, FINE_STEPS
from evaluation.queries.rollups import SUMS as TOTALS
from evaluation.stats.change_figures import ORIGIN, ChangeSums, Grouped, change_results, with_discoveries

FEW = 4  # times the threshold: with more pairs than this, fewer people than the threshold are out of the question
SUMS = ["sum_before", "sum_after", "sum_before_squares", "sum_after_squares", "sum_products"]


@dataclass(frozen=True, kw_only=True)
class Slice:
    """What a page looks at; what is empty does not narrow it."""

    starts_on: date | None = None
    ends_on: date | None = None
    region: int | None = None
    program: int | None = None
    cohort: int | None = None
    organization: int | None = None

    def values(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in COLUMNS if getattr(self, name) is not None}

    @property
    def is_coarse(self) -> bool:
        return self.program is None and self.cohort is None and self.organization is None

    def as_sql(self) -> tuple[str, dict[str, Any]]:
        """The same in words of SQL, for rows that carry these columns."""
        values = self.values()
        words = [f"{column} {sign} %({name})s" for name, (column, sign) in COLUMNS.items() if name in values]
        return " AND ".join(words) or "true", values


COLUMNS = {
    "starts_on": ("quarter", ">="),
    "ends_on": ("quarter", "<="),
    "region": ("region_id", "="),
    "program": ("program_id", "="),
    "cohort": ("cohort_id", "="),
    "organization": ("organization_id", "="),
}


@dataclass(frozen=True)
class Asked:
    """The slice in words of SQL: its conditions, its pairs of this change, the rows that hold their sums and those that
    hold their steps, and the values that all of them know.
    """

    conditions: str
    pairs: str
    cells: str
    steps: str
    values: dict[str, Any]


def asked(part: Slice, earlier: str, later: str) -> Asked:
    conditions, values = part.as_sql()
    values |= {"earlier": earlier, "later": later, "with_control": part.cohort is not None}
    words = {
        "conditions": conditions,
        "without": FOR_COMPARISON,
        "pairs": PAIRS.format(conditions=conditions),
    }
    cells, steps = (COARSE, COARSE_STEPS) if part.is_coarse else (FINE, FINE_STEPS)
    return Asked(conditions, words["pairs"], cells.format(**words), steps.format(**words), values)


# Those who serve for comparison are not among those who took part.
FOR_COMPARISON = (
    """cohort_id IN (SELECT comparison_id FROM evaluation_design WHERE comparison_id IS NOT NULL)"""
)
PAIRS = f"""
    from_timepoint = %(earlier)s AND to_timepoint = %(later)s AND {{conditions}}
        AND (%(with_control)s OR ({FOR_COMPARISON}) IS NOT TRUE)
"""
# The sums of all pairs of a capacity, and what an interval robust to clusters needs: each organization is a cluster,
# and each pair of somebody who belongs to none.
BY_CAPACITY = """
    WITH cells AS (
        SELECT capacity_id, organization_id IS NULL AS alone, sum(n)::bigint AS n, sum(before) AS before,
            sum(after) AS after, sum(before_squares) AS before_squares, sum(after_squares) AS after_squares,
            sum(products) AS products, sum(after) - sum(before) AS change
        FROM ({cells}) AS cell GROUP BY capacity_id, organization_id
    )
    SELECT capacity_id, sum(n)::bigint, sum(before) * 0.000001, sum(after) * 0.000001,
        sum(before_squares) * 0.000000000001, sum(after_squares) * 0.000000000001, sum(products) * 0.000000000001,
        count(*) FILTER (WHERE NOT alone AND n > 0),
        coalesce(sum(n) FILTER (WHERE alone), 0)::bigint,
        sum(CASE WHEN alone THEN before_squares + after_squares - 2 * products ELSE change * change END)
            * 0.000000000001,
        sum(CASE WHEN alone THEN change ELSE n * change END) * 0.000001,
        sum(CASE WHEN alone THEN n ELSE n * n END)::bigint
    FROM cells GROUP BY capacity_id HAVING sum(n) > 0
"""


def changes(part: Slice, earlier: str, later: str) -> dict[int, ChangeSums]:
    """Sums of this pair of timepoints by capacity. One query where nothing was measured, else two; one more each where
    dates or a region narrow it, where both a region and a program do, and where it is a cohort; one or two more where
    cohorts are compared with others or let people in by their baseline.
    """
    own = asked(part, earlier, later)
    with connection.cursor() as cursor:
        cursor.execute(BY_CAPACITY.format(cells=own.cells), own.values)
        found = {capacity: _sums_of(*numbers) for capacity, *numbers in cursor.fetchall()}
    if not found:
        return found
    _add_context(found, part, earlier, later)
    _withhold(found, part, earlier, later)
    return found


BY_PART = """
    SELECT capacity_id, {part}, sum(n)::bigint FROM ({cells}) AS cell GROUP BY capacity_id, {part} HAVING sum(n) > 0
"""
OF_ITS_PROGRAM = "program_id = (SELECT program_id FROM programs_cohort WHERE id = %(cohort)s)"


def _withhold(found: dict[int, ChangeSums], part: Slice, earlier: str, later: str) -> None:
    """Where another choice of dates, region or cohort, or none, would tell of few people beside this one."""
    k = settings.MINIMUM_CELL_PEOPLE
    if part.starts_on is not None or part.ends_on is not None:
        beside = asked(replace(part, starts_on=None, ends_on=None), earlier, later)
        for capacity, people in _people_by("quarter", beside.cells, beside.values).items():
            if not may_be_cut(people, part.starts_on, part.ends_on, k=k):
                _hold(found, capacity)
    if part.region is not None:
        beside = asked(replace(part, region=None), earlier, later)
        _hold_beside(found, part.region, _people_by("region_id", beside.cells, beside.values), k)
    if part.region is not None and part.program is not None:
        beside = asked(replace(part, program=None), earlier, later)
        by_program = FINE.format(pairs=beside.pairs)
        _hold_beside(found, part.program, _people_by("program_id", by_program, beside.values), k)
    if part.cohort is not None:
        values = {"earlier": earlier, "later": later, "with_control": False, "cohort": part.cohort}
        cells = FINE.format(pairs=PAIRS.format(conditions=OF_ITS_PROGRAM))
        _hold_beside(found, part.cohort, _people_by("cohort_id", cells, values), k)


def _people_by(part: str, cells: str, values: Mapping[str, Any]) -> dict[int, dict[Any, int]]:
    people: dict[int, dict[Any, int]] = defaultdict(dict)
    with connection.cursor() as cursor:
        cursor.execute(BY_PART.format(part=part, cells=cells), values)
        for capacity, value, number in cursor.fetchall():
            people[capacity][value] = number
    return people


def _hold_beside(
    found: dict[int, ChangeSums], own: int, people: Mapping[int, dict[Any, int]], k: int
) -> None:
    """Where a part is hidden beside small ones: the whole less the others would tell of these."""
    for capacity, parts in people.items():
        if own in parts and protect_list(parts, k=k)[own].suppressed:
            _hold(found, capacity)


def _hold(found: dict[int, ChangeSums], capacity: int) -> None:
    if capacity in found:
        found[capacity].is_withheld = True


# For several programs at once; people are counted where pairs are few, as above.
BY_PROGRAM = """
    SELECT program_id, capacity_id, n, before, after, before_squares, after_squares, products,
        CASE WHEN n >= %(few)s THEN n ELSE (
            SELECT count(DISTINCT subject_key) FROM evaluation_changefact AS fact
            WHERE fact.program_id = cells.program_id AND fact.capacity_id = cells.capacity_id AND {pairs}
        ) END
    FROM (
        SELECT program_id, capacity_id, {sums} FROM ({cells}) AS cell GROUP BY program_id, capacity_id
    ) AS cells WHERE n > 0
"""


def changes_by_program(programs: Sequence[int], earlier: str, later: str) -> dict[int, dict[int, ChangeSums]]:
    """Sums of this pair of timepoints by capacity, of each of the programs, without what stands beside the pairs. One
    query.
    """
    pairs = PAIRS.format(conditions="program_id = ANY(%(programs)s)")
    few = FEW * settings.MINIMUM_CELL_PEOPLE
    values: dict[str, Any] = {
        "programs": list(programs),
        "earlier": earlier,
        "later": later,
        "with_control": False,
        "few": few,
    }
    found: dict[int, dict[int, ChangeSums]] = {program: {} for program in programs}
    with connection.cursor() as cursor:
        statement = BY_PROGRAM.format(pairs=pairs, cells=FINE.format(pairs=pairs), sums=TOTALS)
        cursor.execute(statement, values)
        for program, capacity, *sums, people in cursor.fetchall():
            found[program][capacity] = ChangeSums(sums=_summed(sums), people=int(people))
    return found


def _sums_of(n: int, before: Decimal, after: Decimal, *numbers: Any) -> ChangeSums:
    before_squares, after_squares, products, groups, singles, squares, sized, size_squares = numbers
    sums = PairedSums(n, before, after, before_squares, after_squares, products, origin=ORIGIN)
    clusters = ClusterSums(
        groups=groups,
        singles=singles,
        n=n,
        changes=after - before,
        squares=squares,
        products=sized,
        size_squares=size_squares,
    )
    return ChangeSums(sums=sums, people=n, clusters=clusters)


# All that is known beside the pairs, in one reading: (what, of what, six numbers). People are counted where pairs are
# few: somebody in two cohorts is two pairs and one person.
CONTEXT = """
    SELECT 'people' AS what, capacity_id AS key, count(DISTINCT subject_key)::numeric AS number, NULL::numeric,
           NULL::numeric, NULL::numeric, NULL::numeric, NULL::numeric
    FROM evaluation_changefact
    WHERE capacity_id = ANY(%(few)s) AND {pairs}
    GROUP BY capacity_id
    UNION ALL
    SELECT 'steps', capacity_id, step, sum(n), NULL, NULL, NULL, NULL
    FROM ({steps}) AS grid GROUP BY capacity_id, step HAVING sum(n) > 0
    UNION ALL
    SELECT 'leaving', capacity_id, sum(stayed), sum(stayed_sum), sum(stayed_squares), sum("left"), sum(left_sum),
           sum(left_squares)
    FROM evaluation_baselinesplit WHERE timepoint = %(later)s AND %(earlier)s = 'baseline' AND {conditions}
    GROUP BY capacity_id
    UNION ALL
    SELECT 'reliability', capacity_id, min(value), NULL, NULL, NULL, NULL, NULL
    FROM evaluation_reliability WHERE capacity_id = ANY(%(capacities)s) GROUP BY capacity_id
    UNION ALL
    SELECT 'design', design.cohort_id, design.comparison_id, design.admitted_below, NULL, NULL, NULL, NULL
    FROM evaluation_design AS design JOIN programs_cohort AS cohort ON cohort.id = design.cohort_id
    WHERE {designs}
"""


@dataclass(frozen=True)
class Compared:
    cohort: int
    comparison: int | None
    admitted_below: Decimal | None


def _add_context(found: dict[int, ChangeSums], part: Slice, earlier: str, later: str) -> None:
    own = asked(part, earlier, later)
    designs = "true"
    if part.cohort is not None:
        designs = "design.cohort_id = %(cohort)s"
    elif part.program is not None:
        designs = "cohort.program_id = %(program)s"
    few = [capacity for capacity, each in found.items() if each.sums.n < FEW * settings.MINIMUM_CELL_PEOPLE]
    values = own.values | {"capacities": list(found), "few": few}
    compared = []
    with connection.cursor() as cursor:
        words = {"conditions": own.conditions, "pairs": own.pairs, "steps": own.steps}
        cursor.execute(CONTEXT.format(designs=designs, **words), values)
        for what, key, *numbers in cursor.fetchall():
            if what == "design":
                compared.append(Compared(key, None if numbers[0] is None else int(numbers[0]), numbers[1]))
            elif key in found:
                _tell(found[key], what, numbers)
    if compared:
        _add_compared(found, part, earlier, later, compared)


def _tell(known: ChangeSums, what: str, numbers: list[Any]) -> None:
    if what == "reliability":
        known.reliability = numbers[0]
        return
    if what == "people":
        known.people = int(numbers[0])
        return
    if what == "steps":
        known.steps[int(numbers[0])] = int(numbers[1])
        return
    stayed, left = numbers[:3], numbers[3:]
    known.stayed, known.left = OneSums(int(stayed[0]), *stayed[1:]), OneSums(int(left[0]), *left[1:])


def _add_compared(
    found: dict[int, ChangeSums], part: Slice, earlier: str, later: str, compared: list[Compared]
) -> None:
    """Sums of the cohorts that are compared, of those with whom, and of those let in by a low baseline."""
    treated = {each.cohort for each in compared if each.comparison is not None}
    control = {each.comparison for each in compared}
    below = {each.cohort: each.admitted_below for each in compared if each.admitted_below is not None}
    own = replace(part, program=None, cohort=None)
    for capacity, organization, cohort, sums in _of_cohorts(
        own, earlier, later, treated | control | set(below)
    ):
        if capacity not in found:
            continue
        known = found[capacity]
        if cohort in treated:
            _add(known.treated, organization, sums)
        if cohort in control:
            _add(known.control, organization, sums)
        if cohort in below:
            known.admitted[below[cohort]] = known.admitted.get(below[cohort], 0) + sums.n
    if below:
        for capacity, sums in _of_all_but(earlier, later, set(below) | control):
            if capacity in found:
                found[capacity].everybody = sums


OF_COHORTS = """
    SELECT capacity_id, organization_id, cohort_id, {sums} FROM ({cells}) AS cell
    GROUP BY capacity_id, organization_id, cohort_id HAVING sum(n) > 0
"""
OF_ALL = "SELECT capacity_id, {sums} FROM ({cells}) AS cell GROUP BY capacity_id HAVING sum(n) > 0"


def _of_cohorts(
    part: Slice, earlier: str, later: str, cohorts: Collection[int | None]
) -> Iterator[tuple[int, int | None, int, PairedSums]]:
    conditions, values = part.as_sql()
    values |= {"earlier": earlier, "later": later, "with_control": True, "cohorts": list(cohorts)}
    pairs = PAIRS.format(conditions=f"{conditions} AND cohort_id = ANY(%(cohorts)s)")
    with connection.cursor() as cursor:
        cursor.execute(OF_COHORTS.format(sums=TOTALS, cells=FINE.format(pairs=pairs)), values)
        for capacity, organization, cohort, *sums in cursor.fetchall():
            yield capacity, organization, cohort, _summed(sums)


def _of_all_but(
    earlier: str, later: str, cohorts: Collection[int | None]
) -> Iterator[tuple[int, PairedSums]]:
    values: dict[str, Any] = {"earlier": earlier, "later": later, "cohorts": list(cohorts)}
    cells = COARSE.format(conditions="true", without="cohort_id = ANY(%(cohorts)s)")
    with connection.cursor() as cursor:
        cursor.execute(OF_ALL.format(sums=TOTALS, cells=cells), values)
        for capacity, *sums in cursor.fetchall():
            yield capacity, _summed(sums)


def _summed(numbers: list[Any]) -> PairedSums:
    n, *sums = numbers
    return PairedSums(n, **dict(zip(SUMS, sums, strict=True)), origin=ORIGIN)


def _add(side: Grouped, organization: int | None, sums: PairedSums) -> None:
    side.add(organization, sums)
    side.people += sums.n  # a person is in one cohort of a comparison


def shown_changes(
    found: Mapping[int, ChangeSums], earlier: str, later: str, codes: Mapping[int, str]
) -> list[Result]:
    return with_discoveries(_shown(found, earlier, later, codes, in_full=True))


def shown_means(
    found: Mapping[int, ChangeSums], earlier: str, later: str, codes: Mapping[int, str]
) -> list[Result]:
    """The mean changes alone."""
    return _shown(found, earlier, later, codes, in_full=False)


def _shown(
    found: Mapping[int, ChangeSums], earlier: str, later: str, codes: Mapping[int, str], *, in_full: bool
) -> list[Result]:
    times = {"from": earlier, "to": later}
    results = [
        result
        for capacity, sums in found.items()
        for result in change_results({"capacity": codes[capacity], **times}, sums, in_full=in_full)
    ]
    withheld = {codes[capacity] for capacity, sums in found.items() if sums.is_withheld}
    return [each.hidden() if each.cell["capacity"] in withheld else each for each in protected(results)]
