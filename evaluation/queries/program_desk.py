"""What a program's dashboard stands on: its cohorts, and how far people came in each."""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import Count, Exists, OuterRef, QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from common import formats
from common.statistics.suppression_tables import protect_list
from evaluation.logic.results import Result
from evaluation.models import ChangeFact, Participation
from evaluation.queries.figures import Names, hidden_reason, hidden_word, points, said
from programs.models import Cohort, Program
from programs.queries.vocabulary import localized

COHORT_ROWS = 100


def cohorts_at(slug: str) -> QuerySet[Cohort]:
    """Of the program at this address, the newest first."""
    cohorts = Cohort.objects.filter(program__slug=slug).select_related("program")
    return cohorts.order_by("-starts_on", "-pk")[:COHORT_ROWS]


def attended_by_cohort(program: Program) -> dict[int, int]:
    """People who took part, by the cohort's key. One query."""
    own = Participation.objects.present().filter(program=program).order_by()
    return dict(own.values_list("cohort").annotate(Count("pk")))


@dataclass(frozen=True, kw_only=True)
class CohortRow:
    """A cohort and how many took part, in words."""

    cohort: Cohort
    people: str


def cohort_rows(cohorts: list[Cohort], attended: Mapping[int, int]) -> list[CohortRow]:
    """Few are hidden, and others with them where a difference to all would tell of the few."""
    counts: dict[Hashable, int] = {cohort.pk: attended.get(cohort.pk, 0) for cohort in cohorts}
    cells = protect_list(counts, k=settings.MINIMUM_CELL_PEOPLE)
    return [
        CohortRow(
            cohort=each,
            people=hidden_word() if cells[each.pk].suppressed else formats.number(cells[each.pk].value),
        )
        for each in cohorts
    ]


def why_hidden(rows: Iterable[CohortRow]) -> str:
    """Where any of them is not shown."""
    return hidden_reason() if any(row.people == hidden_word() for row in rows) else ""


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
    codes = sorted(
        {code for each in changes for code in each}, key=lambda code: names.capacity(code).casefold()
    )
    return [
        Compared(label=names.capacity(code), cells=[_change(each.get(code)) for each in changes])
        for code in codes
    ]


def why_not_compared(found: Iterable[Iterable[Result]]) -> str:
    """Where any change is not shown."""
    hides = any(each.is_suppressed for results in found for each in results if each.metric == "change")
    return hidden_reason() if hides else ""


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
    public = Program.objects.public().filter(Exists(ChangeFact.objects.filter(program=OuterRef("pk"))))
    rows: list[tuple[str, Any]] = list(public.values_list("slug", title)[:OFFERED])
    return sorted(rows, key=lambda row: str(row[1]).casefold())


OFFERED = 500
