from math import log

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from common.statistics.bootstrap import with_bootstrap
from common.statistics.concentration import (
    concentration_curve,
    concentration_grouped,
    concentration_index,
    concentration_terms,
    erreygers_index,
)
from common.statistics.estimate import Reason
from common.statistics.inequality import (
    LorenzPoint,
    atkinson,
    gini,
    gini_corrected,
    hoover,
    lorenz,
    theil_decomposition,
    theil_l,
    theil_t,
)

# Example of the R package ineq (Ilocos data in its documentation).
INEQ = [541, 1463, 2445, 3438, 4437, 5401, 6392, 8304, 11904, 22261]
# O'Donnell et al. 2008, Table 8.1 (India 1982-92): births and under-five deaths by wealth, poorest first.
BIRTHS = [29939, 28776, 26528, 24689, 19739]
DEATHS = [4632, 4400, 3170, 2145, 1072]

amounts = st.lists(st.integers(0, 1000), min_size=1, max_size=30).filter(any)
positive = st.lists(st.integers(1, 1000), min_size=1, max_size=30)


def atkinson_half(values, *, weights=None):
    return atkinson(values, epsilon=0.5, weights=weights)


def atkinson_one(values, *, weights=None):
    return atkinson(values, epsilon=1, weights=weights)


INDICES = [gini, theil_t, hoover, atkinson_half, atkinson_one]


def test_the_example_of_ineq_as_published():
    """I1: Gini .4620911, corrected .5134346; the others computed alongside."""
    assert round(gini(INEQ).value, 7) == 0.4620911
    assert round(gini_corrected(INEQ).value, 7) == 0.5134346
    assert round(theil_t(INEQ).value, 6) == 0.362341
    assert round(theil_l(INEQ).value, 6) == 0.433595
    assert round(hoover(INEQ).value, 6) == 0.337807
    assert round(atkinson_half(INEQ).value, 6) == 0.179659
    assert round(atkinson_one(INEQ).value, 6) == 0.351825
    assert (gini(INEQ).n, gini(INEQ).method_id) == (10, "gini.v1")


@given(amounts)
def test_gini_equals_the_mean_difference_of_all_pairs(values):
    x = np.array(values, dtype=float)
    expected = np.abs(x[:, None] - x[None, :]).mean() / (2 * x.mean())
    assert gini(values).value == pytest.approx(expected, abs=1e-12)


@pytest.mark.parametrize("index", INDICES)
@given(values=amounts, factor=st.integers(1, 50), times=st.integers(2, 4), random=st.randoms())
@settings(max_examples=30)
def test_an_index_depends_neither_on_unit_nor_replication_nor_order(index, values, factor, times, random):
    expected = pytest.approx(index(values).value, abs=1e-9)
    shuffled = list(values)
    random.shuffle(shuffled)
    assert index([factor * x for x in values]).value == expected
    assert index(values * times).value == expected
    assert index(shuffled).value == expected


@pytest.mark.parametrize("index", [*INDICES, theil_l])
@given(counted=st.lists(st.tuples(st.integers(1, 50), st.integers(1, 4)), min_size=1, max_size=8))
@settings(max_examples=30)
def test_weights_count_like_repeated_units(index, counted):
    values, weights = zip(*counted, strict=True)
    repeated = [x for x, times in counted for _unit in range(times)]
    assert index(values, weights=weights).value == pytest.approx(index(repeated).value, abs=1e-9)


@given(st.integers(2, 40))
def test_one_holder_of_everything(n):
    values = [0] * (n - 1) + [7]
    assert gini(values).value == pytest.approx((n - 1) / n)
    assert gini_corrected(values).value == pytest.approx(1)
    assert theil_t(values).value == pytest.approx(log(n))
    assert hoover(values).value == pytest.approx((n - 1) / n)
    assert atkinson_one(values).value == 1


@pytest.mark.parametrize("index", [*INDICES, theil_l])
@given(n=st.integers(1, 20), x=st.integers(1, 99))
@settings(max_examples=20)
def test_equal_amounts_have_no_inequality(index, n, x):
    assert index([x] * n).value == pytest.approx(0, abs=1e-12)


