import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from common.statistics.estimate import Reason
from common.statistics.intervals import mean_interval
from common.statistics.rates import rate
from common.statistics.suppression import (
    Rule,
    Shown,
    count_rule,
    hidden,
    merge_small,
    rate_rule,
    shown_count,
    shown_estimate,
    shown_rate,
)
from common.statistics.suppression_audit import (
    Relation,
    audit,
    audit_table,
    feasible_interval,
    protect,
    table_relations,
)
from common.statistics.suppression_tables import (
    TOTAL,
    Cell,
    ProtectedTable,
    exposed_cells,
    feasible_intervals,
    protect_list,
    protect_table,
)

# US OMB Statistical Policy Working Paper 22 (1994): counties by education of the head of household.
OMB = {
    "Alpha": {"low": 15, "medium": 1, "high": 3, "very high": 1},
    "Beta": {"low": 20, "medium": 10, "high": 10, "very high": 15},
    "Gamma": {"low": 3, "medium": 10, "high": 10, "very high": 2},
    "Delta": {"low": 12, "medium": 14, "high": 7, "very high": 2},
}
LOOKS_SAFE = {
    ("Alpha", "medium"), ("Alpha", "high"), ("Alpha", "very high"), ("Beta", "medium"), ("Beta", "high"),
    ("Gamma", "low"), ("Gamma", "very high"), ("Delta", "low"), ("Delta", "very high"),
}  # fmt: skip

small_tables = st.integers(1, 4).flatmap(
    lambda width: st.lists(
        st.lists(st.integers(0, 12) | st.integers(0, 60), min_size=width, max_size=width),
        min_size=1,
        max_size=4,
    )
)


def as_table(rows):
    return {row: dict(enumerate(cells)) for row, cells in enumerate(rows)}


def values_of(table):
    return {place: cell.value for place, cell in table.cells.items()}


def blanks_of(table):
    return {place for place, cell in table.cells.items() if cell.suppressed}


@pytest.mark.parametrize(
    ("people", "previous", "rule"),
    [
        (0, None, None),
        (1, None, Rule.SMALL_GROUP),
        (4, None, Rule.SMALL_GROUP),
        (5, None, None),
        (20, 20, None),
        (20, 16, Rule.VINTAGE),
        (20, 24, Rule.VINTAGE),
        (20, 25, None),
        (0, 3, Rule.VINTAGE),
    ],
)
def test_a_count_is_suppressed_by_its_size_and_by_what_it_adds_to_last_time(people, previous, rule):
    assert count_rule(people, k=5, previous=previous) == rule
    expected = hidden() if rule else Shown(people)
    assert shown_count(people, k=5, previous=previous) == expected


@pytest.mark.parametrize(
    ("numerator", "denominator", "rule"),
    [
        (0, 0, None),
        (2, 4, Rule.SMALL_GROUP),
        (0, 4, Rule.SMALL_GROUP),
        (1, 20, Rule.SMALL_PART),
        (19, 20, Rule.SMALL_PART),
        (5, 10, None),
        (0, 9, Rule.UNANIMOUS),
        (9, 9, Rule.UNANIMOUS),
        (0, 10, None),
        (10, 10, None),
    ],
)
def test_a_rate_is_suppressed_by_its_group_its_parts_and_unanimity(numerator, denominator, rule):
    assert rate_rule(numerator, denominator, k=5) == rule
    share = rate(numerator, denominator)
    assert shown_rate(share, k=5) == (hidden() if rule else Shown(share))


def test_a_rate_is_suppressed_when_its_group_grew_by_few():
    assert rate_rule(10, 22, k=5, previous_denominator=20) == Rule.VINTAGE


def test_an_estimate_goes_with_its_n():
    four, five = mean_interval([1, 2, 3, 4]), mean_interval([1, 2, 3, 4, 5])
    assert shown_estimate(four, k=5) == Shown(None, suppressed=True, reason=Reason.PROTECTS_PEOPLE)
    assert shown_estimate(five, k=5) == Shown(five)
    assert shown_estimate(five, k=5, people=3) == hidden()
    assert shown_estimate(five, k=5, previous=4) == hidden()


def test_readers_cannot_tell_which_rule_hid_a_cell():
    table = protect_table(OMB, k=5)
    assert {cell.shown for cell in table.cells.values() if cell.suppressed} == {hidden()}
    assert {cell.rule for cell in table.cells.values()} == {None, Rule.SMALL_GROUP, Rule.COMPLEMENTARY}


@pytest.mark.parametrize("k", [0, -1])
def test_a_threshold_below_one_is_refused(k):
    with pytest.raises(ValueError, match="at least one"):
        count_rule(3, k=k)


def test_impossible_counts_are_refused():
    with pytest.raises(ValueError, match="negative"):
        count_rule(-1, k=5)
    with pytest.raises(ValueError, match="negative"):
        rate_rule(6, 5, k=5)


