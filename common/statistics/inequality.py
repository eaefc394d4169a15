"""How unevenly something is shared. Always over all eligible units, those that received nothing included.

Values are amounts >= 0 (any unit); `weights`, where taken, are sizes > 0 of the units (people in a
community). n counts the units. Nothing to share (a total of zero) gives no value. The indices come
without an interval: see `bootstrap`.
"""

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from common.statistics.estimate import Estimate, Reason
from common.statistics.exact import Floats, Number, check_same_length, floats

GINI = "gini.v1"
GINI_CORRECTED = "gini.deltas2003_small_sample.v1"
THEIL_T = "theil_t.natural_log.v1"
THEIL_L = "theil_l.natural_log.v1"
THEIL_PARTS = "theil_t.between_within.shorrocks1980.v1"
HOOVER = "hoover.v1"
ATKINSON = "atkinson.epsilon_{epsilon:g}.v1"

Amounts = Iterable[Number]
Weights = Iterable[Number] | None
Formula = Callable[[Floats, Floats], float | None]  # of amounts over their mean, and shares of weight


def gini(values: Amounts, *, weights: Weights = None) -> Estimate:
    """sum (2i-n-1) x_i / (n sum x), 0 (equal) to (n-1)/n; weighted: twice the area above the Lorenz curve."""
    return _index(values, weights, GINI, _gini)


def gini_corrected(values: Amounts, *, weights: Weights = None) -> Estimate:
    """Gini times n/(n-1), so that one holder of everything gives 1; needs two units.

    Weighted: divided by 1 - sum of squared weight shares, which is the same for equal weights. Source:
    Deltas 2003.
    """
    return _index(values, weights, GINI_CORRECTED, _gini_corrected, at_least=2)


def theil_t(values: Amounts, *, weights: Weights = None) -> Estimate:
    """Mean of y ln y with y = x / mean and 0 ln 0 = 0; from 0 to ln n. Source: Theil 1967."""
    return _index(values, weights, THEIL_T, _theil_t)


def theil_l(values: Amounts, *, weights: Weights = None) -> Estimate:
    """Mean of -ln y (mean log deviation); undefined where somebody received nothing. Source: Theil 1967."""
    return _index(values, weights, THEIL_L, _theil_l)


def hoover(values: Amounts, *, weights: Weights = None) -> Estimate:
    """The share of the total that would have to move for everybody to have the same."""
    return _index(values, weights, HOOVER, _hoover)


def atkinson(values: Amounts, *, epsilon: float, weights: Weights = None) -> Estimate:
    """1 - equally distributed equivalent / mean for inequality aversion epsilon > 0.

    1 where somebody received nothing and epsilon >= 1. Source: Atkinson 1970.
    """
    if not epsilon > 0:
        raise ValueError("Inequality aversion is above zero.")
    method_id = ATKINSON.format(epsilon=epsilon)
    return _index(values, weights, method_id, lambda y, p: _atkinson(y, p, epsilon))


@dataclass(frozen=True)
class LorenzPoint:
    """The poorest `units` (share of weight, 0..1) hold `amount` (share of the total, 0..1)."""

    units: float
    amount: float


def lorenz(values: Amounts, *, weights: Weights = None) -> tuple[LorenzPoint, ...]:
    """The curve from (0, 0) to (1, 1), smallest amounts first; empty when there is nothing to share."""
    amounts, shares = _checked(values, weights)
    if not amounts.any():
        return ()
    units, held = _lorenz(amounts, shares)
    return tuple(LorenzPoint(float(x), float(y)) for x, y in zip(units, held, strict=True))


@dataclass(frozen=True)
class TheilGroup:
    """`share` of the total; `theil` inside (None when the group holds nothing); its two terms add up over
    groups.
    """

    n: int
    share: float
    theil: float | None
    within: float
    between: float


@dataclass(frozen=True, kw_only=True)
class TheilParts(Estimate):
    """`value` = `within` + `between`, the Theil T of everybody."""

    within: float | None = None
    between: float | None = None
    groups: Mapping[Hashable, TheilGroup]


