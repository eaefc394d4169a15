"""Which seat somebody gets: the first reserved one she qualifies for, in their order, else an open one."""

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import NamedTuple


class Seat(NamedTuple):
    pool: int | None  # none: an open seat


@dataclass
class FreeSeats:
    """The seats nobody holds. Giving one leaves one less."""

    open: int
    pools: dict[int, int] = field(default_factory=dict)  # in the order in which they are listed

    @property
    def total(self) -> int:
        return max(self.open, 0) + sum(self.pools.values())

    def give(self, qualifies: Collection[int]) -> Seat | None:
        for pool, free in self.pools.items():
            if free > 0 and pool in qualifies:
                self.pools[pool] -= 1
                return Seat(pool)
        if self.open > 0:
            self.open -= 1
            return Seat(None)
        return None
