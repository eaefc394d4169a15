from datetime import date
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluation.logic.cuts import first_days, may_be_cut

K = 5
QUARTERS = [date(2024 + number // 4, number % 4 * 3 + 1, 1) for number in range(8)]


def by_quarter(*people):
    return dict(zip(QUARTERS, people, strict=False))


@pytest.mark.parametrize(
    ("people", "begins"),
    [
        ((9, 9), [0, 1]),
        ((9, 2, 9), [0, 1]),  # two belong to those after them
        ((2, 9, 9), [0, 2]),
        ((9, 9, 2), [0, 1]),  # and the last ones to those before
        ((0, 9, 0, 9), [1, 3]),
        ((3, 3, 3, 3), [0, 2]),
        ((4,), [0]),
        ((), []),
    ],
)
def test_time_falls_into_pieces_of_enough_people(people, begins):
    assert first_days(by_quarter(*people), K) == {QUARTERS[number] for number in begins}


def test_a_span_is_cut_where_a_piece_begins_or_where_nobody_is():
    people = by_quarter(9, 2, 9, 0, 0)
    assert may_be_cut(people, None, QUARTERS[0], k=K)
    assert not may_be_cut(people, None, QUARTERS[1], k=K)
    assert not may_be_cut(people, QUARTERS[2], None, k=K)
    assert may_be_cut(people, QUARTERS[1], QUARTERS[4], k=K)
    assert may_be_cut(people, None, None, k=K)
    assert may_be_cut(people, QUARTERS[5], None, k=K)


@given(st.lists(st.sampled_from([0, 1, 2, 4, 5, 6, 9]), min_size=1, max_size=8))
def test_no_two_spans_differ_by_few_people(counts):
    """A reader asks for every span, and subtracts."""
    people = by_quarter(*counts)
    days = QUARTERS[: len(counts)]
    told = [
        {number for number, day in enumerate(days) if since <= day <= until}
        for since, until in [*combinations(days, 2), *zip(days, days, strict=True)]
        if may_be_cut(people, since, until, k=K)
    ]
    told += [set(range(len(days)))] if sum(counts) >= K else []
    shown = [span for span in told if sum(counts[number] for number in span) >= K]
    for wide in shown:
        for narrow in shown:
            if narrow < wide:
                assert not 0 < sum(counts[number] for number in wide - narrow) < K


def test_pieces_of_just_enough_people_are_pieces():
    first, second = date(2026, 1, 1), date(2026, 4, 1)
    assert first_days({first: 5, second: 5}, 5) == {first, second}
    assert first_days({first: 4, second: 5}, 5) == {first}
