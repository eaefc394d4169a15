"""Whatever numbers come: an explained answer, every number in it finite; and what other libraries find, where they can.

Huge and tiny floats, whole numbers beyond floats, decimals, fractions, missing values, lists of one value.
"""

import dataclasses
import math
import random
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats as scipy_stats
from statsmodels.stats.contingency_tables import mcnemar
from statsmodels.stats.proportion import proportion_confint

from common.statistics.estimate import Reason
from evaluation import stats

MISSING = st.sampled_from([None, math.nan])
HARSH = [5e-324, -5e-324, 1e-300, 1e16, 1e308, -1e308, 1.7976931348623157e308, 10**400, 0, 0.1, 1, 1 + 1e-15]
FINITE = st.floats(allow_nan=False, allow_infinity=False)
NUMBERS = (
    st.integers(-9, 9)
    | st.integers()
    | FINITE
    | st.decimals(allow_nan=False, allow_infinity=False)
    | st.fractions()
    | st.sampled_from(HARSH)
    | MISSING
)
AMOUNTS = (
    st.integers(0, 9) | st.floats(0, 1.7976931348623157e308) | st.sampled_from([0, 5e-324, 1e308]) | MISSING
)
SPREADS = st.integers(0, 5) | st.floats(0, 1.7976931348623157e308) | MISSING
PEOPLE = st.integers(0, 5) | st.integers(0, 10**30) | st.just(10**400)
LEVELS = st.sampled_from([0.95, 0.5, 1e-9, 1 - 1e-12])
REAL = st.integers(-5, 5) | FINITE | MISSING
CORRELATIONS = st.floats(-1, 1) | MISSING


def columns(*kinds, longest=12):
    """As many lists, equally long; also of one value many times."""
    rows = st.lists(st.tuples(*kinds), max_size=longest) | st.builds(
        lambda row, times: [row] * times, st.tuples(*kinds), st.integers(0, 120)
    )
    return rows.map(
        lambda found: [list(column) for column in zip(*found, strict=True)] or [[] for _kind in kinds]
    )


def in_all(counts):
    return (*counts[:-1], sum(counts))


PUBLISHED = {"difference": REAL, "sd_difference": SPREADS, "correlation": CORRELATIONS, "n": PEOPLE}
ANYTHING = {
    "synthesis_d": st.fixed_dictionaries(PUBLISHED),
    "synthesis_g": st.fixed_dictionaries(PUBLISHED),
    "paired_change": columns(NUMBERS, NUMBERS),
    "paired_change_from_summary": st.tuples(PEOPLE, REAL, REAL, SPREADS, SPREADS, CORRELATIONS, LEVELS),
    "signed_rank": columns(NUMBERS, NUMBERS),
    "reliable_change": st.tuples(REAL, REAL, SPREADS, st.floats(0, 1) | MISSING),
    "difference_in_differences": columns(*[NUMBERS] * 4) | st.tuples(*[NUMBERS] * 4),
    "paired_proportions": st.tuples(PEOPLE, PEOPLE, PEOPLE).map(in_all),
    "proportion_interval": st.tuples(PEOPLE, PEOPLE).map(in_all),
    "participation_ratio": st.tuples(st.tuples(PEOPLE, PEOPLE).map(in_all), st.floats(0, 1) | MISSING).map(
        lambda found: (*found[0], found[1])
    ),
    "false_discovery": columns(st.floats(0, 1) | MISSING),
    "achievement": st.tuples(NUMBERS, NUMBERS, NUMBERS),
    "gini": columns(AMOUNTS),
    "theil": columns(AMOUNTS),
    "theil_decomposition": columns(AMOUNTS, st.sampled_from("abc")),
    "concentration_index": columns(AMOUNTS, st.integers(1, 9) | st.floats(1e-300, 1e300)),
    "survival": columns(AMOUNTS, st.booleans() | st.none()),
    "log_rank": st.tuples(columns(AMOUNTS, st.booleans()), columns(AMOUNTS, st.booleans())).map(
        lambda sides: [*sides[0], *sides[1]]
    ),
}


@pytest.mark.parametrize("name", ANYTHING)
def test_anything_has_an_explained_answer(name):
    @settings(max_examples=60)
    @given(ANYTHING[name])
    def answers(arguments):
        function = getattr(stats, name)
        found = function(**arguments) if isinstance(arguments, dict) else function(*arguments)
        assert [each for each in numbers_in(found) if not math.isfinite(each)] == []
        if first_number(found) is None:
            assert found.reason

    answers()


def numbers_in(found):
    if isinstance(found, float):
        yield found
    parts = found if isinstance(found, (tuple, list)) else dict_of(found).values()
    for part in parts:
        yield from numbers_in(part)


