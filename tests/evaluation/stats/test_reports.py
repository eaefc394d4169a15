from collections import defaultdict
from decimal import Decimal
from operator import itemgetter
from random import Random

import pytest

from common.statistics.clustering import ClusterSums, clustered_change
from common.statistics.paired import PairedSums
from common.statistics.rates import standardized_mean_difference
from common.statistics.regression_to_mean import regression_to_mean
from evaluation import stats
from evaluation.actions import report_checks
from evaluation.logic.protection import lists_of, protected
from evaluation.logic.results import rounded
from evaluation.stats import reports
from evaluation.stats.change_figures import with_discoveries
from evaluation.stats.reports import Activity, Context, changes, context_of, quality, sessions

M6 = ("baseline", "m6")


def fact(subject, before, after, *, capacity="36", region="SSA", organization=None, role="", below=None):
    return {
        "subject": subject,
        "organization": organization,
        "role": role,
        "admitted_below": below,
        "capacity": capacity,
        "region": region,
        "from_timepoint": "baseline",
        "to_timepoint": "m6",
        "before": before,
        "after": after,
    }


def test_a_person_in_two_cohorts_is_two_pairs_and_one_of_the_people():
    rows = [
        fact("a", "0.250000", "0.500000"),
        fact("a", "0.500000", "1.000000"),
        fact("b", "0.000000", "0.250000"),
    ]
    whole, region = (each for each in changes(rows, {}, M6) if each.metric == "change")
    assert (whole.n, whole.people, whole.value) == (3, 2, Decimal("0.333333"))
    assert (region.cell["region"], region.n, region.people) == ("SSA", 3, 2)


def test_each_capacity_stands_alone():
    rows = [fact("a", "0.250000", "0.500000"), fact("a", "0.250000", "0.250000", capacity="50")]
    found = [each for each in changes(rows, {}, M6) if each.metric == "change" and "region" not in each.cell]
    assert [(each.cell["capacity"], each.value) for each in found] == [("36", Decimal("0.25")), ("50", 0)]


@pytest.mark.parametrize(
    ("after", "improved", "unchanged", "worse"),
    [("0.505000", 1, 0, 0), ("0.504999", 0, 1, 0), ("0.495000", 0, 0, 1), ("0.495001", 0, 1, 0)],
)
def test_half_a_point_is_a_change_as_in_the_rollups(after, improved, unchanged, worse):
    parts = {each.metric: each.part for each in changes([fact("a", "0.500000", after)], {}, M6)}
    assert (parts["improved"], parts["unchanged"], parts["worse"]) == (improved, unchanged, worse)


# --- What stands beside the change ---

SCORES = ["0.000000", "0.250000", "0.500000", "0.750000"]


def people(number, shift, **fields):
    """Pairs that differ by 0, 1, 2 quarters in turn, plus the shift in quarters."""
    for each in range(number):
        start = each % 2
        yield fact(
            f"{fields}{each:03}", SCORES[start], SCORES[min(3, start + each % 3 % 2 + shift)],
            organization=f"org-{each % 4}" if each % 5 else None, **fields,
        )  # fmt: skip


def results_of(rows, context=None):
    return {each.metric: each for each in changes(rows, context or {}, M6) if "region" not in each.cell}


def test_people_of_one_organization_are_taken_to_be_alike():
    rows = list(people(30, 1))
    found = results_of(rows)["change_clustered"]
    clusters = defaultdict(lambda: ([], []))
    for number, row in enumerate(rows):
        name = row["organization"] or number
        clusters[name][0].append(Decimal(row["before"]))
        clusters[name][1].append(Decimal(row["after"]))
    known = clustered_change(ClusterSums.of(PairedSums.of(*sides) for sides in clusters.values()))
    assert (float(found.value), float(found.low)) == pytest.approx((known.value, known.low), abs=1e-6)
    assert (found.n, found.quality, found.people) == (30, {"organizations": 4}, 30)
    assert "change_clustered" not in results_of(rows[:1])


