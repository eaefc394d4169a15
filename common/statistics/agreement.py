"""Agreement between raters who judge the same subjects: intraclass correlations and Krippendorff's alpha."""

from collections import Counter
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from common.statistics.distributions import f_quantile, f_tail
from common.statistics.estimate import Estimate, Reason
from common.statistics.exact import Floats, check_level
from common.statistics.reliability import Answers, complete_answers

ICC = "icc.{kind}.shrout_fleiss1979.listwise.v1"
KRIPPENDORFF_NOMINAL = "krippendorff_alpha.nominal.v1"


class IccKind(StrEnum):
    """Shrout & Fleiss 1979: who judged (1 others each time, 2 random raters, 3 these), one rater or k."""

    ONE_WAY_SINGLE = "ICC(1,1)"
    RANDOM_SINGLE = "ICC(2,1)"
    FIXED_SINGLE = "ICC(3,1)"
    ONE_WAY_MEAN = "ICC(1,k)"
    RANDOM_MEAN = "ICC(2,k)"
    FIXED_MEAN = "ICC(3,k)"


@dataclass(frozen=True)
class _Squares:
    n: int
    k: int
    subjects: float
    raters: float
    within: float
    error: float


def icc(ratings: Answers, kind: IccKind, *, level: float = 0.95) -> Estimate:
    """Intraclass correlation of subjects x raters (None = missing: the subject is left out); n subjects, k
    raters.

    `statistic`, `df` and `p` are the F test of no agreement. No value with fewer than two subjects or raters,
    or where nothing varies; no interval where raters agree perfectly. Source: Shrout & Fleiss 1979; McGraw &
    Wong 1996.
    """
    check_level(level)
    answers = complete_answers(ratings)
    n, k = answers.shape
    method_id = ICC.format(kind=kind.name.lower())
    if n < 2 or k < 2:
        return Estimate(value=None, n=n, k=k, method_id=method_id, level=level, reason=Reason.TOO_FEW)
    squares = _squares(answers)
    value = _icc_value(squares, kind)
    if value is None:
        return Estimate(value=None, n=n, k=k, method_id=method_id, level=level, reason=Reason.NO_SPREAD)
    one_way = kind in {IccKind.ONE_WAY_SINGLE, IccKind.ONE_WAY_MEAN}
    noise, df2 = (squares.within, n * (k - 1)) if one_way else (squares.error, (n - 1) * (k - 1))
    if noise <= 1e-12 * squares.subjects:
        return Estimate(value=value, n=n, k=k, method_id=method_id, level=level, reason=Reason.NO_INTERVAL)
    f = squares.subjects / noise
    low, high = _icc_limits(squares, kind, f, df2, level)
    return Estimate(
        value=value,
        low=low,
        high=high,
        n=n,
        k=k,
        method_id=method_id,
        level=level,
        statistic=f,
        df=n - 1,
        p=f_tail(f, n - 1, df2),
    )


def krippendorff_nominal(units: Sequence[Sequence[Hashable | None]]) -> Estimate:
    """1 - observed / expected disagreement of codes without order; n = units with at least two codes.

    `units` holds one row of codes per story, None where a coder gave none. When only one code was ever used
    there is nothing to agree about: no value. Source: Krippendorff 2011.
    """
    rows = [[code for code in unit if code is not None] for unit in units]
    rows = [row for row in rows if len(row) > 1]
    totals: Counter[Hashable] = Counter(code for row in rows for code in row)
    count = totals.total()
    expected = count * count - sum(number * number for number in totals.values())
    if not rows or expected == 0:
        reason = Reason.NO_SPREAD if rows else Reason.TOO_FEW
        return Estimate(value=None, n=len(rows), method_id=KRIPPENDORFF_NOMINAL, reason=reason)
    observed = sum(_disagreeing_pairs(row) / (len(row) - 1) for row in rows)
    return Estimate(value=1 - (count - 1) * observed / expected, n=len(rows), method_id=KRIPPENDORFF_NOMINAL)


def _disagreeing_pairs(row: Sequence[Hashable]) -> int:
    return len(row) ** 2 - sum(number * number for number in Counter(row).values())


def _squares(answers: Floats) -> _Squares:
    n, k = answers.shape
    centered = answers - answers.mean()
    whole = float((centered**2).sum())
    between = k * float((centered.mean(axis=1) ** 2).sum())
    columns = n * float((centered.mean(axis=0) ** 2).sum())
    error = max(0.0, whole - between - columns)
    return _Squares(
        n=n,
        k=k,
        subjects=between / (n - 1),
        raters=columns / (k - 1),
        within=max(0.0, whole - between) / (n * (k - 1)),
        error=error / ((n - 1) * (k - 1)),
    )


def _icc_value(s: _Squares, kind: IccKind) -> float | None:
    tops = {
        IccKind.ONE_WAY_SINGLE: (s.subjects - s.within, s.subjects + (s.k - 1) * s.within),
        IccKind.RANDOM_SINGLE: (
            s.subjects - s.error,
            s.subjects + (s.k - 1) * s.error + s.k * (s.raters - s.error) / s.n,
        ),
        IccKind.FIXED_SINGLE: (s.subjects - s.error, s.subjects + (s.k - 1) * s.error),
        IccKind.ONE_WAY_MEAN: (s.subjects - s.within, s.subjects),
        IccKind.RANDOM_MEAN: (s.subjects - s.error, s.subjects + (s.raters - s.error) / s.n),
        IccKind.FIXED_MEAN: (s.subjects - s.error, s.subjects),
    }
    top, bottom = tops[kind]
    return top / bottom if bottom > 0 else None


def _icc_limits(s: _Squares, kind: IccKind, f: float, df2: float, level: float) -> tuple[float, float]:
    if kind in {IccKind.RANDOM_SINGLE, IccKind.RANDOM_MEAN}:
        low, high = _random_limits(s, level)
        return (
            (low, high) if kind is IccKind.RANDOM_SINGLE else (_stepped_up(low, s.k), _stepped_up(high, s.k))
        )
    upper = (1 + level) / 2
    low_f = f / f_quantile(upper, s.n - 1, df2)
    high_f = f * f_quantile(upper, df2, s.n - 1)
    if kind in {IccKind.ONE_WAY_MEAN, IccKind.FIXED_MEAN}:
        return 1 - 1 / low_f, 1 - 1 / high_f
    return (low_f - 1) / (low_f + s.k - 1), (high_f - 1) / (high_f + s.k - 1)


def _random_limits(s: _Squares, level: float) -> tuple[float, float]:
    rho = _icc_value(s, IccKind.RANDOM_SINGLE) or 0.0
    n, k, f = s.n, s.k, s.raters / s.error
    top = (k - 1) * (n - 1) * (k * rho * f + n * (1 + (k - 1) * rho) - k * rho) ** 2
    bottom = (n - 1) * k**2 * rho**2 * f**2 + (n * (1 + (k - 1) * rho) - k * rho) ** 2
    v = top / bottom
    upper = (1 + level) / 2
    low_f, high_f = f_quantile(upper, n - 1, v), f_quantile(upper, v, n - 1)
    spread = k * s.raters + (k * n - k - n) * s.error
    low = n * (s.subjects - low_f * s.error) / (low_f * spread + n * s.subjects)
    high = n * (high_f * s.subjects - s.error) / (spread + n * high_f * s.subjects)
    return low, high


def _stepped_up(single: float, k: int) -> float:
    """Spearman-Brown: the reliability of a mean of k from that of one."""
    return k * single / (1 + (k - 1) * single)
