"""How something is shared out: over all eligible communities, those that received nothing included."""

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass

from common.statistics import concentration, inequality
from common.statistics.estimate import Estimate, Reason
from common.statistics.exact import Number, check_same_length
from common.statistics.inequality import TheilParts
from common.statistics.values import Values, complete_pairs, explained, is_missing, known


@dataclass(frozen=True, kw_only=True)
class Gini:
    """`corrected` is for small samples: one holder of everything gives 1 (Deltas 2003)."""

    value: float | None
    corrected: float | None
    n: int
    method_id: str
    corrected_method_id: str
    reason: Reason | None = None


@explained([])
def gini(values: Values) -> Gini:
    """sum (2i-n-1) x_i / (n sum x). Source: Gini 1912."""
    amounts = known(values)
    plain, corrected = inequality.gini(amounts), inequality.gini_corrected(amounts)
    return Gini(
        value=plain.value,
        corrected=corrected.value,
        n=plain.n,
        method_id=plain.method_id,
        corrected_method_id=corrected.method_id,
        reason=plain.reason or corrected.reason,
    )


@explained([])
def theil(values: Values) -> Estimate:
    """T: mean of y ln y with y = x / mean, 0 ln 0 = 0. Source: Theil 1967."""
    return inequality.theil_t(known(values))


@explained([], [])
def theil_decomposition(values: Values, groups: Iterable[Hashable]) -> TheilParts:
    """T = within + between, for the group of each value; those without a group are one. Source: Shorrocks 1980."""
    amounts, names = list(values), [None if is_missing(name) else name for name in groups]
    check_same_length(len(amounts), len(names))
    parts: dict[Hashable, list[Number]] = {name: [] for name in names}
    for amount, name in zip(amounts, names, strict=True):
        parts[name] += known([amount])
    return inequality.theil_decomposition(parts)


@dataclass(frozen=True, kw_only=True)
class Concentration:
    """`value` is the sum of `terms`, one for each group but the last; from -1 (the poorest hold all) to 1."""

    value: float | None
    terms: tuple[float, ...]
    n: int
    method_id: str
    reason: Reason | None = None


@explained([], [])
def concentration_index(values: Sequence[Number | None], sizes: Sequence[Number | None]) -> Concentration:
    """What each group holds in all, and how large each is, poorest first. A group of nobody holds nothing, and is left
    out. Source: Fuller & Lury 1977; O'Donnell et al. 2008, chapter 8.
    """
    held, units = complete_pairs(values, sizes)
    if not any(units):
        held, units = [], []
    groups = [(size, value) for size, value in zip(units, held, strict=True) if size or value]
    people, totals = [size for size, _value in groups], [value for _size, value in groups]
    found = concentration.concentration_grouped(people, totals)
    return Concentration(
        value=None if found.value is None else float(found.value),
        terms=concentration.concentration_terms(people, totals),
        n=found.n,
        method_id=found.method_id,
        reason=found.reason,
    )
