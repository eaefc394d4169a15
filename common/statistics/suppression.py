"""What may be shown about few people: one rule for a count, a rate and an estimate. k people is the
threshold.

What readers see of a suppressed cell is `Shown`: no value and one reason for all, because a reason that
told small cells from those hidden to protect them would give the small ones away. Which rule it was
(`Rule`) goes to the log of data stewards alone. Tables with totals need `suppression_tables`, other
linear relations `suppression_audit`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

from common.statistics.estimate import Estimate, Reason
from common.statistics.exact import check_counts
from common.statistics.rates import Rate

METHOD = "suppression.threshold_complement_unanimity_vintage.v1"
UNANIMOUS_BELOW = 2  # times k: in groups smaller than this, 0 % and 100 % say something about each person

Value = TypeVar("Value")
SomeEstimate = TypeVar("SomeEstimate", bound=Estimate)
Key = TypeVar("Key")


class Rule(StrEnum):
    """Why a cell is suppressed. For the suppression log, never for readers."""

    SMALL_GROUP = "small_group"  # fewer than k people, but somebody
    SMALL_PART = "small_part"  # fewer than k people did, or did not
    UNANIMOUS = "unanimous"  # all or none of a small group
    VINTAGE = "vintage"  # fewer than k people more or less than last time
    COMPLEMENTARY = "complementary"  # protects another cell
    NOT_PUBLISHED = "not_published"  # withheld before (a protected territory, a total that is not shown)


@dataclass(frozen=True)
class Shown(Generic[Value]):
    """What every page, export, chart and answer gets."""

    value: Value | None
    suppressed: bool = False
    reason: Reason | None = None


def hidden(reason: Reason = Reason.PROTECTS_PEOPLE) -> Shown:
    return Shown(None, suppressed=True, reason=reason)


def count_rule(people: int, *, k: int, previous: int | None = None) -> Rule | None:
    """The rule that a count breaks, if any: 0 < people < k, or 0 < |people - previous| < k.

    `previous` is the figure published last time (None when it was suppressed or not published). Zero may
    be shown.
    """
    check_threshold(k)
    check_counts(people)
    if 0 < people < k:
        return Rule.SMALL_GROUP
    if previous is not None and 0 < abs(people - previous) < k:
        return Rule.VINTAGE
    return None


def rate_rule(
    numerator: int, denominator: int, *, k: int, previous_denominator: int | None = None
) -> Rule | None:
    """The rule that a rate breaks, if any.

    Its group has fewer than k people; or its numerator, or the rest, lies in 1..k-1; or it is 0 % or 100
    % of fewer than 2k people; or its group differs from last time's by fewer than k. Of nobody, nothing
    needs hiding.
    """
    rule = count_rule(denominator, k=k, previous=previous_denominator)
    rest = denominator - numerator
    check_counts(numerator, rest)
    if rule is not None or denominator == 0:
        return rule
    if 0 < numerator < k or 0 < rest < k:
        return Rule.SMALL_PART
    if 0 in {numerator, rest} and denominator < UNANIMOUS_BELOW * k:
        return Rule.UNANIMOUS
    return None


def shown_count(people: int, *, k: int, previous: int | None = None) -> Shown[int]:
    return hidden() if count_rule(people, k=k, previous=previous) else Shown(people)


def shown_rate(rate: Rate, *, k: int, previous_denominator: int | None = None) -> Shown[Rate]:
    rule = rate_rule(rate.numerator, rate.denominator, k=k, previous_denominator=previous_denominator)
    return hidden() if rule else Shown(rate)


def shown_estimate(
    estimate: SomeEstimate, *, k: int, people: int | None = None, previous: int | None = None
) -> Shown[SomeEstimate]:
    """A mean, median, deviation, effect... goes with its n: hidden where so few people stand behind it.

    Say `people` where n counts something else (communities, cohorts).
    """
    behind = estimate.n if people is None else people
    return hidden() if count_rule(behind, k=k, previous=previous) else Shown(estimate)


@dataclass(frozen=True)
class Merged(Generic[Key]):
    """Categories as they may be shown: those kept, and one `rest` that takes the small ones together (or
    nobody).
    """

    kept: Mapping[Key, int]
    rest: int
    in_rest: tuple[Key, ...]


def merge_small(counts: Mapping[Key, int], *, k: int) -> Merged[Key]:
    """Merging before blanking: small categories go to the rest, then the smallest others, until the rest
    has k people.

    Empty categories stay. Where all together are fewer than k, all are in a rest that must itself be
    suppressed.
    """
    check_threshold(k)
    check_counts(*counts.values())
    in_rest = [name for name, people in counts.items() if 0 < people < k]
    rest = sum(counts[name] for name in in_rest)
    others = sorted((name for name in counts if counts[name] >= k), key=lambda name: counts[name])
    while 0 < rest < k and others:
        smallest = others.pop(0)
        in_rest.append(smallest)
        rest += counts[smallest]
    kept = {name: people for name, people in counts.items() if name not in in_rest}
    return Merged(kept, rest, tuple(in_rest))


def check_threshold(k: int) -> None:
    if k < 1:
        raise ValueError("The threshold is at least one person.")
