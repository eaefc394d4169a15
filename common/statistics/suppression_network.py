"""Published counts as a circulation: people flow from parts to wholes and back, and a blank is as unknown as its flow
can rise and fall when only blanks may change. Exact in whole people, by maximum flows, without linear programming.
"""

from collections import deque
from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from heapq import heappop, heappush
from itertools import count
from math import inf
from typing import Any

Place = Any  # of a count: any name that can be looked up


@dataclass(frozen=True)
class Arc:
    start: Hashable
    end: Hashable


@dataclass
class Network:
    """Counts as flows through arcs. `blanks` are not shown; what may be blanked beside them has a `loss`."""

    values: dict[Place, int]
    arcs: dict[Place, Arc]
    blanks: set[Place]
    loss: Mapping[Place, float]
    touching: dict[Hashable, list[Place]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for place, arc in self.arcs.items():
            self.touching.setdefault(arc.start, []).append(place)
            self.touching.setdefault(arc.end, []).append(place)

    def room_up(self, place: Place, enough: float = inf) -> float:
        arc = self.arcs[place]
        return self._push(dict(self.values), place, arc.end, arc.start, enough)

    def room_down(self, place: Place) -> float:
        arc = self.arcs[place]
        return self._push(dict(self.values), place, arc.start, arc.end, self.values[place])

    def widen(self, place: Place, k: int) -> list[Place]:
        """Blanks more cells, if it must, until this one may rise or fall by k people in all; says which.

        Raises ValueError where what may be blanked is not enough.
        """
        added: list[Place] = []
        arc = self.arcs[place]
        while True:
            upward, downward = dict(self.values), dict(self.values)
            up = self._push(upward, place, arc.end, arc.start, k)
            down = self._push(downward, place, arc.start, arc.end, self.values[place])
            need = int(k - up - down) if up < k else 0
            if need <= 0:
                return added
            ways = [
                self._way_for(upward, place, arc.end, arc.start, need),
                self._way_for(downward, place, arc.start, arc.end, min(need, int(self.values[place] - down))),
            ]
            path = min(filter(None, ways), key=self._lost, default=None)
            if path is None:
                raise ValueError(
                    "What may be blanked leaves this count no room: there is nothing to protect."
                )
            added += path
            self.blanks.update(path)

    def _lost(self, path: list[Place]) -> float:
        return sum(self.loss[step] for step in path)

    def _way_for(
        self, flows: dict[Place, int], place: Place, start: Hashable, end: Hashable, need: int
    ) -> list[Place]:
        """For all who are needed at once, or else for as many as one way can take."""
        amounts = range(need, 0, -1)
        return next(filter(None, (self._cheapest(flows, place, start, end, some) for some in amounts)), [])

    def _push(
        self, flows: dict[Place, int], place: Place, start: Hashable, end: Hashable, limit: float
    ) -> float:
        """The most that can flow from start to end through blanks other than this one, up to the limit."""
        pushed = 0.0
        while pushed < limit:
            path = self._path(flows, place, start, end)
            if path is None:
                break
            amount = min([limit - pushed, *(flows[step] for step, forward in path if not forward)])
            if amount == inf:
                return inf
            for step, forward in path:
                flows[step] += int(amount) if forward else -int(amount)
            pushed += amount
        return pushed

    def _path(
        self, flows: dict[Place, int], place: Place, start: Hashable, end: Hashable
    ) -> list[tuple[Place, bool]] | None:
        came: dict[Hashable, tuple[Hashable, Place, bool]] = {}
        waiting = deque([start])
        while waiting and end not in came:
            node = waiting.popleft()
            for step in self.touching[node]:
                forward = self.arcs[step].start == node
                other = self.arcs[step].end if forward else self.arcs[step].start
                usable = step in self.blanks and step != place and (forward or flows[step] > 0)
                if usable and other not in came and other != start:
                    came[other] = (node, step, forward)
                    waiting.append(other)
        if end not in came:
            return None
        path, node = [], end
        while node != start:
            node, step, forward = came[node]
            path.append((step, forward))
        return path

    def _cheapest(
        self, flows: dict[Place, int], place: Place, start: Hashable, end: Hashable, amount: int
    ) -> list[Place]:
        """The shown cells whose blanking, at the least loss, lets `amount` more people into this cell, or out of it."""
        best: dict[Hashable, float] = {start: 0.0}
        came: dict[Hashable, tuple[Hashable, Place]] = {}
        order = count()  # nodes of different kinds do not compare
        queue: list[tuple[float, int, Hashable]] = [(0.0, next(order), start)]
        while queue:
            cost, _turn, node = heappop(queue)
            if cost > best[node]:
                continue
            for step in self.touching[node]:
                forward = self.arcs[step].start == node
                is_open = step in self.blanks or step in self.loss
                if step == place or not is_open or not (forward or flows[step] >= amount):
                    continue
                other = self.arcs[step].end if forward else self.arcs[step].start
                through = cost + (0.0 if step in self.blanks else self.loss[step])
                if through < best.get(other, inf):
                    best[other], came[other] = through, (node, step)
                    heappush(queue, (through, next(order), other))
        added, node = [], end
        while node != start and node in came:
            node, step = came[node]
            if step not in self.blanks:
                added.append(step)
        return added