def dict_of(found):
    return found if isinstance(found, dict) else vars(found) if dataclasses.is_dataclass(found) else {}


def first_number(found):
    """Of a result its main one; discoveries always say something."""
    main = ("value", "mean_change", "statistic", "difference", "median", "rejected")
    return next(getattr(found, name) for name in main if hasattr(found, name))


@pytest.mark.parametrize("n", [0, 1, 2])
def test_nobody_one_and_two_are_answered(n):
    rising, flat = list(range(1, n + 1)), [0] * n
    change, ranks = stats.paired_change(flat, rising), stats.signed_rank(flat, rising)
    assert change.mean_change == (n + 1) / 2 if n else change.reason == Reason.EMPTY
    assert (change.low is None) is (n < 2)
    assert ranks.p == {0: None, 1: 1, 2: 0.5}[n]
    assert stats.gini(rising).value == {0: None, 1: 0, 2: pytest.approx(1 / 6)}[n]
    assert stats.gini(flat).reason == (Reason.NOTHING_SHARED if n else Reason.EMPTY)
    assert stats.survival(rising, [True] * n).median == (1 if n else None)
    assert stats.concentration_index(flat, rising).reason == (Reason.NOTHING_SHARED if n else Reason.EMPTY)


@pytest.mark.parametrize(
    ("found", "reason"),
    [
        (stats.paired_change([1e308, 0], [-1e308, 0]), Reason.OUT_OF_RANGE),
        (stats.signed_rank([1.7e308], [-1.7e308]), Reason.OUT_OF_RANGE),
        (stats.paired_change_from_summary(5, 0, 5, 0, 1e200, 0), Reason.OUT_OF_RANGE),
        (stats.reliable_change(-2, -4, 5e-324, 0), Reason.OUT_OF_RANGE),
        (stats.gini([10**400, 1]), Reason.OUT_OF_RANGE),
        (stats.survival([10**400], [True]), Reason.OUT_OF_RANGE),
        (stats.participation_ratio(1, 2, 5e-324), Reason.OUT_OF_RANGE),
        (stats.reliable_change(None, 1, 1, 0.5), Reason.EMPTY),
        (stats.proportion_interval(None, 5), Reason.EMPTY),
        (stats.participation_ratio(1, None, 0.5), Reason.EMPTY),
        (stats.paired_proportions(1, None, 5), Reason.EMPTY),
        (stats.paired_change_from_summary(9, None, 1, 1, 1, 0), Reason.EMPTY),
        (stats.achievement(5, math.nan, 9), Reason.MISSING_BASELINE),
        (stats.concentration_index([1, 2], [0, 0]), Reason.EMPTY),
        (stats.survival([1, 2], [None, None]), Reason.EMPTY),
    ],
)
def test_why_there_is_no_number(found, reason):
    assert (first_number(found), found.reason) == (None, reason)


@pytest.mark.parametrize("table", [[1.5, 2], [None, 3], [[1, None]], [math.nan], [[1, 2], [3]], [-1, 2]])
def test_people_are_counted_in_whole_numbers(table):
    with pytest.raises(ValueError, match=r"whole number|negative|every column"):
        stats.suppress(table, 5)


def test_a_table_may_come_from_numpy():
    counts = np.array([[3, 9, 40], [12, 2, 30]])
    assert stats.suppress(counts, 5).cells == stats.suppress(counts.tolist(), 5).cells
    assert stats.suppress(counts[0], 5).cells == stats.suppress([3.0, 9.0, 40.0], 5).cells


PAIRS, FLAGS = [1, 2, 3, 4], [True, False, True, True]
OF_LISTS = {
    "paired_change": (PAIRS, [2, 2, 5, 6]),
    "signed_rank": (PAIRS, [2, 2, 5, 6]),
    "difference_in_differences": (PAIRS, [2, 3, 3, 3], [1, 1, 2], [1, 2, 2]),
    "false_discovery": ([0.01, 0.2, 0.03],),
    "gini": (PAIRS,),
    "theil": (PAIRS,),
    "theil_decomposition": (PAIRS, ["a", "a", "b", "b"]),
    "concentration_index": (PAIRS, [5, 5, 6, 7]),
    "survival": (PAIRS, FLAGS),
    "log_rank": (PAIRS, FLAGS, [2, 3, 4, 4], FLAGS),
}
OF_NUMBERS = {
    "paired_change_from_summary": (25, 110.4, 102.1, 15.3, 14.6, 0.75),
    "reliable_change": (47.5, 32.5, 7.5, 0.8),
    "paired_proportions": (150, 86, 1600),
    "proportion_interval": (15, 148),
    "participation_ratio": (20, 100, 0.25),
    "achievement": (0.5, 0.1, 0.9),
}


