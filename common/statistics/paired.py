"""Before and after of the same people, from raw pairs or from sums that can be merged and taken apart."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from math import sqrt
from typing import Self

from common.statistics.distributions import t_quantile, t_two_sided
from common.statistics.estimate import Estimate, Reason
from common.statistics.exact import Number, check_level, check_same_length, exact

PAIRED_CHANGE = "paired_change.t.v1"
MINIMUM_PAIRS_FOR_INFERENCE = 10  # with fewer pairs a page shows neither p nor a standardized effect
NEGLIGIBLE = Fraction(1, 10**12)  # of the sum of squares: what drifting float sums leave behind


@dataclass(frozen=True, kw_only=True)
class PairedMoments:
    """What a publication prints of paired data: means, standard deviations (n - 1), their correlation, n >= 2
    pairs.

    `difference` is after - before; `published` derives what follows from the other numbers.
    """

    n: int
    mean_before: float
    mean_after: float
    difference: float
    sd_before: float
    sd_after: float
    correlation: float
    sd_difference: float

    @classmethod
    def published(
        cls,
        *,
        n: int,
        mean_before: float,
        mean_after: float,
        sd_before: float,
        sd_after: float,
        correlation: float,
    ) -> Self:
        if n < 2 or min(sd_before, sd_after) < 0 or not -1 <= correlation <= 1:
            raise ValueError(
                "Paired moments need two pairs, deviations from 0 up, a correlation from -1 to 1."
            )
        variance = (sd_before - sd_after) ** 2 + 2 * (1 - correlation) * sd_before * sd_after
        return cls(
            n=n,
            mean_before=mean_before,
            mean_after=mean_after,
            difference=mean_after - mean_before,
            sd_before=sd_before,
            sd_after=sd_after,
            correlation=correlation,
            sd_difference=sqrt(variance),
        )


@dataclass(frozen=True)
class PairedSums:
    """Sufficient statistics of paired values, each taken as (value - origin); they add up over disjoint
    people.

    Exact when the fields are int, Decimal or Fraction. Sums about different origins do not mix: ValueError.
    """

    n: int = 0
    sum_before: Number = 0
    sum_after: Number = 0
    sum_before_squares: Number = 0
    sum_after_squares: Number = 0
    sum_products: Number = 0
    origin: Number = 0

    def __post_init__(self) -> None:
        if self.n < 0:
            raise ValueError("A number of pairs cannot be negative.")

    @classmethod
    def of(cls, before: Iterable[Number], after: Iterable[Number], *, origin: Number = 0) -> Self:
        """The sums of raw pairs. Raises ValueError for lists of different length, NaN or infinity."""
        firsts, seconds = list(before), list(after)
        check_same_length(len(firsts), len(seconds))
        zero = exact(origin)
        totals = (Fraction(0),) * 5
        for (first, second), times in Counter(zip(firsts, seconds, strict=True)).items():
            x, y = exact(first) - zero, exact(second) - zero
            s1, s2, s11, s22, s12 = totals
            totals = (
                s1 + times * x,
                s2 + times * y,
                s11 + times * x * x,
                s22 + times * y * y,
                s12 + times * x * y,
            )
        return cls(len(firsts), *totals, origin)

    def __add__(self, other: "PairedSums") -> "PairedSums":
        return self._merge(other, 1)

    def __sub__(self, other: "PairedSums") -> "PairedSums":
        """The sums without some people who are in them. Raises ValueError when more would leave than are
        there.
        """
        return self._merge(other, -1)

    def _merge(self, other: "PairedSums", sign: int) -> "PairedSums":
        if exact(self.origin) != exact(other.origin):
            raise ValueError("Sums about different origins cannot be merged.")
        own, others = [exact(part) for part in self._sums()], [exact(part) for part in other._sums()]
        s1, s2, s11, s22, s12 = (a + sign * b for a, b in zip(own, others, strict=True))
        return PairedSums(self.n + sign * other.n, s1, s2, s11, s22, s12, self.origin)

    def _sums(self) -> tuple[Number, Number, Number, Number, Number]:
        return (
            self.sum_before,
            self.sum_after,
            self.sum_before_squares,
            self.sum_after_squares,
            self.sum_products,
        )

    @property
    def mean_before(self) -> float:
        """Raises ZeroDivisionError when nobody is counted."""
        return float(exact(self.origin) + exact(self.sum_before) / self.n)

    @property
    def mean_after(self) -> float:
        """Raises ZeroDivisionError when nobody is counted."""
        return float(exact(self.origin) + exact(self.sum_after) / self.n)

    def moments(self) -> PairedMoments:
        """Means, deviations and correlation (0 where a side has no spread).

        Raises ValueError for fewer than two pairs, and for sums that no data can have.
        """
        if self.n < 2:
            raise ValueError("Moments need at least two pairs.")
        n = self.n
        x, y, xx, yy, xy = (exact(value) for value in self._sums())
        drifting = any(isinstance(value, float) for value in self._sums())
        before = _spread(xx - x * x / n, xx, drifting)
        after = _spread(yy - y * y / n, yy, drifting)
        products = xy - x * y / n
        change = _spread(before + after - 2 * products, xx + yy, drifting)
        correlation = float(products) / sqrt(before * after) if before and after else 0.0
        return PairedMoments(
            n=n,
            mean_before=self.mean_before,
            mean_after=self.mean_after,
            difference=float((y - x) / n),
            sd_before=sqrt(before / (n - 1)),
            sd_after=sqrt(after / (n - 1)),
            correlation=max(-1.0, min(1.0, correlation)),
            sd_difference=sqrt(change / (n - 1)),
        )


def _spread(squares: Fraction, magnitude: Fraction, drifting: bool) -> Fraction:
    if drifting and abs(squares) <= NEGLIGIBLE * magnitude:
        return Fraction(0)
    if squares < 0:
        raise ValueError("These sums cannot come from data: a sum of squares is too small.")
    return squares


Paired = PairedSums | PairedMoments


def paired_change(pairs: Paired, *, level: float = 0.95) -> Estimate:
    """Mean of after - before in the unit of the values, with paired t test and interval; n = pairs.

    One pair, or no spread of the differences: the mean is given, the interval and p are not.
    Source: Student 1908. People nested in groups need `clustering.clustered_change`.
    """
    check_level(level)
    if pairs.n == 0:
        return Estimate(value=None, n=0, method_id=PAIRED_CHANGE, level=level, reason=Reason.EMPTY)
    if isinstance(pairs, PairedSums) and pairs.n == 1:
        single = float(exact(pairs.sum_after) - exact(pairs.sum_before))
        return Estimate(value=single, n=1, method_id=PAIRED_CHANGE, level=level, reason=Reason.TOO_FEW)
    moments = moments_of(pairs)
    df = moments.n - 1
    se = moments.sd_difference / sqrt(moments.n)
    if se == 0:
        return Estimate(
            value=moments.difference,
            n=moments.n,
            method_id=PAIRED_CHANGE,
            level=level,
            reason=Reason.NO_SPREAD,
        )
    t = moments.difference / se
    reach = t_quantile((1 + level) / 2, df) * se
    return Estimate(
        value=moments.difference,
        low=moments.difference - reach,
        high=moments.difference + reach,
        n=moments.n,
        method_id=PAIRED_CHANGE,
        level=level,
        se=se,
        statistic=t,
        df=df,
        p=t_two_sided(t, df),
    )


def moments_of(pairs: Paired) -> PairedMoments:
    return pairs.moments() if isinstance(pairs, PairedSums) else pairs
