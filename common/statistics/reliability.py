"""How far a questionnaire's items measure one thing, and whether one person's change exceeds measurement
error.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import isfinite, sqrt

import numpy as np

from common.statistics.distributions import f_quantile, normal_two_sided
from common.statistics.estimate import Estimate, Reason
from common.statistics.exact import Floats, Number, check_level, floats
from common.statistics.values import held, known

ALPHA = "cronbach_alpha.listwise.feldt1965.v1"
STANDARDIZED_ALPHA = "cronbach_alpha.standardized.listwise.v1"
RELIABLE_CHANGE = "reliable_change.jacobson_truax1991.v1"
RELIABLE_BEYOND = 1.96
TINY = 1e-12

Answers = Sequence[Sequence[Number | None]]


def cronbach_alpha(items: Answers, *, level: float = 0.95) -> Estimate:
    """k/(k-1) (1 - sum of item variances / variance of the total), with Feldt's interval; n = people, k =
    items.

    `items` is people x items, None where an answer is missing: such people are left out. Needs two people,
    two items and a total that varies. Source: Cronbach 1951; Feldt 1965.
    """
    check_level(level)
    rows, k = complete_rows(items)
    empty = Estimate(value=None, n=len(rows), k=k, method_id=ALPHA, level=level, reason=Reason.TOO_FEW)
    if len(rows) < 2 or k < 2:
        return empty
    return held(lambda: _alpha(complete_answers(rows), level=level), lambda: empty)


def _alpha(answers: Floats, *, level: float) -> Estimate:
    people, k = answers.shape
    variances, total = float(answers.var(axis=0, ddof=1).sum()), float(answers.sum(axis=1).var(ddof=1))
    if not isfinite(variances + total):
        raise OverflowError
    return alpha_from_variances(
        item_variances=variances,
        total_variance=total,
        items=k,
        people=people,
        level=level,
    )


def alpha_from_variances(
    *, item_variances: float, total_variance: float, items: int, people: int, level: float = 0.95
) -> Estimate:
    """The same from the sum of the item variances and the variance of the total score."""
    check_level(level)
    if items < 2 or people < 2 or item_variances < 0 or total_variance < 0:
        raise ValueError("Alpha needs two items, two people and variances that are not negative.")
    if total_variance <= 1e-12 * item_variances or item_variances == 0:
        return Estimate(value=None, n=people, k=items, method_id=ALPHA, level=level, reason=Reason.NO_SPREAD)
    alpha = items / (items - 1) * (1 - item_variances / total_variance)
    return alpha_interval(min(alpha, 1.0), items=items, people=people, level=level)


def alpha_from_covariances(covariances: Floats, *, people: int, level: float = 0.95) -> Estimate:
    """The same from the items' covariances (over n - 1)."""
    k = len(covariances)
    if people < 2 or k < 2:
        return Estimate(value=None, n=people, k=k, method_id=ALPHA, level=level, reason=Reason.TOO_FEW)
    return alpha_from_variances(
        item_variances=float(np.trace(covariances)),
        total_variance=max(float(covariances.sum()), 0.0),
        items=k,
        people=people,
        level=level,
    )


def rest_correlations(covariances: Floats) -> list[float | None]:
    """Of each item with the sum of the others; None where one of them has no spread."""
    found: list[float | None] = []
    for place, row in enumerate(covariances):
        own, with_rest = float(row[place]), float(row.sum() - row[place])
        rest = float(covariances.sum() - 2 * row.sum() + own)
        spread = sqrt(own * rest) if own > 0 and rest > TINY else 0.0
        found.append(max(-1.0, min(1.0, with_rest / spread)) if spread else None)
    return found


def alpha_interval(alpha: float, *, items: int, people: int, level: float = 0.95) -> Estimate:
    """Feldt's interval of a published alpha: 1 - (1 - alpha) F with n-1 and (n-1)(k-1) degrees of freedom."""
    check_level(level)
    if items < 2 or people < 2 or alpha > 1:
        raise ValueError("Alpha needs two items and two people and is at most 1.")
    df1 = people - 1
    df2 = df1 * (items - 1)
    tail = (1 - level) / 2
    return Estimate(
        value=alpha,
        low=1 - (1 - alpha) * f_quantile(1 - tail, df1, df2),
        high=1 - (1 - alpha) * f_quantile(tail, df1, df2),
        n=people,
        k=items,
        method_id=ALPHA,
        level=level,
        df=df1,
    )


def standardized_alpha(items: Answers) -> Estimate:
    """k r / (1 + (k-1) r) with the mean correlation r of the items; no interval. Constant items: no value."""
    answers = complete_answers(items)
    people, k = answers.shape
    reason = Reason.TOO_FEW if people < 2 or k < 2 else Reason.NO_SPREAD
    if reason is Reason.TOO_FEW or (np.ptp(answers, axis=0) == 0).any():
        return Estimate(value=None, n=people, k=k, method_id=STANDARDIZED_ALPHA, reason=reason)
    mean = _mean_correlation(answers)
    whole = 1 + (k - 1) * mean
    if whole <= 1e-12:
        return Estimate(value=None, n=people, k=k, method_id=STANDARDIZED_ALPHA, reason=Reason.NO_SPREAD)
    return Estimate(value=k * mean / whole, n=people, k=k, method_id=STANDARDIZED_ALPHA)


