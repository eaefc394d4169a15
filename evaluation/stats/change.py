"""How the same people changed. Change is after - before, so a rise is positive."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Literal

from common.statistics import clustering, effect_sizes
from common.statistics.clustering import CLUSTERED_DIFFERENCE, ClusterSums
from common.statistics.effect_sizes import d_av, d_av_adjusted, d_z, g_z
from common.statistics.estimate import Estimate, Reason
from common.statistics.exact import Number, as_count, as_float, exact
from common.statistics.paired import PAIRED_CHANGE, Paired, PairedMoments, PairedSums
from common.statistics.paired import paired_change as change_of
from common.statistics.reliability import RELIABLE_CHANGE, ReliableChange
from common.statistics.reliability import reliable_change as reliable_change_of
from common.statistics.signed_ranks import DifferenceCounts, hodges_lehmann, rank_biserial, wilcoxon
from common.statistics.values import Values, complete_pairs, explained, is_missing, known

Alternative = Literal["two-sided", "greater", "less"]
NOBODY = ReliableChange(
    value=None,
    n=0,
    method_id=RELIABLE_CHANGE,
    reason=Reason.EMPTY,
    measurement_error=None,
    difference_error=None,
)


@dataclass(frozen=True, kw_only=True)
class Change:
    """The raw change with its interval first, then the standardized ones.

    `d_av` is Bonett's (2008) with normal interval; `d_av_adjusted` is the same less biased; `d_z` = t / sqrt(n) with an
    interval from the noncentral t; `g_z` is d_z times Hedges' exact J(n - 1). `reason` says why the change, or its
    interval, is absent; `d_av_reason` the same of the standardized effect.
    """

    n: int
    mean_change: float | None
    low: float | None
    high: float | None
    se: float | None
    t: float | None
    df: float | None
    p: float | None
    mean_before: float | None = None
    mean_after: float | None = None
    sd_before: float | None = None
    sd_after: float | None = None
    sd_change: float | None = None
    correlation: float | None = None
    d_av: float | None = None
    d_av_adjusted: float | None = None
    d_av_se: float | None = None
    d_av_low: float | None = None
    d_av_high: float | None = None
    d_z: float | None = None
    d_z_low: float | None = None
    d_z_high: float | None = None
    g_z: float | None = None
    confidence: float = 0.95
    method_id: str = PAIRED_CHANGE
    effect_method_id: str = ""
    reason: Reason | None = None
    d_av_reason: Reason | None = None


@explained([], [])
def paired_change(before: Values, after: Values, confidence: float = 0.95) -> Change:
    """Mean change of the pairs that have both values, t interval (Student 1908), effect sizes."""
    firsts, seconds = complete_pairs(before, after)
    return _change(PairedSums.of(firsts, seconds), as_float(confidence))


@explained(0, 0, 0, 0, 0, 0)
def paired_change_from_summary(
    n: int,
    mean_before: float,
    mean_after: float,
    sd_before: float,
    sd_after: float,
    correlation: float,
    confidence: float = 0.95,
) -> Change:
    """The same from what a publication prints. Of fewer than two pairs nothing but the mean change is known."""
    pairs, level = as_count(n), as_float(confidence)
    if pairs < 0:
        raise ValueError("A number of pairs cannot be negative.")
    if pairs < 2:
        return _change(PairedSums.of([mean_before] * pairs, [mean_after] * pairs), level)
    moments = PairedMoments.published(
        n=pairs,
        mean_before=as_float(mean_before),
        mean_after=as_float(mean_after),
        sd_before=as_float(sd_before),
        sd_after=as_float(sd_after),
        correlation=as_float(correlation),
    )
    return _change(moments, level)


def _change(pairs: Paired, confidence: float) -> Change:
    raw = change_of(pairs, level=confidence)
    effect, adjusted = d_av(pairs, level=confidence), d_av_adjusted(pairs, level=confidence)
    own, shrunk = d_z(pairs, level=confidence), g_z(pairs, level=confidence)
    moments = pairs.moments() if isinstance(pairs, PairedSums) and pairs.n > 1 else pairs
    spread = moments if isinstance(moments, PairedMoments) else None
    return Change(
        n=raw.n,
        mean_change=raw.value,
        low=raw.low,
        high=raw.high,
        se=raw.se,
        t=raw.statistic,
        df=raw.df,
        p=raw.p,
        mean_before=pairs.mean_before if pairs.n else None,
        mean_after=pairs.mean_after if pairs.n else None,
        sd_before=spread.sd_before if spread else None,
        sd_after=spread.sd_after if spread else None,
        sd_change=spread.sd_difference if spread else None,
        correlation=spread.correlation if spread else None,
        d_av=effect.value,
        d_av_adjusted=adjusted.value,
        d_av_se=effect.se,
        d_av_low=effect.low,
        d_av_high=effect.high,
        d_z=own.value,
        d_z_low=own.low,
        d_z_high=own.high,
        g_z=shrunk.value,
        confidence=confidence,
        effect_method_id=effect.method_id,
        reason=raw.reason,
        d_av_reason=effect.reason,
    )


@dataclass(frozen=True, kw_only=True)
class SignedRanks:
    """`statistic` is the rank sum of the rises (zeros dropped, ties share their mean rank); `p` for the `alternative`.

    `n` counts all pairs, `n_used` those that changed; `shift` is the median of the Walsh averages of all changes.
    """

    statistic: float | None
    p: float | None
    p_greater: float | None
    p_less: float | None
    rank_biserial: float | None
    shift: float | None
    shift_low: float | None
    shift_high: float | None
    n: int
    n_used: int
    alternative: str
    method_id: str
    reason: Reason | None = None


@explained([], [])
def signed_rank(before: Values, after: Values, alternative: Alternative = "two-sided") -> SignedRanks:
    """Wilcoxon's signed rank test: exact over all signs of the very ranks up to 100 changed pairs, then normal, with
    ties and continuity corrected. "greater" asks whether values rose. Source: Wilcoxon 1945; Kerby 2014; Hodges &
    Lehmann 1963.
    """
    if alternative not in {"two-sided", "greater", "less"}:
        raise ValueError('The alternative is "two-sided", "greater" or "less".')
    differences = DifferenceCounts.of(*complete_pairs(before, after))
    test, shift = wilcoxon(differences), hodges_lehmann(differences)
    p = {"two-sided": test.p, "greater": test.p_greater, "less": test.p_less}[alternative]
    return SignedRanks(
        statistic=test.value,
        p=p,
        p_greater=test.p_greater,
        p_less=test.p_less,
        rank_biserial=rank_biserial(differences).value,
        shift=shift.value,
        shift_low=shift.low,
        shift_high=shift.high,
        n=differences.n,
        n_used=differences.changed,
        alternative=alternative,
        method_id=test.method_id,
        reason=test.reason,
    )


@explained(None, None, None, None, needs_all=False)
def reliable_change(before: float, after: float, sd_before: float, reliability: float) -> ReliableChange:
    """RC = (after - before) / sqrt(2 (s1 sqrt(1 - rxx))^2) of one person. Source: Jacobson & Truax 1991."""
    if any(map(is_missing, (before, after, sd_before, reliability))):
        return NOBODY
    return reliable_change_of(
        before=as_float(before),
        after=as_float(after),
        sd_before=as_float(sd_before),
        reliability=as_float(reliability),
    )


@explained([], [], [], [], needs_all=False)
def difference_in_differences(
    treated_before: Number | Values,
    treated_after: Number | Values,
    control_before: Number | Values,
    control_after: Number | Values,
) -> Estimate:
    """(T1 - T0) - (C1 - C0) in the unit of the values. Source: Card & Krueger 1994.

    Of means (plain numbers), and of lists that are not pairs, the value alone; of two lists of pairs also an interval
    that takes each pair as its own cluster.
    """
    sides = (treated_before, treated_after), (control_before, control_after)
    treated, control = (_pairs(first, second) for first, second in sides)
    if treated is not None and control is not None:
        return clustering.difference_in_differences(treated, control)
    changes = [_difference_of_means(first, second) for first, second in sides]
    if changes[0] is None or changes[1] is None:
        return Estimate(value=None, n=0, method_id=CLUSTERED_DIFFERENCE, reason=Reason.EMPTY)
    value = float(changes[0] - changes[1])
    return Estimate(value=value, n=0, method_id=CLUSTERED_DIFFERENCE, reason=Reason.NO_INTERVAL)


OF_NONE: dict[str, Any] = {"difference": 0, "sd_difference": 0, "correlation": 0, "n": 0}
synthesis_d = explained(**OF_NONE)(effect_sizes.synthesis_d)
synthesis_g = explained(**OF_NONE)(effect_sizes.synthesis_g)


def _pairs(before: Number | Values, after: Number | Values) -> ClusterSums | None:
    if not (isinstance(before, Iterable) and isinstance(after, Iterable)):
        return None
    firsts, seconds = list(before), list(after)
    if len(firsts) != len(seconds):
        return None
    return ClusterSums.of([], singles=PairedSums.of(*complete_pairs(firsts, seconds)))


def _difference_of_means(before: Number | Values, after: Number | Values) -> Fraction | None:
    first, second = _mean(before), _mean(after)
    return None if first is None or second is None else second - first


def _mean(values: Number | Values) -> Fraction | None:
    numbers = known(values if isinstance(values, Iterable) else [values])
    return sum((exact(number) for number in numbers), Fraction(0)) / len(numbers) if numbers else None
