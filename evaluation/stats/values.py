"""What is missing among values: None, and the NaN by which other tools say the same."""

from collections.abc import Iterable
from math import isnan

from common.statistics.exact import Number, check_same_length

Values = Iterable[Number | None]


def known(values: Values) -> list[Number]:
    return [value for value in values if value is not None and not isnan(value)]


def complete_pairs(first: Values, second: Values) -> tuple[list[Number], list[Number]]:
    """Those that have both. Raises ValueError for lists of different length."""
    firsts, seconds = list(first), list(second)
    check_same_length(len(firsts), len(seconds))
    pairs = [pair for pair in zip(firsts, seconds, strict=True) if len(known(pair)) == len(pair)]
    return known(pair[0] for pair in pairs), known(pair[1] for pair in pairs)
