import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from statsmodels.multivariate.factor import Factor

from common.statistics.agreement import IccKind, icc, krippendorff_nominal
from common.statistics.estimate import Reason
from common.statistics.omega import mcdonald_omega
from common.statistics.reliability import (
    alpha_from_variances,
    alpha_interval,
    cronbach_alpha,
    item_statistics,
    reliable_change,
    standardized_alpha,
)

# Chatterjee & Price 1977, as in the R data set `attitude`.
ATTITUDE = np.array(
    [
        [43, 51, 30, 39, 61, 92, 45],
        [63, 64, 51, 54, 63, 73, 47],
        [71, 70, 68, 69, 76, 86, 48],
        [61, 63, 45, 47, 54, 84, 35],
        [81, 78, 56, 66, 71, 83, 47],
        [43, 55, 49, 44, 54, 49, 34],
        [58, 67, 42, 56, 66, 68, 35],
        [71, 75, 50, 55, 70, 66, 41],
        [72, 82, 72, 67, 71, 83, 31],
        [67, 61, 45, 47, 62, 80, 41],
        [64, 53, 53, 58, 58, 67, 34],
        [67, 60, 47, 39, 59, 74, 41],
        [69, 62, 57, 42, 55, 63, 25],
        [68, 83, 83, 45, 59, 77, 35],
        [77, 77, 54, 72, 79, 77, 46],
        [81, 90, 50, 72, 60, 54, 36],
        [74, 85, 64, 69, 79, 79, 63],
        [65, 60, 65, 75, 55, 80, 60],
        [65, 70, 46, 57, 75, 85, 46],
        [50, 58, 68, 54, 64, 78, 52],
        [50, 40, 33, 34, 43, 64, 33],
        [64, 61, 52, 62, 66, 80, 41],
        [53, 66, 52, 50, 63, 80, 37],
        [40, 37, 42, 58, 50, 57, 49],
        [63, 54, 42, 48, 66, 75, 33],
        [66, 77, 66, 63, 88, 76, 72],
        [78, 75, 58, 74, 80, 78, 49],
        [48, 57, 44, 45, 51, 83, 38],
        [85, 85, 71, 71, 77, 74, 55],
        [82, 82, 39, 59, 64, 78, 39],
    ],
    dtype=float,
)
# Shrout & Fleiss 1979, Table 2: six targets, four judges.
JUDGES = [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]]


def one_factor_answers(seed, *, people=200, loadings=(0.8, 0.7, 0.6, 0.5, 0.4)):
    generator = np.random.default_rng(seed)
    loadings = np.array(loadings)
    trait = generator.normal(size=(people, 1))
    return trait * loadings + generator.normal(size=(people, len(loadings))) * np.sqrt(1 - loadings**2)


def test_alpha_from_variances_as_published():
    """R1: Bland & Altman, BMJ 1997;314:572: mini-HAQ, alpha .95."""
    result = alpha_from_variances(item_variances=11.16, total_variance=77.44, items=10, people=249)
    assert round(result.value, 2) == 0.95


def test_alpha_of_attitude_as_published():
    """R2: psych::alpha(attitude): raw .843143, standardized .84, mean correlation .43."""
    assert round(cronbach_alpha(ATTITUDE).value, 6) == 0.843143
    standardized = standardized_alpha(ATTITUDE).value
    assert round(standardized, 2) == 0.84
    mean_correlation = standardized / (7 - 6 * standardized)
    assert round(mean_correlation, 2) == 0.43


def test_feldts_interval_as_published():
    """R4: statpsych 2.0, ci.cronbach(.05, .85, 7, 89); an older release printed .8931436 above."""
    result = alpha_interval(0.85, items=7, people=89)
    assert (round(result.low, 4), round(result.high, 4)) == (0.7971, 0.8932)
    assert (result.n, result.k) == (89, 7)


def test_items_of_attitude_as_numpy_sees_them():
    items = item_statistics(ATTITUDE)
    rest = ATTITUDE.sum(axis=1) - ATTITUDE[:, 0]
    assert items[0].rest_correlation == pytest.approx(stats.pearsonr(ATTITUDE[:, 0], rest)[0], abs=1e-12)
    assert items[0].alpha_without == pytest.approx(cronbach_alpha(ATTITUDE[:, 1:]).value, abs=1e-12)
    assert [round(item.mean, 1) for item in items] == [64.6, 66.6, 53.1, 56.4, 64.6, 74.8, 42.9]
    assert items[6].sd == pytest.approx(ATTITUDE[:, 6].std(ddof=1))