@pytest.mark.parametrize("name", OF_LISTS)
@pytest.mark.parametrize("kind", [tuple, iter, np.array, lambda values: map(as_decimal, values)])
def test_lists_come_in_any_kind(name, kind):
    function = getattr(stats, name)
    assert function(*map(kind, OF_LISTS[name])) == function(*OF_LISTS[name])


@pytest.mark.parametrize("name", OF_NUMBERS)
def test_numbers_come_in_any_kind(name):
    function, numbers = getattr(stats, name), OF_NUMBERS[name]
    for kind in (as_decimal, lambda number: Fraction(str(number)), lambda number: np.array([number])[0]):
        assert function(*map(kind, numbers)) == function(*numbers)


def as_decimal(value):
    return Decimal(str(value)) if type(value) in {int, float} else value


def test_confidence_may_be_a_decimal():
    level = Decimal("0.9")
    assert stats.paired_change(PAIRS, [2, 2, 5, 6], level) == stats.paired_change(PAIRS, [2, 2, 5, 6], 0.9)
    assert stats.proportion_interval(3, 9, level) == stats.proportion_interval(3, 9, 0.9)
    assert stats.survival(PAIRS, FLAGS, level) == stats.survival(PAIRS, FLAGS, 0.9)


@pytest.mark.parametrize("counts", [(2.5, 9), (2, Fraction(19, 2))])
def test_shares_are_of_whole_people(counts):
    for function in (stats.proportion_interval, lambda *found: stats.participation_ratio(*found, 0.5)):
        with pytest.raises(ValueError, match="whole number"):
            function(*counts)


def test_a_target_that_prints_as_its_baseline_is_to_be_kept():
    for target in (0.1, Decimal("0.1"), Fraction(1, 10), np.float64(0.1)):
        found = stats.achievement(Decimal("0.1"), 0.1, target)
        assert (found.met, found.value, found.reason) == (True, None, Reason.MAINTAIN)


def test_whole_numbers_of_numpy_are_read_exactly():
    large = np.array([2**60, 2**60 + 1])
    assert stats.paired_change(large[:1], large[1:]).mean_change == 1


def test_deviations_that_nearly_agree_leave_a_spread():
    """A correlation of 1 leaves their difference, which is far below the squares it could be taken from."""
    found = stats.paired_change_from_summary(10, 0, 1, 1.1, 1.1000000001, 1)
    assert found.sd_change == pytest.approx(1e-10, rel=1e-5)
    assert stats.paired_change_from_summary(10, 0, 1, 1.1, 1.1, 1).reason == Reason.NO_SPREAD


def test_those_without_a_group_are_one_group():
    named = stats.theil_decomposition([1, 2, 3, 5], ["a", None, None, "a"])
    for groups in (["a", math.nan, None, "a"], [("a", 1), *np.array([math.nan, math.nan]), ("a", 1)]):
        found = stats.theil_decomposition([1, 2, 3, 5], groups)
        assert (found.within, found.between) == (named.within, named.between)


@pytest.mark.parametrize("missing", [Decimal("NaN"), Decimal("sNaN"), np.float32("nan")])
def test_whatever_says_that_it_is_no_number_is_missing(missing):
    assert stats.paired_change([1, 2, missing], [2, 4, 9]).mean_change == 1.5
    assert stats.gini([missing, 1, 3]) == stats.gini([1, 3])
    assert stats.survival([1, missing], [True, True]).n == 1
    assert stats.reliable_change(missing, 1, 1, 0.5).reason == Reason.EMPTY
    assert stats.achievement(5, missing, 9).reason == Reason.MISSING_BASELINE
    with pytest.raises(ValueError, match="whole number"):
        stats.suppress([missing, 3], 5)


@pytest.mark.parametrize("threshold", [math.nan, math.inf, 2.5, Decimal("NaN"), Decimal("Infinity"), 0, -1])
def test_a_threshold_is_a_number_of_people(threshold):
    """Nothing is below NaN: it would show everything."""
    with pytest.raises(ValueError, match=r"whole number|finite|at least one"):
        stats.suppress([[1, 9], [8, 7]], threshold)


def test_a_threshold_comes_in_any_kind():
    for threshold in (5.0, Decimal(5), Fraction(5), np.int64(5)):
        assert stats.suppress([[1, 9], [8, 7]], threshold) == stats.suppress([[1, 9], [8, 7]], 5)


# --- Other libraries ---

SCORES = st.lists(st.tuples(st.integers(0, 50), st.integers(0, 50)), min_size=3, max_size=25)


