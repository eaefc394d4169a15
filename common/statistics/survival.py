"""How long people stay: product-limit curves, retention at a time, and the comparison of groups."""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import exp, log, sqrt

import numpy as np

from common.statistics.distributions import chi_square_tail, two_sided_z
from common.statistics.estimate import Estimate, Reason
from common.statistics.exact import Floats, Number, check_level, exact

KAPLAN_MEIER = "kaplan_meier.greenwood.log_log_ci.v1"
LOG_RANK = "log_rank.hypergeometric_variance.v1"

Spell = tuple[Number, bool]  # how long, and whether it ended (False: still there when last seen)


@dataclass(frozen=True)
class SurvivalStep:
    """Just after `time`: the share still there. At 1 and at 0 Greenwood's formula has no width, hence no
    limits.
    """

    time: float
    at_risk: int
    ended: int
    survival: float
    se: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True, kw_only=True)
class SurvivalCurve(Estimate):
    """`value` is the median time (its limits where the limits of the curve cross one half); n = spells."""

    steps: tuple[SurvivalStep, ...] = ()
    ended: int = 0
    last_seen: float | None = None

    def at(self, time: float) -> Estimate:
        """The share still there after `time`; not known beyond the last time anybody was seen, unless all
        have left.
        """
        if time < 0:
            raise ValueError("A time since the start cannot be negative.")
        if self.n == 0 or self.last_seen is None:
            return Estimate(value=None, n=0, method_id=self.method_id, level=self.level, reason=Reason.EMPTY)
        past = [step for step in self.steps if step.time <= time]
        gone = bool(past) and past[-1].survival == 0
        if time > self.last_seen and not gone:
            return Estimate(
                value=None, n=self.n, method_id=self.method_id, level=self.level, reason=Reason.NOT_REACHED
            )
        if not past:
            return Estimate(
                value=1.0, n=self.n, method_id=self.method_id, level=self.level, reason=Reason.NO_INTERVAL
            )
        last = past[-1]
        return Estimate(
            value=last.survival,
            low=last.low,
            high=last.high,
            n=self.n,
            method_id=self.method_id,
            level=self.level,
            se=last.se,
            reason=Reason.NO_INTERVAL if last.low is None else None,
        )


def kaplan_meier(spells: Iterable[Spell], *, level: float = 0.95) -> SurvivalCurve:
    """The product-limit curve of (duration >= 0, ended) with Greenwood's variance and log-log limits.

    Who is censored at a time counts as at risk at that time. Source: Kaplan & Meier 1958; Kalbfleisch &
    Prentice 1980.
    """
    check_level(level)
    people = _checked(spells)
    if not people:
        return SurvivalCurve(value=None, n=0, method_id=KAPLAN_MEIER, level=level, reason=Reason.EMPTY)
    steps = tuple(_steps(people, level))
    median = _first_time(steps, lambda step: step.survival)
    return SurvivalCurve(
        value=median,
        low=_first_time(steps, lambda step: step.low),
        high=_first_time(steps, lambda step: step.high),
        n=len(people),
        method_id=KAPLAN_MEIER,
        level=level,
        reason=None if median is not None else Reason.NOT_REACHED,
        steps=steps,
        ended=sum(ended for _time, ended in people),
        last_seen=max(time for time, _ended in people),
    )


def log_rank(groups: Mapping[Hashable, Sequence[Spell]]) -> Estimate:
    """Whether groups leave at the same pace: `statistic` (= `value`) is chi-square with groups - 1
    degrees of freedom.

    n = spells, k = groups with people. Fewer than two groups, or nobody left while two groups were there:
    no value. Source: Mantel 1966.
    """
    people = {name: _checked(spells) for name, spells in groups.items() if len(spells)}
    n, k = sum(len(spells) for spells in people.values()), len(people)
    if k < 2:
        return Estimate(value=None, n=n, k=k, method_id=LOG_RANK, reason=Reason.TOO_FEW)
    excess, covariance = _excess(list(people.values()))
    there = np.diag(covariance) > 0  # when somebody left, and others did not
    if not there.any():
        return Estimate(value=None, n=n, k=k, method_id=LOG_RANK, reason=Reason.NO_CHANGE)
    free = np.flatnonzero(there)[:-1]  # what one group has less, the others have more
    own = excess[free]
    chi_square = max(0.0, float(own @ np.linalg.solve(covariance[np.ix_(free, free)], own)))
    df = len(free)
    return Estimate(
        value=chi_square,
        n=n,
        k=k,
        method_id=LOG_RANK,
        statistic=chi_square,
        df=df,
        p=chi_square_tail(chi_square, df),
    )


def _checked(spells: Iterable[Spell]) -> list[tuple[float, bool]]:
    people = [(float(exact(time)), bool(ended)) for time, ended in spells]
    if any(time < 0 for time, _ended in people):
        raise ValueError("A duration cannot be negative.")
    return people


def _steps(people: list[tuple[float, bool]], level: float) -> Iterable[SurvivalStep]:
    leaving = Counter(time for time, ended in people if ended)
    seen = Counter(time for time, _ended in people)
    at_risk, survival, greenwood = len(people), 1.0, 0.0
    for time in sorted(seen):
        if leaving[time]:
            left = leaving[time]
            survival = survival * (at_risk - left) / at_risk
            greenwood += left / (at_risk * (at_risk - left)) if at_risk > left else 0.0
            se, low, high = _limits(survival, greenwood, level)
            yield SurvivalStep(time, at_risk, left, survival, se, low, high)
        at_risk -= seen[time]


def _limits(
    survival: float, greenwood: float, level: float
) -> tuple[float | None, float | None, float | None]:
    if survival == 0:
        return None, None, None
    root = sqrt(greenwood)
    reach = two_sided_z(level) * root / abs(log(survival))
    return survival * root, survival ** exp(reach), survival ** exp(-reach)


def _first_time(steps: Sequence[SurvivalStep], share: Callable[[SurvivalStep], float | None]) -> float | None:
    for step in steps:
        reached = share(step)
        if reached is not None and reached <= 0.5 + 1e-12:
            return step.time
    return None


def _excess(groups: list[list[tuple[float, bool]]]) -> tuple[Floats, Floats]:
    """Observed minus expected endings per group, and their covariance."""
    k = len(groups)
    excess, covariance = np.zeros(k), np.zeros((k, k))
    seen = [np.sort([time for time, _ended in people]) for people in groups]
    ends = [Counter(time for time, ended in people if ended) for people in groups]
    for time in sorted(set().union(*ends)):
        at_risk = np.array([len(times) - np.searchsorted(times, time) for times in seen], dtype=float)
        ended = np.array([counter[time] for counter in ends], dtype=float)
        n, d = at_risk.sum(), ended.sum()
        share = at_risk / n
        excess += ended - d * share
        if n > 1:
            covariance += d * (n - d) / (n - 1) * (np.diag(share) - np.outer(share, share))
    return excess, covariance
