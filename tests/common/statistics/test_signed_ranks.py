from fractions import Fraction
from itertools import product

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy import stats

from common.statistics.estimate import Reason
from common.statistics.signed_ranks import (
    DifferenceCounts,
    hodges_lehmann,
    rank_biserial,
    wilcoxon,
    wilcoxon_exact,
    wilcoxon_normal,
)

# Hollander & Wolfe 1973, depression scores, as in the documentation of R's wilcox.test.
FIRST_VISIT = [1.83, 0.50, 1.62, 2.48, 1.68, 1.88, 1.55, 3.06, 1.30]
SECOND_VISIT = [0.878, 0.647, 0.598, 2.05, 1.06, 1.29, 1.06, 3.14, 1.29]
DEPRESSION = DifferenceCounts.of(SECOND_VISIT, FIRST_VISIT)

steps = st.dictionaries(st.integers(-4, 4), st.integers(1, 4), min_size=1, max_size=5)


def raw(counts):
    return np.array([float(d) for d, times in counts.counts for _person in range(times)])


def test_depression_scores_as_published():
    """W1: Hollander & Wolfe 1973: V = 40, one-sided p .01953, rank-biserial .78, shift .46."""
    result = wilcoxon(DEPRESSION)
    assert (result.value, result.n) == (40, 9)
    assert round(result.p_greater, 5) == 0.01953
    assert result.p == 0.0390625
    assert result.method_id == "wilcoxon.zeros_dropped.midranks.exact_permutation.v1"
    assert round(rank_biserial(DEPRESSION).value, 2) == 0.78
    assert round(hodges_lehmann(DEPRESSION).value, 2) == 0.46


@settings(max_examples=50)
@given(steps)
def test_exact_p_equals_trying_all_signs(counts):
    differences = DifferenceCounts.from_steps(counts, step=1)
    assume(1 <= differences.changed <= 9)
    changes = raw(differences)
    changes = changes[changes != 0]
    ranks = stats.rankdata(np.abs(changes))
    observed = ranks[changes > 0].sum()
    sums = np.array([ranks @ signs for signs in product([0, 1], repeat=len(ranks))])
    result = wilcoxon_exact(differences)
    assert result.value == observed
    assert result.p_greater == pytest.approx((sums >= observed).mean(), abs=1e-12)
    assert result.p_less == pytest.approx((sums <= observed).mean(), abs=1e-12)


@given(st.sets(st.integers(1, 60), min_size=1, max_size=40), st.randoms(use_true_random=False))
def test_exact_p_without_ties_equals_scipy(sizes, random):
    changes = [random.choice([-1, 1]) * size for size in sorted(sizes)]
    result = wilcoxon_exact(DifferenceCounts.of([0] * len(changes), changes))
    oracle = stats.wilcoxon(changes, method="exact")
    assert result.p == pytest.approx(oracle.pvalue, abs=1e-12)


@given(steps)
def test_normal_p_equals_scipy_with_the_same_options(counts):
    differences = DifferenceCounts.from_steps(counts, step=1)
    assume(differences.changed > 0)
    changes = raw(differences)
    oracle = stats.wilcoxon(changes, zero_method="wilcox", correction=True, method="asymptotic")
    assert wilcoxon_normal(differences).p == pytest.approx(oracle.pvalue, abs=1e-12)


def test_many_pairs_use_the_normal_approximation_close_to_the_exact_test():
    generator = np.random.default_rng(5)
    changes = [int(x) for x in generator.normal(0.2, 3, 150).round()]
    differences = DifferenceCounts.of([0] * 150, changes)
    assert wilcoxon(differences).method_id == wilcoxon_normal(differences).method_id
    assert wilcoxon(differences).p == pytest.approx(wilcoxon_exact(differences).p, abs=0.002)


@given(steps)
def test_hodges_lehmann_is_the_median_of_all_walsh_averages(counts):
    differences = DifferenceCounts.from_steps(counts, step=Fraction(1, 10))
    changes = raw(differences)
    rows, columns = np.triu_indices(len(changes))
    walsh = np.sort((changes[rows] + changes[columns]) / 2)
    result = hodges_lehmann(differences)
    assert result.value == pytest.approx(np.median(walsh), abs=1e-12)
    if result.low is not None:
        below = int((walsh < result.low - 1e-12).sum())
        assert below <= np.searchsorted(walsh, result.low + 1e-12)
        assert result.low <= result.value <= result.high


