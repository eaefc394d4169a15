import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.statistics.estimate import Reason
from common.statistics.mantel import differential_answers, linear_association

# Agresti 2002, Table 7.8 (R, `mantelhaen.test`): income by job satisfaction, women and men.
WOMEN = [[1, 3, 11, 2], [2, 3, 17, 3], [0, 1, 8, 5], [0, 2, 4, 2]]
MEN = [[1, 1, 2, 1], [0, 3, 5, 1], [0, 0, 7, 3], [0, 1, 9, 6]]
# Agresti 2002, Table 6.9 as in R's `UCBAdmissions`: admitted or not, men and women, by department.
BERKELEY = [
    [[512, 313], [89, 19]],
    [[353, 207], [17, 8]],
    [[120, 205], [202, 391]],
    [[138, 279], [131, 244]],
    [[53, 138], [94, 299]],
    [[22, 351], [24, 317]],
]


def test_income_and_satisfaction_as_published():
    """Agresti 2002, 7.5.3: M² = 6.16 with scores 3, 10, 20, 35 and 1, 3, 4, 5; p = .013."""
    found = linear_association([WOMEN, MEN], [3, 10, 20, 35], [1, 3, 4, 5])
    assert (round(found.statistic, 2), round(found.p, 3), found.n) == (6.16, 0.013, 104)


def test_admissions_at_berkeley_as_published():
    """R: mantelhaen.test(UCBAdmissions, correct = FALSE): 1.5246, df 1, p .2169 (1.4269 with Yates' correction)."""
    found = linear_association(BERKELEY, [0, 1], [1, 0])
    assert (round(found.statistic, 4), round(found.p, 4)) == (1.5246, 0.2169)


tables = st.lists(
    st.lists(st.lists(st.integers(0, 9), min_size=4, max_size=4), min_size=2, max_size=2), max_size=4
)


@given(tables)
def test_there_is_a_finite_answer_or_a_reason(strata):
    for found in (
        linear_association(strata, [0, 1], [0, 1, 2, 3]),
        differential_answers(strata, [0, 1, 2, 3]),
    ):
        if found.value is None:
            assert found.reason in {Reason.TOO_FEW, Reason.NO_SPREAD}
        else:
            assert np.isfinite([found.value, found.statistic, found.p]).all()
            assert 0 <= found.p <= 1


@given(tables)
def test_exchanging_the_groups_changes_the_sign_of_an_association_only(strata):
    found = linear_association(strata, [0, 1], [0, 1, 2, 3])
    turned = linear_association([table[::-1] for table in strata], [0, 1], [0, 1, 2, 3])
    assert found.statistic == pytest.approx(turned.statistic)


def test_two_groups_that_answer_alike_are_not_flagged():
    found = differential_answers([[[10, 20, 10], [5, 10, 5]], [[5, 20, 20], [5, 20, 20]]], [0, 1, 2])
    assert (found.value, found.size) == (0, "none")


def test_a_group_that_answers_higher_at_the_same_total_is_seen():
    found = differential_answers([[[20, 20, 5], [5, 20, 20]], [[15, 20, 10], [5, 15, 25]]], [0, 1, 2])
    assert (found.size, found.value > 0, found.p < 0.001) == ("large", True, True)
    assert (found.n_first, found.n_second) == (90, 90)


def test_fewer_than_thirty_of_a_language_are_too_few():
    assert differential_answers([[[20, 20, 5], [5, 20, 4]]], [0, 1, 2]).reason == Reason.TOO_FEW