def test_people_who_left_an_item_out_are_left_out():
    rows = [list(row) for row in ATTITUDE]
    with_gaps = [*rows, [None, 1, 2, 3, 4, 5, 6], [1, 2, 3, 4, 5, 6, None]]
    assert cronbach_alpha(with_gaps) == cronbach_alpha(rows)
    assert mcdonald_omega(with_gaps) == mcdonald_omega(rows)


@given(st.permutations(range(30)), st.permutations(range(7)))
def test_the_order_of_people_and_items_does_not_change_alpha(people, items):
    shuffled = ATTITUDE[list(people)][:, list(items)]
    assert cronbach_alpha(shuffled).value == pytest.approx(cronbach_alpha(ATTITUDE).value, abs=1e-12)


@pytest.mark.parametrize(
    ("items", "reason"),
    [
        ([], Reason.TOO_FEW),
        ([[1, 2, 3]], Reason.TOO_FEW),
        ([[1], [2], [3]], Reason.TOO_FEW),
        ([[None, 1], [2, None]], Reason.TOO_FEW),
        ([[1, 2], [1, 2], [1, 2]], Reason.NO_SPREAD),
        ([[1, 3], [2, 2], [3, 1]], Reason.NO_SPREAD),
    ],
)
def test_alpha_is_absent_for_a_reason(items, reason):
    result = cronbach_alpha(items)
    assert (result.value, result.low, result.reason) == (None, None, reason)
    assert standardized_alpha(items).reason == reason


def test_omega_equals_the_factor_analysis_of_statsmodels():
    for seed in range(3):
        answers = one_factor_answers(seed)
        result = mcdonald_omega(answers)
        oracle = Factor(answers, n_factor=1, method="ml").fit()
        loadings = np.abs(oracle.loadings[:, 0]) * answers.std(axis=0)
        unique = oracle.uniqueness * answers.var(axis=0)
        assert result.value == pytest.approx(
            loadings.sum() ** 2 / (loadings.sum() ** 2 + unique.sum()), abs=1e-5
        )
        assert result.low < result.value < result.high
        assert (result.n, result.k, result.enough_people) == (200, 5, True)


def test_omega_reproduces_a_model_that_holds_exactly():
    """Answers whose covariances are those of lambda 3, 2, 1, 2 and theta 1, 2, 1, 3."""
    loadings, unique = np.array([3.0, 2, 1, 2]), np.array([1.0, 2, 1, 3])
    result = mcdonald_omega(with_covariances(np.outer(loadings, loadings) + np.diag(unique)))
    assert result.value == pytest.approx(64 / 71, abs=1e-8)
    assert result.loadings == pytest.approx(loadings, abs=1e-7)
    assert result.uniquenesses == pytest.approx(unique, abs=1e-7)


def with_covariances(covariances, people=400):
    raw = np.random.default_rng(1).normal(size=(people, len(covariances)))
    raw -= raw.mean(axis=0)
    white = raw @ np.linalg.inv(np.linalg.cholesky(raw.T @ raw / people)).T
    return white @ np.linalg.cholesky(covariances).T


@settings(max_examples=20, deadline=None)
@given(st.floats(0.5, 3), st.lists(st.floats(0.3, 3), min_size=3, max_size=8))
def test_alpha_equals_omega_under_tau_equivalence(loading, unique):
    covariances = np.full((len(unique), len(unique)), loading**2) + np.diag(unique)
    answers = with_covariances(covariances)
    assert cronbach_alpha(answers).value == pytest.approx(mcdonald_omega(answers).value, abs=1e-6)


@settings(max_examples=20, deadline=None)
@given(st.lists(st.floats(0.5, 3), min_size=3, max_size=7))
def test_alpha_is_at_most_omega_for_congeneric_items(loadings):
    answers = with_covariances(np.outer(loadings, loadings) + np.eye(len(loadings)))
    assert cronbach_alpha(answers).value <= mcdonald_omega(answers).value + 1e-7


def test_the_interval_of_omega_covers_the_truth_about_as_often_as_it_says():
    loadings = np.array([0.8, 0.7, 0.6, 0.5, 0.4])
    truth = loadings.sum() ** 2 / (loadings.sum() ** 2 + (1 - loadings**2).sum())
    results = [mcdonald_omega(one_factor_answers(seed, people=150)) for seed in range(150)]
    assert sum(result.low <= truth <= result.high for result in results) in range(134, 150)


@pytest.mark.parametrize(
    ("items", "reason"),
    [
        ([[1, 2], [2, 1], [3, 3]], Reason.TOO_FEW),
        (ATTITUDE[:7], Reason.TOO_FEW),
        (np.column_stack([ATTITUDE[:, :2], np.ones(30)]), Reason.NO_SPREAD),
        (ATTITUDE[:, [0, 0, 1]], Reason.SINGULAR),
    ],
)
def test_omega_is_absent_for_a_reason(items, reason):
    assert (mcdonald_omega(items).value, mcdonald_omega(items).reason) == (None, reason)


