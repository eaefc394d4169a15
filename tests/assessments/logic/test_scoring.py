from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.logic.scoring import METHODS, ScoredItem, scores

RULES = list(METHODS)
SHARE = Decimal("0.80")


def item(key, *, capacity="a", minimum=0, maximum=4, **fields):
    return ScoredItem(
        key=key, capacity=capacity, minimum=Decimal(minimum), maximum=Decimal(maximum), **fields
    )


def score(rule, items, values, share=SHARE, **options):
    [only] = scores(rule, items, values, min_answered_share=share, **options)
    return only


@st.composite
def answered(draw):
    """Items on scales of their own, some reversed, and for each a value or none."""
    items, values = [], {}
    for key in range(draw(st.integers(1, 8))):
        minimum = draw(st.integers(-3, 3))
        maximum = minimum + draw(st.integers(1, 10))
        items.append(
            item(
                key,
                capacity=draw(st.sampled_from("ab")),
                minimum=minimum,
                maximum=maximum,
                higher_is_better=draw(st.booleans()),
                is_reversed=draw(st.booleans()),
                weight=Decimal(draw(st.integers(1, 5))),
            )
        )
        value = draw(st.none() | st.integers(minimum, maximum))
        values[key] = None if value is None else Decimal(value)
    return items, values


def test_a_mean_is_taken_in_the_scales_units_and_between_0_and_1():
    found = score("mean", [item(1), item(2)], {1: Decimal(1), 2: Decimal(4)})
    assert (found.raw, found.normalized) == (Decimal("2.5000"), Decimal("0.625000"))
    assert (found.method_id, found.items_answered, found.items_asked) == ("mean.v1", 2, 2)


def test_a_scale_need_not_begin_at_zero():
    found = score("mean", [item(1, minimum=1, maximum=5)], {1: Decimal(1)})
    assert (found.raw, found.normalized) == (Decimal("1.0000"), Decimal("0.000000"))


def test_a_reversed_item_is_turned():
    found = score("mean", [item(1, minimum=1, maximum=5, is_reversed=True)], {1: Decimal(2)})
    assert (found.raw, found.normalized) == (Decimal("4.0000"), Decimal("0.750000"))


def test_an_item_on_a_scale_where_less_is_better_is_turned():
    found = score("mean", [item(1, higher_is_better=False)], {1: Decimal(0)})
    assert found.normalized == Decimal("1.000000")


def test_a_reversed_item_on_a_scale_where_less_is_better_is_turned_twice():
    found = score("mean", [item(1, higher_is_better=False, is_reversed=True)], {1: Decimal(0)})
    assert found.normalized == Decimal("0.000000")


def test_zero_is_a_value():
    found = score("mean", [item(1)], {1: Decimal(0)})
    assert (found.raw, found.items_answered) == (Decimal("0.0000"), 1)


@pytest.mark.parametrize(("answered_of_five", "expected"), [(3, None), (4, Decimal("1.000000"))])
def test_too_few_answers_give_no_score(answered_of_five, expected):
    items = [item(key) for key in range(5)]
    found = score("mean", items, {key: Decimal(4) for key in range(answered_of_five)})
    assert (found.normalized, found.items_answered, found.items_asked) == (expected, answered_of_five, 5)


def test_no_answer_gives_no_score_even_where_none_is_demanded():
    assert score("mean", [item(1)], {}, share=Decimal(0)).normalized is None


def test_what_was_not_asked_does_not_count_as_asked():
    found = score("mean", [item(1), item(2)], {1: Decimal(4)}, not_asked=[2])
    assert (found.normalized, found.items_asked) == (Decimal("1.000000"), 1)


def test_a_sum_takes_what_is_missing_at_the_mean_of_the_rest():
    items = [item(key) for key in range(5)]
    found = score("sum", items, dict.fromkeys(range(4), Decimal(3)))
    assert (found.raw, found.normalized) == (Decimal("15.0000"), Decimal("0.750000"))


def test_weights_count():
    items = [item(1, weight=Decimal(3)), item(2, weight=Decimal(1))]
    found = score("weighted", items, {1: Decimal(4), 2: Decimal(0)})
    assert (found.raw, found.normalized) == (Decimal("3.0000"), Decimal("0.750000"))


def test_nothing_but_weights_of_zero_gives_no_score():
    assert score("weighted", [item(1, weight=Decimal(0))], {1: Decimal(4)}).normalized is None


def test_the_lowest_level_reached_is_the_score_of_a_rubric():
    found = score("rubric_min", [item(1), item(2)], {1: Decimal(3), 2: Decimal(1)})
    assert (found.raw, found.normalized) == (Decimal("1.0000"), Decimal("0.250000"))


def test_the_lowest_level_is_that_on_its_own_scale():
    """One of four on one scale is lower than three of a hundred on another, though 3 is more than 1."""
    items = [item(1, maximum=4), item(2, maximum=100)]
    found = score("rubric_min", items, {1: Decimal(1), 2: Decimal(3)})
    assert (found.raw, found.normalized) == (Decimal("3.0000"), Decimal("0.030000"))


def test_each_capacity_has_a_score_of_its_own():
    items = [item(1, capacity="a"), item(2, capacity="b")]
    found = scores("mean", items, {1: Decimal(4), 2: Decimal(0)}, min_answered_share=SHARE)
    assert [(one.capacity, one.normalized) for one in found] == [
        ("a", Decimal("1.000000")),
        ("b", Decimal("0.000000")),
    ]


def test_a_value_outside_its_scale_is_refused():
    with pytest.raises(ValueError, match="5 lies outside the scale from 0 to 4"):
        score("mean", [item(1)], {1: Decimal(5)})


@pytest.mark.parametrize("rule", RULES)
@given(case=answered(), data=st.data())
def test_the_order_of_items_changes_nothing(rule, case, data):
    items, values = case
    shuffled = data.draw(st.permutations(items))
    first = scores(rule, items, values, min_answered_share=SHARE)
    second = scores(rule, shuffled, values, min_answered_share=SHARE)
    assert {one.capacity: one for one in first} == {one.capacity: one for one in second}


@pytest.mark.parametrize("rule", RULES)
@given(case=answered())
def test_leaving_out_an_unanswered_item_never_changes_the_value(rule, case):
    """As it would if what is missing counted as zero. A sum in the scale's units alone grows with the items."""
    items, values = case
    kept = [one for one in items if values[one.key] is not None]
    whole = {one.capacity: one for one in scores(rule, items, values, min_answered_share=Decimal(0))}
    for one in scores(rule, kept, values, min_answered_share=Decimal(0)):
        assert one.normalized == whole[one.capacity].normalized


@pytest.mark.parametrize("rule", ["mean", "sum", "weighted"])
@given(case=answered())
def test_turning_every_item_mirrors_the_score(rule, case):
    items, values = case
    mirrored = [ScoredItem(**{**vars(one), "is_reversed": not one.is_reversed}) for one in items]
    first = scores(rule, items, values, min_answered_share=Decimal(0))
    second = scores(rule, mirrored, values, min_answered_share=Decimal(0))
    for one, other in zip(first, second, strict=True):
        if one.normalized is None:
            assert other.normalized is None
        else:
            assert abs(one.normalized + other.normalized - 1) <= Decimal("0.000001")


@pytest.mark.parametrize("rule", RULES)
@given(case=answered())
def test_a_score_lies_between_0_and_1(rule, case):
    items, values = case
    found = scores(rule, items, values, min_answered_share=Decimal(0))
    assert [one for one in found if one.normalized is not None and not 0 <= one.normalized <= 1] == []
