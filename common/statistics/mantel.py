"""Whether two groups with the same total answer an item differently: so a translation that says else can be seen."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

from common.statistics.distributions import normal_two_sided
from common.statistics.estimate import Estimate, Reason

ASSOCIATION = "mantel_association.linear_by_linear.strata_added.uncorrected.v1"
DIFFERENTIAL = "dif.mantel1963.matched_on_total.not_purified.smd_dorans_schmitt1991.classes_zwick1997.v1"
PEOPLE_NEEDED = 30  # in each group
SLIGHT, LARGE = 0.17, 0.25  # of the item's standard deviation

Table = Sequence[Sequence[int]]  # rows: groups; columns: answers


@dataclass(frozen=True, kw_only=True)
class Association(Estimate):
    """`statistic` is M² with one degree of freedom."""


@dataclass(frozen=True, kw_only=True)
class Differential(Estimate):
    """`value` is by how much the second group's answers lie higher than those of the first at the same total, in the
    item's standard deviations; `n` counts the people in strata where both groups are.
    """

    n_first: int = 0
    n_second: int = 0

    @property
    def size(self) -> str:
        """Zwick, Thayer & Mazzeo 1997: "none", "slight" or "large"; "" where there is no value."""
        if self.value is None or self.p is None:
            return ""
        if abs(self.value) < SLIGHT:
            return "none"
        return "slight" if abs(self.value) < LARGE else "large"


def linear_association(
    tables: Sequence[Table], row_scores: Sequence[float], column_scores: Sequence[float]
) -> Association:
    """Mantel's M² = (Σ T - Σ E)² / Σ V over strata, with T = Σ u v n of each table. Source: Mantel 1963; Agresti 2002,
    7.5.3.

    Strata with fewer than two people, or without spread, say nothing.
    """
    difference = variance = 0.0
    people = 0
    for table in tables:
        n = sum(map(sum, table))
        people += n
        if n < 2:
            continue
        rows = [sum(row) for row in table]
        columns = [sum(row[place] for row in table) for place in range(len(column_scores))]
        told = sum(
            u * v * count
            for u, row in zip(row_scores, table, strict=True)
            for v, count in zip(column_scores, row, strict=True)
        )
        row_sum, row_spread = _moments(row_scores, rows, n)
        column_sum, column_spread = _moments(column_scores, columns, n)
        difference += told - row_sum * column_sum / n
        variance += row_spread * column_spread / (n - 1)
    if variance <= 0:
        reason = Reason.NO_SPREAD if people > 1 else Reason.TOO_FEW
        return Association(value=None, n=people, method_id=ASSOCIATION, reason=reason)
    statistic = difference**2 / variance
    return Association(
        value=difference,
        n=people,
        method_id=ASSOCIATION,
        statistic=statistic,
        df=1,
        p=normal_two_sided(sqrt(statistic)),
    )


def differential_answers(tables: Sequence[Table], scores: Sequence[float]) -> Differential:
    """Of two groups, by strata of the total: each table has a row for the first (reference) and the second (focal)
    group. Needs 30 people of each in strata where both are, and answers that differ.
    """
    shared = [table for table in tables if sum(table[0]) and sum(table[1])]
    first, second = (sum(sum(table[place]) for table in shared) for place in (0, 1))
    people = first + second
    if min(first, second) < PEOPLE_NEEDED:
        return Differential(
            value=None,
            n=people,
            method_id=DIFFERENTIAL,
            reason=Reason.TOO_FEW,
            n_first=first,
            n_second=second,
        )
    association = linear_association(shared, [0, 1], scores)
    spread = _deviation(shared, scores)
    if association.statistic is None or not spread:
        return Differential(
            value=None,
            n=people,
            method_id=DIFFERENTIAL,
            reason=Reason.NO_SPREAD,
            n_first=first,
            n_second=second,
        )
    gap = sum(
        sum(table[1]) / second * (_mean(table[1], scores) - _mean(table[0], scores)) for table in shared
    )
    return Differential(
        value=gap / spread,
        n=people,
        method_id=DIFFERENTIAL,
        statistic=association.statistic,
        df=1,
        p=association.p,
        n_first=first,
        n_second=second,
    )


def _moments(scores: Sequence[float], counts: Sequence[int], n: int) -> tuple[float, float]:
    """The sum, and the sum of squares about the mean."""
    total = sum(score * count for score, count in zip(scores, counts, strict=True))
    squares = sum(score**2 * count for score, count in zip(scores, counts, strict=True))
    return total, squares - total**2 / n


def _mean(row: Sequence[int], scores: Sequence[float]) -> float:
    return sum(score * count for score, count in zip(scores, row, strict=True)) / sum(row)


def _deviation(tables: Sequence[Table], scores: Sequence[float]) -> float:
    counts = [sum(row[place] for table in tables for row in table) for place in range(len(scores))]
    n = sum(counts)
    return sqrt(max(_moments(scores, counts, n)[1], 0) / (n - 1))
