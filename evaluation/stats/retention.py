"""How long people stay, and whether two groups stay equally long."""

from collections.abc import Iterable
from dataclasses import dataclass

from common.statistics import survival as curves
from common.statistics.estimate import Estimate, Reason
from common.statistics.exact import Number, as_float, check_same_length
from common.statistics.survival import Spell
from common.statistics.values import explained, is_missing, known


@dataclass(frozen=True, kw_only=True)
class Step:
    """Just after `time`: the share still there; `low` and `high` are log-log limits (None at 1 and at 0)."""

    time: float
    probability: float
    at_risk: int
    ended: int
    se: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True, kw_only=True)
class Curve:
    """One step for each time at which somebody left. `median` is None while more than half are there, see `reason`."""

    steps: tuple[Step, ...]
    median: float | None
    median_low: float | None
    median_high: float | None
    n: int
    ended: int
    method_id: str
    reason: Reason | None = None


@explained([], [])
def survival(
    durations: Iterable[Number | None], observed: Iterable[bool | None], confidence: float = 0.95
) -> Curve:
    """The product-limit curve; `observed` says whether each left (else: still there when last seen).

    Source: Kaplan & Meier 1958; limits: Kalbfleisch & Prentice 1980.
    """
    curve = curves.kaplan_meier(_spells(durations, observed), level=as_float(confidence))
    steps = (
        Step(
            time=step.time,
            probability=step.survival,
            at_risk=step.at_risk,
            ended=step.ended,
            se=step.se,
            low=step.low,
            high=step.high,
        )
        for step in curve.steps
    )
    return Curve(
        steps=tuple(steps),
        median=curve.value,
        median_low=curve.low,
        median_high=curve.high,
        n=curve.n,
        ended=curve.ended,
        method_id=curve.method_id,
        reason=curve.reason,
    )


@explained([], [], [], [])
def log_rank(
    durations_a: Iterable[Number | None],
    observed_a: Iterable[bool | None],
    durations_b: Iterable[Number | None],
    observed_b: Iterable[bool | None],
) -> Estimate:
    """Whether two groups leave at the same pace: `statistic` is chi-square with 1 degree of freedom. Source: Mantel
    1966.
    """
    return curves.log_rank({"a": _spells(durations_a, observed_a), "b": _spells(durations_b, observed_b)})


def _spells(durations: Iterable[Number | None], observed: Iterable[bool | None]) -> list[Spell]:
    times, left = list(durations), list(observed)
    check_same_length(len(times), len(left))
    people = zip(times, left, strict=True)
    return [(time, bool(gone)) for each, gone in people if not is_missing(gone) for time in known([each])]
