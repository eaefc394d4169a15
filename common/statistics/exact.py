"""Numbers read exactly, so that ties are ties and sums do not depend on their order."""

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from math import isfinite

import numpy as np
import numpy.typing as npt

Number = int | float | Decimal | Fraction
Floats = npt.NDArray[np.float64]


def exact(value: Number) -> Fraction:
    """The number as a fraction; a float counts as the decimal it prints as. Raises ValueError for NaN,
    infinity.
    """
    if isinstance(value, Fraction):
        return value
    if isinstance(value, (int, np.integer)):
        return Fraction(int(value))
    if not (value.is_finite() if isinstance(value, Decimal) else isfinite(value)):
        raise ValueError("A statistic needs finite numbers; NaN or infinity was given.")
    return Fraction(value) if isinstance(value, Decimal) else Fraction(repr(float(value)))


def as_float(value: Number) -> float:
    """Also of decimals and fractions. Raises ValueError for NaN, infinity."""
    return float(exact(value))


def as_count(value: Number) -> int:
    """Of people. Raises ValueError for what is not whole."""
    number = exact(value)
    if number.denominator != 1:
        raise ValueError("A count of people is a whole number.")
    return int(number)


def floats(values: Iterable[Number]) -> Floats:
    """The values as a one-dimensional array. Raises ValueError for NaN or infinity."""
    array = np.asarray([float(value) for value in values], dtype=np.float64)
    if not np.isfinite(array).all():
        raise ValueError("A statistic needs finite numbers; NaN or infinity was given.")
    return array


def check_same_length(first: int, second: int) -> None:
    if first != second:
        raise ValueError(f"Both lists must be equally long; they have {first} and {second} values.")


def check_level(level: float) -> None:
    if not 0 < level < 1:
        raise ValueError(f"A confidence level lies between 0 and 1, not at {level}.")


def check_counts(*counts: int) -> None:
    if any(count < 0 for count in counts):
        raise ValueError("A count of people cannot be negative.")
