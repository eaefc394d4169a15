"""Many tests in one report: which differences stand when the share of false discoveries is kept low."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from common.statistics.exact import exact

BENJAMINI_HOCHBERG = "multiplicity.benjamini_hochberg1995.v1"


@dataclass(frozen=True)
class Adjusted:
    """`p` as tested, `adjusted` to compare with the rate directly; `n` = tests in the declared family."""

    p: float
    adjusted: float
    discovery: bool
    n: int
    method_id: str = BENJAMINI_HOCHBERG


def benjamini_hochberg(family: Mapping[Hashable, float], *, rate: float = 0.05) -> dict[Hashable, Adjusted]:
    """The report's whole declared family {name: p} with a false discovery rate of at most `rate`.

    Raises ValueError for a p outside 0..1 (leave tests without a p out). Source: Benjamini & Hochberg 1995.
    """
    if not 0 < rate < 1:
        raise ValueError("A false discovery rate lies between 0 and 1.")
    if not all(0 <= p <= 1 for p in family.values()):
        raise ValueError("A p-value lies from 0 to 1.")
    n, allowed = len(family), exact(rate)
    lowest = Fraction(1)
    found: dict[Hashable, Adjusted] = {}
    for position, name in enumerate(sorted(family, key=lambda name: family[name], reverse=True)):
        lowest = min(lowest, exact(family[name]) * n / (n - position))
        found[name] = Adjusted(family[name], float(lowest), lowest <= allowed, n)
    return {name: found[name] for name in family}
