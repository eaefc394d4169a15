"""`assessments.stats` as it is imported from outside: the published examples to their printed digits, and an explained
result for whatever people may have answered."""

from math import isfinite, nan

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments import stats
from common.statistics.estimate import Reason
from tests.common.statistics.test_reliability import ATTITUDE, with_covariances

MISSING = [None, nan]
HARSH = [5e-324, 1e-300, -1e308, 1.7976931348623157e308, 10**400, 1 + 1e-15, 0.1]
answers = st.integers(0, 4) | st.sampled_from([*MISSING, *HARSH, 0.5, -3])
tables = st.integers(0, 5).flatmap(lambda k: st.lists(st.lists(answers, min_size=k, max_size=k), max_size=14))


def equally_related(*, items, people, variance, covariance):
    """Answers with exactly these variances and covariances."""
    wanted = np.full((items, items), covariance) + np.diag([variance - covariance] * items)
    raw = with_covariances(wanted, people=people) * np.sqrt((people - 1) / people)
    return raw.tolist()


def test_alpha_of_the_attitude_data_as_published():
    """R2: psych::alpha(attitude): .84 (.843143)."""
    found = stats.cronbach_alpha(ATTITUDE.tolist())
    assert (round(found.value, 6), found.n, found.k) == (0.843143, 30, 7)
    assert 0 < found.low < found.value < found.high < 1
    assert found.method_id


def test_alpha_of_ten_items_as_published():
    """R1: Bland & Altman 1997: variances of the items add up to 11.16, that of the total is 77.44: alpha .95."""
    covariance = (77.44 - 11.16) / 90
    found = stats.cronbach_alpha(equally_related(items=10, people=249, variance=1.116, covariance=covariance))
    assert (round(found.value, 2), found.k) == (0.95, 10)


def test_feldts_interval_of_answers_as_published():
    """R4: statpsych, ci.cronbach(.05, .85, 7, 89)."""
    found = stats.cronbach_alpha(equally_related(items=7, people=89, variance=1, covariance=0.85 / 1.9))
    assert [round(each, 4) for each in (found.value, found.low, found.high)] == [0.85, 0.7971, 0.8932]
    assert (found.n, found.k) == (89, 7)


def test_omega_says_what_alpha_says_and_of_how_many():
    found = stats.mcdonald_omega(equally_related(items=5, people=120, variance=1, covariance=0.5))
    assert (round(found.value, 6), found.n, found.k) == (round(5 * 0.5 / 3, 6), 120, 5)
    assert 0 < found.low < found.value < found.high < 1
    assert found.method_id


def test_borich_multiplies_importance_with_the_gap():
    assert stats.borich_priority([5, 4, 3], [2, 2, 2]).value == pytest.approx(8)
    assert stats.borich_priority([0, 0], [0, 0]).value == 0


def is_there(value):
    return value is not None and value == value


def explained(result):
    """A number with its limits, or the reason why there is none."""
    numbers = [result.value, result.low, result.high]
    assert all(each is None or isfinite(each) for each in numbers)
    assert (result.value is None) <= (result.reason is not None)
    assert (result.low is None) == (result.high is None)
    assert (result.low is None) <= (result.reason is not None)
    assert result.method_id
    if result.value is not None and result.low is not None:
        assert result.low - 1e-9 <= result.value <= result.high + 1e-9


@given(tables)
def test_whatever_people_answer_has_an_explained_reliability(table):
    whole = sum(all(map(is_there, row)) for row in table)
    for statistic in (stats.cronbach_alpha, stats.mcdonald_omega):
        found = statistic(table)
        explained(found)
        assert found.n == whole
        assert found.k == (len(table[0]) if table else 0)


@given(st.lists(st.tuples(answers, answers), max_size=14))
def test_whatever_is_important_has_an_explained_priority(pairs):
    found = stats.borich_priority([i for i, _a in pairs], [a for _i, a in pairs])
    explained(found)
    assert found.n == sum(all(map(is_there, pair)) for pair in pairs)


@pytest.mark.parametrize("statistic", [stats.cronbach_alpha, stats.mcdonald_omega])
@pytest.mark.parametrize(
    "table",
    [
        [],
        [[], []],
        [[None, None, None]] * 5,
        [[0, 0, 0]] * 9,
        [[2, 2, 2]] * 9,
        [[1, 2, 3]],
        [[1, 2, 3], [3, 2, 1]],
        [[1], [2], [3]],
    ],
)
def test_what_tells_nothing_is_empty_for_a_reason(statistic, table):
    found = statistic(table)
    assert (found.value, found.low, found.high) == (None, None, None)
    assert found.reason is not None


@pytest.mark.parametrize(
    "table",
    [[[1e308, -1e308, 1], [-1e308, 1e308, 2]] * 3, [[10**400, 1, 2], [1, 2, 3]] * 3],
)
def test_what_floats_cannot_hold_is_said_to_be_so(table):
    for statistic in (stats.cronbach_alpha, stats.mcdonald_omega):
        found = statistic(table)
        assert (found.value, found.n, found.k, found.reason) == (None, 6, 3, Reason.OUT_OF_RANGE)
    found = stats.borich_priority([10**400, 1], [0, 1])
    assert (found.value, found.n, found.reason) == (None, 2, Reason.OUT_OF_RANGE)


def test_items_that_say_the_same_have_no_more_than_perfect_reliability():
    for seed in range(200):
        column = np.random.default_rng(seed).normal(size=9)
        assert stats.cronbach_alpha(np.outer(column, [1] * 6).tolist()).value <= 1
