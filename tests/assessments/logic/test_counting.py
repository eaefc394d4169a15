from decimal import Decimal

from assessments.logic.counting import Counted, Line, lines, parts_of, whole_answers


def item(pk, dimension=1, *, is_turned=False):
    return Counted(pk=pk, dimension=dimension, low_and_high=Decimal(4), is_turned=is_turned)


def values(**given):
    return {int(name[1:]): Decimal(value) for name, value in given.items()}


def test_parts_are_the_whole_and_the_dimensions_that_have_two_items():
    parts = parts_of([item(1), item(2), item(3, dimension=2)])
    assert [(part.dimension, [one.pk for one in part.items]) for part in parts] == [
        (None, [1, 2, 3]),
        (1, [1, 2]),
    ]


def test_one_dimension_is_the_whole():
    assert [part.dimension for part in parts_of([item(1), item(2)])] == [None]


def test_turned_items_are_turned_and_zero_is_a_value():
    [part] = parts_of([item(1), item(2, is_turned=True)])
    assert whole_answers(part, values(i1=0, i2=1)) == [0, 3]


def test_a_missing_answer_leaves_the_person_out_of_the_part():
    [part] = parts_of([item(1), item(2)])
    assert whole_answers(part, values(i1=0)) is None


def test_an_item_is_matched_by_its_own_dimension_if_that_has_three():
    items = [item(1), item(2), item(3), item(4, dimension=2)]
    found = lines(items, parts_of(items), values(i1=1, i2=1, i3=2, i4=4), {})
    assert [(line.item, line.stratum) for line in found] == [(1, 4), (2, 4), (3, 4), (4, 8)]


def test_what_is_missing_is_counted_with_its_reason():
    items = [item(1), item(2), item(3)]
    found = lines(items, parts_of(items), values(i1=1, i2=2), {3: "refused"})
    assert found == [
        Line(1, None, Decimal(1), ""),
        Line(2, None, Decimal(2), ""),
        Line(3, None, None, "refused"),
    ]
