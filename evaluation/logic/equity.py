"""Rules of the equity figures that need no database."""

from collections.abc import Mapping, Sequence

STEPS = ("applied", "accepted", "attended", "completed", "followed_up")
TOTAL_STEP = "all"


def reached(furthest: Mapping[str, int | None]) -> dict[str, int | None]:
    """How many came at least to each step, from how many came just to it; None where it cannot be told.

    `furthest` holds what may be shown of the exclusive counts by step, and of their total under TOTAL_STEP. What is
    told follows from shown numbers alone, by adding from the end or by taking away from the total, so it tells nothing
    that they do not.
    """
    told: dict[str, int | None] = {}
    for place, step in enumerate(STEPS):
        later = [furthest.get(each) for each in STEPS[place:]]
        earlier = [furthest.get(each) for each in STEPS[:place]]
        total = furthest.get(TOTAL_STEP)
        added = added_up(later)
        before = added_up(earlier)
        if added is None and total is not None and before is not None:
            added = total - before
        told[step] = added
    return told


def added_up(counts: Sequence[int | None]) -> int | None:
    known = [each for each in counts if each is not None]
    return sum(known) if len(known) == len(counts) else None


def shares(counts: Mapping[str, float]) -> dict[str, float]:
    """Of the known groups ("" is: not known), each one's share of all of them."""
    known = {group: amount for group, amount in counts.items() if group and amount > 0}
    whole = sum(known.values())
    return {group: amount / whole for group, amount in known.items()}
