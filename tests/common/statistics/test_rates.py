from statistics import stdev

import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.stats.meta_analysis import effectsize_smd
from statsmodels.stats.multitest import multipletests

from common.statistics.effect_sizes import hedges_correction
from common.statistics.estimate import Reason
from common.statistics.intervals import newcombe_difference, wilson
from common.statistics.multiplicity import benjamini_hochberg
from common.statistics.rates import (
    attrition,
    completion_rate,
    differential_attrition,
    rate,
    response_rate,
    standardized_mean_difference,
)

rates = st.integers(0, 50).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


def test_a_response_rate_counts_everybody_who_was_or_may_have_been_eligible():
    result = response_rate(
        complete=60, partial=5, refused=10, not_reached=15, other=3, unknown_eligible=5, unknown_other=2
    )
    assert (result.value, result.numerator, result.denominator) == (0.6, 60, 100)
    assert (result.low, result.high) == (wilson(60, 100).low, wilson(60, 100).high)
    assert result.method_id == "response_rate.aapor_rr1.wilson.v1"


def test_attrition_and_completion():
    assert (attrition(at_start=40, remaining=30).value, attrition(at_start=40, remaining=30).numerator) == (
        0.25,
        10,
    )
    assert completion_rate(enrolled=40, completed=31).value == 0.775


@given(rates, rates)
def test_rates_of_disjoint_people_add_their_numerators_and_denominators(first, second):
    together = rate(*first) + rate(*second)
    assert together == rate(first[0] + second[0], first[1] + second[1])


def test_rates_of_different_methods_do_not_add_up():
    with pytest.raises(ValueError, match="one method"):
        completion_rate(enrolled=2, completed=1) + attrition(at_start=2, remaining=1)


def test_differential_attrition_compares_the_extremes():
    result = differential_attrition({"north": (100, 90), "south": (80, 40), "east": (50, 40), "west": (0, 0)})
    assert (result.highest, result.lowest) == ("south", "north")
    assert result.difference == newcombe_difference(40, 80, 10, 100)
    assert result.strata["west"].reason == Reason.EMPTY


def test_one_stratum_has_no_differential_attrition():
    result = differential_attrition({"north": (100, 90), "west": (0, 0)})
    assert (result.difference.value, result.difference.reason) == (None, Reason.TOO_FEW)


def test_stayers_and_leavers_differ_as_statsmodels_says():
    stayers, leavers = [3, 4, 5, 4, 2, 5, 4], [2, 3, 1, 4]
    result = standardized_mean_difference(stayers, leavers)
    mean = sum(stayers) / 7, sum(leavers) / 4
    sd = stdev(stayers), stdev(leavers)
    oracle, _variance = effectsize_smd(mean[0], sd[0], 7, mean[1], sd[1], 4)
    approximate_j = 1 - 3 / (4 * 11 - 9)
    assert result.value == pytest.approx(oracle / approximate_j * hedges_correction(9), rel=1e-9)
    assert result.low < result.value < result.high
    assert (result.n, result.df) == (11, 9)


def test_a_difference_of_groups_is_absent_for_a_reason():
    assert standardized_mean_difference([1, 2, 3], []).reason == Reason.TOO_FEW
    assert standardized_mean_difference([1, 2], [3]).reason == Reason.TOO_FEW
    assert standardized_mean_difference([1, 1], [3, 3]).reason == Reason.NO_SPREAD


@pytest.mark.parametrize(
    "faulty",
    [
        lambda: completion_rate(enrolled=3, completed=4),
        lambda: attrition(at_start=3, remaining=4),
        lambda: response_rate(complete=-1, refused=3),
    ],
)
def test_impossible_counts_are_refused(faulty):
    with pytest.raises(ValueError, match=r"not a proportion|negative"):
        faulty()


def test_discoveries_as_in_benjamini_and_hochberg():
    """Benjamini & Hochberg 1995, section 3: 15 endpoints, four discoveries at 5 %."""
    published = [
        0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719,
        0.6528, 0.7590, 1.0,
    ]  # fmt: skip
    found = benjamini_hochberg(dict(enumerate(published)))
    assert [name for name, result in found.items() if result.discovery] == [0, 1, 2, 3]
    assert found[0].n == 15


@given(st.lists(st.floats(0, 1), min_size=1, max_size=30))
def test_adjusted_p_values_equal_statsmodels(p_values):
    found = benjamini_hochberg(dict(enumerate(p_values)))
    _rejected, adjusted, *_rest = multipletests(p_values, method="fdr_bh")
    assert [found[place].adjusted for place in range(len(p_values))] == pytest.approx(
        list(adjusted), abs=1e-12
    )


def test_an_empty_family_has_no_discoveries():
    assert benjamini_hochberg({}) == {}


def test_impossible_p_values_and_rates_are_refused():
    with pytest.raises(ValueError, match="from 0 to 1"):
        benjamini_hochberg({"a": 1.1})
    with pytest.raises(ValueError, match="from 0 to 1"):
        benjamini_hochberg({"a": float("nan")})
    with pytest.raises(ValueError, match="between 0 and 1"):
        benjamini_hochberg({"a": 0.1}, rate=5)
