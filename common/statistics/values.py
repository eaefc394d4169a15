"""What is missing among values: None, and the NaN by which other tools say the same; and what floats cannot hold."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from decimal import Decimal
from functools import wraps
from math import isfinite, isnan
from typing import Any, ParamSpec, TypeVar, cast

import numpy as np

from common.statistics.estimate import Reason
from common.statistics.exact import Number, check_same_length

Values = Iterable[Number | None]
P = ParamSpec("P")
R = TypeVar("R")


def is_missing(value: object) -> bool:
    if isinstance(value, Decimal):
        return value.is_nan()  # of both kinds: asking floats about a signaling one raises
    return value is None or (isinstance(value, (float, np.floating)) and isnan(value))


def known(values: Values) -> list[Number]:
    return [value for value in values if value is not None and not is_missing(value)]


def complete_pairs(first: Values, second: Values) -> tuple[list[Number], list[Number]]:
    """Those that have both. Raises ValueError for lists of different length."""
    firsts, seconds = list(first), list(second)
    check_same_length(len(firsts), len(seconds))
    pairs = [pair for pair in zip(firsts, seconds, strict=True) if len(known(pair)) == len(pair)]
    return known(pair[0] for pair in pairs), known(pair[1] for pair in pairs)


def explained(
    *nothing: Any, needs_all: bool = True, **named: Any
) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Where numbers are too large, too small or too unlike for floats to hold what is computed, the answer is that to
    `nothing` (these arguments), with the reason; so it is where one of the arguments that it `needs_all` is missing.
    """

    def decorated(function: Callable[P, R]) -> Callable[P, R]:
        @wraps(function)
        def answer(*args: P.args, **kwargs: P.kwargs) -> R:
            if needs_all and any(is_missing(each) for each in [*args, *kwargs.values()]):
                return function(*nothing, **named)
            return held(lambda: function(*args, **kwargs), lambda: function(*nothing, **named))

        return answer

    return decorated


def held(compute: Callable[[], R], otherwise: Callable[[], R]) -> R:
    """What is computed; where floats cannot hold it the other answer, with the reason."""
    try:
        with np.errstate(all="ignore"):
            found = compute()
    except (ArithmeticError, np.linalg.LinAlgError):
        found = None
    if found is not None and _is_finite(found):
        return found
    empty: Any = otherwise()
    return cast("R", replace(empty, reason=Reason.OUT_OF_RANGE))


def _is_finite(found: object) -> bool:
    """Every number in it, also those of its steps and groups."""
    if isinstance(found, float):
        return isfinite(found)
    parts = found if isinstance(found, (tuple, list)) else _parts(found)
    return all(map(_is_finite, parts))


def _parts(found: object) -> Iterable[object]:
    if isinstance(found, dict):
        return found.values()
    return vars(found).values() if hasattr(found, "__dataclass_fields__") else ()
