"""Equity in figures: who is present in which part, how far people come, how evenly communities are served.

Everything that leaves here is protected: counts with their complements, tables with their totals.
"""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, replace

from common.statistics.concentration import concentration_curve, concentration_index
from common.statistics.estimate import Estimate
from common.statistics.inequality import (
    LorenzPoint,
    gini,
    gini_corrected,
    lorenz,
    theil_decomposition,
)
from common.statistics.intervals import participation_ratio
from evaluation.logic.equity import STEPS
from evaluation.logic.protection import protected
from evaluation.logic.results import Result, result_of, rounded
from evaluation.models import EquityDimension, Part
from evaluation.queries.equity import Community, PartCounts
from evaluation.stats.figures import COUNT
from evaluation.stats.participation import Came

ALL = "all"
SHARE = "share.of_distinct_people.v1"


# --- Who is present ---


def presence(
    dimension: str, parts: Mapping[str, PartCounts], reference_shares: Mapping[str, float], learning: Came
) -> list[Result]:
    """People by part and group, their share of the part, and that share over the group's share of the reference."""
    results: list[Result] = []
    for part, counts in parts.items():
        results += _of_part(dimension, part, counts, reference_shares)
    whole = PartCounts(by_group=dict(learning.true_groups), people=learning.true_whole)
    hidden = {group for group in learning.true_groups if not learning.is_shown(group)}
    learn = [
        each.hidden() if learning.took_part is None or each.cell.get(dimension) in hidden else each
        for each in _of_part(dimension, Part.LEARN, whole, reference_shares)
    ]
    return [*learn, *protected(results)]


def _of_part(
    dimension: str, part: str, counts: PartCounts, reference_shares: Mapping[str, float]
) -> list[Result]:
    results = [_people({"part": str(part)}, counts.people)]
    for group, people in sorted(counts.by_group.items()):
        cell = {"part": str(part), dimension: group}
        results += _of_group(cell, people, counts.people, reference_shares.get(group), dimension)
    return results


def _people(cell: Mapping[str, str], people: int, *, of: int | None = None) -> Result:
    """`of`: the whole of which it is a part where parts overlap; then few others are few people, too."""
    behind, part = (people, None) if of is None else (of, people)
    return Result(
        metric="people_in_part",
        cell=cell,
        value=rounded(people),
        n=people,
        method_id=COUNT,
        people=behind,
        part=part,
    )


def _of_group(
    cell: Mapping[str, str], people: int, whole: int, reference: float | None, dimension: str
) -> list[Result]:
    overlaps = dimension == EquityDimension.LANGUAGE
    results = [_people(cell, people, of=whole if overlaps else None)]
    if not whole or not any(value for name, value in cell.items() if name == dimension):
        return results
    share = Estimate(value=people / whole, n=whole, method_id=SHARE)
    results.append(result_of("part_share", cell, share, people=people))
    if reference:
        ratio = participation_ratio(count=people, participants=whole, reference_share=min(reference, 1))
        extra = str(rounded(ratio.reference_share))
        results.append(result_of("part_ratio", cell, ratio, people=people, reference_share=extra))
    return results


# --- How far people come ---


def funnel_by_group(told: Came) -> dict[str, dict[str, int | None]]:
    """{group: {step: people who came at least so far}}, the group "all" among them; None where it is not shown."""
    if not told.groups:
        return {}
    rows = {**told.groups, ALL: told.everybody}
    return {group: dict(zip(STEPS, shown, strict=True)) for group, shown in rows.items()}


# --- How evenly communities are served ---


@dataclass(frozen=True, kw_only=True)
class Evenness:
    """Of one measure over all communities. `placed` of them have a known place for the concentration index."""

    results: list[Result]
    lorenz: tuple[LorenzPoint, ...]
    concentration: tuple[LorenzPoint, ...]
    communities: int
    never_reached: int
    placed: int
    people: int

    def get(self, metric: str) -> Result:
        return next(each for each in self.results if each.metric == metric)

    @property
    def is_shown(self) -> bool:
        return not any(each.is_suppressed for each in self.results)


def evenness(found: Sequence[Community], measure: str) -> Evenness:
    """`measure` is "people" (seats taken) or "hours"."""
    amounts = [float(getattr(each, measure)) for each in found]
    people = sum(each.people for each in found)
    groups: dict[Hashable, list[float]] = {}
    for community, amount in zip(found, amounts, strict=True):
        groups.setdefault(community.region, []).append(amount)
    parts = theil_decomposition(groups)
    placed = [
        (each.online, amount) for each, amount in zip(found, amounts, strict=True) if each.online is not None
    ]
    placed.sort()
    index = concentration_index([amount for _at, amount in placed], [at for at, _amount in placed])
    estimates = {
        "gini": gini(amounts),
        "gini_corrected": gini_corrected(amounts),
        "theil": parts,
        "theil_within": replace(parts, value=parts.within),
        "theil_between": replace(parts, value=parts.between),
        "concentration": index,
    }
    results = [result_of(metric, {}, estimate, people=people) for metric, estimate in estimates.items()]
    shown = protected(results)
    hidden = any(each.is_suppressed for each in shown)
    return Evenness(
        results=shown,
        lorenz=() if hidden else lorenz(amounts),
        concentration=() if hidden else concentration_curve([1] * len(placed), [a for _at, a in placed]),
        communities=len(found),
        never_reached=sum(each.people == 0 for each in found),
        placed=len(placed),
        people=people,
    )