@given(amounts)
def test_the_corrected_gini_is_gini_times_n_over_n_minus_one(values):
    n = len(values)
    assume(n > 1)
    expected = gini(values).value * n / (n - 1)
    assert gini_corrected(values).value == pytest.approx(expected, abs=1e-12)
    assert gini_corrected(values, weights=[3] * n).value == pytest.approx(expected, abs=1e-12)


@given(st.dictionaries(st.text(max_size=3), st.lists(st.integers(0, 99), max_size=8), min_size=1, max_size=5))
def test_theil_is_within_plus_between(groups):
    everybody = [x for values in groups.values() for x in values]
    assume(any(everybody))
    parts = theil_decomposition(groups)
    assert parts.value == pytest.approx(theil_t(everybody).value, abs=1e-9)
    assert parts.within == pytest.approx(sum(group.within for group in parts.groups.values()), abs=1e-9)
    assert parts.between >= -1e-12
    assert parts.n == len(everybody)


def test_a_group_that_holds_nothing_takes_part_without_a_theil_of_its_own():
    parts = theil_decomposition({"a": [0, 0], "b": [1, 1], "c": []})
    assert parts.groups["a"].theil is None
    assert (parts.within, parts.between) == (0, pytest.approx(log(2)))
    assert set(parts.groups) == {"a", "b"}


def test_the_lorenz_curve_starts_with_the_smallest():
    assert lorenz([3, 1]) == (LorenzPoint(0, 0), LorenzPoint(0.5, 0.25), LorenzPoint(1, 1))
    assert lorenz([0, 0]) == ()


def test_theil_l_is_undefined_where_somebody_received_nothing():
    assert (theil_l([0, 1]).value, theil_l([0, 1]).reason) == (None, Reason.HAS_ZEROS)


@pytest.mark.parametrize("index", [*INDICES, theil_l])
def test_nothing_to_share_and_nobody_to_share_with(index):
    assert index([0, 0]).reason == Reason.NOTHING_SHARED
    assert index([]).reason == Reason.EMPTY


def test_one_unit_has_no_corrected_gini():
    assert gini_corrected([4]).reason == Reason.TOO_FEW


def test_deaths_of_the_poor_as_published():
    """I4: O'Donnell et al. 2008, Table 8.1: terms and concentration index -.1694."""
    terms = concentration_terms(BIRTHS, DEATHS)
    assert [round(term, 4) for term in terms] == [-0.0008, -0.0267, -0.0592, -0.0827]
    result = concentration_grouped(BIRTHS, DEATHS)
    assert (round(result.value, 4), result.n) == (-0.1694, 5)


def test_the_concentration_curve_lies_above_the_diagonal_where_the_poor_have_more():
    curve = concentration_curve(BIRTHS, DEATHS)
    assert (curve[0], curve[-1]) == (LorenzPoint(0, 0), LorenzPoint(1, 1))
    assert all(point.amount > point.units for point in curve[1:-1])


@given(amounts)
def test_ranked_by_the_amount_itself_the_index_is_gini(values):
    assert concentration_index(values, values).value == pytest.approx(gini(values).value, abs=1e-9)


@given(st.lists(st.tuples(st.integers(0, 50), st.integers(1, 4)), min_size=1, max_size=20))
def test_the_micro_index_of_groups_that_share_equally_is_the_grouped_index(pairs):
    assume(any(h for h, _place in pairs))
    places = sorted({place for _h, place in pairs})
    sizes = [sum(place == p for _h, p in pairs) for place in places]
    totals = [sum(h for h, p in pairs if p == place) for place in places]
    micro = concentration_index([h for h, _p in pairs], [p for _h, p in pairs])
    assert micro.value == pytest.approx(concentration_grouped(sizes, totals).value, abs=1e-9)


