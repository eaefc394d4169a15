"""Each public function gives every number of its answer under its own name, at the confidence that was asked."""

import pytest

from common.statistics.estimate import Reason
from evaluation import stats

BEFORE, AFTER = [0] * 12, [0, 1, 2, 3, 4, 5, 6, 7, 9, 12, -1, 20]


def test_a_change_and_its_two_sides():
    found = stats.paired_change_from_summary(25, 102.1, 110.4, 14.6, 15.3, 0.75, 0.9)
    assert (found.mean_before, found.mean_after, found.sd_before, found.sd_after) == (
        102.1,
        110.4,
        14.6,
        15.3,
    )
    assert found.se == pytest.approx(found.mean_change / found.t)
    wider = stats.paired_change_from_summary(25, 102.1, 110.4, 14.6, 15.3, 0.75, 0.99)
    assert wider.low < found.low
    assert wider.d_av_low < found.d_av_low
    assert wider.d_z_low < found.d_z_low


def test_ranks_of_both_directions():
    found = stats.signed_rank(BEFORE, AFTER)
    assert (found.n, found.n_used) == (12, 11)
    assert found.p_greater == stats.signed_rank(BEFORE, AFTER, "greater").p < 0.01
    assert found.p_less == stats.signed_rank(BEFORE, AFTER, "less").p > 0.99
    assert found.shift_low < found.shift < found.shift_high


def test_limits_at_the_confidence_that_was_asked():
    assert stats.proportion_interval(3, 9, 0.8).low > stats.proportion_interval(3, 9).low
    assert stats.participation_ratio(3, 9, 0.5, 0.8).low > stats.participation_ratio(3, 9, 0.5).low
    times, gone = range(1, 13), [True] * 11 + [False]
    found, narrower = stats.survival(times, gone), stats.survival(times, gone, 0.5)
    assert narrower.steps[0].low > found.steps[0].low
    assert found.median_low < found.median < found.median_high
    assert (found.n, found.ended) == (12, 11)


def test_limits_of_a_difference_stay_among_differences():
    assert stats.paired_proportions(9, 1, 10).low == -1
    assert stats.paired_proportions(1, 9, 10).high == 1


def test_a_family_has_only_tests_with_a_p():
    assert stats.false_discovery([0.01, None, 0.2]).n == 2


def test_what_cannot_be_corrected_says_so():
    assert stats.gini([3]).reason == Reason.TOO_FEW


def test_counts_below_zero_and_goods_of_nobody_are_faults():
    with pytest.raises(ValueError, match="asked twice"):
        stats.paired_proportions(-1, 2, 5)
    with pytest.raises(ValueError, match="has units"):
        stats.concentration_index([1, 2], [0, 3])
