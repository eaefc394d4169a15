"""`from evaluation import stats`. (S): seen in a stored copy of the source; (R): recalled from the publication and
reproduced by arithmetic."""

import dataclasses
import math
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats as scipy_stats
from scipy.optimize import linprog
from statsmodels.stats.multitest import multipletests

from common.statistics.estimate import Reason
from common.statistics.suppression import Rule
from common.statistics.suppression_tables import TOTAL
from evaluation import stats

# E1 (R): Student 1908, hours of sleep gained.
DRUG1 = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0, 2.0]
DRUG2 = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4]
# W1 (R): Hollander & Wolfe 1973, depression.
X = [1.83, 0.50, 1.62, 2.48, 1.68, 1.88, 1.55, 3.06, 1.30]
Y = [0.878, 0.647, 0.598, 2.05, 1.06, 1.29, 1.06, 3.14, 1.29]
# (R) Darwin's maize, Fisher 1935: crossed less self-fertilized, eighths of an inch.
MAIZE = [49, -67, 8, 16, 6, 23, 28, 41, 14, 29, 56, 24, 75, 60, -48]
# (R) Freireich et al. 1963: weeks in remission with 6-MP and without.
TREATED = [6, 6, 6, 6, 7, 9, 10, 10, 11, 13, 16, 17, 19, 20, 22, 23, 25, 32, 32, 34, 35]
RELAPSED = [1, 1, 1, 0, 1, 0, 1, 0, 0, 1, 1, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0]
UNTREATED = [1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23]
# S1 (R): US OMB Statistical Policy Working Paper 22, 1994.
OMB = {
    "Alpha": {"low": 15, "medium": 1, "high": 3, "very high": 1},
    "Beta": {"low": 20, "medium": 10, "high": 10, "very high": 15},
    "Gamma": {"low": 3, "medium": 10, "high": 10, "very high": 2},
    "Delta": {"low": 12, "medium": 14, "high": 7, "very high": 2},
}
LOOKS_SAFE = {
    ("Alpha", "medium"), ("Alpha", "high"), ("Alpha", "very high"), ("Beta", "medium"), ("Beta", "high"),
    ("Gamma", "low"), ("Gamma", "very high"), ("Delta", "low"), ("Delta", "very high"),
}  # fmt: skip


def test_importing_the_statistics_needs_neither_django_nor_the_heavy_parts_of_scipy():
    heavy = ("scipy.stats", "scipy.optimize", "django")
    watch = f"print([name for name in sys.modules if name.startswith({heavy})])"
    script = f"from evaluation import stats\nimport sys\n{watch}"
    root = Path(stats.__path__[0]).parents[1]
    printed = subprocess.run(
        [sys.executable, "-c", script], cwd=root, capture_output=True, text=True, check=True
    )
    assert printed.stdout.strip() == "[]"


def test_sleep_as_published():
    """E1: R's documentation of `sleep`; d_z and g_z as in effectsize."""
    found = stats.paired_change(before=DRUG2, after=DRUG1)
    assert (found.n, found.df, round(found.mean_change, 2)) == (10, 9, -1.58)
    assert (round(found.t, 4), round(found.p, 6)) == (-4.0621, 0.002833)
    assert (round(found.low, 6), round(found.high, 6)) == (-2.459886, -0.700114)
    assert (round(found.d_z, 2), round(found.d_z_low, 2), round(found.d_z_high, 2)) == (-1.28, -2.12, -0.41)
    assert round(found.g_z, 2) == -1.17
    assert (round(found.correlation, 4), round(found.d_av, 5)) == (0.7952, -0.83218)
    assert found.method_id == "paired_change.t.v1"
    assert found.effect_method_id == "d_av.bonett2008.v1"


def test_a_summary_as_in_bonett_2008():
    """E3 (S): statpsych ci.stdmean.ps(.05, 110.4, 102.1, 15.3, 14.6, .75, 25)."""
    found = stats.paired_change_from_summary(
        n=25, mean_before=102.1, mean_after=110.4, sd_before=14.6, sd_after=15.3, correlation=0.75
    )
    assert [round(value, 7) for value in (found.d_av, found.d_av_adjusted, found.d_av_se)] == [
        0.5550319,
        0.5433457,
        0.1609934,
    ]
    assert [round(value, 7) for value in (found.d_av_low, found.d_av_high)] == [0.2394905, 0.8705732]
    assert (found.n, round(found.mean_change, 1)) == (25, 8.3)


