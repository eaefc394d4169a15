"""What a statistic answers: a value, its interval, the people behind it, and how it was computed."""

from dataclasses import dataclass
from enum import StrEnum


class Reason(StrEnum):
    """Why a value or an interval is absent. Pages translate these codes."""

    EMPTY = "empty"  # nothing was counted
    TOO_FEW = "too_few"  # fewer people, items or groups than the formula needs
    NO_SPREAD = "no_spread"  # all values are equal
    NO_CHANGE = "no_change"  # every difference is zero
    HAS_ZEROS = "has_zeros"  # the logarithm of zero is asked for
    NOTHING_SHARED = "nothing_shared"  # the total to be shared is zero
    SINGULAR = "singular"  # items repeat each other
    BOUNDARY = "boundary"  # the best fit lies on the edge of what is allowed
    NOT_CONVERGED = "not_converged"
    NOT_REACHED = "not_reached"  # the curve does not come down that far
    OUT_OF_RANGE = "out_of_range"  # too large, too small or too unlike for floats to hold
    NO_INTERVAL = "no_interval"  # the sample is too small for an interval at this level
    MISSING_ACTUAL = "missing_actual"
    MISSING_BASELINE = "missing_baseline"
    MISSING_TARGET = "missing_target"
    MAINTAIN = "maintain"  # there is no way to go: reached or not
    AGAINST_DIRECTION = "against_direction"  # the target lies on the wrong side of the baseline
    PROTECTED_TERRITORY = "protected_territory"  # no statistic of it is published
    PROTECTS_PEOPLE = "protects_people"  # suppressed: so few people could be recognized


@dataclass(frozen=True, kw_only=True)
class Estimate:
    """One number with its interval.

    `n` counts what the value rests on (people, pairs, groups: the function says which). `level` is the
    confidence level of `low`..`high`. `statistic`, `df`, `p` (two-sided) and `k` (items, raters, clusters)
    are given where the method has them.
    """

    value: float | None
    low: float | None = None
    high: float | None = None
    n: int
    method_id: str
    level: float = 0.95
    se: float | None = None
    statistic: float | None = None
    df: float | None = None
    p: float | None = None
    k: int | None = None
    reason: Reason | None = None
