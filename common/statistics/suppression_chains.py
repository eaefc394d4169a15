"""Nested counts by group: of those who applied, how many were accepted, took part, completed; and of each group.

Everybody's own chain is decided first and from nothing but itself, so that tables of the same people by region, by type
or by language all show the same of everybody, and have nothing else in common. A table of groups is a circulation: what
came so far flows from step to step, and those who came no further flow on to everybody's.
"""

from collections import deque
from collections.abc import Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from common.statistics.exact import check_counts
from common.statistics.suppression import check_threshold, count_rule, rate_rule
from common.statistics.suppression_network import Arc, Network
from common.statistics.suppression_tables import TOTAL

METHOD = "suppression.chains.unanimity_network_audit_width_k.v1"
EVERYBODY: Final = TOTAL
CAME, STAYED = "came", "stayed"  # at least so far; so far and no further

Chain = Sequence[int]  # people who came at least so far, step by step
Shown = tuple[int | None, ...]
Place = tuple[str, Hashable, int]


@dataclass(frozen=True)
class ProtectedChains:
    """What may be shown of each step, None where nothing."""

    everybody: Shown
    groups: Mapping[Hashable, Shown]
    method_id: str = METHOD


def shown_steps(chain: Chain, *, k: int, anchor: int, withheld: Collection[int] = ()) -> list[int]:
    """The steps that may be shown of one chain: the anchor first, whose number stands elsewhere, too; then those of
    which neither few, nor few others, nor all or none of a small group came from the last shown one.
    """
    check_threshold(k)
    check_counts(*chain, *(earlier - later for earlier, later in pairwise(chain)))
    first = next(
        (at for at in (anchor, 0) if at not in withheld and count_rule(chain[at], k=k) is None), None
    )
    if first is None:
        return []
    shown = [first]
    for step in range(first + 1, len(chain)):
        if step not in withheld and rate_rule(chain[step], chain[shown[-1]], k=k) is None:
            shown.append(step)
    for step in range(first - 1, -1, -1):
        if step not in withheld and rate_rule(chain[shown[0]], chain[step], k=k) is None:
            shown.insert(0, step)
    return shown


def protect_chain(chain: Chain, *, k: int, anchor: int, withheld: Collection[int] = ()) -> Shown:
    shown = shown_steps(chain, k=k, anchor=anchor, withheld=withheld)
    return tuple(people if step in shown else None for step, people in enumerate(chain))


def protect_chains(
    groups: Mapping[Hashable, Chain],
    everybody: Chain,
    *,
    k: int,
    anchor: int,
    withheld: Collection[tuple[Hashable, int]] = (),
) -> ProtectedChains:
    """Chains of groups that together are everybody. Steps that are not shown of everybody are shown of no group; steps
    at which nobody was lost are one step, and where nobody is left everybody knows it of each group. `withheld` names
    (group, step), EVERYBODY among them, that may not be shown for other reasons.
    """
    not_shown = {group: {step for each, step in withheld if each == group} for group in (*groups, EVERYBODY)}
    for step, people in enumerate(everybody):
        if sum(chain[step] for chain in groups.values()) != people:
            raise ValueError("The groups together must be everybody.")
    shown = protect_chain(everybody, k=k, anchor=anchor, withheld=not_shown[EVERYBODY])
    columns = _columns(everybody, [step for step, people in enumerate(shown) if people is not None])
    table = _Table(groups, [column[0] for column in columns], k)
    at = next((place for place, column in enumerate(columns) if anchor in column), 0)
    apart = {
        group: {place for place, column in enumerate(columns) if not_shown[group] & {*column}}
        for group in groups
    }
    hidden = table.hidden(at, apart)
    known: dict[Hashable, Shown] = {}
    for group, chain in groups.items():
        cells: list[int | None] = [None] * len(everybody)
        for column in columns:
            for step in column:
                is_hidden = (group, column[0]) in hidden and everybody[step]
                cells[step] = None if is_hidden else chain[step]
        none_left = cells.index(0) if 0 in cells else len(cells)
        known[group] = (*cells[:none_left], *([0] * (len(cells) - none_left)))
    return ProtectedChains(shown, known)


def _columns(everybody: Chain, shown: Sequence[int]) -> list[list[int]]:
    """Shown steps, those at which nobody was lost together."""
    columns: list[list[int]] = []
    for step in shown:
        if columns and everybody[columns[-1][0]] == everybody[step]:
            columns[-1].append(step)
        else:
            columns.append([step])
    return columns


class _Table:
    """The groups' counts at some steps; everybody's are known."""

    def __init__(self, groups: Mapping[Hashable, Chain], steps: Sequence[int], k: int) -> None:
        self.groups, self.steps, self.k = groups, steps, k
        self.chains = {group: [chain[step] for step in steps] for group, chain in groups.items()}

    def hidden(self, anchor: int, withheld: Mapping[Hashable, Collection[int]]) -> set[tuple[Hashable, int]]:
        """(group, step) of what is not shown."""
        if not self.steps:
            return set()
        primary = [
            (group, column)
            for group, chain in self.chains.items()
            for column in range(len(chain))
            if column not in shown_steps(chain, k=self.k, anchor=anchor, withheld=withheld[group])
            and self._is_anybody_there(column)
        ]
        network = self._network({(CAME, group, column) for group, column in primary})
        waiting = deque((CAME, group, column) for group, column in primary)
        while waiting:
            waiting.extend(self._widen(network, waiting.popleft()))
        return {(group, self.steps[column]) for what, group, column in network.blanks if what == CAME}

    def _is_anybody_there(self, column: int) -> bool:
        return any(chain[column] for chain in self.chains.values())

    def _widen(self, network: Network, place: Place) -> list[Place]:
        """Says what else is not shown now, in the same order in every process. Where others do not give enough room,
        first the group's own chain goes, then the whole table.
        """
        added: list[Place] = []
        for more in (list[Place](), self._of(place[1]), list(network.loss)):
            fresh = [each for each in more if each not in network.blanks]
            network.blanks.update(fresh)
            added += fresh
            try:
                return added + network.widen(place, self.k)
            except ValueError:
                continue
        return added

    def _of(self, group: Hashable) -> list[Place]:
        return [(CAME, group, column) for column in range(len(self.steps)) if self._is_anybody_there(column)]

    def _network(self, blanks: set[Place]) -> Network:
        values: dict[Hashable, int] = {}
        arcs: dict[Hashable, Arc] = {}
        loss: dict[Hashable, float] = {}
        everybody = [
            sum(chain[column] for chain in self.chains.values()) for column in range(len(self.steps))
        ]
        for group, chain in [*self.chains.items(), (EVERYBODY, everybody)]:
            for column, people in enumerate(chain):
                came, stayed = (CAME, group, column), (STAYED, group, column)
                values[came] = people
                values[stayed] = people - (chain[column + 1] if column + 1 < len(chain) else 0)
                here, before = (group, column), (group, column - 1) if column else "all"
                if group is EVERYBODY:
                    arcs[came], arcs[stayed] = Arc(here, before), Arc(column, here)
                    continue
                arcs[came], arcs[stayed] = Arc(before, here), Arc(here, column)
                if everybody[column]:
                    loss[came] = people + 1.0 if people else 2.0 * everybody[0]
        free = {(STAYED, group, column) for group in self.chains for column in range(len(self.steps))}
        return Network(values, arcs, {*blanks, *free}, loss)
