"""Rules of the equity figures that need no database."""

from collections.abc import Mapping

STEPS = ("applied", "accepted", "attended", "completed", "followed_up")
PRESENT = STEPS.index("attended")  # whoever came so far took part


def at_least(furthest: Mapping[str, int]) -> list[int]:
    """How many came at least to each step, from how many came just to it."""
    return [sum(furthest.get(later, 0) for later in STEPS[place:]) for place in range(len(STEPS))]


def shares(counts: Mapping[str, float]) -> dict[str, float]:
    """Of the known groups ("" is: not known), each one's share of all of them."""
    known = {group: amount for group, amount in counts.items() if group and amount > 0}
    whole = sum(known.values())
    return {group: amount / whole for group, amount in known.items()}
