"""Two numbers of each person, compared over a group: nothing is told that single people could be computed from."""

from collections.abc import Mapping
from dataclasses import dataclass
from statistics import fmean, stdev
from typing import Any


@dataclass(frozen=True, kw_only=True)
class Compared:
    """Of the `n` in both: the means, the mean difference, and the standard deviation of the differences."""

    n: int
    first: float
    second: float
    difference: float
    spread: float


def compared(first: Mapping[Any, float], second: Mapping[Any, float], *, least: int) -> Compared | None:
    """None where fewer than `least` are in both; and where so few are in one only that their mean could be computed
    from that of all, which stands on other pages."""
    both = first.keys() & second.keys()
    alone = [len(first) - len(both), len(second) - len(both)]
    if len(both) < max(least, 2) or any(0 < few < least for few in alone):
        return None
    differences = [second[key] - first[key] for key in both]
    return Compared(
        n=len(both),
        first=fmean(first[key] for key in both),
        second=fmean(second[key] for key in both),
        difference=fmean(differences),
        spread=stdev(differences),
    )
