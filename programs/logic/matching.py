"""How well a mentor and a mentee fit, in points of 100, and what a pair costs the search. Whole numbers, so that the
same people always give the same pairs.

Two things are needed: a language both speak, and, where the mentee named capacities, one of them that the mentor
offers. Then 60 points go by the share of the wanted capacities that is offered, and 40 by the hours in which both are
awake. Each pair a mentor already has makes the next one costlier, so that the load is spread.
"""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

CAPACITY_POINTS, TIME_POINTS = 60, 40
UNNAMED_POINTS = 30  # for a mentee who named no capacity: neither for nor against
LOAD_COST = 10  # for each pair the mentor has already
DAY, WAKING_FROM, WAKING_TO = 24 * 60, 8 * 60, 21 * 60  # minutes
WAKING = WAKING_TO - WAKING_FROM


@dataclass(frozen=True, kw_only=True)
class Side:
    """What the search knows of somebody. `offset` is her clock's distance from UTC in minutes."""

    key: int
    person: int = 0
    languages: frozenset[str] = frozenset()
    capacities: frozenset[int] = frozenset()
    offset: int = 0
    most: int = 1
    held: int = 0


@dataclass(frozen=True, kw_only=True)
class Fit:
    """Why two people fit, or not: what they share, and how many minutes of a day both are awake."""

    languages: frozenset[str] = field(default_factory=frozenset)
    capacities: frozenset[int] = field(default_factory=frozenset)
    wanted: int = 0
    overlap: int = 0

    @property
    def is_possible(self) -> bool:
        return bool(self.languages) and (not self.wanted or bool(self.capacities))

    @property
    def points(self) -> int:
        share = CAPACITY_POINTS * len(self.capacities) // self.wanted if self.wanted else UNNAMED_POINTS
        return share + TIME_POINTS * self.overlap // WAKING


def fit(mentor: Side, mentee: Side) -> Fit:
    return Fit(
        languages=mentor.languages & mentee.languages,
        capacities=mentor.capacities & mentee.capacities,
        wanted=len(mentee.capacities),
        overlap=waking_together(mentor.offset, mentee.offset),
    )


def waking_together(one: int, other: int) -> int:
    """Minutes of a day in which it is between 8 and 21 o'clock for both."""
    apart = (one - other) % DAY
    return max(0, WAKING - apart) + max(0, WAKING - (DAY - apart))


def cost(found: Fit, load: int) -> int:
    """What a pair costs where the mentor has `load` pairs already: the least is the best."""
    return 100 - found.points + LOAD_COST * load


def may_be_paired(mentor: Side, mentee: Side, avoid: AbstractSet[tuple[int, int]]) -> bool:
    """Nobody mentors herself, and a pair that was taken back, declined or ended is not suggested again."""
    return mentor.person != mentee.person and (mentor.key, mentee.key) not in avoid
