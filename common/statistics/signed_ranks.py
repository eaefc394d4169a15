"""Rank statistics of the changes of the same people: Wilcoxon, rank-biserial, Hodges-Lehmann."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property, lru_cache
from math import floor, lcm, sqrt
from typing import Self

import numpy as np

from common.statistics.distributions import normal_cdf, two_sided_z
from common.statistics.estimate import Estimate, Reason
from common.statistics.exact import Floats, Number, check_level, check_same_length, exact

EXACT_UP_TO = 100  # differences that are not zero; with more the normal approximation is used
WILCOXON_EXACT = "wilcoxon.zeros_dropped.midranks.exact_permutation.v1"
WILCOXON_NORMAL = "wilcoxon.zeros_dropped.midranks.normal.tie_corrected.continuity_corrected.v1"
RANK_BISERIAL = "rank_biserial.zeros_dropped.midranks.kerby2014.v1"
HODGES_LEHMANN = "hodges_lehmann.walsh.zeros_kept.ci_signed_rank_without_ties.v1"


@dataclass(frozen=True)
class DifferenceCounts:
    """How many people changed by how much; adds up over disjoint people. Differences are after - before,
    exact.
    """

    counts: tuple[tuple[Fraction, int], ...] = ()

    def __post_init__(self) -> None:
        if any(times < 0 for _difference, times in self.counts):
            raise ValueError("A number of people cannot be negative.")

    @classmethod
    def of(cls, before: Iterable[Number], after: Iterable[Number]) -> Self:
        """Of raw pairs. Raises ValueError for lists of different length, NaN or infinity."""
        firsts, seconds = list(before), list(after)
        check_same_length(len(firsts), len(seconds))
        pairs = zip(firsts, seconds, strict=True)
        return cls.from_counter(Counter(exact(second) - exact(first) for first, second in pairs))

    @classmethod
    def from_steps(cls, steps: Mapping[int, int], *, step: Number) -> Self:
        """Of counts per difference on a fixed grid: {-1: 3, 0: 5, 2: 4} with the width of one step (> 0)."""
        width = exact(step)
        if width <= 0:
            raise ValueError("The step of a grid is positive.")
        return cls(tuple((width * int(number), times) for number, times in sorted(steps.items()) if times))

    @classmethod
    def from_counter(cls, counter: Mapping[Fraction, int]) -> Self:
        return cls(tuple(sorted((difference, times) for difference, times in counter.items() if times)))

    def __add__(self, other: "DifferenceCounts") -> "DifferenceCounts":
        return self._merge(other, 1)

    def __sub__(self, other: "DifferenceCounts") -> "DifferenceCounts":
        """Without some people who are in it. Raises ValueError when more would leave than are there."""
        return self._merge(other, -1)

    def _merge(self, other: "DifferenceCounts", sign: int) -> "DifferenceCounts":
        merged = dict(self.counts)
        for difference, times in other.counts:
            merged[difference] = merged.get(difference, 0) + sign * times
        return DifferenceCounts.from_counter(merged)

    @property
    def n(self) -> int:
        return sum(times for _difference, times in self.counts)

    @property
    def changed(self) -> int:
        return sum(times for difference, times in self.counts if difference)

    @cached_property
    def doubled_ranks(self) -> list[tuple[int, int, int]]:
        """Per size of change: twice its mean rank, how many rose, how many changed. Twice, so that it stays whole;
        sizes in whole parts of the smallest that divides all of them.
        """
        parts = lcm(*(difference.denominator for difference, _times in self.counts))
        rose: Counter[int] = Counter()
        both: Counter[int] = Counter()
        for difference, times in self.counts:
            change = difference.numerator * (parts // difference.denominator)
            if change:
                both[abs(change)] += times
                rose[abs(change)] += times if change > 0 else 0
        ranks, below = [], 0
        for size in sorted(both):
            ranks.append((2 * below + both[size] + 1, rose[size], both[size]))
            below += both[size]
        return ranks


@dataclass(frozen=True, kw_only=True)
class SignedRank(Estimate):
    """`value` is W+, the sum of the ranks of the gains; `n` counts all pairs, `changed` those that are not
    zero.
    """

    losses: float | None = None
    changed: int = 0
    p_greater: float | None = None
    p_less: float | None = None


def wilcoxon(differences: DifferenceCounts) -> SignedRank:
    """Signed-rank test that changes are symmetric about zero: exact up to 100 changed pairs, then normal."""
    if differences.changed <= EXACT_UP_TO:
        return wilcoxon_exact(differences)
    return wilcoxon_normal(differences)


def wilcoxon_exact(differences: DifferenceCounts) -> SignedRank:
    """Zeros dropped, ties share their mean rank, p from all 2^n signs of those very ranks (dynamic program).

    Two-sided p = twice the smaller tail, at most 1. No value when nobody changed. Source: Wilcoxon 1945.
    """
    ranks = differences.doubled_ranks
    if not ranks:
        return _nobody_changed(differences, WILCOXON_EXACT)
    gains, losses = _doubled_sums(ranks)
    chances = _null_distribution([rank for rank, _up, times in ranks for _person in range(times)])
    p_less = min(1.0, float(chances[: gains + 1].sum()))
    p_greater = min(1.0, float(chances[gains:].sum()))
    return SignedRank(
        value=gains / 2,
        losses=losses / 2,
        n=differences.n,
        changed=differences.changed,
        method_id=WILCOXON_EXACT,
        p=min(1.0, 2 * min(p_less, p_greater)),
        p_greater=p_greater,
        p_less=p_less,
    )


def wilcoxon_normal(differences: DifferenceCounts) -> SignedRank:
    """Zeros dropped, mean ranks, variance corrected for ties, continuity correction of one half towards the
    mean.

    `statistic` is the two-sided z. Source: Wilcoxon 1945; Hollander & Wolfe 1973.
    """
    ranks = differences.doubled_ranks
    if not ranks:
        return _nobody_changed(differences, WILCOXON_NORMAL)
    gains, losses = _doubled_sums(ranks)
    distance = (gains - losses) / 4
    sd = sqrt(sum(rank * rank * times for rank, _up, times in ranks) / 16)
    z = (distance - (0.5 if distance > 0 else -0.5 if distance < 0 else 0.0)) / sd
    return SignedRank(
        value=gains / 2,
        losses=losses / 2,
        n=differences.n,
        changed=differences.changed,
        method_id=WILCOXON_NORMAL,
        statistic=z,
        p=min(1.0, 2 * min(normal_cdf(z), normal_cdf(-z))),
        p_greater=normal_cdf(-(distance - 0.5) / sd),
        p_less=normal_cdf((distance + 0.5) / sd),
    )


def rank_biserial(differences: DifferenceCounts) -> Estimate:
    """(W+ - W-)/(W+ + W-), from -1 (all fell) to 1 (all rose); n = all pairs; no interval. Source: Kerby
    2014.
    """
    ranks = differences.doubled_ranks
    if not ranks:
        reason = Reason.NO_CHANGE if differences.n else Reason.EMPTY
        return Estimate(value=None, n=differences.n, method_id=RANK_BISERIAL, reason=reason)
    gains, losses = _doubled_sums(ranks)
    return Estimate(value=(gains - losses) / (gains + losses), n=differences.n, method_id=RANK_BISERIAL)


def hodges_lehmann(differences: DifferenceCounts, *, level: float = 0.95) -> Estimate:
    """Median of the Walsh averages of all differences (zeros kept), in the unit of the values; n = pairs.

    The limits are Walsh averages counted in from both ends by the signed-rank quantile without ties (exact up
    to 100 pairs, then normal); with few pairs no interval exists at the level. Source: Hodges & Lehmann 1963.
    """
    check_level(level)
    n = differences.n
    if n == 0:
        return Estimate(value=None, n=0, method_id=HODGES_LEHMANN, level=level, reason=Reason.EMPTY)
    at = _walsh_selector(differences)
    size = n * (n + 1) // 2
    median = (at((size - 1) // 2) + at(size // 2)) / 2
    cut = _lower_quantile(n, level)
    if cut == 0:
        return Estimate(value=median, n=n, method_id=HODGES_LEHMANN, level=level, reason=Reason.NO_INTERVAL)
    return Estimate(
        value=median, low=at(cut - 1), high=at(size - cut), n=n, method_id=HODGES_LEHMANN, level=level
    )


def _nobody_changed(differences: DifferenceCounts, method_id: str) -> SignedRank:
    reason = Reason.NO_CHANGE if differences.n else Reason.EMPTY
    return SignedRank(value=None, n=differences.n, method_id=method_id, reason=reason)


def _doubled_sums(ranks: list[tuple[int, int, int]]) -> tuple[int, int]:
    gains = sum(rank * up for rank, up, _times in ranks)
    return gains, sum(rank * times for rank, _up, times in ranks) - gains


def _null_distribution(ranks: list[int]) -> Floats:
    """The chance of each sum of ranks when every sign is a fair coin."""
    chances = np.zeros(sum(ranks) + 1)
    chances[0] = 1.0
    reached = 0
    for rank in ranks:
        reached += rank
        shifted = chances[: reached - rank + 1].copy()
        chances[: reached + 1] *= 0.5
        chances[rank : reached + 1] += 0.5 * shifted
    return chances


@lru_cache(maxsize=EXACT_UP_TO)
def _lower_quantile(n: int, level: float) -> int:
    """How many Walsh averages lie outside at either end; 0 when the level cannot be reached."""
    tail = (1 - level) / 2
    if n > EXACT_UP_TO:
        mean, sd = n * (n + 1) / 4, sqrt(n * (n + 1) * (2 * n + 1) / 24)
        return max(0, floor(mean - two_sided_z(level) * sd))
    cumulated = np.cumsum(_null_distribution(list(range(1, n + 1))))
    return int(np.searchsorted(cumulated, tail * (1 + 1e-9), side="right"))


def _walsh_selector(differences: DifferenceCounts) -> Callable[[int], float]:
    """Gives the Walsh average at a position (from 0) of their order, exactly and without listing them."""
    scale = lcm(*(difference.denominator for difference, _times in differences.counts))
    whole = [int(difference * scale) for difference, _times in differences.counts]
    fits = max(abs(value) for value in whole) < 2**60
    values = np.array(whole, dtype=np.int64 if fits else object)
    times = np.array([number for _difference, number in differences.counts], dtype=np.int64)
    people = np.concatenate([[0], np.cumsum(times)])

    def sums_up_to(limit: int) -> int:
        ordered = times @ people[np.searchsorted(values, limit - values, side="right")]
        with_oneself = people[np.searchsorted(values, limit // 2, side="right")]
        return int(ordered + with_oneself) // 2

    def at(position: int) -> float:
        low, high = 2 * whole[0], 2 * whole[-1]
        while low < high:
            middle = (low + high) // 2
            if sums_up_to(middle) > position:
                high = middle
            else:
                low = middle + 1
        return float(Fraction(low, 2 * scale))

    return at
