import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from common.statistics.suppression import rate_rule
from common.statistics.suppression_audit import Relation, feasible_interval
from common.statistics.suppression_chains import protect_chain, protect_chains, shown_steps

K, ATTENDED = 5, 2


def chain(*stayed):
    """People who came at least so far, from those who came so far and no further."""
    return [sum(stayed[step:]) for step in range(len(stayed))]


def everybody(groups):
    return [sum(column) for column in zip(*groups.values(), strict=True)]


def protect(groups):
    return protect_chains(groups, everybody(groups), k=K, anchor=ATTENDED)


counts = st.one_of(st.just(0), st.integers(0, 6), st.integers(0, 40))
chains = st.lists(counts, min_size=5, max_size=5).map(lambda stayed: chain(*stayed))
tables = st.lists(chains, min_size=1, max_size=5).map(lambda rows: dict(enumerate(rows)))


@given(chains)
def test_of_two_shown_steps_neither_few_nor_all_nor_none_of_a_small_group_came_from_one_to_the_other(of_all):
    shown = shown_steps(of_all, k=K, anchor=ATTENDED)
    for earlier, later in itertools.combinations(shown, 2):
        assert rate_rule(of_all[later], of_all[earlier], k=K) is None
    assert (ATTENDED in shown) == (not 0 < of_all[ATTENDED] < K)


@given(tables)
def test_what_is_shown_of_everybody_does_not_depend_on_how_they_are_grouped(groups):
    assert protect(groups).everybody == protect_chain(everybody(groups), k=K, anchor=ATTENDED)


@given(tables)
def test_what_is_shown_is_true(groups):
    told = protect(groups)
    for group, shown in told.groups.items():
        assert all(each in {None, true} for each, true in zip(shown, groups[group], strict=True))


def system(groups):
    """Everything that a reader knows to hold: a step is those who stayed there and those who came further."""
    rows = {**groups, "all": everybody(groups)}
    values, relations = {}, []
    for name, row in rows.items():
        for step, people in enumerate([*row, 0][:-1]):
            further = row[step + 1] if step < 4 else 0
            values |= {(name, step): people, (name, step, "stayed"): people - further}
            parts = [(name, step, "stayed"), *([(name, step + 1)] if step < 4 else [])]
            relations.append(Relation((name, step), tuple(parts)))
    for step in range(5):
        parts = tuple((group, step, "stayed") for group in groups)
        relations.append(Relation(("all", step, "stayed"), parts))
    return values, relations


def follows(row, step):
    """Whether it is said by the steps shown around it: as many came before it as after it."""
    before = [each for each in row[:step] if each is not None]
    after = [each for each in row[step + 1 :] if each is not None]
    return bool(before and after) and before[-1] == after[0]


@settings(max_examples=60, deadline=None)
@given(tables)
def test_nobody_can_work_out_a_hidden_count_to_within_k_people(groups):
    told = protect(groups)
    values, relations = system(groups)
    rows = {**told.groups, "all": told.everybody}
    hidden = [(name, step) for name, row in rows.items() for step in range(5) if row[step] is None]
    blanks = hidden + [place for place in values if len(place) == 3]
    for name, step in hidden:
        low, high = feasible_interval(values, blanks, relations, (name, step), k=K)
        assert high - low >= K or follows(rows[name], step)


def test_a_group_in_which_all_did_it_is_too_small_to_say_so():
    told = protect({"south": [15, 15, 15, 0, 0], "north": [5, 5, 5, 5, 0]})
    assert told.everybody == (20, 20, 20, 5, None)  # none of five came further
    assert told.groups == {"south": (15, 15, 15, None, None), "north": (5, 5, 5, None, None)}


def test_large_groups_are_shown_with_their_zeros():
    told = protect({"south": [60, 40, 30, 20, 0], "north": [50, 40, 30, 20, 10]})
    assert told.groups == {"south": (60, 40, 30, 20, 0), "north": (50, 40, 30, 20, 10)}


def test_nothing_is_told_of_four_people_and_nothing_hidden_of_none():
    assert protect({"south": [4, 4, 4, 4, 4]}).groups == {"south": (None,) * 5}
    assert protect({"south": [0] * 5, "north": [0] * 5}).groups == {"south": (0,) * 5, "north": (0,) * 5}


def test_groups_that_are_not_everybody_are_refused():
    with pytest.raises(ValueError, match="together"):
        protect_chains({"south": [5, 4, 3, 2, 1]}, [6, 4, 3, 2, 1], k=K, anchor=ATTENDED)
    with pytest.raises(ValueError, match="negative"):
        protect_chain([3, 4, 1, 1, 1], k=K, anchor=ATTENDED)
