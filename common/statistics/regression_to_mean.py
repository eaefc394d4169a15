"""The gain to expect without any effect, where people were admitted because their baseline was low."""

from math import exp, log, pi, sqrt

from common.statistics.distributions import log_normal_cdf
from common.statistics.estimate import Estimate, Reason
from common.statistics.exact import floats

REGRESSION_TO_MEAN = "regression_to_mean.barnett2005.normal.v1"


def regression_to_mean(
    *, cutoff: float, mean: float, sd_within: float, sd_between: float, n: int, measurements: int = 1
) -> Estimate:
    """Expected rise, in the unit of the score, of people admitted with a baseline below `cutoff`.

    s_w^2/m / sqrt(s_w^2/m + s_b^2) x phi(z)/Phi(z), z = (cutoff - mean)/s_t: `sd_within` of one person's
    repeated measurements, `sd_between` of people's true scores, `measurements` m averaged per baseline,
    `n` people admitted. No spread at all: no value. Source: Barnett, van der Pols & Dobson 2005.
    """
    floats([cutoff, mean, sd_within, sd_between])
    if min(sd_within, sd_between) < 0 or measurements < 1 or n < 0:
        raise ValueError("Deviations and people are not negative, and there is at least one measurement.")
    noise = sd_within**2 / measurements
    total = sqrt(noise + sd_between**2)
    if total == 0:
        return Estimate(value=None, n=n, method_id=REGRESSION_TO_MEAN, reason=Reason.NO_SPREAD)
    z = (cutoff - mean) / total
    hazard = exp(-z * z / 2 - log(2 * pi) / 2 - log_normal_cdf(z))
    return Estimate(value=noise / total * hazard, n=n, method_id=REGRESSION_TO_MEAN)
