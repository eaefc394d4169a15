from collections import Counter
from decimal import Decimal

import pytest

from common.statistics.effect_sizes import d_av
from common.statistics.paired import PairedSums, paired_change
from evaluation.stats.change_figures import ORIGIN, ChangeSums, change_results
from evaluation.stats.figures import (
    completion_result,
    funnel_results,
    participation_results,
    response_results,
)

SLEEP_1 = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0, 2.0]  # Student 1908
SLEEP_2 = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4]


def sums_of(before, after):
    steps = {}
    for first, second in zip(before, after, strict=True):
        step = round((second - first) * 100)
        steps[step] = steps.get(step, 0) + 1
    return ChangeSums(PairedSums.of(before, after, origin=ORIGIN), steps, len(before))


def told(results):
    return {result.metric: result for result in results}


def test_students_data_give_students_figures():
    results = told(change_results({"capacity": "36"}, sums_of(SLEEP_1, SLEEP_2)))
    change = results["change"]
    assert (change.value, change.low, change.high) == (
        Decimal("1.580000"),
        Decimal("0.700114"),
        Decimal("2.459886"),
    )
    assert results["effect"].value == Decimal("0.832181")
    assert (results["improved"].part, results["unchanged"].part, results["worse"].part) == (9, 1, 0)
    assert change.quality == {
        "mean_before": "0.750000",
        "mean_after": "2.330000",
        "median_change": "1.300000",
    }


def test_with_nine_pairs_there_is_neither_effect_nor_p():
    results = change_results({}, sums_of(SLEEP_1[:9], SLEEP_2[:9]))
    assert [result.metric for result in results] == ["change", "improved", "unchanged", "worse"]


def test_without_pairs_there_is_nothing():
    assert change_results({}, ChangeSums()) == []


def test_cells_add_up_to_the_same_as_all_pairs_together():
    first, second = sums_of(SLEEP_1[:4], SLEEP_2[:4]), sums_of(SLEEP_1[4:], SLEEP_2[4:])
    steps = dict(Counter(first.steps) + Counter(second.steps))
    merged = ChangeSums(first.sums + second.sums, steps, first.people + second.people)
    assert change_results({}, merged) == change_results({}, sums_of(SLEEP_1, SLEEP_2))


def test_the_figures_are_those_of_the_library():
    sums = sums_of(SLEEP_1, SLEEP_2)
    results = told(change_results({}, sums))
    assert float(results["change"].low) == pytest.approx(paired_change(sums.sums).low, abs=1e-6)
    assert float(results["effect"].high) == pytest.approx(d_av(sums.sums).high, abs=1e-6)


def test_participation_is_compared_with_the_population_and_the_unknown_stay_in_the_whole():
    results = participation_results({"SSA": 30, "MENA": 10, "": 10}, {"SSA": 600, "MENA": 400})
    ratios = {each.cell["region"]: each for each in results if each.metric == "participation_ratio"}
    assert (ratios["SSA"].value, ratios["SSA"].n, ratios["SSA"].people) == (Decimal(1), 50, 30)
    assert ratios["MENA"].value == Decimal("0.5")
    assert [each.value for each in results if each.metric == "participants"] == [50, 10, 10, 30]


def test_nobody_and_no_population_give_no_ratio():
    assert [each.metric for each in participation_results({}, {})] == ["participants"]


def test_a_step_that_few_left_is_hidden_and_the_next_is_compared_with_the_one_before():
    steps = funnel_results({"applied": 50, "accepted": 48, "attended": 30, "completed": 30, "followed_up": 3})
    assert [(step.cell["step"], step.n) for step in steps] == [
        ("applied", None),
        ("accepted", 48),
        ("attended", 30),
        ("completed", 30),
        ("followed_up", None),  # it is hidden, and its n with it
    ]


def test_those_who_attended_stay_shown_as_their_number_stands_elsewhere_too():
    steps = funnel_results({"applied": 38, "accepted": 23, "attended": 20, "completed": 18, "followed_up": 0})
    assert [step.n for step in steps] == [38, None, 20, None, 0]


def test_response_and_attrition_are_shares_of_those_asked_and_those_who_began():
    rate, lost = response_results("m6", asked=40, answered=30, at_start=35, stayed=28)
    assert (rate.metric, rate.value, rate.n) == ("response_rate", Decimal("0.75"), 40)
    assert (lost.metric, lost.value, lost.n) == ("attrition", Decimal("0.2"), 35)


def test_a_baseline_has_no_attrition():
    assert [
        each.metric for each in response_results("baseline", asked=4, answered=3, at_start=3, stayed=3)
    ] == ["response_rate"]


def test_completion_is_a_share_of_those_whose_participation_ended():
    result = completion_result({}, ended=20, completed=15)
    assert (result.value, result.people, result.part) == (Decimal("0.75"), 20, 15)
