"""Figures of change as results, from sums that add up. What may be shown is asked later."""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction
from math import sqrt
from typing import Any

from django.conf import settings

from common.statistics.clustering import ClusterSums, clustered_change, difference_in_differences
from common.statistics.effect_sizes import d_av
from common.statistics.estimate import Estimate
from common.statistics.multiplicity import Adjusted, benjamini_hochberg
from common.statistics.paired import PairedSums, paired_change
from common.statistics.rates import OneSums, rate, standardized_difference_of
from common.statistics.regression_to_mean import regression_to_mean
from common.statistics.reliability import Directions, reliable_directions
from common.statistics.signed_ranks import DifferenceCounts, hodges_lehmann, rank_biserial, wilcoxon
from evaluation.logic.results import Result, result_of, rounded

STEP = Fraction(1, 100)  # the grid of differences that rank statistics rest on
ORIGIN = Decimal("0.5")
BY_SIGN = "direction.grid_hundredths.wilson.v1"
RELIABLE = "direction.reliable_change.jacobson_truax1991.grid_hundredths.wilson.v1"


def no_sums() -> PairedSums:
    return PairedSums(origin=ORIGIN)


@dataclass
class Grouped:
    """The pairs of one side: sums by organization, and of those who belong to none."""

    clusters: dict[Hashable, PairedSums] = field(default_factory=dict)
    singles: PairedSums = field(default_factory=no_sums)
    people: int = 0

    def add(self, organization: Hashable | None, sums: PairedSums) -> None:
        if organization is None:
            self.singles = self.singles + sums if self.singles.n else sums
        elif organization in self.clusters:
            self.clusters[organization] += sums
        else:
            self.clusters[organization] = sums

    @property
    def n(self) -> int:
        return self.singles.n + sum(each.n for each in self.clusters.values())

    @property
    def whole(self) -> PairedSums:
        return sum(self.clusters.values(), self.singles)

    @property
    def as_clusters(self) -> ClusterSums:
        return ClusterSums.of(self.clusters.values(), singles=self.singles)


@dataclass
class ChangeSums:
    """What is known of the pairs of one cell. `treated` are those of its pairs who can be compared, `control` those
    with whom; `stayed` and `left` hold baselines; `admitted` those let in by a low baseline, `everybody` the others.
    """

    sums: PairedSums = field(default_factory=no_sums)
    steps: dict[int, int] = field(default_factory=dict)
    people: int = 0
    clusters: ClusterSums = field(default_factory=ClusterSums)
    treated: Grouped = field(default_factory=Grouped)
    control: Grouped = field(default_factory=Grouped)
    stayed: OneSums = field(default_factory=OneSums)
    left: OneSums = field(default_factory=OneSums)
    reliability: Decimal | None = None
    admitted: dict[Decimal, int] = field(
        default_factory=dict
    )  # pairs by the baseline below which they were let in
    everybody: PairedSums = field(default_factory=no_sums)
    is_withheld: bool = False  # another choice of dates would tell of few


def change_results(cell: Mapping[str, str], known: ChangeSums, *, in_full: bool = True) -> list[Result]:
    """Mean change first, in units of the score; standardized effect and p only from enough pairs on."""
    sums, people = known.sums, known.people
    if not sums.n:
        return []
    means: dict[str, Any] = {
        "mean_before": str(rounded(sums.mean_before)),
        "mean_after": str(rounded(sums.mean_after)),
    }
    change = paired_change(sums)
    if not in_full:
        return [result_of("change", cell, change, people=people, **means)]
    differences = DifferenceCounts.from_steps(known.steps, step=STEP)
    median = str(rounded(hodges_lehmann(differences).value))
    results = [result_of("change", cell, change, people=people, median_change=median, **means)]
    results += _by_organization(cell, known)
    if sums.n >= settings.MINIMUM_PAIRS_FOR_EFFECT:
        results.append(result_of("effect", cell, d_av(sums), people=people))
        results.append(_signed_rank(cell, differences, people))
    results += _directions(cell, known, differences)
    return results + _compared(cell, known) + _leavers(cell, known) + _expected_artefact(cell, known)


def _by_organization(cell: Mapping[str, str], known: ChangeSums) -> list[Result]:
    """The same mean with an interval that allows for people of one organization being alike."""
    if not known.clusters.groups:
        return []
    found = clustered_change(known.clusters)
    if found.low is None:
        return []
    organizations = known.clusters.groups
    return [result_of("change_clustered", cell, found, people=known.people, organizations=organizations)]


