from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy import stats

from common.statistics.estimate import Reason
from common.statistics.paired import PairedMoments, PairedSums, paired_change

# Student 1908, as in the R data set `sleep`.
DRUG1 = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0, 2.0]
DRUG2 = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4]

decimals = st.decimals(min_value=-1000, max_value=1000, places=3)
pairs_of_decimals = st.lists(st.tuples(decimals, decimals), min_size=3, max_size=40)
pairs_on_a_scale = st.lists(st.tuples(st.integers(1, 5), st.integers(1, 5)), min_size=2, max_size=30)


def sums_of(pairs):
    return PairedSums.of([before for before, _after in pairs], [after for _before, after in pairs])


def test_sleep_gives_students_published_t_test():
    """E1: Student 1908, Biometrika 6:1, R documentation of `sleep`."""
    result = paired_change(PairedSums.of(DRUG2, DRUG1))
    assert round(result.statistic, 4) == -4.0621
    assert round(result.p, 6) == 0.002833
    assert (result.n, result.df) == (10, 9)
    assert (round(result.low, 6), round(result.high, 6)) == (-2.459886, -0.700114)
    assert result.method_id == "paired_change.t.v1"


def test_sleep_correlates_as_published():
    assert round(PairedSums.of(DRUG2, DRUG1).moments().correlation, 4) == 0.7952


@given(pairs_of_decimals)
def test_paired_change_equals_scipy(pairs):
    differences = [after - before for before, after in pairs]
    assume(len(set(differences)) > 1)
    before, after = np.array([[float(x) for x in pair] for pair in pairs]).T
    assume(np.std(after - before) > 1e-3)
    result = paired_change(sums_of(pairs))
    oracle = stats.ttest_rel(after, before)
    interval = oracle.confidence_interval()
    assert result.statistic == pytest.approx(oracle.statistic, rel=1e-9, abs=1e-9)
    assert result.p == pytest.approx(oracle.pvalue, rel=1e-7, abs=1e-12)
    assert (result.low, result.high) == pytest.approx((interval.low, interval.high), rel=1e-8, abs=1e-8)


@given(pairs_of_decimals, st.integers(0, 40), decimals)
def test_merged_sums_equal_the_sums_of_everybody(pairs, cut, origin):
    whole = sums_of(pairs)
    assert sums_of(pairs[:cut]) + sums_of(pairs[cut:]) == whole
    assert whole - sums_of(pairs[:cut]) == sums_of(pairs[cut:])
    before, after = zip(*pairs, strict=True)
    shifted = PairedSums.of(before, after, origin=origin)
    assert shifted.moments() == whole.moments()
    assert paired_change(shifted) == paired_change(whole)


@given(pairs_of_decimals)
def test_moments_equal_numpy(pairs):
    before, after = np.array([[float(x) for x in pair] for pair in pairs]).T
    moments = sums_of(pairs).moments()
    assert moments.mean_before == pytest.approx(before.mean(), rel=1e-12, abs=1e-9)
    assert moments.mean_after == pytest.approx(after.mean(), rel=1e-12, abs=1e-9)
    assert moments.sd_before == pytest.approx(before.std(ddof=1), rel=1e-12, abs=1e-9)
    assert moments.sd_after == pytest.approx(after.std(ddof=1), rel=1e-12, abs=1e-9)
    assert moments.sd_difference == pytest.approx((after - before).std(ddof=1), rel=1e-12, abs=1e-9)


@given(pairs_on_a_scale)
def test_sums_kept_as_decimals_equal_those_of_the_raw_pairs(pairs):
    stored = PairedSums(
        n=len(pairs),
        sum_before=Decimal(sum(x for x, _y in pairs)),
        sum_after=Decimal(sum(y for _x, y in pairs)),
        sum_before_squares=Decimal(sum(x * x for x, _y in pairs)),
        sum_after_squares=Decimal(sum(y * y for _x, y in pairs)),
        sum_products=Decimal(sum(x * y for x, y in pairs)),
    )
    assert paired_change(stored) == paired_change(sums_of(pairs))


@given(pairs_on_a_scale, st.randoms(use_true_random=False))
def test_the_order_of_people_changes_nothing(pairs, random):
    shuffled = list(pairs)
    random.shuffle(shuffled)
    assert sums_of(shuffled) == sums_of(pairs)


def test_values_far_from_zero_lose_nothing():
    far = PairedSums.of([10**9 + 0.1, 10**9 + 0.2, 10**9 + 0.4], [10**9 + 0.3, 10**9 + 0.3, 10**9 + 0.9])
    near = PairedSums.of([0.1, 0.2, 0.4], [0.3, 0.3, 0.9])
    assert paired_change(far) == paired_change(near)


def test_equal_differences_of_floats_have_no_spread():
    result = paired_change(PairedSums.of([0.1, 1.1, 2.3], [0.3, 1.3, 2.5]))
    assert (result.value, result.low, result.p, result.reason) == (0.2, None, None, Reason.NO_SPREAD)


def test_drifting_float_sums_of_equal_values_have_no_spread():
    sums = PairedSums(3, 0.1 + 0.1 + 0.1, 0.9, 0.1**2 * 3, 0.9**2 / 3, 0.1 * 0.9)
    assert sums.moments().sd_before == 0


def test_nobody_has_no_change():
    result = paired_change(PairedSums())
    assert (result.value, result.n, result.reason) == (None, 0, Reason.EMPTY)


def test_one_pair_has_a_change_without_an_interval():
    result = paired_change(PairedSums.of([Fraction(1, 3)], [1]))
    assert (result.value, result.low, result.n, result.reason) == (2 / 3, None, 1, Reason.TOO_FEW)


def test_published_moments_give_the_same_as_the_data():
    moments = PairedSums.of(DRUG2, DRUG1).moments()
    published = PairedMoments.published(
        n=10,
        mean_before=moments.mean_before,
        mean_after=moments.mean_after,
        sd_before=moments.sd_before,
        sd_after=moments.sd_after,
        correlation=moments.correlation,
    )
    assert paired_change(published).p == pytest.approx(paired_change(moments).p, rel=1e-12)


@pytest.mark.parametrize(
    ("faulty", "sentence"),
    [
        (lambda: PairedSums.of([1, 2], [1]), "equally long"),
        (lambda: PairedSums.of([1, float("nan")], [1, 2]), "finite"),
        (lambda: PairedSums.of([1, 2], [1, float("inf")]), "finite"),
        (lambda: PairedSums.of([Decimal("NaN")], [1]), "finite"),
        (lambda: PairedSums(-1), "negative"),
        (lambda: PairedSums.of([1], [2]) - PairedSums.of([1, 1], [2, 2]), "negative"),
        (lambda: PairedSums.of([1], [2], origin=3) + PairedSums.of([1], [2]), "different origins"),
        (lambda: PairedSums(3, 9, 9, 1, 1, 1).moments(), "cannot come from data"),
        (lambda: PairedSums.of([1], [2]).moments(), "two pairs"),
        (lambda: paired_change(PairedSums.of(DRUG1, DRUG2), level=95), "between 0 and 1"),
    ],
)
def test_faults_of_the_caller_are_refused_in_a_sentence(faulty, sentence):
    with pytest.raises(ValueError, match=sentence):
        faulty()