@pytest.mark.parametrize("unit", [Fraction(1, 3), Fraction(10) ** 25, Fraction(1, 10**25)])
def test_hodges_lehmann_is_exact_for_any_unit(unit):
    counts = DifferenceCounts.from_counter({unit * size: 1 for size in range(1, 8)})
    result = hodges_lehmann(counts)
    assert (result.value, result.low, result.high) == (float(4 * unit), float(2 * unit), float(6 * unit))


def test_the_interval_of_the_shift_as_r_gives_it():
    """R: wilcox.test(x, y, paired = TRUE, conf.int = TRUE) cuts off qsignrank(.025, 9) = 6 averages: .01
    to .786.
    """
    result = hodges_lehmann(DEPRESSION)
    assert (round(result.low, 3), round(result.high, 3)) == (0.01, 0.786)


def test_five_pairs_have_no_interval_at_95_percent():
    result = hodges_lehmann(DifferenceCounts.of([0] * 5, [1, 2, 3, 4, 5]))
    assert (result.value, result.low, result.reason) == (3, None, Reason.NO_INTERVAL)
    six = hodges_lehmann(DifferenceCounts.of([0] * 6, [1, 2, 3, 4, 5, 6]))
    assert (six.low, six.high) == (1, 6)


@given(steps, steps)
def test_counts_per_step_merge_like_the_people(first, second):
    one, two = (DifferenceCounts.from_steps(counts, step=Fraction(1, 4)) for counts in (first, second))
    people = [*raw(one), *raw(two)]
    together = DifferenceCounts.of([0] * len(people), people)
    assert one + two == together
    assert together - two == one
    assert wilcoxon(one + two) == wilcoxon(together)


@given(steps)
def test_turning_all_changes_around_turns_the_result_around(counts):
    there = DifferenceCounts.from_steps(counts, step=1)
    back = DifferenceCounts.from_steps({-step: times for step, times in counts.items()}, step=1)
    assert wilcoxon(there).p == pytest.approx(wilcoxon(back).p, abs=1e-12) if there.changed else True
    assert hodges_lehmann(there).value == -hodges_lehmann(back).value


def test_differences_of_floats_that_print_alike_are_ties():
    assert DifferenceCounts.of([0.1, 1.1], [0.4, 1.4]).counts == ((Fraction(3, 10), 2),)


@pytest.mark.parametrize("statistic", [wilcoxon, wilcoxon_normal, rank_biserial])
def test_nobody_changed_and_nobody_at_all_have_no_rank_statistic(statistic):
    assert statistic(DifferenceCounts.of([1, 2], [1, 2])).reason == Reason.NO_CHANGE
    assert statistic(DifferenceCounts()).reason == Reason.EMPTY


def test_a_shift_of_nobody_is_empty():
    assert hodges_lehmann(DifferenceCounts()).reason == Reason.EMPTY


@pytest.mark.parametrize(
    ("faulty", "sentence"),
    [
        (lambda: DifferenceCounts.of([1, 2], [1]), "equally long"),
        (lambda: DifferenceCounts.from_steps({1: 2}, step=0), "positive"),
        (lambda: DifferenceCounts.from_steps({1: -2}, step=1), "negative"),
        (lambda: DifferenceCounts.of([1], [2]) - DifferenceCounts.of([1], [3]), "negative"),
    ],
)
def test_faults_of_the_caller_are_refused_in_a_sentence(faulty, sentence):
    with pytest.raises(ValueError, match=sentence):
        faulty()


@pytest.mark.parametrize(("changed", "kind"), [(100, "exact_permutation"), (101, "normal")])
def test_a_hundred_changed_pairs_are_still_exact(changed, kind):
    differences = DifferenceCounts.of([0] * (changed + 5), [*range(1, changed + 1), *[0] * 5])
    assert kind in wilcoxon(differences).method_id


def test_limits_of_many_pairs_are_counted_in_by_the_normal_quantile():
    """(own) 101 pairs: 2575.5 - 1.959964 x 295.19 = 1996.9, so 1,996 Walsh averages lie outside at either end."""
    changes = [number**2 for number in range(1, 102)]
    walsh = sorted((a + b) / 2 for place, a in enumerate(changes) for b in changes[place:])
    found = hodges_lehmann(DifferenceCounts.of([0] * 101, changes))
    assert (found.low, found.high) == (walsh[1995], walsh[-1996])


def test_a_level_that_ranks_reach_exactly_has_limits():
    """Of five pairs all of one sign have a chance of one in 32 at either end."""
    found = hodges_lehmann(DifferenceCounts.of([0] * 5, [1, 2, 3, 4, 5]), level=1 - 2 / 32)
    assert (found.low, found.high) == (1, 5)
    assert hodges_lehmann(DifferenceCounts.of([0] * 5, [1, 2, 3, 4, 5])).reason == Reason.NO_INTERVAL
