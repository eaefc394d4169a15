"""Standardized change of the same people. Positive = higher after. Raw-unit change always comes first on a
page.

All take `PairedSums` or `PairedMoments`, give an `Estimate` with n = pairs and df = n - 1, and have no value
with fewer than two pairs or where the standardizer is zero.
"""

from math import sqrt

from common.statistics.distributions import gamma_ratio, noncentrality_interval, two_sided_z
from common.statistics.estimate import Estimate, Reason
from common.statistics.exact import check_level
from common.statistics.paired import Paired, PairedMoments, moments_of

D_Z = "d_z.noncentral_t.v1"
G_Z = "g_z.hedges_exact_m_is_n_minus_1.noncentral_t.v1"
D_AV = "d_av.bonett2008.v1"
D_AV_ADJUSTED = "d_av.bonett2008.adjusted.v1"
D_AV_MEAN_SD = "d_av.mean_of_sds.lakens2013.v1"
D_BEFORE = "d_before.bonett2008.v1"
D_BEFORE_ADJUSTED = "d_before.bonett2008.adjusted.v1"
D_SYNTHESIS = "d_within.borenstein2009.v1"
G_SYNTHESIS = "g_within.borenstein2009.hedges_exact_m_is_n_minus_1.v1"


def hedges_correction(m: int) -> float:
    """Exact J(m) for m >= 2 degrees of freedom (below 1, towards 1); of paired data m = n - 1. Source: Hedges
    1981.
    """
    if m < 2:
        raise ValueError("The exact correction needs at least 2 degrees of freedom.")
    return gamma_ratio(m)


def d_z(pairs: Paired, *, level: float = 0.95) -> Estimate:
    """Mean change over the standard deviation of the changes = t / sqrt(n); interval by inverting noncentral
    t.

    Source: Cohen 1988; Cumming & Finch 2001. Not comparable between designs with different correlations.
    """
    check_level(level)
    moments, reason = _usable(pairs)
    if moments is None or moments.sd_difference == 0:
        return _undefined(pairs, D_Z, level, reason)
    value = moments.difference / moments.sd_difference
    root, df = sqrt(moments.n), moments.n - 1
    low, high = noncentrality_interval(value * root, df, level)
    return Estimate(
        value=value,
        low=low / root,
        high=high / root,
        n=moments.n,
        method_id=D_Z,
        level=level,
        statistic=value * root,
        df=df,
    )


def g_z(pairs: Paired, *, level: float = 0.95) -> Estimate:
    """d_z and its limits times the exact J(n - 1); needs 3 pairs. Source: Hedges 1981."""
    return _shrunk(d_z(pairs, level=level), G_Z)


def d_av(pairs: Paired, *, level: float = 0.95) -> Estimate:
    """Mean change over sqrt((s1^2 + s2^2)/2): our primary standardized effect. Source: Bonett 2008, 13:99."""
    check_level(level)
    moments, reason = _usable(pairs)
    if moments is None:
        return _undefined(pairs, D_AV, level, reason)
    v1, v2, df = moments.sd_before**2, moments.sd_after**2, moments.n - 1
    square = (v1 + v2) / 2
    if square == 0:
        return _undefined(pairs, D_AV, level, Reason.NO_SPREAD)
    d = moments.difference / sqrt(square)
    part1, part2 = v1 / square, v2 / square
    variance = d * d * (part1**2 + part2**2 + 2 * moments.correlation**2 * part1 * part2) / (8 * df)
    return _normal(d, sqrt(variance + moments.sd_difference**2 / (df * square)), moments.n, D_AV, level)


def d_av_adjusted(pairs: Paired, *, level: float = 0.95) -> Estimate:
    """d_av times sqrt((n-2)/(n-1)), less biased; standard error and interval stay those of d_av. Of two pairs nothing
    would be left: needs three. Source: Bonett 2008.
    """
    plain = d_av(pairs, level=level)
    if plain.n < 3:
        return _undefined(pairs, D_AV_ADJUSTED, level, plain.reason or Reason.TOO_FEW)
    factor = sqrt((plain.n - 2) / (plain.n - 1))
    return _adjusted(plain, factor, D_AV_ADJUSTED)


def d_av_mean_sd(pairs: Paired) -> Estimate:
    """Mean change over (s1 + s2)/2, the variant of Lakens 2013 and Cumming 2012; given without an
    interval.
    """
    moments, reason = _usable(pairs)
    if moments is None or moments.sd_before + moments.sd_after == 0:
        return _undefined(pairs, D_AV_MEAN_SD, 0.95, reason)
    value = 2 * moments.difference / (moments.sd_before + moments.sd_after)
    return Estimate(value=value, n=moments.n, method_id=D_AV_MEAN_SD, df=moments.n - 1)


