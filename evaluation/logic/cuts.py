"""Where time may be cut, so that two spans that a reader chooses never differ by few people."""

from collections.abc import Mapping
from datetime import date


def first_days(people: Mapping[date, int], k: int) -> set[date]:
    """Of the pieces into which quarters (people by first day) fall, each of at least k people; what is left at the end
    belongs to the last piece.
    """
    days = sorted(day for day, number in people.items() if number)
    begins, held = set(days[:1]), 0
    for day in days:
        if held >= k and sum(people[later] for later in days if later >= day) >= k:
            begins.add(day)
            held = 0
        held += people[day]
    return begins


def may_be_cut(people: Mapping[date, int], starts_on: date | None, ends_on: date | None, *, k: int) -> bool:
    """Whether the span begins and ends where a piece does; beyond all people there is nothing to cut."""
    days = sorted(day for day, number in people.items() if number)
    inside = [day for day in days if starts_on is None or day >= starts_on]
    after = [day for day in days if ends_on is not None and day > ends_on]
    begins = first_days(people, k)
    return all(later[0] in begins for later in (inside, after) if later)
