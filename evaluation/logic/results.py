"""Figures before and after the question whether they may be shown, and what they tell."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_EVEN, Decimal
from functools import cached_property
from typing import Any

from common.statistics.estimate import Estimate, Reason
from evaluation.logic.vintages import (
    Told,
    Vintage,
)

PRECISION = Decimal("0.000001")  # what results are rounded to before they are stored, shown and hashed

SHARES = frozenset({"completion", "response_rate", "attrition", "improved", "unchanged", "worse"})
# What depends on the other figures of a report, and says nothing more of people.
AMONG_OTHERS = frozenset({"p_adjusted", "family"})
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
