from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.logic.answering import Asked, Given, not_asked
from assessments.logic.relevance import (
    Both,
    Comparison,
    Name,
    Not,
    RelevanceError,
    Selected,
    Value,
    holds,
    names_in,
    parse,
    write,
)

names = st.builds(Name, st.sampled_from(["a", "b-1", "c_2"]))
numbers = st.decimals(-999, 999, places=2).map(lambda number: number.normalize() + 0).map(Value)
comparisons = st.builds(
    Comparison,
    names,
    st.sampled_from(["=", "!=", "<", "<=", ">", ">="]),
    numbers | st.just(Value(None)) | names,
)
expressions = st.recursive(
    comparisons | st.builds(Selected, names, numbers),
    lambda inner: st.builds(Not, inner) | st.builds(Both, st.sampled_from(["and", "or"]), inner, inner),
    max_leaves=6,
)


def answered(*values):
    return frozenset(map(Decimal, values))


@given(expressions)
def test_what_is_written_is_read_again_as_the_same(expression):
    assert parse(write(expression)) == expression


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("${a} = 2", True),
        ("${a} = '2'", True),
        ("${a} != 2", False),
        ("${a} > 1 and ${a} <= 2", True),
        ("${zero} = 0", True),
        ("${zero} != ''", True),
        ("selected(${several}, 3)", True),
        ("selected(${several}, '2')", False),
        ("${words} != ''", True),
        ("not(${a} = 2) or ${zero} = 1", False),
        ("${a} = 1 or ${a} = 2 and ${zero} = 1", False),
        ("(${a} = 1 or ${a} = 2) and ${zero} = 0", True),
    ],
)
def test_conditions_hold_or_not(text, expected):
    answers = {"a": answered(2), "zero": answered(0), "several": answered(1, 3), "words": True}
    assert holds(parse(text), answers) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("${a} = 0", False),
        ("${a} != 0", True),
        ("${a} < 1", False),
        ("${a} >= 0", False),
        ("${a} = ''", True),
    ],
)
def test_no_answer_is_no_number_as_in_xforms(text, expected):
    assert holds(parse(text), {}) is expected


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("", 1),
        ("${a}", 5),
        ("${a} = ", 8),
        ("${a} = 'yes'", 8),
        ("${a} = 1 xor ${b} = 2", 10),
        ("__import__('os')", 1),
        ("(${a} = 1", 10),
        ("selected(1, 2)", 14),
        ("(" * 30 + "${a} = 1" + ")" * 30, 21),
        ("1" * 600, 500),
    ],
)
def test_what_is_not_understood_is_refused_with_its_place(text, place):
    with pytest.raises(RelevanceError) as refused:
        parse(text)
    assert refused.value.place == place


def test_the_questions_of_a_condition_are_known():
    assert names_in(parse("not(selected(${a}, 1)) and ${b} = ${c}")) == {"a", "b", "c"}


def test_what_is_not_asked_counts_as_not_answered():
    items = [
        Asked(code="a", kind="single"),
        Asked(code="b", kind="single", relevance="${a} = 1"),
        Asked(code="c", kind="single", relevance="${b} = 1"),
    ]
    one = Given(value=Decimal(1))
    assert not_asked(items, {"a": one, "b": one}) == set()
    assert not_asked(items, {"a": Given(value=Decimal(0)), "b": one}) == {"b", "c"}
    assert not_asked(items, {"a": Given(missing_code="refused"), "b": one}) == {"b", "c"}