@given(SCORES)
def test_paired_change_equals_scipy(pairs):
    before, after = zip(*pairs, strict=True)
    mine = stats.paired_change(before, after)
    if mine.t is None:
        return
    theirs = scipy_stats.ttest_rel(after, before)
    interval = theirs.confidence_interval()
    assert (mine.t, mine.p, mine.df) == pytest.approx((theirs.statistic, theirs.pvalue, theirs.df))
    assert (mine.low, mine.high) == pytest.approx((interval.low, interval.high))


@settings(max_examples=40)
@given(st.sets(st.integers(1, 60), min_size=1, max_size=20), st.randoms(use_true_random=False))
def test_signed_ranks_equal_scipy(sizes, chance):
    """Without ties, where scipy is exact too."""
    changes = [size * chance.choice([-1, 1]) for size in sizes]
    for alternative in ("two-sided", "greater", "less"):
        mine = stats.signed_rank([0] * len(changes), changes, alternative)
        theirs = scipy_stats.wilcoxon(changes, alternative=alternative, method="exact")
        assert mine.p == pytest.approx(theirs.pvalue)
    assert mine.statistic == theirs.statistic


@pytest.mark.parametrize("alternative", ["two-sided", "greater", "less"])
@pytest.mark.parametrize("zeros", [0, 7])
def test_signed_ranks_of_many_equal_scipy(alternative, zeros):
    """With ties and zeros, from the same normal approximation."""
    chance = random.Random(zeros)
    changes = [chance.choice([-3, -2, -1, 1, 2, 3, 4]) for _pair in range(101)] + [0] * zeros
    mine = stats.signed_rank([0] * len(changes), changes, alternative)
    theirs = scipy_stats.wilcoxon(changes, alternative=alternative, method="asymptotic", correction=True)
    assert (mine.p, mine.n_used) == (pytest.approx(theirs.pvalue, rel=1e-12), 101)


@given(st.integers(0, 60), st.integers(0, 60), st.integers(1, 60))
def test_shares_equal_statsmodels(b, c, others):
    low, high = proportion_confint(b, b + others, method="wilson")
    wilson = stats.proportion_interval(b, b + others)
    assert (wilson.low, wilson.high) == pytest.approx((low, high), abs=1e-12)
    mine = stats.paired_proportions(b, c, b + c + others)
    if b + c:
        table = [[others, b], [c, 0]]
        theirs = mcnemar(table, exact=False, correction=False)
        assert (mine.statistic, mine.p) == pytest.approx((theirs.statistic, theirs.pvalue))
        assert mine.corrected_statistic == pytest.approx(
            mcnemar(table, exact=False, correction=True).statistic if b != c else 0
        )
        assert mine.exact_p == pytest.approx(mcnemar(table, exact=True).pvalue)


SPELLS = st.lists(st.tuples(st.integers(1, 12), st.booleans()), min_size=1, max_size=20)


@given(SPELLS, SPELLS)
def test_survival_equals_scipy(first, second):
    curve = stats.survival(*zip(*first, strict=True))
    theirs = scipy_stats.ecdf(censored(first)).sf
    for step in curve.steps:
        assert step.probability == pytest.approx(float(theirs.evaluate(step.time)))
    mine = stats.log_rank(*zip(*first, strict=True), *zip(*second, strict=True))
    if mine.p is not None:
        found = scipy_stats.logrank(censored(first), censored(second))
        assert (mine.p, mine.statistic) == pytest.approx((found.pvalue, found.statistic**2))


def censored(spells):
    times, ended = zip(*spells, strict=True)
    return scipy_stats.CensoredData.right_censored(times, [not each for each in ended])


@pytest.mark.parametrize("seed", range(5))
def test_inequality_is_the_mean_difference_and_does_not_change_with_scale_or_copies(seed):
    """(own) Gini = the mean absolute difference of two over twice the mean, from all pairs."""
    chance = random.Random(seed)
    amounts = [chance.choice([0, 1, 3, 10, chance.random()]) for _unit in range(12)]
    pairs = [abs(a - b) for a in amounts for b in amounts]
    expected = sum(pairs) / len(pairs) / (2 * sum(amounts) / len(amounts))
    assert stats.gini(amounts).value == pytest.approx(expected)
    for index in (stats.gini, stats.theil):
        value = index(amounts).value
        assert index([7 * each for each in amounts]).value == pytest.approx(value)
        assert index(amounts * 3).value == pytest.approx(value)
    parts = stats.theil_decomposition(amounts, list("aabbbcccdddd"))
    assert parts.within + parts.between == pytest.approx(stats.theil(amounts).value)


def test_a_p_on_the_very_edge_is_a_discovery():
    assert stats.false_discovery([0.05]).rejected == (True,)
    assert stats.false_discovery([0.05, 0.025, 0.9], 0.075).rejected == (True, True, False)
