"""Scores of one version read in another: straight lines between the points of a bridge."""

from bisect import bisect_right
from collections.abc import Sequence
from decimal import Decimal

from assessments.logic.scoring import NORMALIZED

BRIDGED = ".bridged.v1"  # what a method's id ends in where a score was bridged


def bridged(old: Sequence[Decimal], new: Sequence[Decimal], score: Decimal) -> Decimal:
    """`old` rises from 0 to 1, `new` never falls."""
    if not 0 <= score <= 1:
        raise ValueError(f"{score} lies outside of 0 to 1")
    place = min(bisect_right(old, score), len(old) - 1)
    (x0, x1), (y0, y1) = old[place - 1 : place + 1], new[place - 1 : place + 1]
    return (y0 + (score - x0) * (y1 - y0) / (x1 - x0)).quantize(NORMALIZED)
