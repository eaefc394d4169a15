from decimal import Decimal

import pytest

from evaluation.stats.reports import Activity, changes, quality, sessions


def fact(subject, before, after, *, capacity="36", region="SSA"):
    return {
        "subject": subject,
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
    whole, region = (each for each in changes(rows) if each.metric == "change")
    assert (whole.n, whole.people, whole.value) == (3, 2, Decimal("0.333333"))
    assert (region.cell["region"], region.n, region.people) == ("SSA", 3, 2)


def test_each_capacity_stands_alone():
    rows = [fact("a", "0.250000", "0.500000"), fact("a", "0.250000", "0.250000", capacity="50")]
    found = [each for each in changes(rows) if each.metric == "change" and "region" not in each.cell]
    assert [(each.cell["capacity"], each.value) for each in found] == [("36", Decimal("0.25")), ("50", 0)]


@pytest.mark.parametrize(
    ("after", "improved", "unchanged", "worse"),
    [("0.505000", 1, 0, 0), ("0.504999", 0, 1, 0), ("0.495000", 0, 0, 1), ("0.495001", 0, 1, 0)],
)
def test_half_a_point_is_a_change_as_in_the_rollups(after, improved, unchanged, worse):
    parts = {each.metric: each.part for each in changes([fact("a", "0.500000", after)])}
    assert (parts["improved"], parts["unchanged"], parts["worse"]) == (improved, unchanged, worse)


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
