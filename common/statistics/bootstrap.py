"""An interval for any index by drawing the units again, reproducible by its seed."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TypeVar

import numpy as np

from common.statistics.estimate import Estimate, Reason
from common.statistics.exact import check_level

Row = TypeVar("Row")
DRAWS = 2000
BOOTSTRAP = "{index}+bootstrap.percentile.pcg64.draws_{draws}.seed_{seed}.v1"
USABLE_SHARE = 0.95  # of the draws must give a value


def with_bootstrap(
    index: Callable[[list[Row]], Estimate],
    rows: Sequence[Row],
    *,
    seed: int,
    draws: int = DRAWS,
    level: float = 0.95,
) -> Estimate:
    """The index of all rows (units), with a percentile interval over draws of as many rows with replacement.

    Fewer than two rows, or more than one draw in twenty without a value: no interval. Source: Davidson 2009.
    """
    check_level(level)
    if draws < 1:
        raise ValueError("A bootstrap needs at least one draw.")
    point = index(list(rows))
    method_id = BOOTSTRAP.format(index=point.method_id, draws=draws, seed=seed)
    if point.value is None or len(rows) < 2:
        reason = point.reason or Reason.TOO_FEW
        return replace(point, low=None, high=None, level=level, method_id=method_id, reason=reason)
    generator = np.random.Generator(np.random.PCG64(seed))
    picks = generator.integers(0, len(rows), size=(draws, len(rows)))
    drawn = [index([rows[place] for place in pick]).value for pick in picks]
    values = [value for value in drawn if value is not None]
    if len(values) < USABLE_SHARE * draws:
        return replace(
            point, low=None, high=None, level=level, method_id=method_id, reason=Reason.NO_INTERVAL
        )
    low, high = np.quantile(values, [(1 - level) / 2, (1 + level) / 2])
    return replace(point, low=float(low), high=float(high), level=level, method_id=method_id)
