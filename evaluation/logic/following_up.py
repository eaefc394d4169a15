"""When a program asks again what came of it."""

from datetime import date

from assessments.logic.timing import MONTHS_AFTER, months_later

OFFSETS = (3, 6, 12, 24)
TIMEPOINTS = {months: code for code, months in MONTHS_AFTER.items()}


def due_on(ended_on: date, offset: int) -> date:
    return months_later(ended_on, offset)


def is_missed(ended_on: date, offset: int, offsets: list[int], today: date) -> bool:
    """A follow-up that never opened is given up when the next one is due."""
    later = [each for each in offsets if each > offset]
    return bool(later) and due_on(ended_on, min(later)) <= today
