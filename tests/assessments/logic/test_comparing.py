import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.logic.comparing import compared

LEAST = 5
SCORES = st.dictionaries(st.integers(0, 14), st.floats(0, 1), max_size=15)


def test_differences_are_of_those_in_both():
    first = dict.fromkeys(range(5), 0.5) | {10 + n: 0.0 for n in range(5)}
    second = dict(enumerate((0.5, 0.6, 0.7, 0.8, 0.9)))
    told = compared(first, second, least=LEAST)
    assert told is not None
    assert (told.n, told.first, told.second) == (5, 0.5, pytest.approx(0.7))
    assert (told.difference, told.spread) == (pytest.approx(0.2), pytest.approx(0.158114, abs=1e-6))


@given(SCORES, SCORES)
def test_nothing_is_told_of_a_few_and_nothing_from_which_a_few_could_be_computed(first, second):
    both = len(first.keys() & second.keys())
    told = compared(first, second, least=LEAST)
    rests = {len(first) - both, len(second) - both}
    assert (told is None) == (both < LEAST or bool(rests & {1, 2, 3, 4}))


@given(SCORES, SCORES)
def test_the_other_way_round_the_difference_has_the_other_sign(first, second):
    one, other = compared(first, second, least=LEAST), compared(second, first, least=LEAST)
    if one is None or other is None:
        assert one is other
    else:
        assert one.difference == pytest.approx(-other.difference)
        assert one.spread == pytest.approx(other.spread)
