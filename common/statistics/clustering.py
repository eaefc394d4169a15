"""People come in groups (affiliates, cohorts): intervals that do not count them as if they were unrelated."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import sqrt

from common.statistics.distributions import t_quantile, t_two_sided
from common.statistics.estimate import Estimate, Reason
from common.statistics.exact import check_level, exact
from common.statistics.paired import PairedSums

CLUSTERED_CHANGE = "paired_change.cluster_robust.cr1.df_clusters_minus_1.v1"
CLUSTERED_DIFFERENCE = "difference_in_differences.cluster_robust.cr1.df_clusters_minus_2.v1"
DESIGN_EFFECT = "design_effect.kish1965.v1"


@dataclass(frozen=True, kw_only=True)
class DesignEffect(Estimate):
    """`value` is 1 + (m - 1) rho; `effective_n` is n over it."""

    effective_n: float | None


def design_effect(*, n: int, cluster_size: float, icc: float) -> DesignEffect:
    """How much wider variances are: `cluster_size` m >= 1 people a group on average, `icc` rho from -1 to 1.

    Never below what rho allows: not above zero means no value. Source: Kish 1965.
    """
    if n < 0 or cluster_size < 1 or not -1 <= icc <= 1:
        raise ValueError(
            "A cluster has at least one person, and an intraclass correlation lies from -1 to 1."
        )
    value = 1 + (cluster_size - 1) * icc
    if value <= 0:
        return DesignEffect(
            value=None, n=n, method_id=DESIGN_EFFECT, reason=Reason.BOUNDARY, effective_n=None
        )
    return DesignEffect(value=value, n=n, method_id=DESIGN_EFFECT, effective_n=n / value)


def clustered_change(
    clusters: Mapping[Hashable, PairedSums], *, singles: PairedSums | None = None, level: float = 0.95
) -> Estimate:
    """Mean of after - before over all pairs, as `paired_change`, with an interval robust to clusters.

    CR1: G/(G-1) times the sum over clusters of squared sums of residuals, over n^2; t with G-1 degrees of
    freedom. n = pairs, k = clusters with pairs. `singles` are the sums of people who belong to no group:
    each of them is a cluster. One cluster, or no spread between them: the mean without an interval.
    Source: Liang & Zeger 1986; Cameron & Miller 2015.
    """
    check_level(level)
    changes = [(part.n, _change(part)) for part in clusters.values() if part.n]
    alone = singles if singles is not None and singles.n else None
    k = len(changes) + (alone.n if alone else 0)
    n = sum(size for size, _change in changes) + (alone.n if alone else 0)
    if n == 0:
        return Estimate(value=None, n=0, k=0, method_id=CLUSTERED_CHANGE, level=level, reason=Reason.EMPTY)
    mean, variance = _mean_and_variance(changes, alone)
    if k == 1 or variance == 0:
        reason = Reason.TOO_FEW if k == 1 else Reason.NO_SPREAD
        return Estimate(value=float(mean), n=n, k=k, method_id=CLUSTERED_CHANGE, level=level, reason=reason)
    return _t_estimate(float(mean), sqrt(variance), n, k, k - 1, CLUSTERED_CHANGE, level)


def difference_in_differences(
    treated: Mapping[Hashable, PairedSums],
    comparison: Mapping[Hashable, PairedSums],
    *,
    singles: tuple[PairedSums, PairedSums] | None = None,
    level: float = 0.95,
) -> Estimate:
    """(T1 - T0) - (C1 - C0) of disjoint clusters, in the unit of the values; n = pairs, k = clusters of
    both.

    The variance is the sum of both CR1 variances, t with G-2 degrees of freedom; each side needs two
    clusters and the whole some spread for an interval. Let every person be a cluster where nobody is
    nested. Source: Card & Krueger 1994.
    """
    alone, others = singles or (None, None)
    first = clustered_change(treated, singles=alone, level=level)
    second = clustered_change(comparison, singles=others, level=level)
    n, k = first.n + second.n, (first.k or 0) + (second.k or 0)
    if first.value is None or second.value is None:
        return Estimate(
            value=None, n=n, k=k, method_id=CLUSTERED_DIFFERENCE, level=level, reason=Reason.EMPTY
        )
    difference = first.value - second.value
    se = sqrt((first.se or 0) ** 2 + (second.se or 0) ** 2)
    if Reason.TOO_FEW in {first.reason, second.reason} or se == 0:
        reason = Reason.NO_SPREAD if Reason.TOO_FEW not in {first.reason, second.reason} else Reason.TOO_FEW
        return Estimate(
            value=difference, n=n, k=k, method_id=CLUSTERED_DIFFERENCE, level=level, reason=reason
        )
    return _t_estimate(difference, se, n, k, k - 2, CLUSTERED_DIFFERENCE, level)


def _change(sums: PairedSums) -> Fraction:
    return exact(sums.sum_after) - exact(sums.sum_before)


def _change_squares(sums: PairedSums) -> Fraction:
    """Of the changes of each of them."""
    return exact(sums.sum_before_squares) + exact(sums.sum_after_squares) - 2 * exact(sums.sum_products)


def _mean_and_variance(
    changes: list[tuple[int, Fraction]], alone: PairedSums | None
) -> tuple[Fraction, Fraction]:
    n, k = sum(size for size, _change in changes), len(changes)
    total = sum((change for _size, change in changes), Fraction(0))
    if alone is not None:
        n, k, total = n + alone.n, k + alone.n, total + _change(alone)
    mean = total / n
    squares = sum(((change - size * mean) ** 2 for size, change in changes), Fraction(0))
    if alone is not None:
        squares += _change_squares(alone) - 2 * mean * _change(alone) + alone.n * mean**2
    return mean, squares * k / (k - 1) / n**2 if k > 1 else Fraction(0)


def _t_estimate(value: float, se: float, n: int, k: int, df: int, method_id: str, level: float) -> Estimate:
    reach = t_quantile((1 + level) / 2, df) * se
    return Estimate(
        value=value,
        low=value - reach,
        high=value + reach,
        n=n,
        k=k,
        method_id=method_id,
        level=level,
        se=se,
        statistic=value / se,
        df=df,
        p=t_two_sided(value / se, df),
    )
