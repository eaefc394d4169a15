"""Figures before and after the question whether they may be shown: the one layer between computing and any door.

Pages, charts, CSV, JSON and API get results from `protected` only, so that nothing is hidden in one of them and
told by another.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_EVEN, Decimal
from functools import cached_property
from typing import Any, cast

from common.statistics.estimate import Estimate, Reason
from common.statistics.suppression import count_rule, rate_rule
from common.statistics.suppression_tables import TOTAL, protect_list
from evaluation.logic.disclosure import least_people
from evaluation.logic.populations import Adding, Beside, can_be_worked_out, rest_tells_of_few
from evaluation.logic.vintages import (
    PartsThen,
    Told,
    Vintage,
    parts_tell_of_few,
    sums_tell_of_few,
    tells_of_few,
)

PRECISION = Decimal("0.000001")  # what results are rounded to before they are stored, shown and hashed

# What can be worked out from what: if the first may not be shown, neither may the others of the same cell.
FOLLOW = {
    "participants": ("participation_ratio",),
    "people_in_part": ("part_share", "part_ratio"),
    "change": (
        "change_clustered",
        "effect",
        "signed_rank_p",
        "improved",
        "unchanged",
        "worse",
        "compared_change",
        "leavers",
        "expected_artefact",
    ),
}
# What names the number of the same people, or of all but those who are still on their way: it tells of a hidden one.
OF_THE_SAME = {"hours": "participants", "completion": "participants"}
LEADER = {follower: leader for leader, followers in FOLLOW.items() for follower in followers}
# Worked out from counts that are shown: subtracting them tells no more than subtracting the counts.
FROM_COUNTS = frozenset(FOLLOW["participants"] + FOLLOW["people_in_part"])
SHARES = frozenset({"completion", "response_rate", "attrition", "improved", "unchanged", "worse"})
# What depends on the other figures of a report, and says nothing more of people.
AMONG_OTHERS = frozenset({"p_adjusted", "family"})
# Counts of these add up over the parts of a whole; each dimension is a list with its total.
PARTS = ("region", "method", "maturity", "affiliate_type")

Cell = tuple[tuple[str, str], ...]


@dataclass(frozen=True, kw_only=True)
class Result:
    """`people` stand behind it, `part` of them where it is a share. Of a hidden one nothing is left but its place."""

    metric: str
    cell: Mapping[str, str] = field(default_factory=dict)
    value: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    n: int | None = None
    method_id: str
    quality: Mapping[str, Any] = field(default_factory=dict)
    people: int | None = None  # empty: it does not count people, and needs no protection
    part: int | None = None
    is_suppressed: bool = False
    reason: str = ""

    @cached_property
    def place(self) -> tuple[str, Cell]:
        return self.metric, tuple(sorted(self.cell.items()))

    def hidden(self) -> "Result":
        return Result(
            metric=self.metric,
            cell=self.cell,
            method_id=self.method_id,
            is_suppressed=True,
            reason=Reason.PROTECTS_PEOPLE,
        )


def rounded(value: float | Decimal | None) -> Decimal | None:
    if value is None:
        return None
    exact = value if isinstance(value, Decimal) else Decimal(repr(float(value)))
    return exact.quantize(PRECISION, ROUND_HALF_EVEN) + 0  # no negative zero


def result_of(
    metric: str,
    cell: Mapping[str, str],
    estimate: Estimate,
    *,
    people: int | None,
    part: int | None = None,
    **quality: Any,
) -> Result:
    return Result(
        metric=metric,
        cell=dict(cell),
        value=rounded(estimate.value),
        low=rounded(estimate.low),
        high=rounded(estimate.high),
        n=estimate.n,
        method_id=estimate.method_id,
        quality=quality,
        people=people,
        part=part,
    )


def protected(
    results: Iterable[Result],
    *,
    previous: Sequence[Vintage] = (),
    same: Sequence[Vintage] = (),
    nested: Sequence[Vintage] = (),
    beside: Beside | None = None,
) -> list[Result]:
    """The results with those hidden that tell of fewer people than the policy asks for, or would give such ones away.

    `previous` are all vintages published before: nothing is shown that tells of few once one of them is subtracted.
    Nor once other reports are: `same` tell of the same people, `nested` of some of them, or of more; those `beside`
    of parts and wholes that can be taken together.
    """
    everything = list(results)
    hidden = {each.place for each in everything if _breaks_a_rule(each, previous)}
    hidden |= _told_beside(everything, same, nested)
    known = {place for each in same for place in each.shown}
    if beside is not None:
        telling, told = _told_together(everything, beside)
        hidden, known = hidden | telling, known | told
    lists, earlier = lists_of(everything), [ListsThen(each) for each in previous]
    before = -1
    while before != len(hidden):  # a whole that is hidden last takes its parts along every dimension with it
        before = len(hidden)
        hidden |= {
            each.place for each in everything if (OF_THE_SAME.get(each.metric), each.place[1]) in hidden
        }
        for key, (whole, parts) in lists.items():
            hidden |= _complement(whole, parts, hidden, [each.at(key) for each in earlier], known)
    hidden |= _shares_that_tell(everything, hidden)
    return [each.hidden() if _is_hidden(each, hidden) else each for each in everything]


def vintage_of(results: Iterable[Result]) -> Vintage:
    """What a published report tells, for those that come after it."""
    everything = list(results)
    return Vintage(
        shown={
            each.place: told_of(each) for each in everything if not each.is_suppressed and each.n is not None
        },
        hidden=frozenset(each.place for each in everything if each.is_suppressed),
    )


def told_of(result: Result) -> Told:
    n, value = result.n or 0, result.value or Decimal(0)
    known = {name: each for name, each in result.quality.items() if name not in AMONG_OTHERS}
    pairs = [int(known[name]) for name in ("pairs", "pairs_compared") if name in known]
    stayed = [int(known[name]) for name in ("stayed",) if name in known]
    is_mean = result.metric == "change"
    return Told(
        people=tuple(pairs or [n, *stayed]),
        amount=value * n if is_mean else value,
        error=PRECISION * n if is_mean else PRECISION,
        part=round(value * n) if result.metric in SHARES else None,
        method_id=result.method_id,
        said=(
            n,
            result.value,
            result.low,
            result.high,
            *sorted(f"{name}={each}" for name, each in known.items()),
        ),
    )


ListKey = tuple[str, Cell, str]  # a metric, the cell of the whole, the dimension of the parts


def lists_in(place: tuple[str, Cell]) -> list[ListKey]:
    """The lists in which a figure is a part."""
    metric, cell = place
    return [
        (metric, tuple(pair for pair in cell if pair[0] != dimension), dimension)
        for dimension in PARTS
        if dimension in dict(cell)
    ]


class ListsThen:
    """The lists of an earlier vintage, with parts that are gone now."""

    def __init__(self, vintage: Vintage) -> None:
        self.vintage = vintage
        self.shown: dict[ListKey, dict[Hashable, Told]] = defaultdict(dict)
        self.hidden: dict[ListKey, set[Hashable]] = defaultdict(set)
        for place, told in vintage.shown.items():
            for key in lists_in(cast("tuple[str, Cell]", place)):
                self.shown[key][place] = told
        for place in vintage.hidden:
            for key in lists_in(cast("tuple[str, Cell]", place)):
                self.hidden[key].add(place)

    def at(self, key: ListKey) -> PartsThen:
        whole = self.vintage.shown.get(key[:2])
        return PartsThen(
            whole=whole, parts=self.shown.get(key, {}), hidden=frozenset(self.hidden.get(key, ()))
        )


def _breaks_a_rule(result: Result, previous: Sequence[Vintage]) -> bool:
    if result.people is None:
        return False
    k = least_people(result.cell)
    if result.metric not in FROM_COUNTS:
        now = told_of(result)
        then = [each.shown[result.place] for each in previous if result.place in each.shown]
        if any(tells_of_few(now, each, k=k) for each in then):
            return True
    if result.part is not None and LEADER.get(result.metric) != "change":
        return rate_rule(result.part, result.people, k=k) is not None
    few_pairs = count_rule(result.n or 0, k=k) is not None  # pairs can be more than people
    return few_pairs or count_rule(result.people, k=k) is not None


def lists_of(results: Sequence[Result]) -> dict[ListKey, tuple[Result, list[Result]]]:
    """Each total with its parts along one dimension."""
    counted = {each.place: each for each in results if each.people is not None and each.metric not in LEADER}
    lists: dict[ListKey, list[Result]] = defaultdict(list)
    for result in counted.values():
        for key in lists_in(result.place):
            lists[key].append(result)
    return {key: (counted[key[:2]], parts) for key, parts in lists.items() if key[:2] in counted}


def _complement(
    whole: Result, parts: list[Result], hidden: set[Any], then: Sequence[PartsThen], known: set[Any]
) -> set[Any]:
    """What must be hidden beside what is hidden already, so that no difference to the total, or of that to
    an earlier vintage, gives it away.
    """
    if whole.place in hidden:
        return {part.place for part in parts}
    k = least_people(name for part in parts for name in part.cell)
    counts: dict[Hashable, int] = {part.place: part.people or 0 for part in parts}
    found = {
        place for place, cell in protect_list(counts, k=k).items() if cell.suppressed and place is not TOTAL
    }
    found |= {part.place for part in parts if part.place in hidden}
    rest = sorted(
        (part for part in parts if part.place not in found | known),
        key=lambda part: (part.people == 0, part.people),
    )
    total = told_of(whole)
    told: dict[Hashable, Told] = {part.place: told_of(part) for part in parts}
    while rest and (
        _is_exposed([part for part in parts if part.place in found - known], k)
        or any(parts_tell_of_few(total, told, found, then=each, k=k) for each in then)
    ):
        found.add(rest.pop(0).place)
    unknown = [part for part in parts if part.place in found - known]
    if (known and _is_exposed(unknown, k)) or any(
        parts_tell_of_few(total, told, found, then=each, k=k) for each in then
    ):
        found.add(whole.place)  # of parts that are gone there is nothing to hide
    return found


def _is_exposed(blanks: list[Result], k: int) -> bool:
    if not blanks:
        return False
    people = sum(blank.people or 0 for blank in blanks)
    if len(blanks) < 2 or people < k:  # one blank is the total less the rest
        return True
    if any(blank.part is None for blank in blanks):
        return False
    return rate_rule(sum(blank.part or 0 for blank in blanks), people, k=k) is not None


def _told_beside(results: Sequence[Result], same: Sequence[Vintage], nested: Sequence[Vintage]) -> set[Any]:
    """What another report hides of the same people, and what differs by few from what it says."""
    about = [each for each in results if each.people is not None and each.metric not in FROM_COUNTS]
    found = {place for each in same for place in each.hidden} & {each.place for each in about}
    for result in about:
        now, k = told_of(result), least_people(result.cell)
        beside = [each.shown[result.place] for each in [*same, *nested] if result.place in each.shown]
        if any(sums_tell_of_few(now, each, k) for each in beside):
            found.add(result.place)
    return found


# People are counted once in a period, so months do not add up to their quarter; what they did does.
COUNTED_ONCE = {
    "participants": Adding(people=False, amount=False),
    "funnel": Adding(people=False, amount=False),
    "hours": Adding(people=False),
    "enrollments": Adding(people=False),
}


def _told_together(results: Sequence[Result], beside: Beside) -> tuple[set[Any], set[Any]]:
    """What tells of few once several reports are taken together, or of what one of them hides; and what readers can
    work out whatever is hidden here.
    """
    shown, hidden = beside.by_place()
    telling, known = set(), set()
    for result in results:
        if result.people is None or (result.metric in LEADER and result.metric not in SHARES):
            continue
        population, place = beside.at(result.place)
        others, adding = shown.get(place, []), COUNTED_ONCE.get(result.metric, Adding())
        told = {of for of, _told in others}
        now = (population, told_of(result))
        if others and rest_tells_of_few(now, others, k=least_people(result.cell), adding=adding):
            telling.add(result.place)
        if adding != COUNTED_ONCE["participants"]:
            if can_be_worked_out(population, told):
                known.add(result.place)
            if any(can_be_worked_out(each, {*told, population}) for each in hidden.get(place, [])):
                telling.add(result.place)
    return telling, known


def _shares_that_tell(results: list[Result], hidden: set[Any]) -> set[Any]:
    """Improved, unchanged, worse make a whole: two of them tell the third."""
    shares: dict[Cell, dict[str, Result]] = defaultdict(dict)
    for result in results:
        if result.metric in {"improved", "unchanged", "worse"}:
            shares[result.place[1]][result.metric] = result
    found = set()
    for cell, of_cell in shares.items():
        k = least_people(name for name, _value in cell)
        telling = {
            name
            for name, each in of_cell.items()
            if each.place in hidden or rate_rule(each.part or 0, each.people or 0, k=k)
        }
        if "improved" in telling:
            found |= {each.place for each in of_cell.values()}
        elif telling:
            found |= {each.place for name, each in of_cell.items() if name != "improved"}
    return found


def _is_hidden(result: Result, hidden: set[Any]) -> bool:
    leader = LEADER.get(result.metric)
    return result.place in hidden or (leader is not None and (leader, result.place[1]) in hidden)
