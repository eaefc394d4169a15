from decimal import Decimal

import pytest

from common.statistics.achievement import Direction, achievement
from common.statistics.estimate import Reason


@pytest.mark.parametrize(
    ("baseline", "target", "actual", "direction", "value", "bar", "met"),
    [
        (20, 80, 50, Direction.INCREASE, 0.5, 0.5, False),
        (50, 10, 30, Direction.DECREASE, 0.5, 0.5, False),
        (50, 10, 60, Direction.DECREASE, -0.25, 0.0, False),
        (50, 10, 10, Direction.DECREASE, 1.0, 1.0, True),
        (20, 80, 110, Direction.INCREASE, 1.5, 1.0, True),
        (20, 80, 80, Direction.INCREASE, 1.0, 1.0, True),
        (0, 10, 0, Direction.INCREASE, 0.0, 0.0, False),
        (Decimal("0.1"), 0.3, Decimal("0.2"), Direction.INCREASE, 0.5, 0.5, False),
    ],
)
def test_achievement_is_the_way_from_baseline_to_target(baseline, target, actual, direction, value, bar, met):
    """A1: (A - B)/(T - B); rising 20 to 80 at 50: 50 %; falling 50 to 10 at 30: 50 %, at 60: -25 %."""
    result = achievement(actual=actual, target=target, baseline=baseline, direction=direction)
    assert (result.value, result.bar, result.met, result.reason) == (value, bar, met, None)


@pytest.mark.parametrize(
    ("baseline", "target", "actual", "direction", "met", "reason"),
    [
        (None, 80, 50, Direction.INCREASE, False, Reason.MISSING_BASELINE),
        (None, 10, 5, Direction.DECREASE, True, Reason.MISSING_BASELINE),
        (20, None, 50, Direction.INCREASE, None, Reason.MISSING_TARGET),
        (20, 80, None, Direction.INCREASE, None, Reason.MISSING_ACTUAL),
        (80, 20, 50, Direction.INCREASE, True, Reason.AGAINST_DIRECTION),
        (20, 80, 50, Direction.DECREASE, True, Reason.AGAINST_DIRECTION),
        (50, 50, 52, Direction.INCREASE, True, Reason.MAINTAIN),
        (50, None, 53, Direction.MAINTAIN, False, Reason.MAINTAIN),
        (50, 50, 48, Direction.MAINTAIN, True, Reason.MAINTAIN),
        (None, 50, 48, Direction.MAINTAIN, True, Reason.MAINTAIN),
        (None, None, 48, Direction.MAINTAIN, None, Reason.MISSING_BASELINE),
    ],
)
def test_without_a_way_to_go_there_is_no_share(baseline, target, actual, direction, met, reason):
    result = achievement(actual=actual, target=target, baseline=baseline, direction=direction, tolerance=2)
    assert (result.value, result.bar, result.met, result.reason) == (None, None, met, reason)


def test_a_negative_tolerance_is_refused():
    with pytest.raises(ValueError, match="tolerance"):
        achievement(actual=1, target=2, baseline=0, direction=Direction.MAINTAIN, tolerance=-1)
