from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.logic.bridging import bridged
from tests.assessments.documents import tables

OLD = [Decimal(0), Decimal("0.5"), Decimal(1)]
NEW = [Decimal("0.2"), Decimal("0.6"), Decimal(1)]
scores = st.integers(0, 10**6).map(lambda n: Decimal(n) / 10**6)


@pytest.mark.parametrize(
    ("score", "read"), [("0", "0.2"), ("0.25", "0.4"), ("0.5", "0.6"), ("0.75", "0.8"), ("1", "1")]
)
def test_between_two_points_is_a_straight_line(score, read):
    assert bridged(OLD, NEW, Decimal(score)) == Decimal(read)


@given(tables(), scores, scores)
def test_the_order_of_scores_is_kept(table, one, other):
    old, new = [point.old for point in table], [point.new for point in table]
    low, high = sorted([one, other])
    assert new[0] <= bridged(old, new, low) <= bridged(old, new, high) <= new[-1]


def test_what_is_no_score_is_refused():
    with pytest.raises(ValueError, match="outside"):
        bridged(OLD, NEW, Decimal("1.1"))