def _signed_rank(cell: Mapping[str, str], differences: DifferenceCounts, people: int) -> Result:
    test = wilcoxon(differences)
    as_estimate = Estimate(value=test.p, n=test.n, method_id=test.method_id)
    rank = str(rounded(rank_biserial(differences).value))
    return result_of("signed_rank_p", cell, as_estimate, people=people, rank_biserial=rank)


def _directions(cell: Mapping[str, str], known: ChangeSums, differences: DifferenceCounts) -> list[Result]:
    """By reliable change where the questionnaire's reliability is known and enough pairs tell the spread."""
    reliable = _reliable(known, differences)
    method_id, quality = BY_SIGN, dict[str, str]()
    counts = {"improved": 0, "unchanged": 0, "worse": 0}
    if reliable is not None:
        method_id = RELIABLE
        quality = {"beyond": str(rounded(reliable.beyond)), "reliability": str(known.reliability)}
        counts = {name: getattr(reliable, name) for name in counts}
    else:
        for difference, times in differences.counts:
            counts["improved" if difference > 0 else "worse" if difference else "unchanged"] += times
    pairs = differences.n
    return [
        result_of(metric, cell, rate(times, pairs, method_id=method_id), people=pairs, part=times, **quality)
        for metric, times in counts.items()
    ]


def _reliable(known: ChangeSums, differences: DifferenceCounts) -> Directions | None:
    if known.reliability is None or known.sums.n < settings.MINIMUM_PAIRS_FOR_EFFECT:
        return None
    sd_before = known.sums.moments().sd_before
    return reliable_directions(differences.counts, sd_before=sd_before, reliability=float(known.reliability))


def _compared(cell: Mapping[str, str], known: ChangeSums) -> list[Result]:
    """The change less that of the comparison group, where both are large enough, and where those who are compared are
    all or so far from all that nothing is told of the few others.
    """
    treated, control = known.treated, known.control
    others = known.sums.n - treated.n
    too_few = min(treated.n, control.n) < settings.MINIMUM_PAIRS_FOR_EFFECT
    if too_few or 0 < others < settings.MINIMUM_CELL_PEOPLE:
        return []
    found = difference_in_differences(treated.as_clusters, control.as_clusters)
    return [
        result_of(
            "compared_change",
            cell,
            found,
            people=min(treated.people, control.people),
            pairs=treated.n,
            pairs_compared=control.n,
            change=str(rounded(paired_change(treated.whole).value)),
            change_compared=str(rounded(paired_change(control.whole).value)),
        )
    ]


def _leavers(cell: Mapping[str, str], known: ChangeSums) -> list[Result]:
    """How the baseline of those who stayed differs from that of those who left; n = those who left. As it is
    standardized, both must be large enough.
    """
    if min(known.stayed.n, known.left.n) < settings.MINIMUM_PAIRS_FOR_EFFECT:
        return []
    found = standardized_difference_of(known.stayed, known.left)
    result = result_of("leavers", cell, found, people=known.left.n, stayed=known.stayed.n)
    return [replace(result, n=known.left.n)]


def _expected_artefact(cell: Mapping[str, str], known: ChangeSums) -> list[Result]:
    """The rise to expect of those let in by a low baseline, had nothing happened: their mean, over all pairs."""
    others = known.everybody
    if not known.admitted or known.reliability is None or others.n < settings.MINIMUM_PAIRS_FOR_EFFECT:
        return []
    spread = others.moments().sd_before
    error = sqrt(1 - float(known.reliability)) * spread
    own = sqrt(float(known.reliability)) * spread
    rises = [
        (times, regression_to_mean(
            cutoff=float(below), mean=others.mean_before, sd_within=error, sd_between=own, n=times
        ))
        for below, times in known.admitted.items()
    ]  # fmt: skip
    if any(each.value is None for _times, each in rises):
        return []
    rise = sum(times * (each.value or 0) for times, each in rises) / known.sums.n
    expected = Estimate(value=rise, n=sum(known.admitted.values()), method_id=rises[0][1].method_id)
    return [result_of("expected_artefact", cell, expected, people=sum(known.admitted.values()))]


def with_discoveries(results: Iterable[Result]) -> list[Result]:
    """Beside each p that is shown: what it is among all that are, which are the declared family (Benjamini &
    Hochberg 1995).
    """
    everything = list(results)
    family: dict[Hashable, float] = {
        each.place: float(each.value)
        for each in everything
        if each.metric == "signed_rank_p" and each.value is not None
    }
    found = benjamini_hochberg(family)
    return [
        replace(each, quality={**each.quality, **_adjusted(found[each.place])})
        if each.place in found
        else each
        for each in everything
    ]


def _adjusted(test: Adjusted) -> dict[str, Any]:
    return {"p_adjusted": str(rounded(test.adjusted)), "family": test.n}
