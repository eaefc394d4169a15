"""People come in groups (affiliates, cohorts): intervals that do not count them as if they were unrelated."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from math import sqrt
from typing import Self

from common.statistics.distributions import t_quantile, t_two_sided
from common.statistics.estimate import Estimate, Reason
from common.statistics.exact import Number, check_level, exact
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


@dataclass(frozen=True, kw_only=True)
class ClusterSums:
    """All that an interval robust to clusters needs of disjoint clusters; such sums add up over disjoint clusters.

    Of a cluster of s pairs that changed by c together: `changes` sums c, `squares` c^2, `products` s c and
    `size_squares` s^2. A person who belongs to no group (`singles`) is a cluster of one pair. Exact when the
    fields are int, Decimal or Fraction.
    """

    groups: int = 0
    singles: int = 0
    n: int = 0
    changes: Number = 0
    squares: Number = 0
    products: Number = 0
    size_squares: int = 0

    @classmethod
    def of(cls, groups: Iterable[PairedSums], *, singles: PairedSums | None = None) -> Self:
        """Of the sums of each group, and of those of all who belong to none."""
        parts = [(part.n, _change(part)) for part in groups if part.n]
        alone = PairedSums() if singles is None else singles
        change = _change(alone)
        return cls(
            groups=len(parts),
            singles=alone.n,
            n=alone.n + sum(size for size, _change_of in parts),
            changes=change + sum(each for _size, each in parts),
            squares=_change_squares(alone) + sum(each**2 for _size, each in parts),
            products=change + sum(size * each for size, each in parts),
            size_squares=alone.n + sum(size**2 for size, _change_of in parts),
        )

    @property
    def k(self) -> int:
        """Clusters with pairs."""
        return self.groups + self.singles

    @property
    def mean(self) -> Fraction:
        """Raises ZeroDivisionError when nobody is counted."""
        return exact(self.changes) / self.n

    @property
    def variance(self) -> Fraction:
        """Of the mean, CR1; 0 for one cluster."""
        if self.k == 1:
            return Fraction(0)
        mean = self.mean
        squares = exact(self.squares) - 2 * mean * exact(self.products) + mean**2 * self.size_squares
        return squares * self.k / (self.k - 1) / self.n**2


def clustered_change(clusters: ClusterSums, *, level: float = 0.95) -> Estimate:
    """Mean of after - before over all pairs, as `paired_change`, with an interval robust to clusters.

    CR1: G/(G-1) times the sum over clusters of squared sums of residuals, over n^2; t with G-1 degrees of
    freedom. n = pairs, k = clusters with pairs. One cluster, or no spread between them: the mean without an
    interval. Source: Liang & Zeger 1986; Cameron & Miller 2015.
    """
    check_level(level)
    n, k = clusters.n, clusters.k
    if n == 0:
        return Estimate(value=None, n=0, k=0, method_id=CLUSTERED_CHANGE, level=level, reason=Reason.EMPTY)
    mean, variance = clusters.mean, clusters.variance
    if k == 1 or variance == 0:
        reason = Reason.TOO_FEW if k == 1 else Reason.NO_SPREAD
        return Estimate(value=float(mean), n=n, k=k, method_id=CLUSTERED_CHANGE, level=level, reason=reason)
    return _t_estimate(float(mean), sqrt(variance), n, k, k - 1, CLUSTERED_CHANGE, level)


def difference_in_differences(
    treated: ClusterSums, comparison: ClusterSums, *, level: float = 0.95
) -> Estimate:
    """(T1 - T0) - (C1 - C0) of disjoint clusters, in the unit of the values; n = pairs, k = clusters of
    both.

    The variance is the sum of both CR1 variances, t with G-2 degrees of freedom; each side needs two
    clusters and the whole some spread for an interval. Let every person be a cluster where nobody is
    nested. Source: Card & Krueger 1994.
    """
    first, second = clustered_change(treated, level=level), clustered_change(comparison, level=level)
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
