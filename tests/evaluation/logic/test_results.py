import random
from decimal import Decimal

import pytest

from common.statistics.suppression_audit import Relation, audit
from evaluation.logic.results import Result, lists_of, protected, rounded

K = 5


def counted(metric, people, part=None, **cell):
    return Result(
        metric=metric,
        cell=cell,
        value=Decimal(people),
        n=people,
        method_id="count.v1",
        people=people,
        part=part,
    )


def regions(metric="participants", **people):
    return [counted(metric, sum(people.values())), *(counted(metric, n, region=r) for r, n in people.items())]


def hidden(results, previous=None):
    shown = protected(results, previous=previous)
    return sorted(
        f"{each.metric} {each.cell.get('region', '')}".strip() for each in shown if each.is_suppressed
    )


def test_five_people_are_shown_and_four_are_not():
    assert hidden([counted("participants", 5)]) == []
    assert hidden([counted("participants", 4)]) == ["participants"]


def test_nobody_may_be_told_of():
    assert hidden([counted("participants", 0)]) == []


def test_of_what_is_hidden_nothing_is_left_but_its_place():
    (shown,) = protected([counted("participants", 4, region="SSA")])
    assert shown == Result(
        metric="participants",
        cell={"region": "SSA"},
        method_id="count.v1",
        is_suppressed=True,
        reason="protects_people",
    )


def test_a_single_hidden_part_takes_the_smallest_other_with_it():
    assert hidden(regions(SSA=20, MENA=9, SA=3)) == ["participants MENA", "participants SA"]


def test_two_hidden_parts_of_few_people_together_take_a_third():
    assert hidden(regions(SSA=20, MENA=9, SA=2, NA=2)) == [
        "participants MENA",
        "participants NA",
        "participants SA",
    ]


def test_two_hidden_parts_of_enough_people_together_are_enough():
    assert hidden(regions(SSA=20, MENA=9, SA=3, NA=3)) == ["participants NA", "participants SA"]


def test_where_the_total_is_hidden_so_are_its_parts():
    assert hidden(regions(SSA=3)) == ["participants", "participants SSA"]


def test_what_can_be_worked_out_from_a_hidden_count_is_hidden_too():
    ratio = Result(
        metric="participation_ratio", cell={"region": "SA"}, value=Decimal(1), n=32, method_id="x", people=3
    )
    assert hidden([*regions(SSA=20, MENA=9, SA=3), ratio]) == [
        "participants MENA",
        "participants SA",
        "participation_ratio SA",
    ]


@pytest.mark.parametrize(
    ("part", "people", "shown"),
    [
        (10, 20, True),
        (2, 20, False),
        (18, 20, False),
        (0, 9, False),
        (9, 9, False),
        (0, 20, True),
        (20, 20, True),
    ],
)
def test_a_share_that_tells_of_few_or_of_each_is_hidden(part, people, shown):
    assert (hidden([counted("completion", people, part)]) == []) is shown


def test_a_hidden_share_takes_another_one_with_it():
    shares = [
        counted("completion", 60, 30),
        counted("completion", 20, 10, region="SSA"),
        counted("completion", 20, 18, region="MENA"),
        counted("completion", 20, 2, region="SA"),
    ]
    assert hidden(shares) == ["completion MENA", "completion SA"]


@pytest.mark.parametrize(
    ("counts", "shown"),
    [
        ((10, 5, 5), ["improved", "unchanged", "worse"]),
        ((10, 8, 2), ["improved"]),
        ((17, 3, 0), []),
        ((3, 10, 7), []),
    ],
)
def test_improved_unchanged_and_worse_are_told_as_far_as_they_tell_of_nobody(counts, shown):
    shares = [
        counted(name, 20, n) for name, n in zip(["improved", "unchanged", "worse"], counts, strict=True)
    ]
    told = protected([counted("change", 20), *shares])
    assert [each.metric for each in told if not each.is_suppressed] == ["change", *shown]


def test_with_the_change_of_few_pairs_everything_about_it_is_hidden():
    about = [counted(name, 4, 2) for name in ("improved", "unchanged", "worse")]
    assert hidden([counted("change", 4), counted("effect", 4), *about]) == [
        "change",
        "effect",
        "improved",
        "unchanged",
        "worse",
    ]


def test_a_small_difference_to_the_last_vintage_is_hidden():
    before = {("participants", ()): 20}
    assert hidden([counted("participants", 22)], before) == ["participants"]
    assert hidden([counted("participants", 25)], before) == []
    assert hidden([counted("participants", 20)], before) == []


def test_what_is_not_about_people_is_shown():
    sessions = Result(metric="sessions", value=Decimal(2), method_id="sum.v1")
    assert hidden([sessions]) == []


@pytest.mark.parametrize("seed", range(30))
def test_no_table_can_be_worked_back(seed):
    chance = random.Random(seed)
    people = {
        code: chance.choice([0, 1, 2, 3, 4, 5, 6, 9, 20]) for code in "ABCDEFGH"[: chance.randrange(1, 9)]
    }
    results = regions(**people)
    shown = {each.place for each in protected(results) if not each.is_suppressed}
    ((whole, parts),) = lists_of(results)
    values = {part.place: part.people for part in parts} | {whole.place: whole.people}
    blanks = [place for place in values if place not in shown]
    assert audit(values, blanks, [Relation(whole.place, tuple(p.place for p in parts))], k=K) == ()


def test_results_are_rounded_to_the_declared_precision_without_a_negative_zero():
    assert [str(rounded(value)) for value in (0.12345649, -1e-9, 2, None)] == [
        "0.123456",
        "0.000000",
        "2.000000",
        "None",
    ]
