"""Intervals for means, proportions and their differences."""

from collections.abc import Iterable
from dataclasses import dataclass
from math import sqrt

from common.statistics.distributions import (
    binomial_cdf,
    chi_square_tail,
    t_quantile,
    two_sided_z,
)
from common.statistics.estimate import Estimate, Reason
from common.statistics.exact import Number, check_counts, check_level, exact, floats

MEAN_T = "mean.t.v1"
WILSON = "proportion.wilson.v1"
NEWCOMBE = "proportion_difference.newcombe_hybrid_score.v1"
MCNEMAR = "paired_proportions.mcnemar.uncorrected.wald_ci.v1"
PARTICIPATION_RATIO = "participation_to_population.wilson_over_known_share.v1"
COMPARABLE_FROM, COMPARABLE_TO = 0.8, 1.2


def mean_interval(values: Iterable[Number], *, level: float = 0.95) -> Estimate:
    """Mean of independent values in their own unit, with Student's t interval; n = values.

    Without spread or with one value the mean is given and the interval is not. Source: Student 1908.
    """
    numbers = [exact(value) for value in values]
    n = len(numbers)
    if n == 0:
        return Estimate(value=None, n=0, method_id=MEAN_T, level=level, reason=Reason.EMPTY)
    mean = sum(numbers) / n
    squares = sum((number - mean) ** 2 for number in numbers)
    sd = sqrt(squares / (n - 1)) if n > 1 else 0.0
    return mean_interval_from(n=n, mean=float(mean), sd=sd, level=level)


def mean_interval_from(*, n: int, mean: float, sd: float, level: float = 0.95) -> Estimate:
    """The same from a summary: `sd` has the denominator n - 1. Raises ValueError for n < 1 or sd < 0."""
    check_level(level)
    floats([mean, sd])
    if n < 1 or sd < 0:
        raise ValueError("A mean needs at least one value and a standard deviation that is not negative.")
    if n == 1 or sd == 0:
        reason = Reason.TOO_FEW if n == 1 else Reason.NO_SPREAD
        return Estimate(value=mean, n=n, method_id=MEAN_T, level=level, reason=reason)
    se = sd / sqrt(n)
    reach = t_quantile((1 + level) / 2, n - 1) * se
    return Estimate(
        value=mean, low=mean - reach, high=mean + reach, n=n, method_id=MEAN_T, level=level, se=se, df=n - 1
    )


def wilson(count: int, n: int, *, level: float = 0.95) -> Estimate:
    """Proportion count/n (0..1) with Wilson's score interval; n = people asked.

    Raises ValueError unless 0 <= count <= n; n = 0 gives no value. Source: Wilson 1927; Newcombe 1998, method
    3.
    """
    check_level(level)
    check_counts(count, n)
    if count > n:
        raise ValueError(f"{count} of {n} is not a proportion.")
    if n == 0:
        return Estimate(value=None, n=0, method_id=WILSON, level=level, reason=Reason.EMPTY)
    z = two_sided_z(level)
    share = count / n
    center = (share + z * z / (2 * n)) / (1 + z * z / n)
    reach = z * sqrt(share * (1 - share) / n + z * z / (4 * n * n)) / (1 + z * z / n)
    low = 0.0 if count == 0 else max(0.0, center - reach)
    high = 1.0 if count == n else min(1.0, center + reach)
    return Estimate(value=share, low=low, high=high, n=n, method_id=WILSON, level=level)


def newcombe_difference(count1: int, n1: int, count2: int, n2: int, *, level: float = 0.95) -> Estimate:
    """Difference of two independent proportions, first minus second (-1..1); n = n1 + n2.

    Hybrid score interval without continuity correction. An empty group gives no value.
    Source: Newcombe 1998, Statistics in Medicine 17:873, method 10.
    """
    first, second = wilson(count1, n1, level=level), wilson(count2, n2, level=level)
    n = n1 + n2
    if (
        first.value is None or first.low is None or first.high is None
        or second.value is None or second.low is None or second.high is None
    ):  # fmt: skip
        return Estimate(value=None, n=n, method_id=NEWCOMBE, level=level, reason=Reason.EMPTY)
    difference = first.value - second.value
    down = sqrt((first.value - first.low) ** 2 + (second.high - second.value) ** 2)
    up = sqrt((first.high - first.value) ** 2 + (second.value - second.low) ** 2)
    return Estimate(
        value=difference, low=difference - down, high=difference + up, n=n, method_id=NEWCOMBE, level=level
    )


@dataclass(frozen=True, kw_only=True)
class PairedProportions(Estimate):
    """`statistic` is z squared without continuity correction (df 1), `p` its chi-square tail."""

    corrected_statistic: float | None = None
    exact_p: float | None = None


def mcnemar(
    *, both: int, only_before: int, only_after: int, neither: int, level: float = 0.95
) -> PairedProportions:
    """Change of a yes/no answer of the same people: share after minus share before; n = people (pairs).

    Wald interval of the paired difference; `exact_p` is the two-sided binomial p of the discordant pairs.
    When nobody changed there is a difference (0) but no test and no interval. Source: McNemar 1947; Agresti
    2002, section 10.1.
    """
    check_level(level)
    check_counts(both, only_before, only_after, neither)
    n = both + only_before + only_after + neither
    if n == 0:
        return PairedProportions(value=None, n=0, method_id=MCNEMAR, level=level, reason=Reason.EMPTY)
    changed, gained = only_before + only_after, only_after - only_before
    difference = gained / n
    if changed == 0:
        return PairedProportions(
            value=difference, n=n, method_id=MCNEMAR, level=level, exact_p=1.0, reason=Reason.NO_CHANGE
        )
    se = sqrt(changed - gained * gained / n) / n
    reach = two_sided_z(level) * se
    chi_square = gained * gained / changed
    return PairedProportions(
        value=difference,
        low=max(-1.0, difference - reach) if se else None,
        high=min(1.0, difference + reach) if se else None,
        n=n,
        method_id=MCNEMAR,
        level=level,
        se=se,
        statistic=chi_square,
        df=1,
        p=chi_square_tail(chi_square, 1),
        corrected_statistic=max(0, abs(gained) - 1) ** 2 / changed,
        exact_p=min(1.0, 2 * binomial_cdf(min(only_before, only_after), changed, 0.5)),
        reason=None if se else Reason.NO_SPREAD,
    )


@dataclass(frozen=True, kw_only=True)
class ParticipationRatio(Estimate):
    """1 means as present among participants as in the population."""

    reference_share: float

    @property
    def comparable(self) -> bool | None:
        """Whether the ratio reads as comparable (0.8 to 1.2, both included)."""
        return None if self.value is None else COMPARABLE_FROM <= self.value <= COMPARABLE_TO


def participation_ratio(
    *, count: int, participants: int, reference_share: float, level: float = 0.95
) -> ParticipationRatio:
    """Share of a group among participants over its known share in the reference population (0 < share <= 1).

    n = participants. The interval is Wilson's limits over the share, which is taken as known without error:
    store the reference population, its date and its source beside it. Source: participation-to-prevalence
    ratios of FDA reviews.
    """
    if not 0 < reference_share <= 1:
        raise ValueError("A reference share lies above 0 and not above 1.")
    share = wilson(count, participants, level=level)
    over = [None if x is None else x / reference_share for x in (share.value, share.low, share.high)]
    return ParticipationRatio(
        value=over[0],
        low=over[1],
        high=over[2],
        n=participants,
        method_id=PARTICIPATION_RATIO,
        level=level,
        reason=share.reason,
        reference_share=reference_share,
    )
