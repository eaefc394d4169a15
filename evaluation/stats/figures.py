"""Figures of participation as results, from plain counts. What may be shown is asked later."""

from collections.abc import Mapping, Sequence

from common.statistics.intervals import participation_ratio
from common.statistics.rates import attrition, completion_rate, response_rate
from common.statistics.suppression_chains import protect_chain
from evaluation.logic.disclosure import least_people
from evaluation.logic.equity import STEPS as FUNNEL
from evaluation.logic.results import Result, result_of, rounded

COUNT = "count.distinct.v1"
TOTAL = "sum.v1"


def count_result(metric: str, cell: Mapping[str, str], people: int) -> Result:
    """How many people: the value and its n are the same."""
    return Result(metric=metric, cell=cell, value=rounded(people), n=people, method_id=COUNT, people=people)


def total_result(metric: str, cell: Mapping[str, str], total: float, people: int | None) -> Result:
    """A sum (hours, sessions) and the people behind it; empty where it is not about people."""
    return Result(metric=metric, cell=cell, value=rounded(total), n=people, method_id=TOTAL, people=people)


def participation_results(by_region: Mapping[str, int], population: Mapping[str, int]) -> list[Result]:
    """Participants by region, and their share over the region's share of the population.

    "" is: region not known. These people stay in the denominator of the ratio: a denominator without them would tell
    how many they are, also where they are too few to be told of.
    """
    participants = sum(by_region.values())
    everybody = sum(population.values())
    results = [count_result("participants", {}, participants)]
    for region, people in sorted(by_region.items()):
        results.append(count_result("participants", {"region": region}, people))
    for region, people in sorted(by_region.items()):
        inhabitants = population.get(region, 0)
        if region and inhabitants and participants:
            share_of_all = inhabitants / everybody
            ratio = participation_ratio(count=people, participants=participants, reference_share=share_of_all)
            share = str(rounded(ratio.reference_share))
            results.append(
                result_of(
                    "participation_ratio", {"region": region}, ratio, people=people, reference_share=share
                )
            )
    return results


def funnel_results(counts: Mapping[str, int]) -> list[Result]:
    """Distinct people who came at least to each step. Those who attended stand elsewhere too, as participants; a step
    beside it is hidden where few, or few others, or all or none of a small group came to it from the last shown one.
    """
    chain = [counts.get(step, 0) for step in FUNNEL]
    return steps_told(protect_chain(chain, k=least_people(), anchor=FUNNEL.index("attended")))


def steps_told(shown: Sequence[int | None]) -> list[Result]:
    """Of everybody, as it was decided."""
    return [
        count_result("funnel", {"step": step}, people or 0)
        if people is not None
        else count_result("funnel", {"step": step}, 0).hidden()
        for step, people in zip(FUNNEL, shown, strict=True)
    ]


def completion_result(cell: Mapping[str, str], *, ended: int, completed: int) -> Result:
    share = completion_rate(enrolled=ended, completed=completed)
    return result_of("completion", cell, share, people=ended, part=completed)


def response_results(
    timepoint: str, *, asked: int, answered: int, at_start: int, stayed: int
) -> list[Result]:
    """Who answered of those asked, and who is missing of those who had answered the first time."""
    cell = {"timepoint": timepoint}
    answering = response_rate(complete=answered, not_reached=asked - answered)
    results = [result_of("response_rate", cell, answering, people=asked, part=answered)] if asked else []
    if timepoint != "baseline" and at_start:
        lost = attrition(at_start=at_start, remaining=stayed)
        results.append(result_of("attrition", cell, lost, people=at_start, part=at_start - stayed))
    return results


def chosen(results: Sequence[Result], metric: str, **cell: str) -> Result | None:
    """The one result at this place."""
    wanted = (metric, tuple(sorted(cell.items())))
    return next((result for result in results if result.place == wanted), None)
