from dataclasses import replace

import numpy as np
import pytest
import statsmodels.api as sm
from hypothesis import assume, given
from hypothesis import strategies as st

from common.statistics.clustering import (
    ClusterSums,
    clustered_change,
    design_effect,
    difference_in_differences,
)
from common.statistics.estimate import Reason
from common.statistics.paired import PairedSums, paired_change
from common.statistics.regression_to_mean import regression_to_mean

clusters_of_changes = st.lists(st.lists(st.integers(-5, 5), min_size=1, max_size=6), min_size=2, max_size=8)


def sums(clusters):
    return ClusterSums.of(PairedSums.of([0] * len(changes), changes) for changes in clusters)


@given(clusters_of_changes)
def test_the_cluster_robust_interval_equals_statsmodels(clusters):
    changes = [change for cluster in clusters for change in cluster]
    groups = [name for name, cluster in enumerate(clusters) for _change in cluster]
    result = clustered_change(sums(clusters))
    assume(result.se is not None)
    model = sm.OLS(np.array(changes, dtype=float), np.ones(len(changes)))
    oracle = model.fit(cov_type="cluster", cov_kwds={"groups": groups}, use_t=True)
    assert result.value == pytest.approx(oracle.params[0], abs=1e-12)
    assert result.se == pytest.approx(oracle.bse[0], rel=1e-9)
    assert (result.low, result.high) == pytest.approx(oracle.conf_int()[0], rel=1e-7, abs=1e-9)
    assert (result.n, result.k, result.df) == (len(changes), len(clusters), len(clusters) - 1)


@given(st.lists(st.integers(-5, 5), min_size=2, max_size=20).filter(lambda x: len(set(x)) > 1))
def test_clusters_of_one_give_the_plain_paired_interval(changes):
    together = PairedSums.of([0] * len(changes), changes)
    robust, plain = clustered_change(sums([[x] for x in changes])), paired_change(together)
    assert ClusterSums.of([], singles=together) == replace(
        sums([[x] for x in changes]), groups=0, singles=robust.k
    )
    assert (robust.low, robust.high) == pytest.approx((plain.low, plain.high), rel=1e-12)


def test_one_cluster_or_none_has_no_interval():
    one = clustered_change(sums([[1, 2, 3]]))
    assert (one.value, one.low, one.k, one.reason) == (2, None, 1, Reason.TOO_FEW)
    assert clustered_change(ClusterSums.of([PairedSums()])).reason == Reason.EMPTY
    assert clustered_change(sums([[1, 1], [1]])).reason == Reason.NO_SPREAD


def test_the_difference_in_differences_subtracts_the_comparison():
    treated, comparison = sums([[2, 3], [4], [3]]), sums([[1], [0, 1], [2]])
    result = difference_in_differences(treated, comparison)
    first, second = clustered_change(treated), clustered_change(comparison)
    assert result.value == 3 - 1
    assert result.se == pytest.approx(np.hypot(first.se, second.se))
    assert (result.n, result.k, result.df) == (8, 6, 4)


def test_a_comparison_of_one_cluster_gives_no_interval():
    result = difference_in_differences(sums([[2], [3]]), sums([[1]]))
    assert (result.value, result.low, result.reason) == (1.5, None, Reason.TOO_FEW)
    assert difference_in_differences(sums([[2], [3]]), ClusterSums()).reason == Reason.EMPTY
    assert difference_in_differences(sums([[2], [2]]), sums([[1], [1]])).reason == Reason.NO_SPREAD


def test_the_design_effect_of_kish():
    result = design_effect(n=200, cluster_size=11, icc=0.1)
    assert (result.value, result.effective_n) == (2, 100)
    assert design_effect(n=200, cluster_size=1, icc=0.9).value == 1
    assert design_effect(n=20, cluster_size=11, icc=-0.1).reason == Reason.BOUNDARY
    with pytest.raises(ValueError, match="at least one person"):
        design_effect(n=20, cluster_size=0.5, icc=0.1)


def test_the_expected_artefact_equals_a_simulation():
    generator = np.random.default_rng(3)
    truth = generator.normal(50, 8, 2_000_000)
    first, second = truth + generator.normal(0, 6, (2, 2_000_000))
    admitted = first < 45
    result = regression_to_mean(cutoff=45, mean=50, sd_within=6, sd_between=8, n=100)
    assert result.value == pytest.approx((second - first)[admitted].mean(), abs=0.03)


def test_averaging_baselines_shrinks_the_artefact():
    one, four = (
        regression_to_mean(cutoff=45, mean=50, sd_within=6, sd_between=8, n=9, measurements=m) for m in (1, 4)
    )
    assert one.value > four.value > 0


def test_the_artefact_is_finite_for_extreme_cutoffs_and_absent_without_spread():
    extreme = regression_to_mean(cutoff=-500, mean=50, sd_within=1, sd_between=1, n=1)
    assert extreme.value == pytest.approx(275, rel=0.01)
    assert regression_to_mean(cutoff=4, mean=5, sd_within=0, sd_between=0, n=1).reason == Reason.NO_SPREAD
    with pytest.raises(ValueError, match="not negative"):
        regression_to_mean(cutoff=4, mean=5, sd_within=-1, sd_between=0, n=1)
