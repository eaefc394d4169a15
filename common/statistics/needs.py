"""Which capacities to strengthen first."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from common.statistics.estimate import Estimate
from common.statistics.exact import Number
from common.statistics.paired import PairedSums, paired_change
from common.statistics.values import complete_pairs, held

BORICH = "needs.borich1980_mwds.t_ci_of_the_gap.v1"


@dataclass(frozen=True, kw_only=True)
class Need(Estimate):
    """`value` is the mean weighted discrepancy score; larger = more pressing."""

    importance: float | None = None
    ability: float | None = None


def borich_priority(
    importance: Iterable[Number | None], ability: Iterable[Number | None], *, level: float = 0.95
) -> Need:
    """Mean over people of (importance - ability) x mean importance, both on the same scale; n = people with
    both.

    A person who left one out (None) is left out. Raises ValueError for lists of different length. Source:
    Borich 1980; McKim & Saucier 2011.
    """
    able, wanted = complete_pairs(ability, importance)
    empty = replace(borich_priority_from(PairedSums.of([], []), level=level), n=len(able))
    return held(lambda: borich_priority_from(PairedSums.of(able, wanted), level=level), lambda: empty)


def borich_priority_from(sums: PairedSums, *, level: float = 0.95) -> Need:
    """The same from sums in which `before` is ability and `after` is importance.

    The interval is that of the mean gap times mean importance, which is taken as known.
    """
    gap = paired_change(sums, level=level)
    importance, ability = _means(sums)
    weighted = [
        None if x is None or importance is None else x * importance for x in (gap.value, gap.low, gap.high)
    ]
    low, high = weighted[1], weighted[2]
    if low is not None and high is not None and low > high:
        low, high = high, low
    return Need(
        value=weighted[0],
        low=low,
        high=high,
        n=gap.n,
        method_id=BORICH,
        level=level,
        reason=gap.reason,
        importance=importance,
        ability=ability,
    )


def _means(sums: PairedSums) -> tuple[float | None, float | None]:
    if sums.n == 0:
        return None, None
    return sums.mean_after, sums.mean_before
