"""When a pair is asked whether all is well: each time so many days have passed without a meeting."""

from datetime import date


def silent_periods(last: date, today: date, days: int) -> int:
    """How often the pair was due to be asked since its last meeting, or since it began; 0 while it is not."""
    return max(0, (today - last).days // days)
