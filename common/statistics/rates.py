"""Shares that a report shows beside every number: who answered, who left, who completed."""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from math import sqrt

from common.statistics.distributions import gamma_ratio, two_sided_z
from common.statistics.estimate import Estimate, Reason
from common.statistics.exact import Number, check_counts, check_level, exact
from common.statistics.intervals import newcombe_difference, wilson

RESPONSE_RATE = "response_rate.aapor_rr1.wilson.v1"
ATTRITION = "attrition.wilson.v1"
COMPLETION = "completion.wilson.v1"
PROPORTION = "proportion.wilson.v1"
STAYERS_LEAVERS = "smd.independent.pooled_sd.hedges_exact.v1"


@dataclass(frozen=True, kw_only=True)
class Rate(Estimate):
    """numerator / denominator (0..1) with Wilson's interval; n = denominator. Rates of disjoint people
    add up.
    """

    numerator: int
    denominator: int

    def __add__(self, other: "Rate") -> "Rate":
        """The rate of both groups together: sums of numerators over sums of denominators, never a mean of
        rates.
        """
        if (self.method_id, self.level) != (other.method_id, other.level):
            raise ValueError("Only rates of one method and level can be added.")
        return rate(
            self.numerator + other.numerator,
            self.denominator + other.denominator,
            method_id=self.method_id,
            level=self.level,
        )


def rate(numerator: int, denominator: int, *, method_id: str = PROPORTION, level: float = 0.95) -> Rate:
    """Raises ValueError unless 0 <= numerator <= denominator; a denominator of 0 gives no value."""
    share = wilson(numerator, denominator, level=level)
    return Rate(
        value=share.value,
        low=share.low,
        high=share.high,
        n=denominator,
        method_id=method_id,
        level=level,
        reason=share.reason,
        numerator=numerator,
        denominator=denominator,
    )


def response_rate(
    *,
    complete: int,
    partial: int = 0,
    refused: int = 0,
    not_reached: int = 0,
    other: int = 0,
    unknown_eligible: int = 0,
    unknown_other: int = 0,
    level: float = 0.95,
) -> Rate:
    """RR1 = I / (I + P + R + NC + O + UH + UO), the minimum response rate; the ineligible stay out.
    Source: AAPOR.
    """
    check_counts(complete, partial, refused, not_reached, other, unknown_eligible, unknown_other)
    asked = complete + partial + refused + not_reached + other + unknown_eligible + unknown_other
    return rate(complete, asked, method_id=RESPONSE_RATE, level=level)


def attrition(*, at_start: int, remaining: int, level: float = 0.95) -> Rate:
    """1 - remaining / at_start: the share of those measured first who are missing now."""
    check_counts(at_start, remaining)
    return rate(at_start - remaining, at_start, method_id=ATTRITION, level=level)


def completion_rate(*, enrolled: int, completed: int, level: float = 0.95) -> Rate:
    """completed / enrolled."""
    return rate(completed, enrolled, method_id=COMPLETION, level=level)


@dataclass(frozen=True)
class DifferentialAttrition:
    """Attrition by stratum, and the widest difference between two strata: `highest` minus `lowest`."""

    strata: Mapping[Hashable, Rate]
    highest: Hashable | None
    lowest: Hashable | None
    difference: Estimate


def differential_attrition(
    strata: Mapping[Hashable, tuple[int, int]], *, level: float = 0.95
) -> DifferentialAttrition:
    """Of {stratum: (at_start, remaining)}; the difference has Newcombe's interval, not adjusted for
    picking the widest.

    Strata with nobody at the start do not take part; with fewer than two others there is no difference.
    """
    rates = {name: attrition(at_start=n, remaining=left, level=level) for name, (n, left) in strata.items()}
    known = {name: lost.value for name, lost in rates.items() if lost.value is not None}
    if len(known) < 2:
        absent = replace(newcombe_difference(0, 0, 0, 0, level=level), reason=Reason.TOO_FEW)
        return DifferentialAttrition(rates, None, None, absent)
    highest, lowest = max(known, key=lambda name: known[name]), min(known, key=lambda name: known[name])
    more, less = rates[highest], rates[lowest]
    difference = newcombe_difference(
        more.numerator, more.denominator, less.numerator, less.denominator, level=level
    )
    return DifferentialAttrition(rates, highest, lowest, difference)


def standardized_mean_difference(
    stayers: Iterable[Number], leavers: Iterable[Number], *, level: float = 0.95
) -> Estimate:
    """Baseline of those who stayed minus those who left, over the pooled deviation, times exact J(n1 + n2
    - 2).

    n = both groups; normal interval with V = (n1+n2)/(n1 n2) + d^2/(2(n1+n2)), times J. Needs one in each
    group, four in all, and spread. Source: Hedges 1981; Borenstein et al. 2009, chapter 4.
    """
    return standardized_difference_of(OneSums.of(stayers), OneSums.of(leavers), level=level)


@dataclass(frozen=True)
class OneSums:
    """How many, their sum and the sum of their squares, each taken as (value - origin); groups add up."""

    n: int = 0
    total: Number = 0
    squares: Number = 0

    @classmethod
    def of(cls, values: Iterable[Number]) -> "OneSums":
        numbers = [exact(value) for value in values]
        return cls(len(numbers), sum(numbers), sum(number * number for number in numbers))

    def __add__(self, other: "OneSums") -> "OneSums":
        return OneSums(
            self.n + other.n,
            exact(self.total) + exact(other.total),
            exact(self.squares) + exact(other.squares),
        )

    @property
    def mean(self) -> Fraction:
        """Raises ZeroDivisionError when nobody is counted."""
        return exact(self.total) / self.n

    @property
    def spread(self) -> Fraction:
        """The sum of squared deviations from the mean."""
        return exact(self.squares) - exact(self.total) ** 2 / self.n


def standardized_difference_of(stayed: OneSums, left: OneSums, *, level: float = 0.95) -> Estimate:
    """The same from sums."""
    check_level(level)
    n1, n2 = stayed.n, left.n
    n = n1 + n2
    if min(n1, n2) < 1 or n < 4:
        return Estimate(value=None, n=n, method_id=STAYERS_LEAVERS, level=level, reason=Reason.TOO_FEW)
    df = n - 2
    squares = stayed.spread + left.spread
    if squares <= 0:
        return Estimate(value=None, n=n, method_id=STAYERS_LEAVERS, level=level, reason=Reason.NO_SPREAD)
    pooled = sqrt(squares / df)
    d, j = float(stayed.mean - left.mean) / pooled, gamma_ratio(df)
    se = j * sqrt(n / (n1 * n2) + d * d / (2 * n))
    reach = two_sided_z(level) * se
    return Estimate(
        value=j * d,
        low=j * d - reach,
        high=j * d + reach,
        n=n,
        method_id=STAYERS_LEAVERS,
        level=level,
        se=se,
        df=df,
    )
