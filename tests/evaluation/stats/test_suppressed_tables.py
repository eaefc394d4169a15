"""Tables of people in any form and of any number of dimensions: what is shown gives nothing away, however summed."""

import math
from decimal import Decimal
from itertools import product

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from common.statistics.suppression_tables import TOTAL
from evaluation import stats

SIZES = (2, 2, 3)
PLACES = list(product(*map(range, SIZES)))
EVERYWHERE = list(product(*([*range(size), TOTAL] for size in SIZES)))
crowds = st.lists(st.integers(0, 6) | st.integers(0, 40), min_size=12, max_size=12)


def is_in(part, whole):
    return all(of is TOTAL or name == of for name, of in zip(part, whole, strict=True))


def nested(crowd):
    return np.array(crowd).reshape(SIZES).tolist()


@settings(max_examples=25)
@given(crowds, st.integers(1, 6))
@example([3, 20, 20, 20, 20, 20, 20, 20, 20, 20, 20, 20], 5)
def test_three_dimensions_are_protected_with_every_sum_of_them(crowd, k):
    shown = stats.suppress(nested(crowd), k)
    cells = {**shown.cells, **shown.totals}
    assert list(shown) == PLACES
    assert set(cells) == set(EVERYWHERE)
    people = dict(zip(PLACES, crowd, strict=True))
    for place, cell in cells.items():
        true = sum(n for part, n in people.items() if is_in(part, place))
        assert cell.value in {None, true}
        assert cell.suppressed or not 0 < true < k
    known = [place for place, cell in cells.items() if not cell.suppressed]
    lines = np.array([[is_in(part, place) for part in PLACES] for place in known], dtype=float)
    for place, low, high in stats.audit(shown):
        aim = np.array([is_in(part, place) for part in PLACES], dtype=float)
        totals = [cells[each].value for each in known]
        ends = [linprog(sign * aim, A_eq=lines if known else None, b_eq=totals or None) for sign in (1, -1)]
        widest = -ends[1].fun if ends[1].status == 0 else math.inf
        assert ends[0].fun - 1e-6 <= low <= high - k <= widest - k + 1e-6


def test_one_few_in_a_cube_takes_others_with_it_and_leaves_the_totals():
    shown = stats.suppress(nested([3, *[20] * 11]), 5)
    assert shown[0, 0, 0].suppressed
    assert len(shown.suppressed) == 8
    assert shown.totals[TOTAL, TOTAL, TOTAL].value == 223
    assert shown.method_id == "suppression.linear.integer_audit_width_k.v1"
    assert [each.width for each in stats.audit(nested([3, *[20] * 11]), [(0, 0, 0)])] == [0]


def test_a_cube_is_read_in_any_of_its_forms():
    crowd = [3, 9, 0, 12, 7, 30, 6, 5, 8, 14, 2, 11]
    shown = [cell.value for cell in stats.suppress(nested(crowd), 5).values()]
    by_place = {
        tuple(f"{axis}{name}" for axis, name in enumerate(place)): n
        for place, n in zip(PLACES, crowd, strict=True)
    }
    by_name = {}
    for (first, second, third), n in by_place.items():
        by_name.setdefault(first, {}).setdefault(second, {})[third] = n
    for table in (np.array(crowd).reshape(SIZES), by_place, by_name, (iter(rows) for rows in nested(crowd))):
        assert [cell.value for cell in stats.suppress(table, 5).values()] == shown
    sums = {
        tuple("Total" if name is TOTAL else f"{axis}{name}" for axis, name in enumerate(whole)): sum(
            n for place, n in zip(PLACES, crowd, strict=True) if is_in(place, whole)
        )
        for whole in EVERYWHERE
    }
    with_sums = stats.suppress(sums, 5)
    assert [with_sums[place].value for place in by_place] == shown
    assert (set(with_sums), with_sums.totals) == (set(sums), {})


@pytest.mark.parametrize("table", [[[[]]], [[[0, 0], [0, 0]]], [[[2]]], [[[7]]], {"a": {"b": {"c": 2}}}])
@pytest.mark.parametrize("threshold", [1, 5])
def test_the_smallest_cubes_are_answered(table, threshold):
    for _cell, low, high in stats.audit(stats.suppress(table, threshold)):
        assert high - low >= threshold


def test_totals_of_one_dimension_alone_are_known_by_their_name():
    table = {"a": {"x": 3, "y": 0, "Total": 3}, "b": {"x": 20, "y": 30, "Total": 50}}
    shown = stats.suppress(table, 5)
    assert list(shown.totals) == [(TOTAL, "x"), (TOTAL, "y"), (TOTAL, "Total")]
    assert shown["a", "Total"].suppressed
    first = {"Grand total": {"x": 23, "y": 30}, "a": {"x": 3, "y": 0}, "b": {"x": 20, "y": 30}}
    assert stats.suppress(first, 5).totals.keys() == {("Grand total", TOTAL), ("a", TOTAL), ("b", TOTAL)}
    with pytest.raises(ValueError, match="not the sum of its parts"):
        stats.suppress({"a": {"x": 3, "y": 9, "Total": 13}}, 5)


def test_totals_without_a_name_stand_last():
    rows = {
        "a": {"x": 3, "y": 9, "S": 12},
        "b": {"x": 20, "y": 30, "S": 50},
        "S": {"x": 23, "y": 39, "S": 62},
    }
    shown = stats.suppress(rows, 5)
    assert (shown.totals, shown["S", "S"].value) == ({}, 62)
    by_list = stats.suppress({row: [*cells.values()] for row, cells in rows.items()}, 5)
    assert [cell.value for cell in by_list.values()] == [cell.value for cell in shown.values()]


def test_people_may_be_decimals_and_an_interval_is_three_values():
    assert stats.suppress([Decimal(3), Decimal(9), 40], 5).cells == stats.suppress([3, 9, 40], 5).cells
    assert stats.audit([[3, 9], [4, 1]], [[0, 0]]) == stats.audit([[3, 9], [4, 1]], [(0, 0)])
    assert [tuple(each) for each in stats.audit([3, 9, 40], [0, 1])] == [(0, 0, 12), (1, 0, 12)]


@pytest.mark.parametrize("table", [["ab"], [[1, 2], 3], [[[1, 2]], [[3]]], {"a": "b"}])
def test_what_is_no_table_is_refused_in_a_sentence(table):
    with pytest.raises(ValueError, match=r"whole number|every column"):
        stats.suppress(table, 5)
