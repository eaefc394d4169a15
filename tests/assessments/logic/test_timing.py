from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from assessments.logic.timing import (
    Window,
    months_later,
    reminder_times,
    window,
    window_when_late,
)

ACCRA = ZoneInfo("Africa/Accra")
JAKARTA = ZoneInfo("Asia/Jakarta")
SENT = datetime(2026, 3, 1, tzinfo=UTC)


def of_cohort(timepoint, *, closes=datetime(2026, 3, 1, tzinfo=UTC), zone=ACCRA):
    return window(
        timepoint,
        starts_on=date(2026, 3, 20),
        ends_on=date(2026, 5, 31),
        enrollment_closes_at=closes,
        zone=zone,
    )


@pytest.mark.parametrize(
    ("enrollment_closes", "opens"),
    [
        (datetime(2026, 2, 1, tzinfo=UTC), datetime(2026, 3, 6, tzinfo=UTC)),
        (datetime(2026, 3, 12, 18, tzinfo=UTC), datetime(2026, 3, 12, 18, tzinfo=UTC)),
        (datetime(2026, 3, 20, tzinfo=UTC), datetime(2026, 3, 17, tzinfo=UTC)),
    ],
    ids=["long before", "between", "too late"],
)
def test_a_baseline_opens_when_enrollment_has_closed_and_ends_with_the_start(enrollment_closes, opens):
    assert of_cohort("baseline", closes=enrollment_closes) == Window(
        opens_at=opens, closes_at=datetime(2026, 3, 20, tzinfo=UTC)
    )


@pytest.mark.parametrize("timepoint", ["endline", "retrospective"])
def test_an_endline_opens_on_the_last_day(timepoint):
    assert of_cohort(timepoint) == Window(
        opens_at=datetime(2026, 5, 31, tzinfo=UTC), closes_at=datetime(2026, 6, 14, tzinfo=UTC)
    )


@pytest.mark.parametrize(
    ("timepoint", "day"),
    [
        ("m3", date(2026, 8, 31)),
        ("m6", date(2026, 11, 30)),
        ("m12", date(2027, 5, 31)),
        ("m24", date(2028, 5, 31)),
    ],
)
def test_a_follow_up_opens_whole_months_after_the_end(timepoint, day):
    assert of_cohort(timepoint).opens_at.date() == day


def test_days_begin_in_the_cohorts_zone():
    assert of_cohort("endline", zone=JAKARTA).opens_at == datetime(2026, 5, 30, 17, tzinfo=UTC)


def test_the_dates_do_not_say_when_another_time_is():
    with pytest.raises(ValueError, match="adhoc"):
        of_cohort("adhoc")


def test_a_month_without_that_day_gives_its_last():
    assert months_later(date(2027, 11, 30), 3) == date(2028, 2, 29)


def test_who_opens_late_leaves_everybody_the_whole_time():
    planned = Window(opens_at=SENT, closes_at=SENT + timedelta(days=14))
    now = SENT + timedelta(days=20)
    assert window_when_late("endline", planned, now) == Window(
        opens_at=now, closes_at=now + timedelta(days=14)
    )


def test_a_late_baseline_still_ends_with_the_start():
    planned = Window(opens_at=SENT, closes_at=SENT + timedelta(days=14))
    now = SENT + timedelta(days=13)
    assert window_when_late("baseline", planned, now) == Window(opens_at=now, closes_at=planned.closes_at)


def test_a_baseline_whose_time_has_passed_is_lost():
    planned = Window(opens_at=SENT, closes_at=SENT + timedelta(days=14))
    assert window_when_late("baseline", planned, planned.closes_at) is None


def test_who_never_answers_is_reminded_until_the_wave_closes():
    times = reminder_times(SENT, SENT + timedelta(days=14), most=3, days_between=5)
    assert times == [SENT + timedelta(days=5), SENT + timedelta(days=10)]