def test_two_blanks_a_row_and_column_look_safe_and_are_not():
    """S1: OMB Working Paper 22: row 1 + row 2 - column 2 - column 3 gives Alpha, very high = 1 exactly."""
    values = values_of(protect_table(OMB, k=5))
    assert feasible_intervals(values, LOOKS_SAFE)["Alpha", "very high"] == (1, 1)
    cells = {place: Cell(n, Rule.SMALL_GROUP if place in LOOKS_SAFE else None) for place, n in values.items()}
    table = ProtectedTable(tuple(OMB), tuple(OMB["Alpha"]), cells, 5)
    for exposed in (exposed_cells(table), audit_table(table)):
        assert ("Alpha", "very high") in {found.place for found in exposed}
    assert feasible_interval(values, LOOKS_SAFE, table_relations(table), ("Alpha", "very high"), k=5) == (
        1,
        1,
    )


def test_the_table_of_working_paper_22_is_protected_and_its_totals_stay():
    table = protect_table(OMB, k=5)
    assert audit_table(table) == ()
    assert exposed_cells(table) == ()
    small = {place for place, value in values_of(table).items() if 0 < value < 5}
    assert small <= blanks_of(table)
    assert all(table.shown(row, TOTAL).value == sum(OMB[row].values()) for row in OMB)
    assert table.shown(TOTAL, TOTAL).value == 135
    assert len(blanks_of(table)) <= 11


@settings(max_examples=60, deadline=None)
@given(small_tables)
def test_the_network_and_the_integer_program_find_the_same_intervals(rows):
    table = protect_table(as_table(rows), k=5)
    values = values_of(table)
    blanks = {place for place, value in values.items() if 0 < value < 5}
    for place, (low, high) in feasible_intervals(values, blanks).items():
        oracle = feasible_interval(values, blanks, table_relations(table), place, k=5)
        assert (low, min(high, sum(values.values()) + 5)) == oracle


@settings(max_examples=80, deadline=None)
@given(small_tables, st.integers(2, 10))
@example(rows=[[1]], k=5)
@example(rows=[[1, 0], [0, 0]], k=5)
@example(rows=[[30, 1], [30, 30]], k=5)
@example(rows=[[0, 2, 0], [40, 0, 0]], k=5)
def test_protected_tables_never_reveal_a_blank(rows, k):
    table = protect_table(as_table(rows), k=k)
    assert audit_table(table) == ()
    assert all(cell.suppressed or cell.value == 0 or cell.value >= k for cell in table.cells.values())


@settings(max_examples=60, deadline=None)
@given(small_tables, small_tables)
def test_no_shown_cell_differs_by_a_few_people_from_the_last_vintage(now, before):
    first, second = protect_table(as_table(before), k=5), as_table(now)
    shown = {place: cell.value for place, cell in first.cells.items() if not cell.suppressed}
    table = protect_table(second, k=5, previous=shown)
    assert audit_table(table) == ()
    for place, cell in table.cells.items():
        if not cell.suppressed and place in shown:
            assert abs(cell.value - shown[place]) not in range(1, 5)


def test_a_table_without_small_counts_is_shown_whole():
    assert blanks_of(protect_table({"a": {"x": 5, "y": 0}, "b": {"x": 9}}, k=5)) == set()


def test_a_withheld_cell_cannot_be_worked_out():
    table = protect_table({"a": {"x": 50, "y": 60}, "b": {"x": 70, "y": 80}}, k=5, withheld=[("a", "x")])
    assert table.cells["a", "x"].rule == Rule.NOT_PUBLISHED
    assert audit_table(table) == ()


def test_faulty_tables_are_refused_in_a_sentence():
    with pytest.raises(ValueError, match="cells of the table"):
        protect_table({"a": {"x": 5}}, k=5, withheld=[("b", "x")])
    with pytest.raises(ValueError, match="negative"):
        protect_table({"a": {"x": -5}}, k=5)
    with pytest.raises(ValueError, match="cells only"):
        protect_table({"a": {TOTAL: 5}}, k=5)
    with pytest.raises(ValueError, match="nothing to protect"):
        protect_table({}, k=5, withheld=[(TOTAL, TOTAL)])


@given(st.dictionaries(st.integers(0, 9), st.integers(0, 30), max_size=6), st.booleans())
def test_protected_lists_never_reveal_a_blank(counts, total_shown):
    cells = protect_list(counts, k=5, total_shown=total_shown)
    values = {name: cell.value for name, cell in cells.items()}
    blanks = [name for name, cell in cells.items() if cell.suppressed and cell.rule != Rule.NOT_PUBLISHED]
    relations = [Relation(TOTAL, tuple(counts))]
    unknown = [name for name, cell in cells.items() if cell.suppressed]
    for place in blanks:
        low, high = feasible_interval(values, unknown, relations, place, k=5)
        assert high - low >= 5
    assert all(cell.suppressed or cell.value == 0 or cell.value >= 5 for cell in cells.values())


