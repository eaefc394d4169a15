import warnings

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy import stats
from statsmodels.duration.survfunc import survdiff

from common.statistics.estimate import Reason
from common.statistics.survival import kaplan_meier, log_rank

# Freireich et al. 1963, weeks of remission (6-MP against placebo), as in Kalbfleisch & Prentice 1980.
SEEN = [6, 6, 6, 6, 7, 9, 10, 10, 11, 13, 16, 17, 19, 20, 22, 23, 25, 32, 32, 34, 35]
ENDED = [1, 1, 1, 0, 1, 0, 1, 0, 0, 1, 1, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0]
TREATED = [(time, bool(ended)) for time, ended in zip(SEEN, ENDED, strict=True)]
PLACEBO = [(t, True) for t in (1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23)]

spells = st.lists(st.tuples(st.integers(1, 12), st.booleans()), min_size=1, max_size=25)


def test_remission_as_published():
    """Kalbfleisch & Prentice 1980: 6-MP curve .857, .807, .753, .690, .627, .538, .448; medians 23 and 8
    weeks.
    """
    curve = kaplan_meier(TREATED)
    assert [round(step.survival, 3) for step in curve.steps] == [
        0.857,
        0.807,
        0.753,
        0.69,
        0.627,
        0.538,
        0.448,
    ]
    assert [step.at_risk for step in curve.steps] == [21, 17, 15, 12, 11, 7, 6]
    assert (curve.value, curve.n, curve.ended) == (23, 21, 9)
    assert kaplan_meier(PLACEBO).value == 8


def test_the_log_rank_test_of_remission_as_published():
    """Freireich data: chi-square 16.79 with one degree of freedom (R: survdiff)."""
    result = log_rank({"6-MP": TREATED, "placebo": PLACEBO})
    assert (round(result.value, 2), result.df, result.n, result.k) == (16.79, 1, 42, 2)


@given(spells)
def test_the_curve_and_its_limits_equal_scipy(people):
    ended = [time for time, over in people if over]
    censored = [time for time, over in people if not over]
    assume(ended)
    oracle = stats.ecdf(stats.CensoredData(uncensored=ended, right=censored)).sf
    curve = kaplan_meier(people)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # scipy divides by zero where the curve reaches 1 or 0
        interval = oracle.confidence_interval(method="log-log")
    for step in curve.steps:
        assert step.survival == pytest.approx(oracle.evaluate(step.time), abs=1e-12)
        if step.low is not None:
            limits = [float(end.evaluate(step.time)) for end in (interval.low, interval.high)]
            assert (step.low, step.high) == pytest.approx(limits, abs=1e-9)


@given(spells, spells, spells)
def test_the_log_rank_test_equals_statsmodels(first, second, third):
    groups = {"a": first, "b": second, "c": third}
    result = log_rank(groups)
    first_end = min((time for people in groups.values() for time, over in people if over), default=99)
    there = [name for name, people in groups.items() if max(time for time, _over in people) >= first_end]
    assume(len(there) == 3 and result.value is not None)
    assert result.df == 2
    rows = [(time, over, name) for name, people in groups.items() for time, over in people]
    time, over, name = (np.array(column) for column in zip(*rows, strict=True))
    chi_square, p = survdiff(time, over.astype(int), name)
    assert (result.value, result.p) == pytest.approx((chi_square, p), rel=1e-7, abs=1e-9)


def test_two_groups_of_very_different_size_have_one_degree_of_freedom():
    """One who left after two months, and twenty-two who stayed, most of them longer: (1 - 1/19)^2 / (18/361) = 18."""
    stayed = (2, 4, 0, 7, 6, 4, 4, 1, 4, 1, 5, 2, 4, 3, 7, 3, 5, 5, 7, 0, 4, 4)
    result = log_rank({"a": [(2, True)], "b": [(time, False) for time in stayed]})
    assert (result.value, result.df) == (pytest.approx(18), 1)
    assert result.p == pytest.approx(stats.chi2.sf(18, 1))


def test_a_group_that_was_gone_before_anybody_left_is_not_compared():
    result = log_rank({"a": TREATED, "b": PLACEBO, "gone": [(0.5, False)] * 3})
    assert (round(result.value, 2), result.df, result.k) == (16.79, 1, 3)


def test_retention_is_read_from_the_curve():
    curve = kaplan_meier([(3, True), (5, False), (8, True), (10, False)])
    assert curve.at(0).value == 1
    assert curve.at(3).value == 0.75
    assert curve.at(8).value == pytest.approx(0.375)
    assert curve.at(8).low == curve.steps[-1].low
    assert (curve.at(11).value, curve.at(11).reason) == (None, Reason.NOT_REACHED)


def test_when_everybody_has_left_retention_stays_zero():
    curve = kaplan_meier([(3, True), (5, True)])
    assert (curve.at(50).value, curve.at(50).low) == (0, None)


def test_a_curve_that_stays_above_one_half_has_no_median():
    curve = kaplan_meier([(3, True), (5, False), (5, False)])
    assert (curve.value, curve.reason) == (None, Reason.NOT_REACHED)


def test_nobody_has_no_curve():
    curve = kaplan_meier([])
    assert (curve.value, curve.steps, curve.reason) == (None, (), Reason.EMPTY)
    assert curve.at(3).reason == Reason.EMPTY


def test_log_rank_is_absent_for_a_reason():
    assert log_rank({"a": [(3, True)], "b": []}).reason == Reason.TOO_FEW
    assert log_rank({"a": [(3, False)], "b": [(4, False)]}).reason == Reason.NO_CHANGE


def test_negative_and_missing_durations_are_refused():
    with pytest.raises(ValueError, match="negative"):
        kaplan_meier([(-1, True)])
    with pytest.raises(ValueError, match="finite"):
        kaplan_meier([(float("nan"), True)])
    with pytest.raises(ValueError, match="negative"):
        kaplan_meier([(1, True)]).at(-1)
