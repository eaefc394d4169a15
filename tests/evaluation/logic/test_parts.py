from hypothesis import given
from hypothesis import strategies as st

from common.statistics.suppression_tables import TOTAL, feasible_intervals
from evaluation.logic.cells import cell_of
from evaluation.logic.parts import hidden_cells

K = 5
EXCLUSIVE = {"region", "maturity"}
tables = st.lists(st.lists(st.integers(0, 14), min_size=3, max_size=3), min_size=2, max_size=4)


def hidden(people, withheld=None, exclusive=EXCLUSIVE):
    few = {cell for cell, count in people.items() if 0 < count < K}
    return hidden_cells(
        [people], few if withheld is None else withheld, exclusive=exclusive, least=lambda _names: K
    )


def test_one_small_part_takes_another_with_it():
    people = {"": 40, "region=a": 3, "region=b": 12, "region=c": 25}
    assert hidden(people) == {"region=a", "region=b"}
    assert hidden(people, exclusive=set()) == {"region=a"}


def test_two_small_parts_that_make_fewer_than_k_take_a_third():
    people = {"": 20, "region=a": 1, "region=b": 2, "region=c": 7, "region=d": 10}
    assert hidden(people) == {"region=a", "region=b", "region=c"}


def test_of_a_hidden_whole_no_part_is_shown():
    assert hidden({"": 4, "region=a": 4, "region=b": 0}) == {"", "region=a", "region=b"}
    whole = {"": 22, "region=a": 10, "region=b": 12}
    assert hidden(whole, {""}) == set(whole)  # however many they are: together they are the whole


def test_who_did_not_is_protected_too():
    did = {"": 30, "region=a": 10, "region=b": 8, "region=c": 12}
    did_not = {"": 30, "region=a": 2, "region=b": 18, "region=c": 10}
    found = hidden_cells([did, did_not], {"region=a"}, exclusive=EXCLUSIVE, least=lambda _names: K)
    assert found == {"region=a", "region=b"} or found == {"region=a", "region=c"}


@given(tables)
def test_no_blank_of_a_crossed_table_can_be_narrowed_down(rows):
    """With all that is shown, the totals too, each hidden cell may still be K people or more wide."""
    inner = {(row, column): count for row, counts in enumerate(rows) for column, count in enumerate(counts)}
    values = dict(inner)
    for row, counts in enumerate(rows):
        values[row, TOTAL] = sum(counts)
    for column in range(3):
        values[TOTAL, column] = sum(counts[column] for counts in rows)
    values[TOTAL, TOTAL] = sum(inner.values())
    cells = {place: address(*place) for place in values}
    found = hidden({cells[place]: count for place, count in values.items()})
    blanks = {place for place in values if cells[place] in found}
    assert {place for place, count in values.items() if 0 < count < K} <= blanks
    for low, high in feasible_intervals(values, blanks).values():
        assert high - low >= K


def address(row, column):
    named = {"maturity": row, "region": column}
    return cell_of({name: f"v{value}" for name, value in named.items() if value is not TOTAL})
