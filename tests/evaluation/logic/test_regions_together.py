"""Regions that reports of everybody hide, taken together: everybody less those that are shown."""

import random
from datetime import date
from decimal import Decimal
from itertools import product

import pytest

from common.statistics.suppression_audit import Relation, feasible_interval
from evaluation.logic.populations import Beside, Population, rest_tells_of_few
from evaluation.logic.protection import protected
from evaluation.logic.results import Result, vintage_of
from evaluation.logic.vintages import Told

K = 5
FIRST = Population(starts_on=date(2026, 1, 1), ends_on=date(2026, 3, 31))
SECOND = Population(starts_on=date(2026, 4, 1), ends_on=date(2026, 6, 30))
HALF = Population(starts_on=date(2026, 1, 1), ends_on=date(2026, 6, 30))
SPANS = {"first": FIRST, "second": SECOND, "half": HALF}


def change(n, **cell):
    return Result(metric="change", cell=cell, value=Decimal("0.25"), n=n, method_id="m", people=n)


def report(**by_region):
    return [change(sum(by_region.values())), *(change(n, region=code) for code, n in by_region.items())]


def told(n):
    return Told(people=(n,), amount=Decimal(n), method_id="m")


def hidden(own, results, *others):
    """The regions that are hidden, "" for everybody."""
    beside = Beside(own=own, others=[(of, vintage_of(each)) for of, each in others])
    shown = protected(results, beside=beside)
    return [each.cell.get("region", "") for each in shown if each.is_suppressed], shown


def test_what_two_regions_are_together_is_not_subtracted_from_a_longer_period():
    """A and B are two more each in the half-year than in its first quarter: without C they would be told together."""
    first = report(A=6, B=14, C=14)
    assert hidden(HALF, report(A=8, B=16, C=24), (FIRST, first))[0] == ["A", "B", "C"]
    assert hidden(HALF, report(A=12, B=20, C=24), (FIRST, first))[0] == []


def test_nor_from_those_that_are_hidden_together_in_another_report():
    _places, first = hidden(FIRST, report(A=2, B=9, C=14))
    assert [each.is_suppressed for each in first] == [False, True, True, False]
    assert hidden(HALF, report(A=8, B=7, C=40), (FIRST, first))[0] == [
        "A",
        "B",
        "C",
    ]  # eleven were four fewer
    assert hidden(HALF, report(A=9, B=20, C=40), (FIRST, first))[0] == []


def test_more_are_hidden_together_until_it_is_safe():
    """A and B are hidden for A is three; less the first quarter, both are four more. With C, they are twelve more."""
    first = report(A=0, B=9, C=20, D=30)
    places, shown = hidden(HALF, report(A=3, B=10, C=28, D=40), (FIRST, first))
    assert places == ["A", "B", "C"]
    assert [each.n for each in shown if not each.is_suppressed] == [81, 40]


def test_reports_of_all_regions_are_one_of_everybody():
    own = [(HALF.in_region(code), told(15)) for code in ("A", "B")]
    assert rest_tells_of_few(own[0], [own[1], (FIRST, told(28))], k=K)
    assert not rest_tells_of_few(own[0], [own[1], (FIRST, told(25))], k=K)
    assert not rest_tells_of_few(own[0], [(FIRST, told(28))], k=K)
    assert rest_tells_of_few((FIRST, told(28)), own, k=K)
    assert not rest_tells_of_few((FIRST, told(25)), own, k=K)


def test_reports_of_the_regions_of_a_group_are_the_group():
    own = [(HALF.in_region(code), told(15)) for code in ("A", "B")]
    assert rest_tells_of_few(own[0], [own[1], (FIRST.in_regions(["A", "B"]), told(28))], k=K)
    everybody = [(HALF, told(75)), own[1], (FIRST.in_regions(["A", "B"]), told(28))]
    assert rest_tells_of_few(own[0], everybody, k=K)  # the others are many, these two more are not
    assert not rest_tells_of_few(own[0], [own[1], (FIRST.in_regions(["A", "B"]), told(25))], k=K)


def test_everybody_less_the_regions_with_reports_of_their_own_are_the_other_regions():
    """The first quarter is known from the half-year less the second: less B and C, fourteen are left for A."""
    others = [(HALF, told(52)), (SECOND, told(27))]
    others += [(FIRST.in_region("B"), told(5)), (FIRST.in_region("C"), told(6))]
    assert rest_tells_of_few((HALF.in_region("A"), told(18)), others, k=K)
    assert not rest_tells_of_few((HALF.in_region("A"), told(20)), others, k=K)
    of_two = [
        (SECOND.in_regions(["A", "D"]), told(9)),
        *others,
    ]  # D is known of, too: of A alone nothing is known
    assert not rest_tells_of_few((HALF.in_region("A"), told(18)), of_two, k=K)


