"""When somebody has completed a cohort."""

import pytest

from programs.logic.completion import Taken, amount, is_complete

FULL = Taken(status="present", session_minutes=90)
HALF = Taken(status="partly", session_minutes=90)
NOTED = Taken(status="partly", minutes=60, session_minutes=90)
MISSED = Taken(status="absent", session_minutes=90)
EXCUSED = Taken(status="excused", session_minutes=90)


@pytest.mark.parametrize(
    ("kind", "records", "expected"),
    [
        ("sessions", [FULL, FULL, HALF, MISSED, EXCUSED], 2),
        ("meetings", [FULL, HALF, MISSED], 2),
        ("hours", [FULL, HALF, NOTED, MISSED], 3.25),
        ("hours", [Taken(status="present", minutes=500, session_minutes=60)], 1),
        ("hours", [], 0),
    ],
)
def test_amount_counts_what_the_rule_counts(kind, records, expected):
    assert amount(kind, records) == expected


@pytest.mark.parametrize(
    ("kind", "minimum", "complete"),
    [
        ("sessions", 2, True),
        ("sessions", 3, False),
        ("hours", 3, True),
        ("hours", 4, False),
        ("deliverable", 0, False),
    ],
)
def test_complete_is_who_reached_the_minimum_and_never_by_count_where_a_result_is_handed_in(
    kind, minimum, complete
):
    assert is_complete(kind, minimum, [FULL, FULL]) is complete
