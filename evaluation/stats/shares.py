"""Shares of people, many tests at once, and how far an indicator has come."""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass

from common.statistics import achievement as achievements
from common.statistics.achievement import Achievement, Direction
from common.statistics.estimate import Estimate, Reason
from common.statistics.exact import Number, as_count, as_float, exact
from common.statistics.intervals import PARTICIPATION_RATIO, ParticipationRatio, mcnemar, wilson
from common.statistics.intervals import participation_ratio as ratio_of
from common.statistics.multiplicity import BENJAMINI_HOCHBERG, benjamini_hochberg
from common.statistics.values import explained, is_missing


@dataclass(frozen=True, kw_only=True)
class PairedShares:
    """`difference` = (c - b) / n with Wald's interval; `statistic` is McNemar's z squared without correction for
    continuity, `corrected_statistic` with it, `exact_p` the two-sided binomial one.
    """

    difference: float | None
    se: float | None
    low: float | None
    high: float | None
    statistic: float | None
    corrected_statistic: float | None
    p: float | None
    exact_p: float | None
    n: int
    method_id: str
    reason: Reason | None = None

    @property
    def value(self) -> float | None:
        return self.difference


@explained(0, 0, 0)
def paired_proportions(b: int, c: int, n: int) -> PairedShares:
    """Of n people asked twice, b said yes only before, c only after. Source: McNemar 1947; Agresti 2002, 10.1."""
    b, c, n = as_count(b), as_count(c), as_count(n)
    if min(b, c) < 0 or b + c > n:
        raise ValueError("Those who changed are some of those who were asked twice.")
    found = mcnemar(both=n - b - c, only_before=b, only_after=c, neither=0)
    return PairedShares(
        difference=found.value,
        se=found.se,
        low=found.low,
        high=found.high,
        statistic=found.statistic,
        corrected_statistic=found.corrected_statistic,
        p=found.p,
        exact_p=found.exact_p,
        n=n,
        method_id=found.method_id,
        reason=found.reason,
    )


@explained(0, 0)
def proportion_interval(successes: int, n: int, confidence: float = 0.95) -> Estimate:
    """Wilson's score interval. Source: Wilson 1927; Newcombe 1998, method 3."""
    return wilson(as_count(successes), as_count(n), level=as_float(confidence))


@explained(0, 0, 1)
def participation_ratio(
    group: int, total: int, reference_share: float, confidence: float = 0.95
) -> ParticipationRatio:
    """(group / total) / the group's known share in the reference population; Wilson's limits over that share."""
    count, participants, level = as_count(group), as_count(total), as_float(confidence)
    if reference_share == 0:
        return ParticipationRatio(
            value=None,
            n=participants,
            method_id=PARTICIPATION_RATIO,
            level=level,
            reason=Reason.NOTHING_SHARED,
            reference_share=0,
        )
    share = as_float(reference_share)
    return ratio_of(count=count, participants=participants, reference_share=share, level=level)


@dataclass(frozen=True, kw_only=True)
class Discoveries:
    """One truth value and one adjusted p for each p given; a test without a p is no test, and never rejected."""

    rejected: tuple[bool, ...]
    adjusted: tuple[float | None, ...]
    n: int
    level: float
    method_id: str = BENJAMINI_HOCHBERG
    reason: Reason | None = None


@explained([])
def false_discovery(p_values: Iterable[float | None], level: float = 0.05) -> Discoveries:
    """Benjamini & Hochberg 1995 over the whole declared family."""
    tests = list(p_values)
    family: dict[Hashable, float] = {
        place: p for place, p in enumerate(tests) if p is not None and not is_missing(p)
    }
    found = benjamini_hochberg(family, rate=level)
    places = range(len(tests))
    return Discoveries(
        rejected=tuple(place in found and found[place].discovery for place in places),
        adjusted=tuple(found[place].adjusted if place in found else None for place in places),
        n=len(family),
        level=level,
        reason=None if family else Reason.EMPTY,
    )


@explained(None, None, None, needs_all=False)
def achievement(
    actual: Number | None, baseline: Number | None, target: Number | None, tolerance: Number = 0
) -> Achievement:
    """(actual - baseline) / (target - baseline), uncapped; the target's side of the baseline is the direction.

    A target equal to the baseline is to be kept within the tolerance: met or not, without a share.
    """
    actual, baseline, target = (None if is_missing(each) else each for each in (actual, baseline, target))
    rising = baseline is None or target is None or exact(target) >= exact(baseline)
    direction = Direction.INCREASE if rising else Direction.DECREASE
    return achievements.achievement(
        actual=actual, target=target, baseline=baseline, direction=direction, tolerance=tolerance
    )
