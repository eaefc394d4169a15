from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from evaluation.logic.equity import STEPS, at_least, shares


@given(st.lists(st.integers(0, 50), min_size=5, max_size=5))
def test_whoever_came_further_came_at_least_so_far(counts):
    chain = at_least(dict(zip(STEPS, counts, strict=True)))
    assert chain[0] == sum(counts)
    assert [*(first - second for first, second in pairwise(chain)), chain[-1]] == counts


def test_steps_at_which_nobody_stopped_need_not_be_named():
    assert at_least({"attended": 4, "completed": 3}) == [7, 7, 7, 3, 0]


def test_shares_leave_out_the_unknown():
    assert shares({"SSA": 30, "MENA": 10, "": 60, "SA": 0}) == {"SSA": 0.75, "MENA": 0.25}
