import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats
from statsmodels.stats.contingency_tables import mcnemar as statsmodels_mcnemar
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint

from common.statistics.estimate import Reason
from common.statistics.intervals import (
    mcnemar,
    mean_interval,
    mean_interval_from,
    newcombe_difference,
    participation_ratio,
    wilson,
)

counts_of = st.integers(1, 200).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@pytest.mark.parametrize(
    ("count", "n", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_wilson_as_in_newcombe_1998_table_1(count, n, low, high):
    """P1: Newcombe 1998, Statistics in Medicine 17:857, Table I, method 3."""
    result = wilson(count, n)
    assert (round(result.low, 4), round(result.high, 4)) == (low, high)


@given(counts_of, st.sampled_from([0.8, 0.9, 0.95, 0.99]))
def test_wilson_equals_statsmodels(counted, level):
    result = wilson(*counted, level=level)
    oracle = proportion_confint(*counted, alpha=1 - level, method="wilson")
    assert (result.low, result.high) == pytest.approx(oracle, abs=1e-12)


@given(counts_of, counts_of)
def test_newcombe_equals_statsmodels(first, second):
    result = newcombe_difference(*first, *second)
    oracle = confint_proportions_2indep(*first, *second, method="newcomb", compare="diff")
    assert (result.low, result.high) == pytest.approx(oracle, abs=1e-12)
    assert result.value == pytest.approx(first[0] / first[1] - second[0] / second[1])


def test_newcombe_as_published():
    """Newcombe 1998, Statistics in Medicine 17:873, Table II (a), method 10: 56/70 - 48/80."""
    result = newcombe_difference(56, 70, 48, 80)
    assert (round(result.value, 4), round(result.low, 4), round(result.high, 4)) == (0.2, 0.0524, 0.3339)
    assert result.n == 150


def test_approval_of_the_prime_minister_as_in_agresti_2002():
    """C2: Agresti 2002, section 10.1: z^2 17.36, difference -.04, SE .0095, interval -.06 to -.02,
    corrected 16.82.
    """
    result = mcnemar(both=794, only_before=150, only_after=86, neither=570)
    assert (round(result.statistic, 2), round(result.corrected_statistic, 2)) == (17.36, 16.82)
    assert (round(result.value, 2), round(result.se, 4)) == (-0.04, 0.0095)
    assert (round(result.low, 2), round(result.high, 2)) == (-0.06, -0.02)
    assert (result.n, result.df) == (1600, 1)


@given(st.integers(0, 40), st.integers(0, 40), st.integers(0, 40), st.integers(0, 40))
def test_mcnemar_equals_statsmodels(both, only_before, only_after, neither):
    if only_before + only_after == 0:
        return
    table = [[both, only_before], [only_after, neither]]
    result = mcnemar(both=both, only_before=only_before, only_after=only_after, neither=neither)
    plain = statsmodels_mcnemar(table, exact=False, correction=False)
    assert (result.statistic, result.p) == pytest.approx((plain.statistic, plain.pvalue), abs=1e-12)
    assert result.exact_p == pytest.approx(statsmodels_mcnemar(table, exact=True).pvalue, abs=1e-12)


def test_when_nobody_changed_the_answer_there_is_no_test():
    result = mcnemar(both=5, only_before=0, only_after=0, neither=3)
    assert (result.value, result.low, result.p, result.reason) == (0, None, None, Reason.NO_CHANGE)


def test_when_everybody_changed_the_answer_there_is_no_interval():
    result = mcnemar(both=0, only_before=0, only_after=4, neither=0)
    assert (result.value, result.low, result.exact_p) == (1, None, 0.125)


@given(st.lists(st.integers(-50, 50), min_size=2, max_size=30).filter(lambda x: len(set(x)) > 1))
def test_the_interval_of_a_mean_equals_scipy(values):
    result = mean_interval(values)
    oracle = stats.t.interval(0.95, len(values) - 1, np.mean(values), stats.sem(values))
    assert (result.low, result.high) == pytest.approx(oracle, rel=1e-9, abs=1e-9)


def test_a_mean_without_spread_or_of_one_value_has_no_interval():
    assert (mean_interval([2, 2]).value, mean_interval([2, 2]).reason) == (2, Reason.NO_SPREAD)
    assert (mean_interval([2]).value, mean_interval([2]).reason) == (2, Reason.TOO_FEW)
    assert (mean_interval([]).value, mean_interval([]).reason) == (None, Reason.EMPTY)


def test_proportions_of_nobody_are_empty():
    assert wilson(0, 0).reason == Reason.EMPTY
    assert newcombe_difference(1, 2, 0, 0).reason == Reason.EMPTY
    assert mcnemar(both=0, only_before=0, only_after=0, neither=0).reason == Reason.EMPTY
    assert participation_ratio(count=0, participants=0, reference_share=0.5).reason == Reason.EMPTY


def test_a_participation_ratio_is_wilson_over_the_known_share():
    result = participation_ratio(count=15, participants=148, reference_share=0.1)
    assert round(result.value, 4) == 1.0135
    assert (round(result.low, 3), round(result.high, 3)) == (0.624, 1.605)
    assert result.comparable is True
    assert participation_ratio(count=5, participants=100, reference_share=0.1).comparable is False


@pytest.mark.parametrize(
    ("faulty", "sentence"),
    [
        (lambda: wilson(3, 2), "not a proportion"),
        (lambda: wilson(-1, 2), "negative"),
        (lambda: mean_interval([1, float("nan")]), "finite"),
        (lambda: mean_interval_from(n=3, mean=1, sd=-1), "not negative"),
        (lambda: participation_ratio(count=1, participants=2, reference_share=0), "above 0"),
        (lambda: wilson(1, 2, level=1), "between 0 and 1"),
    ],
)
def test_faults_of_the_caller_are_refused_in_a_sentence(faulty, sentence):
    with pytest.raises(ValueError, match=sentence):
        faulty()


@pytest.mark.parametrize(("count", "comparable"), [(39, False), (40, True), (60, True), (61, False)])
def test_from_four_fifths_to_six_fifths_reads_as_comparable(count, comparable):
    ratio = participation_ratio(count=count, participants=100, reference_share=0.5)
    assert ratio.comparable is comparable
