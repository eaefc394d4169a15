import math
from itertools import combinations, product

import numpy as np
from hypothesis import example, given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

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


THREE = ("affiliate_type", "maturity", "region")
PLACES = list(product(range(2), range(2), range(3)))
# Each of the three tables of pairs hides its few well; together they say how many each hides.
TOGETHER = [0, 0, 10, 0, 13, 15, 2, 3, 6, 13, 0, 1]
crowds = st.lists(st.sampled_from([0, 0, 1, 2, 3]) | st.integers(4, 30), min_size=12, max_size=12)


def in_pairs(crowd):
    """{cell: people} of the whole, of each dimension and of each two of them; and which places each counts."""
    people, counted = {}, {}
    for size in range(3):
        for some in combinations(range(3), size):
            for values in sorted({tuple(place[each] for each in some) for place in PLACES}):
                wanted = dict(zip(some, values, strict=True))
                among = [all(place[each] == value for each, value in wanted.items()) for place in PLACES]
                cell = cell_of({THREE[each]: f"v{value}" for each, value in wanted.items()})
                counted[cell] = among
                people[cell] = sum(n for n, inside in zip(crowd, among, strict=True) if inside)
    return people, counted


@settings(max_examples=60)
@given(crowds)
@example(TOGETHER)
def test_three_dimensions_crossed_in_pairs_give_nothing_away_together(crowd):
    people, counted = in_pairs(crowd)
    found = hidden(people, exclusive=set(THREE))
    shown = [cell for cell in people if cell not in found]
    lines = np.array([counted[cell] for cell in shown], dtype=float) if shown else None
    totals = [people[cell] for cell in shown] or None
    for cell in found:
        aim = np.array(counted[cell], dtype=float)
        low, high = (linprog(sign * aim, A_eq=lines, b_eq=totals) for sign in (1, -1))
        width = -high.fun - low.fun if high.status == 0 else math.inf
        assert width > K - 1e-6 or follows_from_its_margins(cell, people, found)


def follows_from_its_margins(cell, people, found):
    """Nobody, or everybody of a part that is shown: so much is known where nothing is crossed, too."""
    parts = [part for part in cell.split(";") if part not in found]
    return ";" in cell and (people[cell] == 0 or people[cell] in [people[part] for part in parts])


def test_of_three_tables_one_is_left_where_anything_is_hidden_and_all_where_nothing_is():
    crowd = [10] * 12
    assert hidden(in_pairs(crowd)[0], exclusive=set(THREE)) == set()
    crowd[0], crowd[6] = 1, 2  # three people of the first region in one maturity
    people, _counted = in_pairs(crowd)
    left = {
        tuple(part.split("=")[0] for part in cell.split(";"))
        for cell in people.keys() - hidden(people, exclusive=set(THREE))
    }
    assert left == {("",), *((name,) for name in THREE), THREE[:2]}
