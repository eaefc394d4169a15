"""How long a questionnaire takes."""

from collections.abc import Mapping
from math import ceil

SECONDS = {"scale": 12, "frequency": 12, "single": 12, "number": 15, "multiple": 20, "rubric": 30, "open": 60}
READING_SECONDS = 45  # what it is for, and who sees the answers


def minutes(items_by_kind: Mapping[str, int]) -> int:
    """Rounded up: nobody should need more time than was announced."""
    seconds = READING_SECONDS + sum(SECONDS[kind] * count for kind, count in items_by_kind.items())
    return ceil(seconds / 60)
