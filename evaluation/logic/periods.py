"""Periods of reports: months, quarters, half-years and years, by the calendar."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

MONTHS = {"month": 1, "quarter": 3, "half_year": 6, "year": 12}
DAYS_AFTER = {"month": 3, "quarter": 10, "half_year": 31, "year": 31}  # days until late answers have come in
LOOK_BACK = {
    "month": 3,
    "quarter": 2,
    "half_year": 2,
    "year": 1,
}  # periods that are caught up with after a standstill


@dataclass(frozen=True, order=True)
class Span:
    """From its first to its last day, both included."""

    starts_on: date
    ends_on: date


def span_of(period: str, day: date) -> Span:
    """The period in which the day lies."""
    months = MONTHS[period]
    first = (day.month - 1) // months * months + 1
    return Span(date(day.year, first, 1), _end(day.year, first, months))


def before(period: str, span: Span) -> Span:
    return span_of(period, span.starts_on - timedelta(days=1))


def finished(period: str, today: date) -> Iterator[Span]:
    """The periods that are over, newest first, without end."""
    span = before(period, span_of(period, today))
    while True:
        yield span
        span = before(period, span)


def due(period: str, today: date) -> list[Span]:
    """The finished periods whose report should exist by today, oldest first."""
    spans = finished(period, today - timedelta(days=DAYS_AFTER[period]))
    return [next(spans) for _each in range(LOOK_BACK[period])][::-1]


def _end(year: int, first: int, months: int) -> date:
    following = first + months
    return date(year + (following > 12), (following - 1) % 12 + 1, 1) - timedelta(days=1)


def months_before(day: date, months: int) -> date:
    """The same day of an earlier month, or its last one."""
    count = day.year * 12 + day.month - 1 - months
    year, month = divmod(count, 12)
    return min(date(year, month + 1, 1) + timedelta(days=day.day - 1), _end(year, month + 1, 1))