def d_before(pairs: Paired, *, level: float = 0.95) -> Estimate:
    """Mean change over the standard deviation before (level-1 standardizer). Source: Bonett 2008."""
    check_level(level)
    moments, reason = _usable(pairs)
    if moments is None or moments.sd_before == 0:
        return _undefined(pairs, D_BEFORE, level, reason)
    df = moments.n - 1
    d = moments.difference / moments.sd_before
    variance = d * d / (2 * df) + moments.sd_difference**2 / (df * moments.sd_before**2)
    return _normal(d, sqrt(variance), moments.n, D_BEFORE, level)


def d_before_adjusted(pairs: Paired, *, level: float = 0.95) -> Estimate:
    """d_before times 1 - 3/(4(n-1) - 1); standard error and interval stay those of d_before; needs three pairs. Source:
    Bonett 2008.
    """
    plain = d_before(pairs, level=level)
    if plain.n < 3:
        return _undefined(pairs, D_BEFORE_ADJUSTED, level, plain.reason or Reason.TOO_FEW)
    factor = 1 - 3 / (4 * (plain.n - 1) - 1)
    return _adjusted(plain, factor, D_BEFORE_ADJUSTED)


def synthesis_d(
    *, difference: float, sd_difference: float, correlation: float, n: int, level: float = 0.95
) -> Estimate:
    """The d a meta-analysis pools: difference / (sd_difference / sqrt(2(1-r))), V = (1/n + d^2/2n) 2(1-r).

    No value for fewer than two pairs, no spread of the differences, or r = 1 (the standardizer is infinite).
    Source: Borenstein et al. 2009, chapter 4.
    """
    check_level(level)
    if sd_difference < 0 or not -1 <= correlation <= 1:
        raise ValueError("A deviation is not negative, and a correlation lies from -1 to 1.")
    if n < 2 or sd_difference == 0 or correlation == 1:
        reason = Reason.TOO_FEW if n < 2 else Reason.NO_SPREAD
        return Estimate(value=None, n=n, method_id=D_SYNTHESIS, level=level, reason=reason)
    spread = 2 * (1 - correlation)
    d = difference / sd_difference * sqrt(spread)
    variance = (1 / n + d * d / (2 * n)) * spread
    return _normal(d, sqrt(variance), n, D_SYNTHESIS, level)


def synthesis_g(
    *, difference: float, sd_difference: float, correlation: float, n: int, level: float = 0.95
) -> Estimate:
    """synthesis_d, its error and its limits times the exact J(n - 1); needs 3 pairs."""
    plain = synthesis_d(
        difference=difference, sd_difference=sd_difference, correlation=correlation, n=n, level=level
    )
    return _shrunk(plain, G_SYNTHESIS)


def _usable(pairs: Paired) -> tuple[PairedMoments | None, Reason]:
    if pairs.n < 2:
        return None, Reason.TOO_FEW
    return moments_of(pairs), Reason.NO_SPREAD


def _undefined(pairs: Paired, method_id: str, level: float, reason: Reason) -> Estimate:
    return Estimate(value=None, n=pairs.n, method_id=method_id, level=level, reason=reason)


def _normal(value: float, se: float, n: int, method_id: str, level: float) -> Estimate:
    reach = two_sided_z(level) * se
    return Estimate(
        value=value,
        low=value - reach,
        high=value + reach,
        n=n,
        method_id=method_id,
        level=level,
        se=se,
        df=n - 1,
    )


def _adjusted(plain: Estimate, factor: float, method_id: str) -> Estimate:
    return Estimate(
        value=None if plain.value is None else plain.value * factor,
        low=plain.low,
        high=plain.high,
        n=plain.n,
        method_id=method_id,
        level=plain.level,
        se=plain.se,
        df=plain.df,
        reason=plain.reason,
    )


def _shrunk(plain: Estimate, method_id: str) -> Estimate:
    if plain.value is None or plain.low is None or plain.high is None or plain.n < 3:
        reason = plain.reason or Reason.TOO_FEW
        return Estimate(value=None, n=plain.n, method_id=method_id, level=plain.level, reason=reason)
    j = hedges_correction(plain.n - 1)
    return Estimate(
        value=plain.value * j,
        low=plain.low * j,
        high=plain.high * j,
        n=plain.n,
        method_id=method_id,
        level=plain.level,
        se=None if plain.se is None else plain.se * j,
        df=plain.n - 1,
    )
