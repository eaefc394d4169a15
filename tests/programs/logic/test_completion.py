"""When somebody has completed a cohort."""

import pytest

from programs.logic.completion import Deeds, Rule, Taken, amount, is_complete, parts

FULL = Taken(status="present", session_minutes=90)
HALF = Taken(status="partly", session_minutes=90)
NOTED = Taken(status="partly", minutes=60, session_minutes=90)
MISSED = Taken(status="absent", session_minutes=90)
EXCUSED = Taken(status="excused", session_minutes=90)


@pytest.mark.parametrize(
    ("kind", "deeds", "expected"),
    [
        ("sessions", Deeds(taken=[FULL, FULL, HALF, MISSED, EXCUSED]), 2),
        ("meetings", Deeds(taken=[FULL, HALF, MISSED]), 2),
        ("meetings", Deeds(taken=[FULL], meetings=[30, 45], work=[60]), 3),
        ("hours", Deeds(taken=[FULL, HALF, NOTED, MISSED]), 3.25),
        ("hours", Deeds(taken=[FULL], meetings=[30], work=[60]), 3),
        ("hours", Deeds(taken=[Taken(status="present", minutes=500, session_minutes=60)]), 1),
        ("hours", Deeds(), 0),
        ("deliverables", Deeds(taken=[FULL], deliverables=2), 2),
    ],
)
def test_amount_counts_what_the_rule_counts(kind, deeds, expected):
    assert amount(kind, deeds) == expected


@pytest.mark.parametrize(
    ("rule", "deeds", "complete"),
    [
        (Rule(sessions=2), Deeds(taken=[FULL, FULL]), True),
        (Rule(sessions=3), Deeds(taken=[FULL, FULL]), False),
        (Rule(hours=3), Deeds(taken=[FULL, FULL]), True),
        (Rule(hours=4), Deeds(taken=[FULL, FULL]), False),
        (Rule(deliverables=1), Deeds(taken=[FULL, FULL]), False),
        (Rule(deliverables=1), Deeds(deliverables=1), True),
        (Rule(sessions=2, deliverables=1), Deeds(taken=[FULL, FULL]), False),
        (Rule(sessions=2, deliverables=1), Deeds(deliverables=1), False),
        (Rule(sessions=2, deliverables=1), Deeds(taken=[FULL, FULL], deliverables=1), True),
        (Rule(), Deeds(taken=[FULL], deliverables=1), False),
    ],
)
def test_complete_is_who_reached_everything_that_is_asked(rule, deeds, complete):
    assert is_complete(rule, deeds) is complete


def test_parts_are_only_those_that_are_asked():
    found = parts(Rule(sessions=4, deliverables=1), Deeds(taken=[FULL, FULL, FULL]))
    assert [(part.kind, part.reached, part.needed, part.is_met) for part in found] == [
        ("sessions", 3, 4, False),
        ("deliverables", 0, 1, False),
    ]