def test_an_item_without_uniqueness_gives_omega_without_an_interval():
    covariances = np.array([[1, 0.9, 0.9], [0.9, 1, 0.7], [0.9, 0.7, 1]])
    result = mcdonald_omega(with_covariances(covariances))
    assert (result.low, result.reason) == (None, Reason.BOUNDARY)
    assert 0 < result.value < 1


def test_an_omega_close_to_none_has_limits_far_out():
    """Items that measure opposite things; found by a demo load whose answers happened to."""
    loadings = np.array([0.8, -0.5, -0.299])
    result = mcdonald_omega(with_covariances(np.outer(loadings, loadings) + np.diag(1 - loadings**2)))
    assert (result.value, result.low, result.high) == pytest.approx((0, 0, 1), abs=1e-5)


def test_thirty_people_are_not_enough_for_omega_without_a_warning():
    assert mcdonald_omega(ATTITUDE).enough_people is False


def test_reliable_change_as_published():
    """C1: Jacobson & Truax 1991: SE 3.35, S_diff 4.74, RC -3.16."""
    result = reliable_change(before=47.5, after=32.5, sd_before=7.5, reliability=0.80)
    assert (round(result.measurement_error, 2), round(result.difference_error, 2)) == (3.35, 4.74)
    assert (round(result.value, 2), result.reliable) == (-3.16, True)


def test_reliable_change_of_a_perfect_instrument_is_undefined():
    result = reliable_change(before=1, after=2, sd_before=1, reliability=1)
    assert (result.value, result.reliable, result.reason) == (None, None, Reason.NO_SPREAD)


@pytest.mark.parametrize(
    ("kind", "value", "low", "high"),
    [
        (IccKind.ONE_WAY_SINGLE, 0.17, -0.13, 0.72),
        (IccKind.RANDOM_SINGLE, 0.29, 0.02, 0.76),
        (IccKind.FIXED_SINGLE, 0.71, 0.34, 0.95),
        (IccKind.ONE_WAY_MEAN, 0.44, -0.88, 0.91),
        (IccKind.RANDOM_MEAN, 0.62, 0.07, 0.93),
        (IccKind.FIXED_MEAN, 0.91, 0.68, 0.99),
    ],
)
def test_intraclass_correlations_as_published(kind, value, low, high):
    """Shrout & Fleiss 1979, Table 4; intervals as in the documentation of psych::ICC."""
    result = icc(JUDGES, kind)
    assert [round(x, 2) for x in (result.value, result.low, result.high)] == [value, low, high]
    assert (result.n, result.k) == (6, 4)


def test_raters_who_agree_perfectly_have_icc_one_without_an_interval():
    result = icc([[1, 1], [2, 2], [4, 4]], IccKind.RANDOM_SINGLE)
    assert (result.value, result.low, result.reason) == (pytest.approx(1), None, Reason.NO_INTERVAL)


def test_icc_is_absent_for_a_reason():
    assert icc([[1, 1], [1, 1]], IccKind.FIXED_SINGLE).reason == Reason.NO_SPREAD
    assert icc([[1, 2]], IccKind.FIXED_SINGLE).reason == Reason.TOO_FEW


def test_krippendorff_alpha_as_published():
    """Krippendorff 2011, Computing Krippendorff's alpha-reliability, example C: nominal, four observers:
    .743.
    """
    coders = [
        [1, 2, 3, 3, 2, 1, 4, 1, 2, None, None, None],
        [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, None, 3],
        [None, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, None],
        [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, None],
    ]
    result = krippendorff_nominal(list(zip(*coders, strict=True)))
    assert (round(result.value, 3), result.n) == (0.743, 11)


def test_krippendorff_alpha_needs_two_codes():
    assert krippendorff_nominal([["a", "a"], ["a", "a"]]).reason == Reason.NO_SPREAD
    assert krippendorff_nominal([["a", None]]).reason == Reason.TOO_FEW


@pytest.mark.parametrize(
    ("faulty", "sentence"),
    [
        (lambda: cronbach_alpha([[1, 2], [1]]), "every item"),
        (lambda: cronbach_alpha([[1, float("inf")], [1, 2]]), "finite"),
        (lambda: alpha_interval(1.2, items=3, people=9), "at most 1"),
        (lambda: alpha_from_variances(item_variances=1, total_variance=2, items=1, people=9), "two items"),
        (lambda: reliable_change(before=1, after=2, sd_before=1, reliability=1.2), "from 0 to 1"),
    ],
)
def test_faults_of_the_caller_are_refused_in_a_sentence(faulty, sentence):
    with pytest.raises(ValueError, match=sentence):
        faulty()
