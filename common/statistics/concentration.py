"""Whether the better or the worse placed get more: concentration curve and index, from -1 (the worst
placed) to 1.
"""

from collections.abc import Iterable, Sequence
from math import sqrt

import numpy as np

from common.statistics.distributions import two_sided_z
from common.statistics.estimate import Estimate, Reason
from common.statistics.exact import Floats, Number, check_level, check_same_length, floats
from common.statistics.inequality import LorenzPoint

GROUPED = "concentration.grouped.fuller_lury.v1"
MICRO = "concentration.micro.covariance.midranks.kakwani1997_se.v1"
ERREYGERS = "concentration.erreygers2009.micro.midranks.v1"


def concentration_curve(sizes: Sequence[Number], totals: Sequence[Number]) -> tuple[LorenzPoint, ...]:
    """Cumulated shares of units and of what they hold; groups from worst to best placed, from (0, 0) to
    (1, 1).
    """
    shares = _grouped(sizes, totals)
    if shares is None:
        return ()
    units, held = shares
    return tuple(LorenzPoint(float(x), float(y)) for x, y in zip(units, held, strict=True))


def concentration_terms(sizes: Sequence[Number], totals: Sequence[Number]) -> tuple[float, ...]:
    """p_t L_(t+1) - p_(t+1) L_t for each group but the last, worst placed first; they add up to the index."""
    shares = _grouped(sizes, totals)
    if shares is None:
        return ()
    p, held = shares[0][1:], shares[1][1:]
    return tuple(float(x) for x in p[:-1] * held[1:] - p[1:] * held[:-1])


def concentration_grouped(sizes: Sequence[Number], totals: Sequence[Number]) -> Estimate:
    """Index of groups from worst to best placed: `sizes` > 0 units, `totals` >= 0 of what they hold; n =
    groups.

    No interval. Source: Fuller & Lury 1977; O'Donnell et al. 2008, chapter 8.
    """
    n = len(sizes)
    if _grouped(sizes, totals) is None:
        reason = Reason.NOTHING_SHARED if n else Reason.EMPTY
        return Estimate(value=None, n=n, method_id=GROUPED, reason=reason)
    return Estimate(value=sum(concentration_terms(sizes, totals)), n=n, method_id=GROUPED)


def concentration_index(
    amounts: Iterable[Number], placement: Iterable[Number], *, level: float = 0.95
) -> Estimate:
    """2 cov(h, fractional rank) / mean h of units: `amounts` h >= 0, `placement` what ranks them (low =
    worst placed).

    n = units; equal placements share their mean rank. The standard error (two units or more) is that of
    Kakwani, Wagstaff & van Doorslaer 1997, equation 14, with a normal interval.
    """
    check_level(level)
    h, ranks = _placed(amounts, placement)
    n = len(h)
    if not h.any():
        reason = Reason.NOTHING_SHARED if n else Reason.EMPTY
        return Estimate(value=None, n=n, method_id=MICRO, level=level, reason=reason)
    relative = h / h.mean()
    index = float(2 * ((relative - 1) * (ranks - 0.5)).mean())
    if n == 1:
        return Estimate(value=index, n=n, method_id=MICRO, level=level, reason=Reason.TOO_FEW)
    se = _standard_error(relative, ranks, index)
    reach = two_sided_z(level) * se
    return Estimate(
        value=index, low=index - reach, high=index + reach, n=n, method_id=MICRO, level=level, se=se
    )


def erreygers_index(
    amounts: Iterable[Number], placement: Iterable[Number], *, lowest: float, highest: float
) -> Estimate:
    """4 mean / (highest - lowest) x concentration index, for outcomes bounded by lowest..highest; no
    interval.

    Does not depend on the unit of the outcome, nor on whether presence or absence is counted (but for the
    sign). Source: Erreygers 2009.
    """
    if not lowest < highest:
        raise ValueError("The lowest possible outcome lies below the highest.")
    h, ranks = _placed((float(x) - lowest for x in amounts), placement)
    if (h > highest - lowest).any():
        raise ValueError("An outcome lies outside its bounds.")
    if not len(h):
        return Estimate(value=None, n=0, method_id=ERREYGERS, reason=Reason.EMPTY)
    value = float(8 * ((h - h.mean()) * (ranks - 0.5)).mean() / (highest - lowest))
    return Estimate(value=value, n=len(h), method_id=ERREYGERS)


def _grouped(sizes: Sequence[Number], totals: Sequence[Number]) -> tuple[Floats, Floats] | None:
    check_same_length(len(sizes), len(totals))
    units, held = floats(sizes), floats(totals)
    if (units <= 0).any() or (held < 0).any():
        raise ValueError("A group has units, and what it holds is not negative.")
    if not held.any():
        return None
    return _cumulated(units), _cumulated(held)


def _cumulated(values: Floats) -> Floats:
    sums = np.concatenate([[0.0], np.cumsum(values / values.max())])
    return sums / sums[-1]


def _placed(amounts: Iterable[Number], placement: Iterable[Number]) -> tuple[Floats, Floats]:
    """The amounts in order of placement, and their fractional ranks: mean ranks of ties, between 0 and 1."""
    h, places = floats(amounts), floats(placement)
    check_same_length(len(h), len(places))
    if (h < 0).any():
        raise ValueError("An amount cannot be negative.")
    _distinct, where, times = np.unique(places, return_inverse=True, return_counts=True)
    upto = np.cumsum(times)
    ranks = (upto - times / 2)[where] / max(1, len(h))
    order = np.argsort(ranks, kind="stable")
    return h[order], ranks[order]


def _standard_error(relative: Floats, ranks: Floats, index: float) -> float:
    n = len(relative)
    held = _curve_at_ties(relative, ranks) / n
    before = np.concatenate([[0.0], held[:-1]])
    a = relative * (2 * ranks - 1 - index) + 2 - before - held
    return sqrt(max(0.0, float((a**2).mean()) - (1 + index) ** 2) / n)


def _curve_at_ties(relative: Floats, ranks: Floats) -> Floats:
    """What is held up to each unit, as if units of one placement held the same."""
    _distinct, where, times = np.unique(ranks, return_inverse=True, return_counts=True)
    means = np.bincount(where, weights=relative) / times
    return np.cumsum(means[where])
