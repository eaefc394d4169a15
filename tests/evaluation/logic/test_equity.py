from hypothesis import given
from hypothesis import strategies as st

from evaluation.logic.equity import STEPS, TOTAL_STEP, reached, shares

COUNTS = st.lists(st.integers(0, 50), min_size=5, max_size=5)


@given(COUNTS, st.sets(st.sampled_from([*STEPS, TOTAL_STEP])))
def test_what_is_told_of_a_step_is_right_or_nothing(counts, hidden):
    truth = dict(zip(STEPS, counts, strict=True))
    shown = {**truth, TOTAL_STEP: sum(counts)}
    shown = {name: None if name in hidden else value for name, value in shown.items()}
    told = reached(shown)
    for place, step in enumerate(STEPS):
        assert told[step] in {None, sum(counts[place:])}
    if not hidden:
        assert None not in told.values()


def test_a_hidden_step_in_the_middle_is_bridged_by_the_total_and_no_further():
    shown = {"applied": 10, "accepted": None, "attended": 6, "completed": 7, "followed_up": 5, TOTAL_STEP: 34}
    assert reached(shown) == {
        "applied": 34,
        "accepted": 24,
        "attended": 18,
        "completed": 12,
        "followed_up": 5,
    }


def test_shares_leave_out_the_unknown():
    assert shares({"SSA": 30, "MENA": 10, "": 60, "SA": 0}) == {"SSA": 0.75, "MENA": 0.25}
