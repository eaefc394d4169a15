"""What a program's dashboard stands on: its cohorts, and how far people came in each."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.models import QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from common import formats
from evaluation.logic.equity import STEPS
from evaluation.logic.results import Result
from evaluation.queries.equity import FurthestSteps
from evaluation.queries.figures import Names, hidden_word, points, said, step_labels
from programs.models import Cohort, Program
from programs.queries.vocabulary import localized

COHORT_ROWS = 100

# One row a person and cohort: somebody in two cohorts of the program came so far in each.
STEPS_BY_COHORT = """
    SELECT cohort_id, CASE WHEN followed_up THEN 5 WHEN completed THEN 4 WHEN attended THEN 3 WHEN accepted THEN 2
                      ELSE 1 END AS furthest, count(*)
    FROM evaluation_participation WHERE program_id = %(program)s AND applied AND cohort_id = ANY(%(cohorts)s)
    GROUP BY 1, 2
"""


def cohorts_at(slug: str) -> QuerySet[Cohort]:
    """Of the program at this address, the newest first."""
    cohorts = Cohort.objects.filter(program__slug=slug).select_related("program")
    return cohorts.order_by("-starts_on", "-pk")[:COHORT_ROWS]


def steps_by_cohort(program: Program, cohorts: list[Cohort]) -> FurthestSteps:
    """By the cohort's key, as text. One query."""
    groups = {str(cohort.pk): dict.fromkeys(STEPS, 0) for cohort in cohorts}
    everybody = dict.fromkeys(STEPS, 0)
    with connection.cursor() as cursor:
        cursor.execute(STEPS_BY_COHORT, {"program": program.pk, "cohorts": [cohort.pk for cohort in cohorts]})
        for cohort, step, people in cursor.fetchall():
            groups[str(cohort)][STEPS[step - 1]] = people
            everybody[STEPS[step - 1]] += people
    return FurthestSteps(by_group=groups, everybody=everybody)


@dataclass(frozen=True, kw_only=True)
class CohortRow:
    """A cohort and how many came how far; empty: the row of all cohorts."""

    cohort: Cohort | None
    cells: list[str]


def cohort_rows(cohorts: list[Cohort], told: dict[str, dict[str, int | None]]) -> list[CohortRow]:
    named: list[tuple[Cohort | None, str]] = [(cohort, str(cohort.pk)) for cohort in cohorts]
    named.append((None, "all"))
    return [
        CohortRow(cohort=cohort, cells=[_number(told[key][step]) for step in STEPS])
        for cohort, key in named
        if key in told
    ]


def _number(value: int | None) -> str:
    return hidden_word() if value is None else formats.number(value)


def step_heads() -> list[str]:
    labels = step_labels()
    return [labels[step] for step in STEPS]


# --- Two programs side by side ---


@dataclass(frozen=True, kw_only=True)
class Compared:
    """A capacity, and for each program its change, its interval and its pairs, in words."""

    label: str
    cells: list[tuple[str, str, str]]


def compared_changes(found: list[list[Result]], names: Names) -> list[Compared]:
    """Capacities in which either has a change, by name."""
    changes = [
        {each.cell["capacity"]: each for each in results if each.metric == "change"} for results in found
    ]
    codes = sorted({code for each in changes for code in each}, key=names.capacity)
    return [
        Compared(label=names.capacity(code), cells=[_change(each.get(code)) for each in changes])
        for code in codes
    ]


def _change(result: Result | None) -> tuple[str, str, str]:
    if result is None:
        return ("–", "–", "–")
    if result.is_suppressed or result.low is None or result.high is None:
        return (said(result, points), "–", "–" if result.n is None else formats.number(result.n))
    words = {"low": points(result.low), "high": points(result.high)}
    return (
        said(result, points),
        _("%(low)s to %(high)s") % words,
        "–" if result.n is None else formats.number(result.n),
    )


def programs_offered() -> list[tuple[str, str]]:
    """Address name and title of public programs that have figures, by title: what a comparison can choose from."""
    title = localized("title", get_language() or settings.LANGUAGE_CODE)
    public = Program.objects.public().filter(rollups__isnull=False).distinct()
    rows: list[tuple[str, Any]] = list(public.values_list("slug", title)[:OFFERED])
    return sorted(rows, key=lambda row: str(row[1]).casefold())


OFFERED = 500
