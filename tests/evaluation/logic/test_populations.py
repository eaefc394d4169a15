"""Reports of parts and wholes, held against each other by a reader who subtracts and adds them as she likes."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import combinations, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evaluation.logic.populations import Beside, Population, can_be_worked_out, families_apart
from evaluation.logic.protection import protected
from evaluation.logic.results import Result, vintage_of
from evaluation.logic.vintages import Vintage

K = 5
QUARTER = Population(starts_on=date(2026, 1, 1), ends_on=date(2026, 3, 31))
MONTHS = [
    replace(QUARTER, ends_on=date(2026, 1, 31)),
    replace(QUARTER, starts_on=date(2026, 2, 1), ends_on=date(2026, 2, 28)),
    replace(QUARTER, starts_on=date(2026, 3, 1)),
]
JANUARY, FEBRUARY, MARCH = MONTHS
AFFILIATES = ("a", "b")


def of_affiliate(population, name, region=""):
    return replace(population, scope="affiliate", of=name, region=region)


def change(n, value="0.25", **cell):
    return Result(
        metric="change", cell=cell, value=Decimal(value), n=n, method_id="paired_change.t.v1", people=n
    )


def counted(metric, people, amount=None, **cell):
    value = Decimal(people if amount is None else amount)
    return Result(metric=metric, cell=cell, value=value, n=people, method_id="x", people=people)


def told(*results):
    return vintage_of(results)


def is_hidden(result, own, *others):
    shown, *_rest = protected([result], beside=Beside(own=own, others=others))
    return shown.is_suppressed


@pytest.mark.parametrize(("people", "hidden"), [(23, True), (25, False), (20, False), (30, False)])
def test_a_quarter_less_two_of_its_months_does_not_tell_of_a_few_in_the_third(people, hidden):
    months = [(JANUARY, told(change(10))), (FEBRUARY, told(change(10)))]
    assert is_hidden(change(people), QUARTER, *months) is hidden


def test_nor_does_the_month_that_is_told_last():
    before = [(QUARTER, told(change(23))), (JANUARY, told(change(10)))]
    assert is_hidden(change(10), FEBRUARY, *before)
    assert not is_hidden(change(8), FEBRUARY, *before)


def test_all_of_a_quarter_and_what_differs():
    """Nobody is left, but what they say differs: one answer was corrected in between."""
    months = [(month, told(change(10))) for month in MONTHS]
    assert not is_hidden(change(30), QUARTER, *months)
    assert is_hidden(change(30, "0.26"), QUARTER, *months)


def test_the_movement_less_several_affiliates_does_not_tell_of_few():
    of_two = [(of_affiliate(QUARTER, name), told(change(18))) for name in AFFILIATES]
    assert is_hidden(change(39), QUARTER, *of_two)
    assert not is_hidden(change(41), QUARTER, *of_two)
    others = [(QUARTER, told(change(39))), of_two[0]]
    assert is_hidden(change(18), of_affiliate(QUARTER, "b"), *others)
    assert not is_hidden(change(16), of_affiliate(QUARTER, "b"), *others)


def test_a_region_less_its_affiliates_does_not_tell_of_few():
    own = [(of_affiliate(QUARTER, name, "SSA"), told(change(18))) for name in AFFILIATES]
    assert is_hidden(change(39), QUARTER.in_region("SSA"), *own)
    assert not is_hidden(change(39), QUARTER.in_region("MENA"), *own)
    in_all = protected([change(60), change(39, region="SSA"), change(21, region="MENA")], beside=Beside(
        own=QUARTER, others=own
    ))  # fmt: skip
    assert [each.cell.get("region") for each in in_all if each.is_suppressed] == ["SSA", "MENA"]


def test_parts_are_taken_together_in_more_than_one_way():
    """January and February leave three; with the affiliate's quarter instead, seventeen are left."""
    of_a = (of_affiliate(QUARTER, "a"), told(change(6)))
    months = [(JANUARY, told(change(10))), (FEBRUARY, told(change(10)))]
    assert is_hidden(change(23), QUARTER, of_a, *months)
    assert not is_hidden(change(23), QUARTER, of_a, months[0])
    others = [(QUARTER, told(change(23))), of_a, months[0]]
    assert is_hidden(change(10), FEBRUARY, *others)


