import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.statistics.estimate import Reason
from common.statistics.needs import borich_priority, borich_priority_from
from common.statistics.paired import PairedSums

answers = st.lists(st.tuples(st.integers(1, 5), st.integers(1, 5)), min_size=1, max_size=30)


@given(answers)
def test_the_mean_weighted_discrepancy_is_mean_importance_times_the_gap_of_the_means(pairs):
    importance, ability = zip(*pairs, strict=True)
    result = borich_priority(importance, ability)
    n = len(pairs)
    people = [(i - a) * sum(importance) / n for i, a in pairs]
    assert result.value == pytest.approx(sum(people) / n, abs=1e-9)
    gap = sum(importance) / n - sum(ability) / n
    assert result.value == pytest.approx(sum(importance) / n * gap, abs=1e-9)


@given(answers, answers)
def test_priorities_merge_like_the_people(first, second):
    sums = [PairedSums.of([a for _i, a in part], [i for i, _a in part]) for part in (first, second)]
    importance, ability = zip(*first, *second, strict=True)
    assert borich_priority_from(sums[0] + sums[1]) == borich_priority(importance, ability)


def test_people_who_left_one_out_are_left_out():
    result = borich_priority([5, 4, None, 3], [2, 3, 1, None])
    assert (result.value, result.n, result.importance, result.ability) == (9, 2, 4.5, 2.5)


def test_the_interval_holds_the_value_also_on_a_scale_below_zero():
    result = borich_priority([-1, -2, -2], [-2, -2, -1])
    assert result.low <= result.value <= result.high


def test_nobody_has_no_priority():
    result = borich_priority([], [])
    assert (result.value, result.n, result.importance, result.reason) == (None, 0, None, Reason.EMPTY)


def test_lists_of_different_length_are_refused():
    with pytest.raises(ValueError, match="equally long"):
        borich_priority([1, 2], [1])