def test_hedges_and_borenstein_as_published():
    """E0 (S): Hedges & Olkin 1985; E4 (R): Borenstein et al. 2009, matched groups."""
    assert stats.hedges_correction(10) == pytest.approx(
        0.922745, abs=1e-6
    )  # printed with the last digits cut off
    assert round(stats.hedges_correction(9), 6) == 0.913875
    d = stats.synthesis_d(difference=3, sd_difference=5.5, correlation=0.7, n=50)
    g = stats.synthesis_g(difference=3, sd_difference=5.5, correlation=0.7, n=50)
    assert [round(x, 4) for x in (d.value, d.se**2, g.value, g.se**2)] == [0.4225, 0.0131, 0.416, 0.0127]


def test_darwins_maize_as_in_fisher_1935():
    """(R): t = 2.148, 14 degrees of freedom, p = .0497; rank sum 96, exact p .0413 (scipy's documentation)."""
    found = stats.paired_change([0] * 15, MAIZE)
    assert (round(found.mean_change, 3), round(found.t, 3), found.df) == (20.933, 2.148, 14)
    assert round(found.p, 4) == 0.0497
    ranks = stats.signed_rank([0] * 15, MAIZE)
    assert (ranks.statistic, ranks.n_used) == (96, 15)
    assert ranks.p == pytest.approx(0.041259765625, abs=1e-15)


def test_depression_scores_as_published():
    found = stats.signed_rank(before=Y, after=X, alternative="greater")
    assert (found.statistic, round(found.p, 5), found.n_used) == (40, 0.01953, 9)
    assert (round(found.rank_biserial, 2), round(found.shift, 2)) == (0.78, 0.46)
    assert stats.signed_rank(before=Y, after=X).p == 0.0390625
    assert stats.signed_rank(before=X, after=Y, alternative="less").p == found.p
    assert found.method_id == "wilcoxon.zeros_dropped.midranks.exact_permutation.v1"


def test_a_patient_as_in_jacobson_and_truax():
    """C1 (R)."""
    found = stats.reliable_change(before=47.5, after=32.5, sd_before=7.5, reliability=0.80)
    assert [round(x, 2) for x in (found.measurement_error, found.difference_error, found.value)] == [
        3.35,
        4.74,
        -3.16,
    ]
    assert found.reliable


def test_approval_as_in_agresti_2002():
    """C2 (R): 794, 150, 86, 570."""
    found = stats.paired_proportions(b=150, c=86, n=1600)
    assert (round(found.difference, 2), round(found.se, 4)) == (-0.04, 0.0095)
    assert (round(found.low, 2), round(found.high, 2)) == (-0.06, -0.02)
    assert (round(found.statistic, 2), round(found.corrected_statistic, 2)) == (17.36, 16.82)
    assert found.value == found.difference


@pytest.mark.parametrize(
    ("successes", "n", "low", "high"),
    [
        (81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0, 0.1611), (1, 29, 0.0061, 0.1718)
    ],
)  # fmt: skip
def test_proportions_as_in_newcombe_1998(successes, n, low, high):
    """P1 (R)."""
    found = stats.proportion_interval(successes, n)
    assert (found.value, round(found.low, 4), round(found.high, 4)) == (successes / n, low, high)


def test_discoveries_as_in_benjamini_and_hochberg():
    """(R): thrombolysis, 15 comparisons, of which Hochberg's rule keeps three and this one four."""
    p = [
        .0001, .0004, .0019, .0095, .0201, .0278, .0298, .0344, .0459, .3240, .4262, .5719, .6528, .7590, 1.0,
    ]  # fmt: skip
    assert stats.false_discovery(p).rejected == (True,) * 4 + (False,) * 11
    assert stats.false_discovery([0.2, None, 0.001]).rejected == (False, False, True)
    assert stats.false_discovery([]).reason == Reason.EMPTY


@given(
    st.lists(st.integers(0, 1000).map(lambda x: x / 1000), min_size=1, max_size=30),
    st.sampled_from([0.01, 0.05, 0.1]),
)
def test_discoveries_equal_statsmodels(p_values, level):
    rejected, adjusted, *_rest = multipletests(p_values, alpha=level, method="fdr_bh")
    found = stats.false_discovery(p_values, level)
    assert found.adjusted == pytest.approx(adjusted)
    on_the_edge = [math.isclose(x, level) for x in adjusted]
    assert [mine for mine, edge in zip(found.rejected, on_the_edge, strict=True) if not edge] == [
        bool(theirs) for theirs, edge in zip(rejected, on_the_edge, strict=True) if not edge
    ]


