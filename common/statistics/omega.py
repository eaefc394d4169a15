"""McDonald's omega (total) of a one-factor model, fitted by maximum likelihood with our own EM algorithm."""

from dataclasses import dataclass
from math import exp, log, sqrt

import numpy as np

from common.statistics.distributions import two_sided_z
from common.statistics.estimate import Estimate, Reason
from common.statistics.exact import Floats, check_level
from common.statistics.reliability import Answers, complete_answers, complete_rows
from common.statistics.values import held

OMEGA = "mcdonald_omega.one_factor_ml_em.listwise.logit_delta_ci.v1"
PEOPLE_NEEDED = 100  # with fewer, omega is shown with a warning
LOWEST_UNIQUENESS = 0.005  # of a standardized item; below lies a Heywood case
ITERATIONS = 50_000
PRECISION = 1e-11
SMALLEST_EIGENVALUE = 1e-9


@dataclass(frozen=True, kw_only=True)
class Omega(Estimate):
    """`loadings` and `uniquenesses` are in the unit of the items; `enough_people` is n >= 100."""

    loadings: tuple[float, ...] = ()
    uniquenesses: tuple[float, ...] = ()

    @property
    def enough_people(self) -> bool:
        return self.n >= PEOPLE_NEEDED


def mcdonald_omega(items: Answers, *, level: float = 0.95) -> Omega:
    """(sum lambda)^2 / ((sum lambda)^2 + sum theta) of people x items (None = missing, listwise); n people, k
    items.

    Needs three items, more people than items, and items that vary and do not repeat each other. The interval
    is the delta method on the logit of omega with the expected information of normal maximum likelihood; at a
    boundary (an item without uniqueness) the value is given without it. Source: McDonald 1999; Dunn et al.
    2014.
    """
    check_level(level)
    rows, k = complete_rows(items)
    empty = Omega(value=None, n=len(rows), k=k, method_id=OMEGA, level=level, reason=Reason.TOO_FEW)
    if k < 3 or len(rows) <= k:
        return empty
    return held(lambda: _omega(complete_answers(rows), level=level), lambda: empty)


def _omega(answers: Floats, *, level: float) -> Omega:
    people, k = answers.shape
    has_spread = np.ptp(answers, axis=0).all()
    covariances = np.cov(answers, rowvar=False) if has_spread else np.zeros((k, k))
    return omega_from_covariances(covariances, people=people, level=level)


def omega_from_covariances(covariances: Floats, *, people: int, level: float = 0.95) -> Omega:
    """The same from the items' covariances (over n - 1); an item without variance is one without spread."""
    check_level(level)
    k = len(covariances)
    reason = _unusable(covariances, people)
    if reason is not None:
        return Omega(value=None, n=people, k=k, method_id=OMEGA, level=level, reason=reason)
    deviations = np.sqrt(np.diag(covariances) * (people - 1) / people)
    fit = _one_factor(_correlations(covariances))
    if fit is None:
        return Omega(value=None, n=people, k=k, method_id=OMEGA, level=level, reason=Reason.NOT_CONVERGED)
    loadings, uniquenesses = fit[0] * deviations, fit[1] * deviations**2
    common, unique = float(loadings.sum()) ** 2, float(uniquenesses.sum())
    omega = common / (common + unique)
    at_boundary = bool((fit[1] <= LOWEST_UNIQUENESS * 1.0001).any())
    se = None if at_boundary else _standard_error(loadings, uniquenesses, people)
    low, high = (None, None) if se is None else _logit_limits(omega, se, level)
    return Omega(
        value=omega,
        low=low,
        high=high,
        n=people,
        k=k,
        method_id=OMEGA,
        level=level,
        se=se,
        reason=Reason.BOUNDARY if at_boundary else None if se is not None else Reason.NO_INTERVAL,
        loadings=tuple(float(x) for x in loadings),
        uniquenesses=tuple(float(x) for x in uniquenesses),
    )


def _unusable(covariances: Floats, people: int) -> Reason | None:
    k = len(covariances)
    if k < 3 or people <= k:
        return Reason.TOO_FEW
    if (np.diag(covariances) <= 0).any():
        return Reason.NO_SPREAD
    if np.linalg.eigvalsh(_correlations(covariances))[0] < SMALLEST_EIGENVALUE:
        return Reason.SINGULAR
    return None


def _correlations(covariances: Floats) -> Floats:
    deviations = np.sqrt(np.diag(covariances))
    return np.asarray(covariances / np.outer(deviations, deviations), dtype=np.float64)


def _one_factor(correlations: Floats) -> tuple[Floats, Floats] | None:
    """Standardized loadings (with a positive sum) and uniquenesses, or None. Source: Rubin & Thayer 1982."""
    values, vectors = np.linalg.eigh(correlations)
    loadings = vectors[:, -1] * sqrt(max(values[-1] - 1, 0.1))
    uniquenesses = np.clip(1 - loadings**2, LOWEST_UNIQUENESS, None)
    for _iteration in range(ITERATIONS):
        weighted = loadings / uniquenesses
        scores = weighted / (1 + weighted @ loadings)
        spread = 1 - scores @ loadings + scores @ correlations @ scores
        new_loadings = correlations @ scores / spread
        new_uniquenesses = np.clip(1 - new_loadings * (correlations @ scores), LOWEST_UNIQUENESS, None)
        step = max(np.abs(new_loadings - loadings).max(), np.abs(new_uniquenesses - uniquenesses).max())
        loadings, uniquenesses = new_loadings, new_uniquenesses
        if step < PRECISION:
            return (loadings if loadings.sum() >= 0 else -loadings), uniquenesses
    return None


def _standard_error(loadings: Floats, uniquenesses: Floats, people: int) -> float | None:
    """Of omega, from the expected information of loadings and uniquenesses."""
    inverse = np.linalg.inv(np.outer(loadings, loadings) + np.diag(uniquenesses))
    pull = inverse @ loadings
    loads = (loadings @ pull) * inverse + np.outer(pull, pull)
    cross = inverse * pull[np.newaxis, :]
    information = people * np.block([[loads, cross], [cross.T, inverse**2 / 2]])
    total, unique = float(loadings.sum()), float(uniquenesses.sum())
    whole = (total**2 + unique) ** 2
    k = len(loadings)
    gradient = np.concatenate([np.full(k, 2 * total * unique / whole), np.full(k, -(total**2) / whole)])
    try:
        variance = float(gradient @ np.linalg.solve(information, gradient))
    except np.linalg.LinAlgError:
        return None
    return sqrt(variance) if variance > 0 else None


def _logit_limits(omega: float, se: float, level: float) -> tuple[float | None, float | None]:
    if not 0 < omega < 1:
        return None, None
    logit, reach = log(omega / (1 - omega)), two_sided_z(level) * se / (omega * (1 - omega))
    return _logistic(logit - reach), _logistic(logit + reach)


def _logistic(x: float) -> float:
    """By whichever side cannot overflow: an omega close to 0 has limits far out."""
    return 1 / (1 + exp(-x)) if x >= 0 else exp(x) / (1 + exp(x))
