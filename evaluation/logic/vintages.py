"""What a later vintage may tell beside earlier ones: nothing that tells of few people once they are subtracted.

A mean of the same number of people that says something else, or of a few more or less, tells of the few between them:
n times the mean, less what it was. Where at least as many people as the threshold came or left, it does not.
"""

from collections.abc import Collection, Hashable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal

UNANIMOUS_BELOW = 2  # times k, as for a share itself


@dataclass(frozen=True, kw_only=True)
class Told:
    """`people`: each number of people it names; `part`: of a share, those who did; `amount`: what adds up over the
    parts of a whole, to within `error`; `said`: all of it, to see whether anything differs.
    """

    people: tuple[int, ...]
    amount: Decimal = Decimal(0)
    error: Decimal = Decimal(0)
    part: int | None = None
    method_id: str = ""
    said: Hashable = None


NOBODY = Told(people=(0,), part=0)


@dataclass(frozen=True, kw_only=True)
class Vintage:
    """What an earlier one has shown, by place, and the places where it had something and showed nothing."""

    shown: Mapping[Hashable, Told] = field(default_factory=dict)
    hidden: frozenset[Hashable] = frozenset()


def tells_of_few(now: Told, then: Told, *, k: int) -> bool:
    """Whether the difference of two figures about the same can tell of fewer than k people."""
    if now.said == then.said:
        return False
    if now.part is not None and then.part is not None:
        return _share_tells(now, then, k)
    least = (
        0 if now.method_id == then.method_id else 1
    )  # of another method, only numbers of people can be subtracted
    return any(least <= abs(one - other) < k for one, other in zip(now.people, then.people, strict=False))


def _share_tells(now: Told, then: Told, k: int) -> bool:
    people, did = now.people[0] - then.people[0], (now.part or 0) - (then.part or 0)
    did_not = people - did
    if any(0 < abs(each) < k for each in (people, did, did_not)):
        return True
    return 0 in {did, did_not} and 0 < abs(people) < UNANIMOUS_BELOW * k


def parts_tell_of_few(
    whole: Told, parts: Mapping[Hashable, Told], hidden: Collection[Hashable], *, then: "PartsThen", k: int
) -> bool:
    """Whether those hidden now, or then, taken together tell of fewer than k: the whole less the others tells of them.

    Hidden ones that the two vintages have in common cannot be told apart from the others that either hides.
    """
    blank, blank_then = frozenset(hidden), then.hidden
    groups = [blank, blank_then] if blank.isdisjoint(blank_then) else [blank | blank_then]
    for group in filter(None, groups):
        before = then.of(group)
        if before is not None and sums_tell_of_few(_less(whole, parts, group), before, k):
            return True
    return False


@dataclass(frozen=True, kw_only=True)
class PartsThen:
    """The same list in an earlier vintage; its whole is empty where that was hidden."""

    whole: Told | None
    parts: Mapping[Hashable, Told]
    hidden: frozenset[Hashable]

    def of(self, group: Collection[Hashable]) -> Told | None:
        """These taken together, where that can be worked out."""
        if self.hidden.isdisjoint(group):
            return together(self.parts.get(place, NOBODY) for place in group)
        if self.whole is not None and self.hidden <= frozenset(group):
            return _less(self.whole, self.parts, group)
        return None


def sums_tell_of_few(now: Told, then: Told, k: int) -> bool:
    """Whether one less the other tells of few, whatever stands beside them."""
    if now.part is not None and then.part is not None:
        return _share_tells(now, then, k)
    people = abs(now.people[0] - then.people[0])
    differs = now.method_id == then.method_id and abs(now.amount - then.amount) > now.error + then.error
    return 0 < people < k or (people == 0 and differs)


def _less(whole: Told, parts: Mapping[Hashable, Told], group: Collection[Hashable]) -> Told:
    """The whole without those outside the group."""
    return less(whole, together(told for place, told in parts.items() if place not in group))


def less(whole: Told, others: Told) -> Told:
    return Told(
        people=(whole.people[0] - others.people[0],),
        amount=whole.amount - others.amount,
        error=whole.error + others.error,
        part=None if whole.part is None else whole.part - (others.part or 0),
        method_id=whole.method_id,
    )


def without(sum_: Told, one: Told) -> Told:
    """What is left of a sum without one of those that were added up."""
    return replace(less(sum_, one), error=sum_.error - one.error)


def together(told: Iterable[Told]) -> Told:
    people, amount, error, method_id = 0, Decimal(0), Decimal(0), ""
    part: int | None = 0
    for each in told:
        people += each.people[0]
        amount += each.amount
        error += each.error
        part = None if part is None or each.part is None else part + each.part
        method_id = method_id or each.method_id
    return Told(people=(people,), amount=amount, error=error, part=part, method_id=method_id)
