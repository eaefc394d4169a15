import random
from dataclasses import replace
from decimal import Decimal
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.statistics.suppression_audit import Relation, audit
from evaluation.actions import report_checks
from evaluation.logic.protection import lists_of, protected
from evaluation.logic.results import Result, rounded, vintage_of
from evaluation.logic.vintages import Vintage

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


def hidden(results, previous=()):
    shown = protected(results, previous=previous)
    return sorted(
        f"{each.metric} {each.cell.get('region', '')}".strip() for each in shown if each.is_suppressed
    )


def test_five_people_are_shown_and_four_are_not():
    assert hidden([counted("participants", 5)]) == []
    assert hidden([counted("participants", 4)]) == ["participants"]


def test_neither_few_pairs_nor_few_people_are_told_of():
    """Somebody in two cohorts is two pairs; what names few is not shown, whoever stands behind it."""
    of_people = [replace(counted("change", n), people=people) for n, people in ((6, 6), (6, 3), (3, 6))]
    assert [hidden([each]) for each in of_people] == [[], ["change"], ["change"]]


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


def test_what_names_the_same_people_does_not_tell_how_many_are_hidden():
    """MENA hides beside SA, who are three; its nine hours' people and its share of nine would tell of it."""
    same = [*regions("hours", SSA=20, MENA=9, SA=0), counted("completion", 9, 3, region="MENA")]
    assert hidden([*regions(SSA=20, MENA=9, SA=3), *same]) == [
        "completion MENA",
        "hours MENA",
        "hours SA",
        "participants MENA",
        "participants SA",
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


def vintage(*results):
    return vintage_of(protected(results))


def test_a_small_difference_to_an_earlier_vintage_is_hidden():
    before = [vintage(counted("participants", 20))]
    assert hidden([counted("participants", 22)], before) == ["participants"]
    assert hidden([counted("participants", 25)], before) == []
    assert hidden([counted("participants", 20)], before) == []


def test_every_vintage_before_counts_not_only_the_last():
    """One of 22 people came between and was hidden; whoever kept the first subtracts it from the third."""
    first, second = [counted("participants", 20)], [counted("participants", 22)]
    before = [vintage_of(protected(first))]
    before.append(vintage_of(protected(second, previous=before)))
    assert hidden([counted("participants", 24)], before) == ["participants"]
    assert hidden([counted("participants", 25)], before) == []


def mean(n, value, *, before="0.4", **cell):
    return Result(
        metric="change",
        cell=cell,
        value=Decimal(value),
        low=Decimal(0),
        high=Decimal(1),
        n=n,
        method_id="paired_change.t.v1",
        quality={"mean_before": before},
        people=n,
    )


@pytest.mark.parametrize(
    ("now", "shown"),
    [
        (mean(20, "0.25"), True),  # nothing came: nothing to subtract
        (mean(20, "0.3"), False),  # one corrected answer is twenty times the difference of the means
        (mean(20, "0.25", before="0.45"), False),
        (mean(23, "0.25"), False),
        (mean(25, "0.3"), True),  # five came, or more
        (mean(15, "0.3"), True),
        (replace(mean(20, "0.3"), method_id="another.v1"), True),  # not the same mean: nothing to subtract
        (replace(mean(21, "0.3"), method_id="another.v1"), False),
    ],
)
def test_a_mean_is_shown_if_subtracting_the_earlier_one_tells_of_nobody_or_of_enough(now, shown):
    assert (hidden([now], [vintage(mean(20, "0.25"))]) == []) is shown


def test_a_share_of_as_many_people_is_hidden_where_few_did_more():
    before = [vintage(share_of(30, 60))]
    assert hidden([share_of(31, 60)], before) == ["completion"]
    assert hidden([share_of(35, 60)], before) == []
    assert hidden([share_of(35, 65)], before) == ["completion"]  # the five who came all did


def share_of(did, people, **cell):
    return replace(counted("completion", people, did, **cell), value=rounded(did / people))


def test_parts_that_are_hidden_together_do_not_tell_of_few_once_subtracted():
    """One came to SSA, two to MENA, twenty to SA: hiding the first two tells that three came to them together."""
    before = [vintage(*regions(SSA=10, MENA=12, SA=20, NA=30))]
    assert hidden(regions(SSA=11, MENA=14, SA=42, NA=30), before) == [
        "participants MENA",
        "participants NA",
        "participants SA",
        "participants SSA",
    ]
    assert hidden(regions(SSA=11, MENA=16, SA=42, NA=30), before) == ["participants MENA", "participants SSA"]


def test_what_was_hidden_together_before_is_not_told_apart_now():
    """SA had three and hid beside SSA; two more make it five: told alone, it would tell of SSA and SA together then."""
    before = [vintage(*regions(SSA=10, MENA=20, SA=3))]
    assert hidden(regions(SSA=10, MENA=40, SA=5), before) == [
        "participants MENA",
        "participants SA",
        "participants SSA",
    ]


def test_a_region_that_one_report_hides_no_other_tells():
    """MENA hides beside SA, who are three; the region's own report would tell of MENA, and so of SA."""
    hides = Vintage(hidden=frozenset({("participants", ())}))
    shown = protected([counted("participants", 9)], same=[hides])
    assert [each.is_suppressed for each in shown] == [True]


def test_what_the_report_of_a_region_tells_protects_nobody_else():
    """MENA is known from its own report: beside SA, who are three, SSA hides instead."""
    known = vintage(counted("participants", 9, region="MENA"))
    shown = protected(regions(SSA=20, MENA=9, SA=3), same=[known])
    assert [each.cell.get("region") for each in shown if each.is_suppressed] == ["SSA", "MENA", "SA"]
    both = [known, vintage(counted("participants", 20, region="SSA"))]
    assert all(each.is_suppressed for each in protected(regions(SSA=20, MENA=9, SA=3), same=both))


def test_all_but_few_of_everybody_are_not_told_of_beside_everybody():
    everybody = vintage(counted("participants", 30))
    for people, is_hidden in [(27, True), (25, False), (30, False)]:
        (shown,) = protected([counted("participants", people)], nested=[everybody])
        assert shown.is_suppressed is is_hidden


COUNTS = st.lists(st.sampled_from([0, 2, 4, 5, 6, 8, 11, 20]), min_size=3, max_size=3)
SCORES = st.lists(st.sampled_from(["0.1", "0.2", "0.3"]), min_size=3, max_size=3)
DATA = st.tuples(COUNTS, SCORES)


@given(st.lists(DATA, min_size=2, max_size=3))
def test_no_mean_of_fewer_than_the_threshold_can_be_subtracted_out(vintages):
    """Of the smallest groups that two vintages both tell of, none differs by few people, or by what few people say."""
    told, before = [], []
    for counts, scores in vintages:
        raw = with_whole(counts, scores)
        shown = protected(raw, previous=before)
        before.append(vintage_of(shown))
        empty = {region for n, region in zip(counts, REGIONS, strict=True) if not n}  # readers know that
        named = {each.cell.get("region") for each in shown if not each.is_suppressed}
        told.append((counts, scores, empty | named))
    for then, now in combinations(told, 2):
        for group in smallest_groups(then[2], now[2]):
            people = abs(people_of(now, group) - people_of(then, group))
            assert not 0 < people < K, group
            assert people or abs(sum_of(now, group) - sum_of(then, group)) < Decimal("0.01"), group


REGIONS = ("A", "B", "C")


def with_whole(counts, scores):
    rows = [
        mean(n, score, region=region) for n, score, region in zip(counts, scores, REGIONS, strict=True) if n
    ]
    n = sum(counts)
    total = sum((Decimal(score) * each for each, score in zip(counts, scores, strict=True)), Decimal(0))
    return [mean(n, rounded(total / n)), *rows] if n else []


def smallest_groups(then, now):
    """Groups of regions that both vintages tell of: shown alone, or as the whole less what is shown beside them."""
    groups = [set(group) for size in (1, 2, 3) for group in combinations(REGIONS, size)]
    both = [group for group in groups if is_told(group, then) and is_told(group, now)]
    return [group for group in both if not any(other < group for other in both)]


def is_told(group, shown):
    blank = {region for region in REGIONS if region not in shown}
    return blank.isdisjoint(group) or (None in shown and blank <= group)


def people_of(told, group):
    counts, _scores, _shown = told
    return sum(n for n, region in zip(counts, REGIONS, strict=True) if region in group)


def sum_of(told, group):
    counts, scores, _shown = told
    return sum(
        n * Decimal(score)
        for n, score, region in zip(counts, scores, REGIONS, strict=True)
        if region in group
    )


def test_what_is_not_about_people_is_shown():
    sessions = Result(metric="sessions", value=Decimal(2), method_id="sum.v1")
    assert hidden([sessions]) == []


def test_a_list_that_gives_away_what_it_hides_is_never_published():
    """Whatever rule failed: the last look finds a single blank beside its total."""
    raw = regions(SSA=20, MENA=9, SA=3)
    shown = [each.hidden() if each.people == 3 else each for each in raw]
    with pytest.raises(report_checks.DisclosureError):
        report_checks.audit(raw, shown)
    report_checks.audit(raw, protected(raw))


@pytest.mark.parametrize("seed", range(30))
def test_no_table_can_be_worked_back(seed):
    chance = random.Random(seed)
    people = {
        code: chance.choice([0, 1, 2, 3, 4, 5, 6, 9, 20]) for code in "ABCDEFGH"[: chance.randrange(1, 9)]
    }
    results = regions(**people)
    shown = {each.place for each in protected(results) if not each.is_suppressed}
    ((whole, parts),) = lists_of(results).values()
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