def test_the_interval_of_the_micro_index_covers_about_as_often_as_it_says():
    """Placement uniform and amount = placement + noise: the index of the population is (1/12 * 2)/(1/2) =
    1/3.
    """
    covered = 0
    for seed in range(200):
        generator = np.random.default_rng(seed)
        place = generator.uniform(size=200)
        result = concentration_index(place * generator.uniform(0.5, 1.5, size=200), place)
        covered += result.low <= 1 / 3 <= result.high
    assert covered in range(180, 200)


@given(st.lists(st.tuples(st.integers(0, 10), st.integers(1, 9)), min_size=1, max_size=20))
def test_erreygers_index_mirrors_and_ignores_the_unit(pairs):
    h, places = zip(*pairs, strict=True)
    plain = erreygers_index(h, places, lowest=0, highest=10).value
    mirrored = erreygers_index([10 - x for x in h], places, lowest=0, highest=10).value
    shifted = erreygers_index([3 * x + 7 for x in h], places, lowest=7, highest=37).value
    assert mirrored == pytest.approx(-plain, abs=1e-12)
    assert shifted == pytest.approx(plain, abs=1e-12)
    if any(h):
        expected = 4 * np.mean(h) / 10 * concentration_index(h, places).value
        assert plain == pytest.approx(expected, abs=1e-12)


def test_concentration_of_nothing_and_nobody():
    assert concentration_index([0, 0], [1, 2]).reason == Reason.NOTHING_SHARED
    assert concentration_index([], []).reason == Reason.EMPTY
    assert concentration_index([3], [1]).reason == Reason.TOO_FEW
    assert concentration_grouped([2, 3], [0, 0]).reason == Reason.NOTHING_SHARED
    assert concentration_grouped([], []).reason == Reason.EMPTY
    assert concentration_curve([1], [0]) == ()
    assert erreygers_index([], [], lowest=0, highest=1).reason == Reason.EMPTY


def test_a_bootstrap_is_reproduced_by_its_seed():
    one, again = (with_bootstrap(gini, INEQ, seed=4, draws=300) for _time in range(2))
    other = with_bootstrap(gini, INEQ, seed=5, draws=300)
    assert one == again
    assert (one.low, one.high) != (other.low, other.high)
    assert one.low < one.value < one.high
    assert one.method_id == "gini.v1+bootstrap.percentile.pcg64.draws_300.seed_4.v1"


def test_a_bootstrap_of_rows_takes_any_index():
    rows = list(zip([1, 2, 3, 4, 5, 9], [1, 2, 3, 4, 5, 6], strict=True))
    result = with_bootstrap(
        lambda drawn: concentration_index([h for h, _p in drawn], [p for _h, p in drawn]),
        rows,
        seed=1,
        draws=200,
    )
    assert result.value == concentration_index(*zip(*rows, strict=True)).value
    assert result.low < result.value < result.high


def test_a_bootstrap_of_one_unit_or_of_draws_without_value_has_no_interval():
    assert with_bootstrap(gini, [4], seed=1).reason == Reason.TOO_FEW
    assert with_bootstrap(gini, [0, 4], seed=1, draws=200).reason == Reason.NO_INTERVAL
    assert with_bootstrap(gini, [0, 0], seed=1).reason == Reason.NOTHING_SHARED


@pytest.mark.parametrize(
    ("faulty", "sentence"),
    [
        (lambda: gini([1, -1]), "negative"),
        (lambda: gini([1, float("nan")]), "finite"),
        (lambda: gini([1, 2], weights=[1]), "equally long"),
        (lambda: gini([1, 2], weights=[1, 0]), "above zero"),
        (lambda: atkinson([1], epsilon=0), "above zero"),
        (lambda: concentration_grouped([0], [1]), "has units"),
        (lambda: concentration_index([-1], [1]), "negative"),
        (lambda: erreygers_index([11], [1], lowest=0, highest=10), "outside its bounds"),
        (lambda: erreygers_index([1], [1], lowest=1, highest=1), "below the highest"),
        (lambda: with_bootstrap(gini, [1, 2], seed=1, draws=0), "one draw"),
    ],
)
def test_faults_of_the_caller_are_refused_in_a_sentence(faulty, sentence):
    with pytest.raises(ValueError, match=sentence):
        faulty()
