"""When waves open and close, and when who has not answered is reminded."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

BASELINE_EARLIEST_DAYS = 14  # days before the start at which a baseline opens at the earliest,
BASELINE_LATEST_DAYS = 3  # and at the latest: in between it opens when enrollment has closed
ENDLINE_DAYS = 14  # days in which an endline may be answered, from the last day on
FOLLOW_UP_DAYS = 21
MONTHS_AFTER = {"m3": 3, "m6": 6, "m12": 12, "m24": 24}


@dataclass(frozen=True, kw_only=True)
class Window:
    opens_at: datetime
    closes_at: datetime

    @property
    def length(self) -> timedelta:
        return self.closes_at - self.opens_at


def window(
    timepoint: str, *, starts_on: date, ends_on: date, enrollment_closes_at: datetime, zone: ZoneInfo
) -> Window:
    """A timepoint's window in a cohort's zone. Another time ("adhoc") follows from no date: ValueError."""
    if timepoint == "baseline":
        start = midnight(starts_on, zone)
        earliest = midnight(starts_on - timedelta(days=BASELINE_EARLIEST_DAYS), zone)
        latest = midnight(starts_on - timedelta(days=BASELINE_LATEST_DAYS), zone)
        return Window(opens_at=min(max(enrollment_closes_at, earliest), latest), closes_at=start)
    if timepoint in {"endline", "retrospective"}:
        return _from_day(ends_on, ENDLINE_DAYS, zone)
    if timepoint in MONTHS_AFTER:
        return _from_day(months_later(ends_on, MONTHS_AFTER[timepoint]), FOLLOW_UP_DAYS, zone)
    raise ValueError(f"the dates of a cohort do not say when {timepoint!r} is")


def window_when_late(timepoint: str, planned: Window, now: datetime) -> Window | None:
    """The window of a wave that opens only now. Nobody loses time to answer; but a baseline's time may be lost."""
    if timepoint == "baseline":
        return Window(opens_at=now, closes_at=planned.closes_at) if now < planned.closes_at else None
    return Window(opens_at=now, closes_at=max(planned.closes_at, now + planned.length))


def reminder_times(sent_at: datetime, closes_at: datetime, *, most: int, days_between: int) -> list[datetime]:
    """When somebody who never answers is reminded."""
    times = (sent_at + timedelta(days=days_between * (place + 1)) for place in range(most))
    return [moment for moment in times if moment < closes_at]


def months_later(day: date, months: int) -> date:
    """The same day some months on; the month's last where it has no such day."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time.min, tzinfo=zone)


def _from_day(day: date, days: int, zone: ZoneInfo) -> Window:
    return Window(opens_at=midnight(day, zone), closes_at=midnight(day + timedelta(days=days), zone))
