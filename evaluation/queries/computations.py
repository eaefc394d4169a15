"""What the portal computes for indicators, from participation and answers alone."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import combinations
from typing import Any

from django.db.models import Avg, Count, F, Q

from evaluation.logic.cells import cell_of
from evaluation.models import ChangeFact, Computation, DisaggregationValue, Participation
from programs.models import Cohort, Session

POINTS = 100  # scores run from 0 to 1 and are told from 0 to 100
DIMENSIONS = {"region": "region__code", "affiliate_type": "affiliate_type", "maturity": "maturity"}
UNKNOWN = DisaggregationValue.UNKNOWN
LATER = {Computation.CHANGE: "endline", Computation.LASTING: "m6"}
METHODS = {each: f"indicator.{each}.v1" for each in Computation.values}


@dataclass(frozen=True)
class Computed:
    cell: str
    n: int | None
    value: Decimal | None = None
    numerator: int | None = None
    denominator: int | None = None


def cohorts_between(program: int, starts_on: date, ends_on: date) -> list[int]:
    """Those that began in the period and were not cancelled."""
    cohorts = Cohort.objects.filter(program=program, cancelled_at=None, starts_on__range=(starts_on, ends_on))
    return list(cohorts.values_list("pk", flat=True))


def computed(
    computation: str, cohorts: list[int], dimensions: list[str], *, crossed: bool = False
) -> list[Computed]:
    """The total, and for what counts people each value of each dimension, or of each two of them. Nobody is counted
    twice.
    """
    if computation in LATER:
        return _change(cohorts, LATER[Computation(computation)])
    if computation == Computation.SESSIONS:
        held = Session.objects.filter(cohort__in=cohorts, cancelled_at=None, attendance__isnull=False)
        number = held.values("pk").distinct().count()
        return [Computed("", None, Decimal(number))]
    rows = Participation.objects.filter(cohort__in=cohorts, accepted=True)
    found = [_people(computation, "", rows.aggregate(**_counts()))]
    known = [dimension for dimension in dimensions if dimension in DIMENSIONS]
    divisions: list[tuple[str, ...]] = [(dimension,) for dimension in known]
    divisions += combinations(known, 2) if crossed else []
    for names in divisions:
        columns: dict[str, Any] = {f"part_{name}": F(DIMENSIONS[name]) for name in names}
        for row in rows.values(**columns).annotate(**_counts()).order_by(*columns):
            values: dict[str, Any] = dict(row)
            cell = cell_of({name: values[f"part_{name}"] or UNKNOWN for name in names})
            found.append(_people(computation, cell, row))
    return found


def distinct_people(computation: str, cohorts: list[int]) -> int | None:
    """People of several cohorts or programs, each counted once; nothing where no people are counted."""
    if computation not in {Computation.PARTICIPANTS, Computation.COMPLETERS}:
        return None
    rows = Participation.objects.filter(cohort__in=cohorts, accepted=True).aggregate(**_counts())
    return int(rows["people" if computation == Computation.PARTICIPANTS else "done"])


def _counts() -> dict[str, Count]:
    return {
        "people": Count("subject_key", distinct=True),
        "done": Count("subject_key", distinct=True, filter=Q(completed=True)),
    }


def _people(computation: str, cell: str, row: Any) -> Computed:
    people, done = row["people"], row["done"]
    if computation == Computation.PARTICIPANTS:
        return Computed(cell, people, Decimal(people))
    if computation == Computation.COMPLETERS:
        return Computed(cell, done, Decimal(done))
    if not people:
        return Computed(cell, 0)
    return Computed(cell, people, numerator=done, denominator=people)


def _change(cohorts: list[int], later: str) -> list[Computed]:
    """Scores come per capacity: so pairs are more than people, and the n is that of people."""
    facts = ChangeFact.objects.filter(cohort__in=cohorts, from_timepoint="baseline", to_timepoint=later)
    found = facts.aggregate(people=Count("subject_key", distinct=True), mean=Avg(F("after") - F("before")))
    if found["mean"] is None:
        return [Computed("", 0)]
    return [Computed("", found["people"], round(POINTS * found["mean"], 4))]