def test_what_is_worked_out_is_a_part_and_a_whole_too():
    """Thirteen in March are known from the quarter, and ten of these from that of an affiliate."""
    months = [(month, told(change(10))) for month in (JANUARY, FEBRUARY)]
    of_a = [(of_affiliate(month, "a"), told(change(5))) for month in (JANUARY, FEBRUARY)]
    others = [(QUARTER, told(change(33))), *months, *of_a]
    assert is_hidden(change(20), of_affiliate(QUARTER, "a"), *others)
    assert not is_hidden(change(18), of_affiliate(QUARTER, "a"), *others)
    assert not is_hidden(change(20), of_affiliate(QUARTER, "a"), *others[:-1])


def test_months_are_added_up_as_a_reader_does():
    """January and February of an affiliate are known from its quarter; of everybody they are twenty-one."""
    of_a = [(of_affiliate(QUARTER, "a"), told(change(25))), (of_affiliate(MARCH, "a"), told(change(7)))]
    assert is_hidden(change(11), FEBRUARY, *of_a, (JANUARY, told(change(10))))
    assert not is_hidden(change(13), FEBRUARY, *of_a, (JANUARY, told(change(10))))


def test_what_was_added_up_before_is_a_whole_for_what_comes():
    """January and February of everybody are twenty-one; of the affiliate they are its quarter less its March."""
    others = [
        (JANUARY, told(change(10))),
        (FEBRUARY, told(change(11))),
        (of_affiliate(MARCH, "a"), told(change(7))),
    ]
    assert is_hidden(change(25), of_affiliate(QUARTER, "a"), *others)
    assert not is_hidden(change(23), of_affiliate(QUARTER, "a"), *others)


def test_an_affiliate_has_nobody_in_common_with_another_region():
    of_a, of_mena = of_affiliate(QUARTER, "a", "SSA"), QUARTER.in_region("MENA")
    others = [(of_a, told(change(18))), (of_mena, told(change(20)))]
    assert is_hidden(change(40), QUARTER, *others)
    unknown = (replace(of_a, region=""), told(change(18)))
    assert not is_hidden(change(40), QUARTER, unknown, others[1])


def test_what_others_tell_anyway_hides_nobody_else():
    """Thirteen in March are known, and ten of them sent by A: that was told before, and B's January adds nothing."""
    months = [(month, told(change(20))) for month in (JANUARY, FEBRUARY)]
    others = [(QUARTER, told(change(53))), *months, (of_affiliate(MARCH, "a"), told(change(10)))]
    assert not is_hidden(change(6), of_affiliate(JANUARY, "b"), *others)


def test_a_region_in_the_report_of_an_affiliate_is_not_all_of_the_region():
    of_a, place = of_affiliate(QUARTER, "a"), ("change", (("region", "SSA"),))
    assert Beside(own=of_a).at(place) == (of_a, place)
    assert Beside(own=QUARTER).at(place) == (QUARTER.in_region("SSA"), ("change", ()))


def test_what_one_report_hides_others_do_not_let_work_out():
    """March hides twelve, so that what stands beside them there does not tell of few."""
    march = (MARCH, Vintage(hidden=frozenset({("change", ())})))
    months = [(JANUARY, told(change(10))), (FEBRUARY, told(change(10)))]
    assert is_hidden(change(32), QUARTER, march, *months)
    assert is_hidden(change(10), FEBRUARY, march, months[0], (QUARTER, told(change(32))))
    assert not is_hidden(change(32), QUARTER, march, months[0])


def test_what_can_be_worked_out_hides_nobody():
    """SSA is known from the quarter: beside SA, who are three, MENA hides too."""
    rest = [(of, told(change(n, region="SSA"))) for of, n in ((QUARTER, 30), (JANUARY, 10), (FEBRUARY, 11))]
    march = [change(32), change(9, region="SSA"), change(20, region="MENA"), change(3, region="SA")]
    shown = protected(march, beside=Beside(own=MARCH, others=rest))
    assert [each.cell.get("region") for each in shown if each.is_suppressed] == ["SSA", "MENA", "SA"]


@pytest.mark.parametrize(
    ("result", "months", "hidden"),
    [
        (counted("participants", 23), [10, 10], True),
        (counted("participants", 18), [10, 10], False),  # some came in both months
        (counted("hours", 18, 300), [10, 10], True),  # the hours of March are what is left, of few perhaps
        (counted("hours", 18, 300), [10, 10, 10], False),
        (counted("hours", 28, 300), [10, 10], False),
    ],
)
def test_people_who_are_counted_once(result, months, hidden):
    others = [(of, told(replace(result, n=n))) for of, n in zip(MONTHS, months, strict=False)]
    assert is_hidden(result, QUARTER, *others) is hidden


