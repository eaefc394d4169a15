"""Whether the parts of a figure make up the whole."""

from collections.abc import Mapping
from decimal import Decimal
from enum import StrEnum


class Consistency(StrEnum):
    WHOLE = "whole"
    INCOMPLETE = "incomplete"
    NOT_COMPARED = "not_compared"  # people may count in several values, or there is nothing to compare


def consistency(
    total: Decimal | None, parts: Mapping[str, Decimal | None], *, is_exclusive: bool
) -> Consistency:
    """For an exclusive dimension the values, “unknown” among them, add up to the total. Others are never added."""
    if not is_exclusive or total is None or not parts:
        return Consistency.NOT_COMPARED
    if any(value is None for value in parts.values()):
        return Consistency.INCOMPLETE
    together = sum((value for value in parts.values() if value is not None), Decimal(0))
    return Consistency.WHOLE if together == total else Consistency.INCOMPLETE
