"""Sessions by a rule: the time on the wall stays, also where the clocks change."""

from datetime import UTC, date, datetime, time

import pytest

from programs.logic.recurrence import MOST, Recurrence, occurrences


def rule(zone="UTC", first=date(2026, 3, 2), at=time(18, 0), **more):
    return Recurrence(**{"first": first, "at": at, "zone": zone, "minutes": 60, "count": 4, **more})


def in_utc(found):
    return [each.starts_at.strftime("%m-%d %H:%M") for each in found]


@pytest.mark.parametrize(
    ("zone", "first", "expected"),
    [
        # No change at all, and a quarter of an hour: +05:45.
        ("Asia/Kathmandu", date(2026, 3, 16), ["03-16 12:15", "03-23 12:15", "03-30 12:15", "04-06 12:15"]),
        # Forward on 29 March.
        ("Europe/Berlin", date(2026, 3, 16), ["03-16 17:00", "03-23 17:00", "03-30 16:00", "04-06 16:00"]),
        # Back on 25 October.
        ("Europe/Berlin", date(2026, 10, 12), ["10-12 16:00", "10-19 16:00", "10-26 17:00", "11-02 17:00"]),
        # Brazil gave daylight saving up in 2019: it was to begin in November 2018 last.
        (
            "America/Sao_Paulo",
            date(2026, 10, 12),
            ["10-12 21:00", "10-19 21:00", "10-26 21:00", "11-02 21:00"],
        ),
        (
            "America/Sao_Paulo",
            date(2018, 10, 22),
            ["10-22 21:00", "10-29 21:00", "11-05 20:00", "11-12 20:00"],
        ),
        # Morocco goes back for Ramadan: from 15 February to 22 March 2026.
        ("Africa/Casablanca", date(2026, 2, 9), ["02-09 17:00", "02-16 18:00", "02-23 18:00", "03-02 18:00"]),
        ("Africa/Casablanca", date(2026, 3, 9), ["03-09 18:00", "03-16 18:00", "03-23 17:00", "03-30 17:00"]),
    ],
)
def test_every_week_at_the_same_time_on_the_clocks_there(zone, first, expected):
    found = occurrences(rule(zone, first))
    assert in_utc(found) == expected
    assert {each.local_time for each in found} == {time(18, 0)}


def test_a_change_of_the_clocks_is_named_once():
    found = occurrences(rule("Europe/Berlin", date(2026, 3, 16)))
    assert [each.shifts for each in found] == [False, False, True, False]


def test_a_time_the_clocks_jump_over_is_named_and_begins_as_much_later():
    (found,) = occurrences(rule("Europe/Berlin", date(2026, 3, 29), at=time(2, 30), count=1))
    assert (found.skipped, found.starts_at) == (True, datetime(2026, 3, 29, 1, 30, tzinfo=UTC))


def test_a_time_that_comes_twice_is_the_first_one():
    (found,) = occurrences(rule("Europe/Berlin", date(2026, 10, 25), at=time(2, 30), count=1))
    assert (found.skipped, found.starts_at) == (False, datetime(2026, 10, 25, 0, 30, tzinfo=UTC))


def days(found):
    return [each.local_date.isoformat()[5:] for each in found]


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({"weekdays": (0, 2)}, ["03-02", "03-04", "03-09", "03-11"]),
        ({"weekdays": (4,)}, ["03-06", "03-13", "03-20", "03-27"]),
        ({"interval": 2}, ["03-02", "03-16", "03-30", "04-13"]),
        ({"every": "day", "interval": 3}, ["03-02", "03-05", "03-08", "03-11"]),
        ({"every": "month", "first": date(2026, 1, 31)}, ["01-31", "03-31", "05-31", "07-31"]),
        ({"count": None, "until": date(2026, 3, 16)}, ["03-02", "03-09", "03-16"]),
        ({"count": None, "until": date(2026, 3, 1)}, []),
        ({"every": "month", "weekdays": (1,)}, ["03-02", "04-02", "05-02", "06-02"]),
    ],
)
def test_which_days(more, expected):
    assert days(occurrences(rule(**more))) == expected


@pytest.mark.parametrize("more", [{"count": 500}, {"count": None, "until": date(2028, 1, 1)}])
def test_never_more_than_can_be_overlooked(more):
    assert len(occurrences(rule(every="day", **more))) == MOST
