"""Time zones as iCalendar says them (VTIMEZONE), for the years that are needed.

Ours, because an onset has to be written in the time before the change, also where the clock jumps forward.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard

DAY, SECOND = timedelta(days=1), timedelta(seconds=1)


@lru_cache(maxsize=500)
def component(zone: str, first_year: int, last_year: int) -> bytes:
    """From the beginning of the first year to the end of the last."""
    made = Timezone()
    made.add("TZID", zone)
    start, end = datetime(first_year, 1, 1, tzinfo=UTC), datetime(last_year + 1, 1, 1, tzinfo=UTC)
    moments = [start, *changes(ZoneInfo(zone), start, end)]
    for moment in moments:
        made.add_component(_observance(ZoneInfo(zone), moment, is_first=moment == start))
    return bytes(made.to_ical())


def changes(zone: ZoneInfo, start: datetime, end: datetime) -> Iterator[datetime]:
    """The first second, in UTC, of each new offset. No zone changes twice within a day."""
    day = start
    while day < end:
        later = min(day + DAY, end)
        if _offset(zone, day) != _offset(zone, later):
            yield _first_after(zone, day, later)
        day = later


def _first_after(zone: ZoneInfo, before: datetime, after: datetime) -> datetime:
    old = _offset(zone, before)
    while after - before > SECOND:
        middle = (before + (after - before) / 2).replace(microsecond=0)
        if _offset(zone, middle) == old:
            before = middle
        else:
            after = middle
    return after


def _observance(zone: ZoneInfo, moment: datetime, *, is_first: bool) -> TimezoneStandard | TimezoneDaylight:
    local = moment.astimezone(zone)
    after = _offset(zone, moment)
    before = after if is_first else _offset(zone, moment - SECOND)
    made = TimezoneDaylight() if (local.dst() or timedelta()) > timedelta() else TimezoneStandard()
    made.add("DTSTART", (moment + before).replace(tzinfo=None))
    made.add("TZOFFSETFROM", before)
    made.add("TZOFFSETTO", after)
    made.add("TZNAME", local.tzname() or str(zone))
    return made


def _offset(zone: ZoneInfo, moment: datetime) -> timedelta:
    return moment.astimezone(zone).utcoffset() or timedelta()