def test_a_group_is_added_up_of_smaller_ones_and_of_regions():
    """C, and A with B, as everybody's report hides them; A has a report of its own beside."""
    first = (FIRST.in_regions(["A", "B", "C"]), told(48))
    half = [(HALF, told(200)), (HALF.in_regions(["A", "B"]), told(30)), (HALF.in_region("A"), told(12))]
    assert rest_tells_of_few((HALF.in_region("C"), told(20)), [first, *half], k=K)
    assert not rest_tells_of_few((HALF.in_region("C"), told(24)), [first, *half], k=K)


def test_of_a_group_of_which_a_region_is_not_told_nothing_is_added_up():
    others = [
        (HALF, told(200)),
        (HALF.in_region("B"), told(25)),
        (FIRST.in_regions(["A", "B", "C"]), told(48)),
    ]
    assert not rest_tells_of_few((HALF.in_region("A"), told(25)), others, k=K)


def test_those_that_are_shown_are_held_against_a_group_that_another_report_hides():
    """C is small, and D hides with it: A and B, shown, would be fifteen, of whom the first quarter tells eleven."""
    _places, first = hidden(FIRST, report(A=2, B=9, E=14))
    assert hidden(HALF, report(A=8, B=7, C=3, D=6, E=40), (FIRST, first))[0] == ["B", "C", "D"]
    assert hidden(HALF, report(A=9, B=12, C=3, D=6, E=40), (FIRST, first))[0] == ["C", "D"]


def test_a_region_that_is_known_from_its_own_report_hides_nobody_however_many_are_hidden():
    """B and C are three together: A does not hide them, since everybody knows it is nine."""
    own = vintage_of([change(9, region="A")])
    shown = protected(report(A=9, B=2, C=1, D=18), same=[own])
    assert [each.cell.get("region", "") for each in shown if each.is_suppressed] == ["A", "B", "C", "D"]
    shown = protected(report(A=9, B=2, C=1, D=18))
    assert [each.cell.get("region", "") for each in shown if each.is_suppressed] == ["A", "B", "C"]


def test_whom_a_group_of_regions_holds():
    group = HALF.in_regions(["A", "B"])
    assert group.holds(FIRST.in_regions(["A", "B"]))
    assert group.holds(HALF.in_region("A"))
    assert not group.holds(HALF.in_region("C"))
    assert not group.holds(HALF.in_regions(["A", "C"]))
    assert not group.holds(HALF)
    assert HALF.holds(FIRST.in_regions(["A", "B"]))
    affiliate = Population(starts_on=FIRST.starts_on, ends_on=FIRST.ends_on, scope="affiliate", of="1")
    assert not group.holds(affiliate)  # where its people are is not known
    assert not group.is_apart_from(affiliate)
    assert group.is_apart_from(HALF.in_region("C"))
    assert not group.is_apart_from(HALF.in_regions(["B", "C"]))
    assert group.is_apart_from(HALF.in_regions(["C", "D"]))


@pytest.mark.parametrize("seed", range(40))
def test_no_reader_of_everybodys_reports_narrows_regions_down(seed):
    """Two quarters and their half-year, by integer programming, in any order; what is few is not narrowed to fewer."""
    chance = random.Random(seed)
    codes = "ABCD"[: 2 + seed % 3]
    atoms = {atom: chance.choice([0, 1, 2, 3, 4, 5, 6, 9, 14, 30]) for atom in product(SPANS, codes)}
    atoms = {atom: n for atom, n in atoms.items() if atom[0] != "half"}
    order = [*SPANS]
    chance.shuffle(order)
    others, shown = [], {}
    for span in order:
        counts = {code: sum(atoms[atom] for atom in parts_of(span, code, atoms)) for code in codes}
        own = protected(report(**counts), beside=Beside(own=SPANS[span], others=others))
        others.append((SPANS[span], vintage_of(own)))
        shown |= {
            ("told", span, each.cell.get("region", "")): each.n for each in own if not each.is_suppressed
        }
    values, relations = dict(atoms), []
    for span, of in product(SPANS, ("", *codes)):
        parts = parts_of(span, of, atoms)
        values["told", span, of] = sum(atoms[atom] for atom in parts)
        relations.append(Relation(("told", span, of), parts))
    assert shown == {place: values[place] for place in shown}
    blanks = [place for place in values if place not in shown]
    for place in blanks:
        if ("told", *place) not in shown and values[place]:
            low, high = feasible_interval(values, blanks, relations, place, k=K)
            assert high - low >= K or low >= K, (place, low, high)


def parts_of(span, of, atoms):
    return tuple(atom for atom in atoms if span in {"half", atom[0]} and of in {"", atom[1]})
