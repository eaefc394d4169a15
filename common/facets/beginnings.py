"""The days on which rows begin, so that those of any span of days are found at once."""

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from common.facets.index import bits


class Month(NamedTuple):
    earliest: date
    latest: date
    days: dict[int, date]  # by place
    places: int  # as bits


class Beginnings:
    """Whole months are kept as bits; only where a span begins or ends within one are its days looked at."""

    def __init__(self, days: Mapping[int, date], size: int) -> None:
        """`days` by place, of which there are `size`."""
        self.size = size
        found: dict[tuple[int, int], dict[int, date]] = {}
        for place, day in days.items():
            found.setdefault((day.year, day.month), {})[place] = day
        self.months = [
            Month(min(own.values()), max(own.values()), own, bits(own, size)) for own in found.values()
        ]

    def within(self, first: date, last: date) -> int:
        """The places of those that begin on these days or between them, as bits."""
        found = 0
        for month in self.months:
            if first <= month.earliest and month.latest <= last:
                found |= month.places
            elif first <= month.latest and month.earliest <= last:
                found |= bits((at for at, day in month.days.items() if first <= day <= last), self.size)
        return found
