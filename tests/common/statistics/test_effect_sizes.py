from math import floor

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy import stats

from common.statistics.effect_sizes import (
    d_av,
    d_av_adjusted,
    d_av_mean_sd,
    d_before,
    d_before_adjusted,
    d_z,
    g_z,
    hedges_correction,
    synthesis_d,
    synthesis_g,
)
from common.statistics.estimate import Reason
from common.statistics.paired import PairedMoments, PairedSums, paired_change
from tests.common.statistics.test_paired import DRUG1, DRUG2

SLEEP = PairedSums.of(DRUG2, DRUG1)
# statpsych documentation, ci.stdmean.ps(.05, 110.4, 102.1, 15.3, 14.6, .75, 25).
STATPSYCH = PairedMoments.published(
    n=25, mean_before=102.1, mean_after=110.4, sd_before=14.6, sd_after=15.3, correlation=0.75
)
SWAPPED = PairedMoments.published(
    n=25, mean_before=110.4, mean_after=102.1, sd_before=15.3, sd_after=14.6, correlation=0.75
)
# Borenstein et al. 2009, chapter 4, matched groups.
BORENSTEIN = {"difference": 3.0, "sd_difference": 5.5, "correlation": 0.70, "n": 50}
pairs_on_a_scale = st.lists(st.tuples(st.integers(1, 5), st.integers(1, 5)), min_size=3, max_size=30)


def test_hedges_correction_as_published():
    """E0: Hedges & Olkin 1985 print J(10) cut off after six digits; J(9) from the exact formula."""
    assert floor(hedges_correction(10) * 1e6) / 1e6 == 0.922745
    assert round(hedges_correction(9), 6) == 0.913875


def test_d_z_of_sleep_as_published():
    """E1: documentation of the R package effectsize: -1.28 [-2.12, -0.41]."""
    result = d_z(SLEEP)
    assert [round(x, 2) for x in (result.value, result.low, result.high)] == [-1.28, -2.12, -0.41]


def test_g_z_of_sleep_as_published():
    """E1: documentation of the R package effectsize: -1.17 [-1.94, -0.38]."""
    result = g_z(SLEEP)
    assert [round(x, 2) for x in (result.value, result.low, result.high)] == [-1.17, -1.94, -0.38]


def test_the_other_standardizers_of_sleep():
    """E1: d_av by the root mean square, by the mean standard deviation, and d_rm."""
    moments = SLEEP.moments()
    rm = synthesis_d(
        difference=moments.difference,
        sd_difference=moments.sd_difference,
        correlation=moments.correlation,
        n=10,
    )
    values = [round(result.value, 5) for result in (d_av(SLEEP), d_av_mean_sd(SLEEP), rm)]
    assert values == [-0.83218, -0.83350, -0.82218]


def test_d_av_as_in_bonett_2008():
    """E3: statpsych, unweighted average standardizer."""
    result = d_av(STATPSYCH)
    assert round(result.value, 7) == 0.5550319
    assert round(result.se, 7) == 0.1609934
    assert (round(result.low, 7), round(result.high, 7)) == (0.2394905, 0.8705732)
    assert round(d_av_adjusted(STATPSYCH).value, 7) == 0.5433457
    assert (result.n, result.df, result.method_id) == (25, 24, "d_av.bonett2008.v1")


def test_d_before_as_in_bonett_2008():
    """E3: statpsych, level-1 standardizer; its level 1 is what came first, so the sign turns."""
    result = d_before(SWAPPED)
    assert round(result.value, 7) == -0.5424837
    assert round(result.se, 5) == 0.16155
    assert (round(-result.high, 7), round(-result.low, 7)) == (0.2258515, 0.8591158)
    assert round(d_before_adjusted(SWAPPED).value, 7) == -0.5253526


def test_synthesis_as_in_borenstein_2009():
    """E4: d .4225, V .0131, J .9846, g .4160, V_g .0127."""
    d, g = synthesis_d(**BORENSTEIN), synthesis_g(**BORENSTEIN)
    assert (round(d.value, 4), round(d.se**2, 4)) == (0.4225, 0.0131)
    assert (round(g.value, 4), round(g.se**2, 4)) == (0.4160, 0.0127)
    assert round(hedges_correction(49), 4) == 0.9846


@given(pairs_on_a_scale)
def test_d_z_is_t_over_the_root_of_n(pairs):
    sums = PairedSums.of(*zip(*pairs, strict=True))
    assume(sums.moments().sd_difference > 0)
    assert d_z(sums).value == pytest.approx(paired_change(sums).statistic / np.sqrt(len(pairs)), rel=1e-12)


@given(st.integers(2, 300), st.integers(-30, 30))
def test_the_interval_of_d_z_inverts_noncentral_t(n, tenths):
    effect = tenths / 10
    moments = PairedMoments(
        n=n,
        mean_before=0,
        mean_after=effect,
        difference=effect,
        sd_before=1,
        sd_after=1,
        correlation=0.5,
        sd_difference=1,
    )
    result = d_z(moments)
    t = effect * np.sqrt(n)
    assert stats.nct.cdf(t, n - 1, result.low * np.sqrt(n)) == pytest.approx(0.975, abs=1e-7)
    assert stats.nct.cdf(t, n - 1, result.high * np.sqrt(n)) == pytest.approx(0.025, abs=1e-7)


@pytest.mark.parametrize("effect", [1e5, -1e5])
def test_a_change_without_noise_has_the_interval_of_its_deviation(effect):
    """The largest effects lie beyond the noncentral t of the library; there sqrt(chi-square / df) rules."""
    n = 5
    beyond, below = (
        d_z(
            PairedMoments(
                n=n,
                mean_before=0,
                mean_after=size,
                difference=size,
                sd_before=1,
                sd_after=1,
                correlation=0.5,
                sd_difference=1,
            )
        )
        for size in (effect, effect / 10)
    )
    assert (beyond.low, beyond.high) == pytest.approx((10 * below.low, 10 * below.high), rel=1e-6)


@given(pairs_on_a_scale, st.integers(1, 9), st.integers(-9, 9))
def test_effects_do_not_depend_on_unit_and_origin(pairs, factor, shift):
    sums = PairedSums.of(*zip(*pairs, strict=True))
    assume(sums.moments().sd_before > 0 and sums.moments().sd_difference > 0)
    other = PairedSums.of(*([factor * x + shift for x in side] for side in zip(*pairs, strict=True)))
    for effect in (d_z, d_av, d_before, d_av_mean_sd):
        assert effect(other).value == pytest.approx(effect(sums).value, rel=1e-9)


@pytest.mark.parametrize("effect", [d_z, g_z, d_av, d_av_adjusted, d_av_mean_sd, d_before, d_before_adjusted])
def test_no_effect_is_given_for_one_pair_or_without_spread(effect):
    one = effect(PairedSums.of([1], [2]))
    flat = effect(PairedSums.of([1, 1, 1], [2, 2, 2]))
    assert (one.value, one.low, one.reason) == (None, None, Reason.TOO_FEW)
    assert (flat.value, flat.low, flat.reason) == (None, None, Reason.NO_SPREAD)


def test_no_synthesis_where_the_standardizer_is_infinite():
    assert synthesis_d(difference=1, sd_difference=1, correlation=1, n=9).reason == Reason.NO_SPREAD


def test_two_pairs_have_no_hedges_g():
    assert g_z(PairedSums.of([1, 1], [2, 4])).reason == Reason.TOO_FEW


def test_hedges_correction_needs_two_degrees_of_freedom():
    with pytest.raises(ValueError, match="2 degrees"):
        hedges_correction(1)