def test_where_the_questionnaire_is_reliable_a_change_must_exceed_its_error():
    context = {"36": Context(reliability=Decimal("0.8"))}
    rows = list(people(30, 0))
    found = results_of(rows, context)
    sums = PairedSums.of([row["before"] for row in numbers(rows)], [row["after"] for row in numbers(rows)])
    beyond = 1.96 * sums.moments().sd_before * (2 * 0.2) ** 0.5
    risen = sum(row["after"] - row["before"] > beyond for row in numbers(rows))
    assert (found["improved"].part, found["unchanged"].part) == (risen, 30 - risen)
    assert found["improved"].quality["reliability"] == "0.8"
    assert float(found["improved"].quality["beyond"]) == pytest.approx(beyond, abs=1e-6)
    assert "reliable_change" in found["improved"].method_id
    assert "reliable_change" not in results_of(rows[:9], context)["improved"].method_id


def numbers(rows):
    return [row | {name: Decimal(row[name]) for name in ("before", "after")} for row in rows]


def baselines_of(stayed, left):
    def sums(scores):
        apart = [Decimal(str(each)) - Decimal("0.5") for each in scores]
        return len(apart), str(sum(apart)), str(sum(each * each for each in apart))

    names = ("stayed", "stayed_sum", "stayed_squares", "left", "left_sum", "left_squares")
    numbers = dict(zip(names, [*sums(stayed), *sums(left)], strict=True))
    return context_of([{"capacity": "36", "timepoint": "m6", **numbers}], [])


def test_those_who_left_are_compared_by_their_baseline():
    stayed, left = [0.75, 0.25, 1, 0.5] * 3, [0.25, 0, 0.5, 0.25, 0.75] * 2
    found = results_of(people(12, 1), baselines_of(stayed, left))["leavers"]
    known = standardized_mean_difference(stayed, left)
    assert float(found.value) == pytest.approx(known.value, abs=1e-6)
    assert (found.n, found.people, found.quality) == (10, 10, {"stayed": 12})


@pytest.mark.parametrize(("stayed", "left"), [(10, 9), (9, 10)])
def test_those_who_left_are_not_compared_where_either_are_fewer_than_ten(stayed, left):
    context = baselines_of(
        [0.25 * (each % 4) for each in range(stayed)], [0.5 * (each % 3) for each in range(left)]
    )
    assert "leavers" not in results_of(people(12, 1), context)


def test_a_comparison_group_is_not_among_the_participants_and_its_change_is_taken_off():
    treated, control = list(people(12, 1, role="treated")), list(people(15, 0, role="control"))
    found = results_of(sorted(treated + control, key=itemgetter("subject")))
    assert (found["change"].n, found["change"].people) == (12, 12)
    compared = found["compared_change"]
    mine, theirs = (
        sum(row["after"] - row["before"] for row in numbers(rows)) / len(rows) for rows in (treated, control)
    )
    assert compared.value == rounded(mine - theirs)
    assert (compared.quality["pairs"], compared.quality["pairs_compared"]) == (12, 15)
    assert compared.low < compared.value < compared.high


def test_a_comparison_that_would_tell_of_the_few_others_is_not_made():
    rows = [*people(12, 1, role="treated"), *people(2, 1), *people(15, 0, role="control")]
    assert "compared_change" not in results_of(sorted(rows, key=itemgetter("subject")))


def test_a_low_baseline_lets_people_rise_by_chance():
    context = {"36": Context(reliability=Decimal("0.8"))}
    rows = sorted([*people(12, 1, below="0.3000"), *people(24, 1)], key=itemgetter("subject"))
    found = results_of(rows, context)["expected_artefact"]
    others = PairedSums.of(
        *zip(*[(row["before"], row["after"]) for row in numbers(people(24, 1))], strict=True)
    )
    sd = others.moments().sd_before
    known = regression_to_mean(
        cutoff=0.3, mean=others.mean_before, sd_within=sd * 0.2**0.5, sd_between=sd * 0.8**0.5, n=12
    )
    assert float(found.value) == pytest.approx(known.value * 12 / 36, abs=1e-6)
    assert found.people == 12


def test_the_family_of_tests_is_what_is_shown():
    rows = [*people(12, 1), *people(12, 0, capacity="50")]
    found = with_discoveries(changes(rows, {}, M6))
    tests = [each for each in found if each.metric == "signed_rank_p"]
    assert [each.quality["family"] for each in tests] == [2, 2]
    lowest = min(each.value for each in tests)
    assert min(Decimal(each.quality["p_adjusted"]) for each in tests) == rounded(min(1, lowest * 2))