def test_one_small_count_takes_the_next_smallest_with_it():
    cells = protect_list({"a": 2, "b": 40, "c": 9, "d": 0}, k=5)
    assert {name: cell.rule for name, cell in cells.items()} == {
        "a": Rule.SMALL_GROUP,
        "b": None,
        "c": Rule.COMPLEMENTARY,
        "d": None,
        TOTAL: None,
    }


def test_small_counts_that_are_few_together_need_a_third():
    cells = protect_list({"a": 1, "b": 2, "c": 50}, k=5)
    assert cells["c"].rule == Rule.COMPLEMENTARY


def test_a_withheld_total_needs_no_complementary_blanks():
    cells = protect_list({"a": 2, "b": 40}, k=5, total_shown=False)
    assert (cells["b"].rule, cells[TOTAL].rule) == (None, Rule.NOT_PUBLISHED)


def test_a_total_that_grew_by_few_is_not_given_away_by_its_parts():
    cells = protect_list({"a": 20, "b": 30}, k=5, previous={TOTAL: 48})
    assert {name: cell.rule for name, cell in cells.items()} == {
        "a": Rule.COMPLEMENTARY,
        "b": None,
        TOTAL: Rule.VINTAGE,
    }


def test_a_large_count_that_is_hidden_alone_takes_another_with_it():
    """Twenty are more than enough, but the total less the rest would say that they are twenty."""
    cells = protect_list({"a": 20, "b": 30, "c": 40}, k=5, previous={"a": 18})
    assert {name: cell.rule for name, cell in cells.items()} == {
        "a": Rule.VINTAGE,
        "b": Rule.COMPLEMENTARY,
        "c": None,
        TOTAL: None,
    }


@settings(max_examples=40, deadline=None)
@given(st.lists(st.lists(st.integers(0, 15), min_size=2, max_size=3), min_size=2, max_size=3))
def test_protection_of_any_relations_passes_its_own_audit(regions):
    """Places within regions within the world, and one overlapping group that shares a place with each
    region.
    """
    values = {(r, p): people for r, region in enumerate(regions) for p, people in enumerate(region)}
    relations = [Relation(r, tuple((r, p) for p in range(len(region)))) for r, region in enumerate(regions)]
    relations += [
        Relation("world", tuple(range(len(regions)))),
        Relation("group", tuple((r, 0) for r in range(len(regions)))),
    ]
    values |= {r: sum(region) for r, region in enumerate(regions)}
    values |= {"world": sum(map(sum, regions)), "group": sum(region[0] for region in regions)}
    primary = {name: rule for name, n in values.items() if (rule := count_rule(n, k=5))}
    cells = protect(values, relations, k=5, primary=primary)
    blanks = [name for name, cell in cells.items() if cell.suppressed]
    assert audit(values, blanks, relations, k=5) == ()
    assert set(primary) <= set(blanks)
    assert {name for name in blanks if cells[name].rule == Rule.COMPLEMENTARY} == set(blanks) - set(primary)


def test_the_generic_protection_also_solves_working_paper_22():
    table = protect_table(OMB, k=5)
    values = values_of(table)
    primary = {place: Rule.SMALL_GROUP for place, value in values.items() if 0 < value < 5}
    cells = protect(values, table_relations(table), k=5, primary=primary)
    assert audit(values, [p for p, c in cells.items() if c.suppressed], table_relations(table), k=5) == ()


def test_counts_that_do_not_add_up_are_refused():
    with pytest.raises(ValueError, match="not the sum"):
        protect({"a": 1, "b": 2, "all": 4}, [Relation("all", ("a", "b"))], k=5, primary={})


def test_only_a_blank_has_a_feasible_interval():
    with pytest.raises(ValueError, match="suppressed"):
        feasible_interval({"a": 1, "all": 1}, [], [Relation("all", ("a",))], "a", k=5)


@given(st.dictionaries(st.integers(0, 9), st.integers(0, 30), max_size=6))
def test_merging_keeps_everybody_and_leaves_no_small_category(counts):
    merged = merge_small(counts, k=5)
    assert sum(merged.kept.values()) + merged.rest == sum(counts.values())
    assert all(people == 0 or people >= 5 for people in merged.kept.values())
    assume(sum(counts.values()) >= 5)
    assert merged.rest == 0 or merged.rest >= 5


def test_merging_takes_the_smallest_others_only_when_it_must():
    assert merge_small({"a": 3, "b": 2, "c": 9}, k=5).in_rest == ("a", "b")
    assert merge_small({"a": 3, "b": 20, "c": 9}, k=5).in_rest == ("a", "c")
    assert merge_small({"a": 3, "b": 0}, k=5).rest == 3