def theil_decomposition(groups: Mapping[Hashable, Sequence[Number]]) -> TheilParts:
    """T = sum s_g T_g + sum s_g ln(mean_g / mean), s_g the group's share of the total; n = units.

    Groups without a unit are left out. Source: Theil 1967; Shorrocks 1980.
    """
    parts = {name: _checked(values, None)[0] for name, values in groups.items() if len(values)}
    n = sum(len(part) for part in parts.values())
    highest = max((float(part.max()) for part in parts.values()), default=0.0)
    if not highest:
        reason = Reason.NOTHING_SHARED if n else Reason.EMPTY
        return TheilParts(value=None, n=n, method_id=THEIL_PARTS, reason=reason, groups={})
    parts = {name: part / highest for name, part in parts.items()}
    total = sum(float(part.sum()) for part in parts.values())
    pieces = {name: _theil_group(part, n, total) for name, part in parts.items()}
    within = sum(piece.within for piece in pieces.values())
    between = sum(piece.between for piece in pieces.values())
    return TheilParts(
        value=within + between, n=n, method_id=THEIL_PARTS, within=within, between=between, groups=pieces
    )


def _theil_group(amounts: Floats, n: int, total: float) -> TheilGroup:
    held = float(amounts.sum())
    if held == 0:
        return TheilGroup(len(amounts), 0.0, None, 0.0, 0.0)
    size = len(amounts)
    share = held / total
    theil = _theil_t(amounts / amounts.mean(), np.full(size, 1 / size))
    return TheilGroup(size, share, theil, share * theil, share * float(np.log(share * n / size)))


def _index(
    values: Amounts, weights: Weights, method_id: str, formula: Formula, at_least: int = 1
) -> Estimate:
    amounts, shares = _checked(values, weights)
    n = len(amounts)
    if n < at_least:
        reason = Reason.TOO_FEW if n else Reason.EMPTY
        return Estimate(value=None, n=n, method_id=method_id, reason=reason)
    if not amounts.any():
        return Estimate(value=None, n=n, method_id=method_id, reason=Reason.NOTHING_SHARED)
    relative = amounts / amounts.max()
    value = formula(relative / float(relative @ shares), shares)
    reason_absent = Reason.HAS_ZEROS if value is None else None
    return Estimate(value=value, n=n, method_id=method_id, reason=reason_absent)


def _checked(values: Amounts, weights: Weights) -> tuple[Floats, Floats]:
    amounts = floats(values)
    if (amounts < 0).any():
        raise ValueError("An amount that is shared cannot be negative.")
    sizes = np.ones(len(amounts)) if weights is None else floats(weights)
    check_same_length(len(amounts), len(sizes))
    if (sizes <= 0).any():
        raise ValueError("A weight is above zero.")
    return amounts, sizes / sizes.sum() if len(sizes) else sizes


def _lorenz(amounts: Floats, shares: Floats) -> tuple[Floats, Floats]:
    order = np.argsort(amounts, kind="stable")
    units = np.concatenate([[0.0], np.cumsum(shares[order])])
    held = np.concatenate([[0.0], np.cumsum((shares * amounts)[order])])
    return units / units[-1], held / held[-1]


def _gini(relative: Floats, shares: Floats) -> float:
    units, held = _lorenz(relative, shares)
    return max(0.0, float(1 - (np.diff(units) * (held[1:] + held[:-1])).sum()))


def _gini_corrected(relative: Floats, shares: Floats) -> float:
    return _gini(relative, shares) / float(1 - (shares**2).sum())


def _theil_t(relative: Floats, shares: Floats) -> float:
    held = relative > 0
    return max(0.0, float((shares[held] * relative[held] * np.log(relative[held])).sum()))


def _theil_l(relative: Floats, shares: Floats) -> float | None:
    if (relative == 0).any():
        return None
    return max(0.0, float(-(shares * np.log(relative)).sum()))


def _hoover(relative: Floats, shares: Floats) -> float:
    return float((shares * np.abs(relative - 1)).sum() / 2)


def _atkinson(relative: Floats, shares: Floats, epsilon: float) -> float:
    if epsilon >= 1 and (relative == 0).any():
        return 1.0
    if epsilon == 1:
        return max(0.0, float(1 - np.exp((shares * np.log(relative)).sum())))
    power = 1 - epsilon
    return max(0.0, float(1 - (shares * relative**power).sum() ** (1 / power)))
