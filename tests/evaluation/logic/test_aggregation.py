from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from evaluation.logic.aggregation import Figure, over_periods, over_units
from evaluation.logic.cells import cell_of, parts_of
from evaluation.logic.consistency import Consistency, consistency

shares = st.tuples(st.integers(0, 50), st.integers(1, 50)).map(lambda pair: (min(pair), max(pair)))


@given(st.lists(shares, min_size=1))
def test_shares_are_numerators_over_denominators(pairs):
    figures = [
        Figure(value=Decimal(100 * num) / den, numerator=Decimal(num), denominator=Decimal(den), n=den)
        for num, den in pairs
    ]
    together = over_units(figures, "weighted_num_den")
    assert together.value == 100 * Decimal(sum(num for num, _ in pairs)) / sum(den for _, den in pairs)
    assert together.n == sum(den for _, den in pairs)
    assert over_periods(figures, "mean") is None


def test_people_are_never_counted_by_adding():
    assert over_units([Figure(value=Decimal(3)), Figure(value=Decimal(4))], "distinct_people") is None


def test_a_missing_figure_makes_a_sum_incomplete():
    assert over_units([Figure(value=Decimal(3)), Figure(value=None)], "sum") is None
    assert over_units([Figure(value=Decimal(3)), Figure(value=Decimal(0))], "sum").value == 3


def test_periods_by_their_rule():
    figures = [Figure(value=Decimal(value)) for value in (3, 9, 6)]
    found = {how: over_periods(figures, how) for how in ("sum", "last", "mean", "max", "none")}
    assert {how: each and each.value for how, each in found.items()} == {
        "sum": 18,
        "last": 6,
        "mean": 6,
        "max": 9,
        "none": None,
    }


def test_parts_of_an_exclusive_dimension_make_up_the_whole():
    parts = {"a": Decimal(3), "unknown": Decimal(2)}
    assert consistency(Decimal(5), parts, is_exclusive=True) == Consistency.WHOLE
    assert consistency(Decimal(6), parts, is_exclusive=True) == Consistency.INCOMPLETE
    assert consistency(Decimal(5), {"a": None}, is_exclusive=True) == Consistency.INCOMPLETE
    assert consistency(Decimal(1), parts, is_exclusive=False) == Consistency.NOT_COMPARED


def test_a_cell_is_the_same_in_any_order():
    assert cell_of({"b": "2", "a": "1"}) == cell_of({"a": "1", "b": "2"}) == "a=1;b=2"
    assert parts_of("a=1;b=2") == {"a": "1", "b": "2"}
    assert parts_of("") == {}


def test_shares_of_nobody_have_no_share():
    none = Figure(value=Decimal(0), numerator=Decimal(0), denominator=Decimal(0))
    assert over_units([none, none], "weighted_num_den") is None
    half = Figure(value=Decimal(50), numerator=Decimal(1), denominator=Decimal(2), n=2)
    assert over_units([half, Figure(value=Decimal(5))], "weighted_num_den") is None
    assert over_units([half, Figure(value=Decimal(5))], "sum").n is None


def test_periods_with_a_gap_or_a_share_are_not_combined():
    assert over_periods([Figure(value=Decimal(3)), Figure(value=None)], "mean") is None
    share = Figure(value=Decimal(50), numerator=Decimal(1), denominator=Decimal(2))
    for how in ("sum", "mean"):
        assert over_periods([share, Figure(value=Decimal(3))], how) is None
