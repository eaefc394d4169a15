"""Whether figures may be shown: the one layer between computing and any door.

Pages, charts, CSV, JSON and API get results from `protected` only, so that nothing is hidden in one of them and
told by another.
"""

from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from typing import Any, cast

from common.statistics.suppression import count_rule, rate_rule
from common.statistics.suppression_tables import TOTAL, protect_list
from evaluation.logic.disclosure import least_people
from evaluation.logic.populations import (
    EVERYBODY,
    Adding,
    Beside,
    Population,
    Teller,
    can_be_worked_out,
    rest_tells_of_few,
    shapes,
)
from evaluation.logic.results import SHARES, Cell, Result, told_of
from evaluation.logic.vintages import (
    PartsThen,
    Told,
    Vintage,
    parts_tell_of_few,
    sums_tell_of_few,
    tells_of_few,
    together,
)

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
# Counts of these add up over the parts of a whole; each dimension is a list with its total.
PARTS = ("region", "method", "maturity", "affiliate_type")


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
    by_place = beside.by_place() if beside else ({}, {})
    if beside is not None:
        telling, told = _told_together(everything, beside, *by_place)
        hidden, known = hidden | telling, known | told
    lists, earlier = lists_of(everything), [ListsThen(each) for each in previous]
    groups = {key: Groups(beside, by_place[0], key[2], *lists[key]) for key in lists}
    before = -1
    while before != len(hidden):  # a whole that is hidden last takes its parts along every dimension with it
        before = len(hidden)
        hidden |= {
            each.place for each in everything if (OF_THE_SAME.get(each.metric), each.place[1]) in hidden
        }
        for key, (whole, parts) in lists.items():
            then = [each.at(key) for each in earlier]
            hidden |= _complement(whole, parts, hidden, then, known, groups[key])
    hidden |= _shares_that_tell(everything, hidden)
    return [each.hidden() if _is_hidden(each, hidden) else each for each in everything]


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


class Groups:
    """Regions of a report of everybody that are hidden together, beside other reports: whether they tell of few."""

    def __init__(
        self,
        beside: Beside | None,
        by_place: Mapping[Any, list[Teller]],
        dimension: str,
        whole: Result,
        parts: Sequence[Result],
    ) -> None:
        self.others: list[Teller] = []
        if beside is not None and beside.own.scope == EVERYBODY and dimension == "region":
            self.own, place = beside.at(whole.place)
            self.others = by_place.get(place, [])
        self.k, self.adding = least_people(whole.cell), COUNTED_ONCE.get(whole.metric, Adding())
        self.told = {part.cell[dimension]: told_of(part) for part in parts} if self.others else {}
        self.codes = {part.place: part.cell[dimension] for part in parts}
        self.asked: dict[frozenset[str], bool] = {}

    def tell_of_few(self, hidden: Collection[Hashable]) -> bool:
        """These together, or any that another report hides together where all or none of these are among them."""
        if not self.others:
            return False
        own = frozenset(code for place, code in self.codes.items() if place in hidden)
        groups = {own, *shapes([of for of, _told in self.others])}
        return any(
            self._tells(codes)
            for codes in sorted(groups, key=sorted)
            if len(codes) > 1 and (own <= codes or own.isdisjoint(codes))
        )

    def _tells(self, codes: frozenset[str]) -> bool:
        if codes not in self.asked:
            told = together(self.told[code] for code in codes if code in self.told)
            now = (self.own.in_regions(codes), told)
            self.asked[codes] = rest_tells_of_few(now, self.others, k=self.k, adding=self.adding)
        return self.asked[codes]


def _complement(
    whole: Result,
    parts: list[Result],
    hidden: set[Any],
    then: Sequence[PartsThen],
    known: set[Any],
    groups: Groups,
) -> set[Any]:
    """What must be hidden beside what is hidden already, so that no difference to the total, or of that to
    an earlier vintage or to other reports, gives it away.
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
        or groups.tell_of_few(found)
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


def _told_together(
    results: Sequence[Result],
    beside: Beside,
    shown: Mapping[Any, list[Teller]],
    hidden: Mapping[Any, list[Population]],
) -> tuple[set[Any], set[Any]]:
    """What tells of few once several reports are taken together, or of what one of them hides; and what readers can
    work out whatever is hidden here.
    """
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
