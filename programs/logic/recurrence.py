"""Sessions by a rule: local days and times, as people agree them; UTC follows from the zone's rules for each day."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from dateutil.rrule import DAILY, FR, MO, MONTHLY, SA, SU, TH, TU, WE, WEEKLY, rrule

DAY, WEEK, MONTH = "day", "week", "month"
FREQUENCIES = {DAY: DAILY, WEEK: WEEKLY, MONTH: MONTHLY}
WEEKDAYS = [MO, TU, WE, TH, FR, SA, SU]
MOST = 100  # sessions made at once


@dataclass(frozen=True, kw_only=True)
class Recurrence:
    """From the first day on, every so many days, weeks or months; on weekdays (0 is Monday) in a week."""

    first: date
    at: time
    zone: str
    minutes: int
    every: str = WEEK
    interval: int = 1
    weekdays: tuple[int, ...] = ()
    count: int | None = None
    until: date | None = None


@dataclass(frozen=True, kw_only=True)
class Occurrence:
    local_date: date
    local_time: time
    zone: str
    starts_at: datetime
    ends_at: datetime
    offset: timedelta
    skipped: bool  # the clock jumps over this time on that day: it begins by so much later
    shifts: bool = False  # in UTC it is at another time of day than the one before


def occurrences(rule: Recurrence) -> list[Occurrence]:
    """In order, at most `MOST`. A month without the day (the 31st) has none."""
    found: list[Occurrence] = []
    for moment in _days(rule):
        one = occurrence(moment.date(), rule.at, rule.zone, rule.minutes)
        before = found[-1].offset if found else one.offset
        found.append(one if before == one.offset else Occurrence(**{**one.__dict__, "shifts": True}))
    return found


def occurrence(day: date, at: time, zone: str, minutes: int) -> Occurrence:
    local = datetime.combine(day, at, tzinfo=ZoneInfo(zone))
    starts_at = local.astimezone(UTC)
    return Occurrence(
        local_date=day,
        local_time=at,
        zone=zone,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=minutes),
        offset=local.utcoffset() or timedelta(),
        skipped=starts_at.astimezone(ZoneInfo(zone)).time() != at,
    )


def _days(rule: Recurrence) -> list[datetime]:
    """Without a zone: a rule is about the calendar on the wall."""
    by_weekday = [WEEKDAYS[number] for number in rule.weekdays] if rule.every == WEEK else None
    last = datetime.combine(rule.until, time.max) if rule.until else None
    every = rrule(
        FREQUENCIES[rule.every],
        dtstart=datetime.combine(rule.first, time.min),
        interval=rule.interval,
        byweekday=by_weekday or None,
        until=last,
        count=None if last else min(rule.count or 1, MOST),
    )
    return list(every[:MOST])
