"""The pairs that cost least together. scipy.optimize, 25 MiB, is loaded where it is called.

A mentor stands in the table once for each pair she can still take, each place costlier than the one before; every
mentee also has a place "no mentor", costlier than any pair. So as many people as possible are paired, and of all ways
to do that the cheapest is taken: no exchange of mentors would make the whole better.
"""

from collections.abc import Callable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from importlib import import_module

import numpy as np

from programs.logic.matching import Fit, Side, cost, fit, may_be_paired


@dataclass(frozen=True, kw_only=True)
class Match:
    mentor: Side
    mentee: Side
    fit: Fit


def assign(
    mentors: Sequence[Side],
    mentees: Sequence[Side],
    *,
    avoid: AbstractSet[tuple[int, int]] = frozenset(),
    tell: Callable[[int], None] = lambda done: None,
) -> list[Match]:
    """In the order of the mentees. `tell` hears how many of them were looked at."""
    places = [(mentor, load) for mentor in mentors for load in range(mentor.held, mentor.most)]
    if not places or not mentees:
        return []
    alone = 1 + len(mentees) * (100 + max(cost(Fit(), load) for _mentor, load in places))
    table = np.full((len(mentees), len(places) + len(mentees)), alone, dtype=np.int64)
    table[:, : len(places)] = 2 * alone  # impossible: a place "no mentor" is always free, and cheaper
    for row, mentee in enumerate(mentees):
        for column, (mentor, load) in enumerate(places):
            found = fit(mentor, mentee)
            if found.is_possible and may_be_paired(mentor, mentee, avoid):
                table[row, column] = cost(found, load)
        tell(row + 1)
    rows, columns = import_module("scipy.optimize").linear_sum_assignment(table)
    pairs = [
        (mentees[row], places[column][0])
        for row, column in zip(rows, columns, strict=True)
        if table[row, column] < alone
    ]
    return [Match(mentor=mentor, mentee=mentee, fit=fit(mentor, mentee)) for mentee, mentor in pairs]