def test_employment_as_in_card_and_krueger():
    """(R): full-time employment a restaurant; 2.76 in the paper, 2.75 from the printed means."""
    assert stats.difference_in_differences(20.44, 21.03, 23.33, 21.17).value == pytest.approx(2.75)
    of_lists = stats.difference_in_differences([1, 2, 3], [4, 4, 4], [1, 1], [2, 4])
    assert of_lists.value == 0
    assert of_lists.low < 0 < of_lists.high
    unpaired = stats.difference_in_differences([1, 3], [5], [2], [2, 4])
    assert (unpaired.value, unpaired.low, unpaired.reason) == (2, None, Reason.NO_INTERVAL)
    assert stats.difference_in_differences([], [], [1], [2]).reason == Reason.EMPTY


def test_incomes_as_in_the_documentation_of_ineq():
    """I1 (S)."""
    incomes = [541, 1463, 2445, 3438, 4437, 5401, 6392, 8304, 11904, 22261]
    found = stats.gini(incomes)
    assert (round(found.value, 7), round(found.corrected, 7)) == (0.4620911, 0.5134346)
    assert round(stats.theil(incomes).value, 6) == 0.362341
    parts = stats.theil_decomposition(incomes, ["a", "b"] * 5)
    assert parts.value == pytest.approx(stats.theil(incomes).value)
    assert parts.within + parts.between == parts.value


def test_one_holder_of_everything():
    assert stats.gini([0, 0, 0, 8]).value == 0.75
    assert stats.gini([0, 0, 0, 8]).corrected == 1
    assert stats.theil([0, 0, 0, 8]).value == pytest.approx(math.log(4))


def test_deaths_of_the_poor_as_published():
    """I4 (R): O'Donnell et al. 2008, table 8.1."""
    births, deaths = [29939, 28776, 26528, 24689, 19739], [4632, 4400, 3170, 2145, 1072]
    found = stats.concentration_index(values=deaths, sizes=births)
    assert round(found.value, 4) == -0.1694
    assert [round(term, 4) for term in found.terms] == [-0.0008, -0.0267, -0.0592, -0.0827]


def test_a_participation_ratio_is_wilson_over_the_known_share():
    found = stats.participation_ratio(group=15, total=148, reference_share=0.2)
    share = stats.proportion_interval(15, 148)
    assert (found.value, found.low, found.high) == (share.value / 0.2, share.low / 0.2, share.high / 0.2)
    assert stats.participation_ratio(1, 2, 0).reason == Reason.NOTHING_SHARED


@pytest.mark.parametrize(
    ("actual", "baseline", "target", "value"), [(50, 20, 80, 0.5), (30, 50, 10, 0.5), (60, 50, 10, -0.25)]
)
def test_achievement_has_a_baseline_and_a_direction(actual, baseline, target, value):
    """A1 (own)."""
    assert stats.achievement(actual, baseline, target).value == value


def test_achievement_without_a_way_to_go():
    kept = stats.achievement(actual=5, baseline=5, target=5)
    assert (kept.value, kept.met, kept.reason) == (None, True, Reason.MAINTAIN)
    assert stats.achievement(6, 5, 5, tolerance=1).met
    assert stats.achievement(0, None, 5).reason == Reason.MISSING_BASELINE
    assert stats.achievement(None, 0, 5).reason == Reason.MISSING_ACTUAL


def test_remissions_as_in_freireich_1963():
    """(R): the curve and the log-rank chi-square 16.79 of many textbooks; median 23 against 8 weeks."""
    curve = stats.survival(TREATED, RELAPSED)
    assert [(step.time, round(step.probability, 3)) for step in curve.steps] == [
        (6, 0.857), (7, 0.807), (10, 0.753), (13, 0.690), (16, 0.627), (22, 0.538), (23, 0.448),
    ]  # fmt: skip
    assert curve.median == 23
    assert stats.survival(UNTREATED, [1] * 21).median == 8
    test = stats.log_rank(TREATED, RELAPSED, UNTREATED, [1] * 21)
    assert (round(test.statistic, 2), test.df) == (16.79, 1)
    assert test.p == pytest.approx(scipy_stats.chi2.sf(test.statistic, 1))


def test_a_curve_that_does_not_come_down_to_one_half_has_no_median():
    curve = stats.survival([1, 2, 3], [True, False, False])
    assert (curve.median, curve.reason) == (None, Reason.NOT_REACHED)


