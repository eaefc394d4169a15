"""How far people came, all together and group by group: decided once what is shown, for every page that tells of it.

Everybody's steps follow from nothing but everybody's counts; so pages that divide the same people in different ways, or
not at all, show the same of them and cannot be held against each other.
"""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass

from common.statistics.suppression_chains import ProtectedChains, Shown, protect_chain, protect_chains
from evaluation.logic.disclosure import least_people
from evaluation.logic.equity import PRESENT, at_least
from evaluation.models import EquityDimension
from evaluation.queries.equity import FurthestSteps


@dataclass(frozen=True, kw_only=True)
class Came:
    """People who came at least to each step; `groups` and `everybody` only where it is shown."""

    everybody: Shown
    groups: Mapping[str, Shown]
    true_groups: Mapping[str, int]  # people who took part, not protected
    true_whole: int

    @property
    def took_part(self) -> int | None:
        return self.everybody[PRESENT]

    def is_shown(self, group: str) -> bool:
        """Whether it may be told how many of the group took part."""
        return self.groups[group][PRESENT] is not None


def came(dimension: str, found: FurthestSteps) -> Came:
    least = least_people([dimension])
    chains = {group: at_least(counts) for group, counts in sorted(found.by_group.items())}
    everybody = at_least(found.everybody)
    if dimension == EquityDimension.LANGUAGE:
        groups = {group: _beside_others(chain, everybody, least) for group, chain in chains.items()}
        shown = protect_chain(everybody, k=least, anchor=PRESENT)
    else:
        table = _table(chains, everybody, least)
        groups, shown = {str(group): cells for group, cells in table.groups.items()}, table.everybody
    return Came(
        everybody=shown,
        groups=groups,
        true_groups={group: chain[PRESENT] for group, chain in chains.items()},
        true_whole=everybody[PRESENT],
    )


def _table(chains: Mapping[str, list[int]], everybody: list[int], least: int) -> ProtectedChains:
    groups: dict[Hashable, list[int]] = dict(chains.items())
    return protect_chains(groups, everybody, k=least, anchor=PRESENT)


def _beside_others(chain: list[int], everybody: list[int], least: int) -> Shown:
    """A language beside everybody who does not use it: what protects the one protects the other."""
    others = [whole - people for whole, people in zip(everybody, chain, strict=True)]
    return _table({"own": chain, "others": others}, everybody, least).groups["own"]