@dataclass(frozen=True)
class ItemStatistic:
    """One item among complete answers: `rest_correlation` with the sum of the others, `alpha_without` it."""

    n: int
    mean: float
    sd: float | None
    rest_correlation: float | None
    alpha_without: float | None


def item_statistics(items: Answers) -> tuple[ItemStatistic, ...]:
    """One per item, in their order; what has no spread or too few people is None."""
    answers = complete_answers(items)
    people, k = answers.shape
    if people == 0:
        return ()
    return tuple(_item_statistic(answers, column) for column in range(k))


def complete_answers(items: Answers) -> Floats:
    """People x items without the people who left one out. Raises ValueError for rows of different length."""
    rows, width = complete_rows(items)
    return np.array([floats(row) for row in rows], dtype=np.float64).reshape(len(rows), width)


def complete_rows(items: Answers) -> tuple[list[list[Number]], int]:
    """The same as they were given, and how many items there are."""
    rows = [list(row) for row in items]
    width = len(rows[0]) if rows else 0
    if any(len(row) != width for row in rows):
        raise ValueError("Every person must have a place for every item.")
    return [whole for row in rows if len(whole := known(row)) == width], width


def correlations_of(answers: Floats) -> Floats:
    """Between the columns, all of which vary."""
    return np.asarray(np.corrcoef(answers, rowvar=False), dtype=np.float64)


@dataclass(frozen=True, kw_only=True)
class ReliableChange(Estimate):
    """`value` is RC; `difference_error` the standard error of a difference between two measurements."""

    measurement_error: float | None
    difference_error: float | None

    @property
    def reliable(self) -> bool | None:
        """Whether the change exceeds what measurement error explains: |RC| > 1.96."""
        return None if self.value is None else abs(self.value) > RELIABLE_BEYOND


def reliable_change(*, before: float, after: float, sd_before: float, reliability: float) -> ReliableChange:
    """RC = (after - before) / sqrt(2 (s1 sqrt(1 - rxx))^2) of one person (n = 1).

    `sd_before` is that of the group, `reliability` 0..1 of the instrument. Perfect reliability or no spread:
    no value. Source: Jacobson & Truax 1991.
    """
    floats([before, after, sd_before, reliability])
    if sd_before < 0 or not 0 <= reliability <= 1:
        raise ValueError("A deviation is not negative, and a reliability lies from 0 to 1.")
    error = sd_before * sqrt(1 - reliability)
    whole = sqrt(2) * error
    rc = (after - before) / whole if whole else None
    return ReliableChange(
        value=rc,
        n=1,
        method_id=RELIABLE_CHANGE,
        p=None if rc is None else normal_two_sided(rc),
        reason=None if whole else Reason.NO_SPREAD,
        measurement_error=error,
        difference_error=whole,
    )


@dataclass(frozen=True)
class Directions:
    """How many people changed reliably, which way, and how many did not; `beyond` is what a change must exceed."""

    improved: int
    unchanged: int
    worse: int
    beyond: float


def reliable_directions(
    differences: Iterable[tuple[Number, int]], *, sd_before: float, reliability: float
) -> Directions | None:
    """The same for many, of (change, people): |change| > 1.96 standard errors of a difference; None where there is no
    such error.
    """
    error = reliable_change(before=0, after=0, sd_before=sd_before, reliability=reliability).difference_error
    if not error:
        return None
    beyond = RELIABLE_BEYOND * error
    counts: Counter[str] = Counter()
    for change, people in differences:
        size = float(change)
        counts["improved" if size > beyond else "worse" if size < -beyond else "unchanged"] += people
    return Directions(counts["improved"], counts["unchanged"], counts["worse"], beyond)


def _item_statistic(answers: Floats, column: int) -> ItemStatistic:
    people, k = answers.shape
    item = answers[:, column]
    others = np.delete(answers, column, axis=1)
    rest = others.sum(axis=1)
    correlation = None
    if people > 1 and k > 1 and np.ptp(item) and np.ptp(rest):
        correlation = float(np.corrcoef(item, rest)[0, 1])
    without = None
    if people > 1 and k > 2:
        without = cronbach_alpha([list(row) for row in others]).value
    sd = float(item.std(ddof=1)) if people > 1 else None
    return ItemStatistic(people, float(item.mean()), sd, correlation, without)


def _mean_correlation(answers: Floats) -> float:
    return float(correlations_of(answers)[np.triu_indices(answers.shape[1], 1)].mean())