# --- Disclosure ---


def test_the_pattern_that_looks_safe_is_not():
    """S1: Alpha's "very high" is 1, exactly."""
    found = {each.cell: (each.low, each.high) for each in stats.audit(OMB, LOOKS_SAFE)}
    assert found["Alpha", "very high"] == (1, 1)
    assert set(found) == LOOKS_SAFE


def test_what_is_suppressed_cannot_be_worked_out():
    shown = stats.suppress(OMB, 5)
    assert set(shown) == {(row, column) for row in OMB for column in OMB[row]}
    for (row, column), cell in shown.items():
        if cell.suppressed:
            assert (cell.value, cell.reason) == (None, Reason.PROTECTS_PEOPLE)
        else:
            assert (cell.value, cell.reason) == (OMB[row][column], None)
    assert {place for place, cell in shown.items() if cell.rule == Rule.SMALL_GROUP} == {
        ("Alpha", "medium"), ("Alpha", "high"), ("Alpha", "very high"),
        ("Gamma", "low"), ("Gamma", "very high"), ("Delta", "very high"),
    }  # fmt: skip
    intervals = stats.audit(shown)
    assert {each.cell for each in intervals} == set(shown.suppressed)
    assert min(each.width for each in intervals) >= 5


@settings(max_examples=40)
@given(
    st.lists(st.lists(st.integers(0, 30), min_size=3, max_size=3), min_size=2, max_size=4), st.integers(1, 6)
)
def test_the_audit_is_the_linear_program(rows, k):
    shown = stats.suppress(rows, k)
    places = [*shown.cells, *shown.totals]
    blanks = [place for place in places if place in set(shown.suppressed)]
    for each in stats.audit(shown):
        assert each.width >= k
        low, high = linear_bounds(shown, places, blanks, each.cell)
        assert (each.low, each.high) == (pytest.approx(low), pytest.approx(high))


def linear_bounds(shown, places, blanks, aim):
    values = shown.counted.values
    rows = [*sorted({row for row, _column in places if row is not TOTAL}), TOTAL]
    columns = [*sorted({column for _row, column in places if column is not TOTAL}), TOTAL]
    lines = [[(row, column) for column in columns] for row in rows]
    lines += [[(row, column) for row in rows] for column in columns]
    matrix = np.array([[0] * len(blanks) for _line in lines], dtype=float)
    for number, line in enumerate(lines):
        for place in line:
            if place in blanks:
                matrix[number, blanks.index(place)] = -1 if place == line[-1] else 1
    right = matrix @ np.array([values[place] for place in blanks], dtype=float)
    cost = np.array([float(place == aim) for place in blanks])
    ends = [linprog(sign * cost, A_eq=matrix, b_eq=right) for sign in (1, -1)]
    return tuple(
        sign * end.fun if end.status == 0 else math.inf for sign, end in zip((1, -1), ends, strict=True)
    )


def test_a_table_is_read_in_any_of_its_forms():
    rows = [list(row.values()) for row in OMB.values()]
    with_totals = [[*row, sum(row)] for row in rows]
    with_totals.append([sum(column) for column in zip(*with_totals, strict=True)])
    by_number, whole = stats.suppress(rows, 5), stats.suppress(with_totals, 5)
    assert [cell.value for cell in by_number.values()] == [
        cell.value for cell in stats.suppress(OMB, 5).values()
    ]
    assert {place: whole[place].value for place in by_number} == {
        place: cell.value for place, cell in by_number.items()
    }
    assert (whole.totals, whole[4, 4].value) == ({}, 135)
    pairs = {(row, column): n for row, cells in OMB.items() for column, n in cells.items()}
    assert stats.suppress(pairs, 5).cells == stats.suppress(OMB, 5).cells
    named = {row: {**cells, "Total": sum(cells.values())} for row, cells in OMB.items()}
    named["Total"] = {column: sum(row[column] for row in named.values()) for column in named["Alpha"]}
    assert stats.suppress(named, 5)["Total", "Total"].value == 135
    assert stats.suppress(named, 5)["Alpha", "low"] == stats.suppress(OMB, 5)["Alpha", "low"]
    with pytest.raises(ValueError, match="not the sum of its parts"):
        stats.suppress({**named, "Total": dict.fromkeys(named["Total"], 1)}, 5)


