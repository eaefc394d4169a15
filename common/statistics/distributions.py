"""Quantiles and tails of t, F, chi-square and normal by `scipy.special` (scipy.stats is too heavy for a web
page).
"""

from math import exp, lgamma, log, sqrt

from scipy import special

BISECTIONS = 200
LARGEST_T = 3e4  # above, the library fails, and t is the noncentrality over the root of chi-square / df
SMALLEST_T = 1e-15  # below, the library's series gives no number, and zero is as exact


def normal_quantile(probability: float) -> float:
    return float(special.ndtri(probability))


def normal_cdf(z: float) -> float:
    return float(special.ndtr(z))


def log_normal_cdf(z: float) -> float:
    """Also far below zero, where the distribution function itself vanishes."""
    return float(special.log_ndtr(z))


def normal_two_sided(z: float) -> float:
    return float(2 * special.ndtr(-abs(z)))


def two_sided_z(level: float) -> float:
    """The z that leaves (1 - level)/2 in each tail: 1.959964 for 0.95."""
    return normal_quantile((1 + level) / 2)


def t_quantile(probability: float, df: float) -> float:
    return float(special.stdtrit(df, probability))


def t_two_sided(t: float, df: float) -> float:
    return float(2 * special.stdtr(df, -abs(t)))


def f_quantile(probability: float, df1: float, df2: float) -> float:
    return float(special.fdtri(df1, df2, probability))


def f_tail(f: float, df1: float, df2: float) -> float:
    return float(special.fdtrc(df1, df2, f))


def chi_square_tail(x: float, df: float) -> float:
    return float(special.chdtrc(df, x))


def binomial_cdf(successes: int, trials: int, probability: float) -> float:
    return float(special.bdtr(successes, trials, probability))


def gamma_ratio(m: float) -> float:
    """Gamma(m/2) / (sqrt(m/2) Gamma((m-1)/2)), without overflow."""
    return exp(lgamma(m / 2) - lgamma((m - 1) / 2) - log(m / 2) / 2)


def noncentrality_interval(t: float, df: float, level: float) -> tuple[float, float]:
    """The noncentralities under which the observed t is the upper and the lower (1-level)/2 quantile.

    Found by bisection on the noncentral t distribution function, which falls as the noncentrality grows.
    """
    tail = (1 - level) / 2
    t = t if abs(t) > SMALLEST_T else 0.0
    if abs(t) > LARGEST_T:
        ends = [t * sqrt(special.chdtri(df, probability) / df) for probability in (1 - tail, tail)]
        return min(ends), max(ends)
    return _noncentrality(t, df, 1 - tail), _noncentrality(t, df, tail)


def _noncentrality(t: float, df: float, probability: float) -> float:
    reach = 10.0 + abs(t)
    low, high = t - reach, t + reach
    while special.nctdtr(df, low, t) < probability:
        low -= reach
    while special.nctdtr(df, high, t) > probability:
        high += reach
    for _step in range(BISECTIONS):
        middle = (low + high) / 2
        if middle in (low, high):
            break
        if special.nctdtr(df, middle, t) > probability:
            low = middle
        else:
            high = middle
    return (low + high) / 2