def test_periods_that_make_up_a_longer_one():
    year = replace(QUARTER, ends_on=date(2026, 12, 31))
    halves = [replace(year, ends_on=date(2026, 6, 30)), replace(year, starts_on=date(2026, 7, 1))]
    second = replace(QUARTER, starts_on=date(2026, 4, 1), ends_on=date(2026, 6, 30))
    assert can_be_worked_out(MARCH, [year, halves[1], second, JANUARY, FEBRUARY])
    assert not can_be_worked_out(MARCH, [year, halves[1], second, JANUARY])
    assert not can_be_worked_out(MARCH, [year, second, JANUARY, FEBRUARY])
    assert not can_be_worked_out(MARCH, [of_affiliate(year, "a"), halves[1], second, JANUARY, FEBRUARY])


def test_a_year_has_so_many_families_and_no_more():
    """Each quarter is one or its months, each half one or its quarters: (1 + 2 x 2) of each half."""
    months = [(date(2026, each, 1), each) for each in range(1, 13)]
    spans = (
        [(month, 1) for _day, month in months] + [(month, 3) for month in (1, 4, 7, 10)] + [(1, 6), (7, 6)]
    )
    populations = [
        Population(starts_on=date(2026, month, 1), ends_on=end_of(month + length - 1))
        for month, length in spans
    ]
    families = families_apart(tuple(populations))
    assert families is not None
    assert len(families) == len(set(map(frozenset, families))) == 25


def end_of(month):
    return date(2026 + month // 12, month % 12 + 1, 1) - timedelta(days=1)


def test_where_the_choices_are_too_many_nothing_is_shown():
    """Of each of ten programs two reports overlap by a day: of each, one or the other may be taken."""
    others = [
        (replace(of, scope="program", of=str(number)), told(change(9)))
        for number in range(10)
        for of in (replace(QUARTER, ends_on=date(2026, 2, 1)), replace(QUARTER, starts_on=date(2026, 2, 1)))
    ]
    assert families_apart(tuple(of for of, _told in others)) is None
    assert is_hidden(change(9000), QUARTER, *others)


def test_of_very_many_parts_those_within_others_are_left_out():
    """Ten affiliates with a quarter and its months each: in place of each quarter its months could be taken."""
    of_each = [
        (of_affiliate(of, str(number)), told(change(n)))
        for number in range(10)
        for of, n in [(QUARTER, 30), *((month, 10) for month in MONTHS)]
    ]
    assert families_apart(tuple(of for of, _told in of_each)) is None
    assert not is_hidden(change(310), QUARTER, *of_each)
    assert is_hidden(change(303), QUARTER, *of_each)


# --- An attack ---

ATOMS = list(product(range(3), ("a", "b", "")))  # the months, and by whom people were sent
POPULATIONS = [
    subject(period)
    for period in [QUARTER, *MONTHS]
    for subject in (
        lambda period: period,
        lambda period: of_affiliate(period, "a"),
        lambda period: of_affiliate(period, "b"),
    )
]


def atoms_of(population):
    months = [
        number
        for number, month in enumerate(MONTHS)
        if population == QUARTER or population.is_apart_from(month) is False
    ]
    return {(month, sender) for month, sender in ATOMS if month in months and population.of in {"", sender}}


@settings(max_examples=300)
@given(
    st.lists(st.sampled_from([0, 1, 2, 3, 5, 6, 9, 20]), min_size=len(ATOMS), max_size=len(ATOMS)),
    st.permutations(POPULATIONS),
)
def test_no_reader_subtracts_reports_down_to_few(people, order):
    """Whatever is checked in whatever order, no report less any others that are its parts leaves one to four people."""
    counts = dict(zip(ATOMS, people, strict=True))
    others: list[tuple[Population, Vintage]] = []
    shown = {}
    for population in order:
        n = sum(counts[atom] for atom in atoms_of(population))
        (result,) = protected([change(n)], beside=Beside(own=population, others=others))
        others.append((population, told(result)))
        if not result.is_suppressed:
            shown[population] = n
    for whole, n in shown.items():
        inside = [each for each in shown if each != whole and atoms_of(each) <= atoms_of(whole)]
        for size in range(1, len(inside) + 1):
            for parts in combinations(inside, size):
                if all(atoms_of(a).isdisjoint(atoms_of(b)) for a, b in combinations(parts, 2)):
                    rest = n - sum(shown[each] for each in parts)
                    assert not 0 < rest < K, (whole, parts)