def test_a_list_is_protected_with_its_total():
    shown = stats.suppress({"a": 3, "b": 9, "c": 40}, 5)
    assert {name: cell.value for name, cell in shown.items()} == {"a": None, "b": None, "c": 40}
    assert [(each.cell, each.low, each.high) for each in stats.audit(shown)] == [("a", 0, 12), ("b", 0, 12)]
    assert [each.width for each in stats.audit({"a": 3, "b": 9}, ["a"])] == [0]
    assert [(each.low, each.high) for each in stats.audit({"a": 3, "b": 9}, [TOTAL])] == [(12, 12)]
    open_ended = {each.cell: (each.low, each.high) for each in stats.audit({"a": 3, "b": 9}, ["a", TOTAL])}
    assert open_ended == {"a": (0, math.inf), TOTAL: (9, math.inf)}
    assert [cell.value for cell in stats.suppress([7, 8], 5).values()] == [7, 8]


@pytest.mark.parametrize("table", [{}, [], [[]], {"a": {}}, [[0, 0], [0, 0]], [[1]], {"a": 0}, {"a": 2}])
def test_the_smallest_tables_are_answered(table):
    shown = stats.suppress(table, 5)
    assert all(each.width >= 5 for each in stats.audit(shown))


# --- What cannot be computed ---

DEGENERATE = [([], []), ([1], [2]), ([1, 2], [2, 2]), ([3] * 12, [3] * 12), ([0] * 12, [0] * 12),
              ([1] * 12, [2] * 12), ([None, 1], [2, None]), ([float("nan"), 1], [2, 3])]  # fmt: skip


@pytest.mark.parametrize(("before", "after"), DEGENERATE)
def test_degenerate_pairs_are_explained(before, after):
    change, ranks = stats.paired_change(before, after), stats.signed_rank(before, after)
    assert_explained(change)
    assert_explained(ranks)
    if change.low is None:
        assert change.reason
    if change.d_av is None:
        assert change.d_av_reason
    if ranks.p is None:
        assert ranks.reason


@pytest.mark.parametrize(
    "found",
    [
        stats.paired_change_from_summary(0, 0, 0, 0, 0, 0),
        stats.paired_change_from_summary(1, 1, 2, 0, 0, 0),
        stats.paired_change_from_summary(2, 1, 2, 0, 0, 0),
        stats.paired_change_from_summary(9, 1, 1, 1, 1, 1),
        stats.reliable_change(1, 2, 0, 0.5),
        stats.reliable_change(1, 2, 1, 1),
        stats.paired_proportions(0, 0, 0),
        stats.paired_proportions(0, 0, 5),
        stats.paired_proportions(5, 0, 5),
        stats.proportion_interval(0, 0),
        stats.gini([]),
        stats.gini([0, 0]),
        stats.gini([4]),
        stats.theil([]),
        stats.theil([0]),
        stats.theil_decomposition([], []),
        stats.theil_decomposition([0, 0], "ab"),
        stats.concentration_index([], []),
        stats.concentration_index([0, 0], [1, 1]),
        stats.concentration_index([0, 1], [0, 1]),
        stats.participation_ratio(0, 0, 0.5),
        stats.survival([], []),
        stats.survival([0, 0], [False, False]),
        stats.survival([None, 1], [True, True]),
        stats.log_rank([], [], [], []),
        stats.log_rank([1], [True], [], []),
        stats.log_rank([1, 1], [False, False], [1], [False]),
        stats.false_discovery([None]),
    ],
)
def test_degenerate_input_is_explained(found):
    assert_explained(found)


def assert_explained(found):
    numbers = {name: value for name, value in vars(found).items() if isinstance(value, float)}
    assert not [name for name, value in numbers.items() if not math.isfinite(value)]
    assert dataclasses.is_dataclass(found)


def test_lists_of_different_length_are_a_fault_of_the_caller():
    with pytest.raises(ValueError, match="equally long"):
        stats.paired_change([1], [1, 2])
    with pytest.raises(ValueError, match="alternative"):
        stats.signed_rank([1], [2], alternative="up")


@given(
    st.lists(st.tuples(st.integers(-9, 9), st.integers(-9, 9)), max_size=20),
    st.randoms(use_true_random=False),
)
def test_the_order_of_people_changes_nothing(pairs, random):
    shuffled = random.sample(pairs, len(pairs))
    for function in (stats.paired_change, stats.signed_rank):
        first, second = (function([a for a, _b in each], [b for _a, b in each]) for each in (pairs, shuffled))
        assert first == second