def test_waves_of_one_timepoint_are_taken_together():
    wave = {"timepoint": "m6", "asked": 10, "answered": 6, "at_start": 8, "stayed": 5}
    rate, lost = quality([wave, wave])
    assert (rate.people, rate.part, lost.people, lost.part) == (20, 12, 16, 6)


def test_sessions_are_counted_by_method_and_in_all():
    found = sessions([{"method": "mentoring"}, {"method": "workshop"}, {"method": "workshop"}])
    assert [(each.cell.get("method"), each.value) for each in found] == [
        (None, 3),
        ("mentoring", 1),
        ("workshop", 2),
    ]


def row(subject, **fields):
    flags = ["applied_then", "ended_then", "completed_then", "attended_then"]
    steps = ["accepted", "attended", "completed", "followed_up"]
    plain = dict.fromkeys([*flags, *steps], False) | {
        "minutes_then": 0,
        "method": "workshop",
        "region": "SSA",
    }
    return {"subject": subject, **plain, **fields}


def test_people_are_counted_once_and_what_they_did_as_often_as_they_did_it():
    rows = [
        row("a", applied_then=True, attended_then=True, minutes_then=60, accepted=True, attended=True),
        row("a", applied_then=True, attended_then=True, minutes_then=30, method="mentoring", region=None),
        row("b", applied_then=True, region=None),
    ]
    results = {each.place: each for each in Activity(rows).results({}, with_funnel=True)}
    assert (results["enrollments", ()].value, results["enrollments", ()].people) == (3, 2)
    assert (results["hours", ()].value, results["hours", ()].people) == (Decimal("1.5"), 1)
    assert results["participants", (("region", "SSA"),)].n == 1
    assert results["enrollments", (("region", ""),)].people == 1
    assert results["hours", (("method", "mentoring"),)].value == Decimal("0.5")
    assert Activity(rows).funnel == {"applied": 2, "accepted": 1, "attended": 1}


# --- What a report shows, held against itself ---


def anybody(chance, subject):
    furthest = chance.randrange(5)
    then = chance.random() < 0.8
    return {
        "subject": subject,
        "region": chance.choice(["SSA", "MENA", "SA", None]),
        "method": chance.choice(["mentoring", "course", "clinic"]),
        "applied_then": then,
        "attended_then": furthest >= 2,
        "minutes_then": 60 * (furthest >= 2),
        "ended_then": furthest >= 3,
        "completed_then": furthest >= 3 and chance.random() < 0.7,
        **{
            step: furthest > at
            for at, step in enumerate(("accepted", "attended", "completed", "followed_up"))
        },
    }


@pytest.mark.parametrize("seed", range(20))
def test_every_list_of_a_report_passes_the_audit(seed):
    chance = Random(seed)
    rows = [anybody(chance, f"{subject:03}") for subject in range(chance.choice([6, 12, 40, 120]))]
    raw = Activity(rows).results({"SSA": 900, "MENA": 400, "SA": 1900}, with_funnel=True)
    shown = protected(raw)
    report_checks.audit(raw, shown)
    of_people = [(whole, parts) for whole, parts in lists_of(raw).values() if whole.metric == "participants"]
    hidden = {each.place for each in shown if each.is_suppressed}
    for whole, parts in of_people:
        table = {part.place: part.people for part in parts} | {"total": whole.people}
        blanks = [name for name in table if (whole.place if name == "total" else name) in hidden]
        assert [each for each in stats.audit(table, blanks) if each.width < 5] == []
    places = {each.place: each for each in shown}
    for each in shown:
        if each.metric == "participation_ratio":
            assert each.is_suppressed == places["participants", each.place[1]].is_suppressed


# --- However many rows there are ---


def test_only_so_many_groups_are_held_however_many_rows_are_read(monkeypatch):
    chance, most = Random(1), []
    rows = [
        fact(f"{number:04}", f"0.{chance.randrange(10**6):06}", f"0.{chance.randrange(10**6):06}")
        for number in range(300)
    ]
    at_once = changes(rows, {}, M6)
    sum_up = reports.Capacity.sum_up
    monkeypatch.setattr(reports, "GROUPS_AT_ONCE", 10)
    monkeypatch.setattr(reports.Capacity, "sum_up", lambda own: (most.append(len(own.groups)), sum_up(own)))
    assert changes(iter(rows), {}, M6) == at_once
    assert (len(most), max(most)) == (31, 10)
