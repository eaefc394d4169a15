"""How far towards its target an indicator has come."""

from dataclasses import dataclass
from enum import StrEnum

from common.statistics.estimate import Reason
from common.statistics.exact import Number, exact

ACHIEVEMENT = "achievement.from_baseline.v1"
MAINTENANCE = "achievement.maintain_within_tolerance.v1"


class Direction(StrEnum):
    INCREASE = "increase"
    DECREASE = "decrease"
    MAINTAIN = "maintain"


@dataclass(frozen=True, kw_only=True)
class Achievement:
    """`value` is the share of the way from baseline to target, uncapped (1 = there, below 0 = moved
    away).

    `met` says whether the target is reached, also where no share can be given. `reason` says why a share
    is absent.
    """

    value: float | None
    met: bool | None
    method_id: str
    reason: Reason | None = None

    @property
    def bar(self) -> float | None:
        """The share between 0 and 1, for drawing only."""
        return None if self.value is None else min(1.0, max(0.0, self.value))


def achievement(
    *,
    actual: Number | None,
    target: Number | None,
    baseline: Number | None,
    direction: Direction,
    tolerance: Number = 0,
) -> Achievement:
    """(actual - baseline) / (target - baseline), for rising and falling indicators alike; all in the
    indicator's unit.

    Zero is a value; None is missing. Without a baseline the target is compared without a share.
    `maintain`, and a target equal to the baseline, compare |actual - baseline| with `tolerance` >= 0
    (without a baseline: with the target). A target on the wrong side of the baseline gives no share.
    Raises ValueError for a negative tolerance.
    """
    slack = exact(tolerance)
    if slack < 0:
        raise ValueError("A tolerance is not negative.")
    if actual is None:
        return Achievement(value=None, met=None, method_id=ACHIEVEMENT, reason=Reason.MISSING_ACTUAL)
    if direction is Direction.MAINTAIN or _same(target, baseline):
        return _maintained(actual, target if baseline is None else baseline, tolerance)
    if target is None:
        return Achievement(value=None, met=None, method_id=ACHIEVEMENT, reason=Reason.MISSING_TARGET)
    rising = direction is Direction.INCREASE
    met = exact(actual) >= exact(target) if rising else exact(actual) <= exact(target)
    if baseline is None:
        return Achievement(value=None, met=met, method_id=ACHIEVEMENT, reason=Reason.MISSING_BASELINE)
    way = exact(target) - exact(baseline)
    if (way > 0) != rising:
        return Achievement(value=None, met=met, method_id=ACHIEVEMENT, reason=Reason.AGAINST_DIRECTION)
    value = float((exact(actual) - exact(baseline)) / way)
    return Achievement(value=value, met=met, method_id=ACHIEVEMENT)


def _same(target: Number | None, baseline: Number | None) -> bool:
    return target is not None and baseline is not None and exact(target) == exact(baseline)


def _maintained(actual: Number, reference: Number | None, tolerance: Number) -> Achievement:
    if reference is None:
        return Achievement(value=None, met=None, method_id=MAINTENANCE, reason=Reason.MISSING_BASELINE)
    met = abs(exact(actual) - exact(reference)) <= exact(tolerance)
    return Achievement(value=None, met=met, method_id=MAINTENANCE, reason=Reason.MAINTAIN)
