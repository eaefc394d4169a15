"""When somebody has completed a cohort: one rule for each kind, from what was recorded of her."""

from collections.abc import Iterable
from dataclasses import dataclass

SESSIONS, HOURS, MEETINGS = "sessions", "hours", "meetings"
PRESENT, PARTLY = "present", "partly"


@dataclass(frozen=True, kw_only=True)
class Taken:
    """One record of attendance: its status, the minutes noted (if any) and how long the session lasted."""

    status: str
    minutes: int | None = None
    session_minutes: int = 60


def is_decided_by_rule(kind: str) -> bool:
    """A deliverable is accepted by a person; everything else is counted."""
    return kind in {SESSIONS, HOURS, MEETINGS}


def amount(kind: str, records: Iterable[Taken]) -> float:
    """How much of what the rule counts: sessions, hours or meetings."""
    if kind == HOURS:
        return sum(minutes_taken(record) for record in records) / 60
    counted = {PRESENT, PARTLY} if kind == MEETINGS else {PRESENT}
    return sum(record.status in counted for record in records)


def minutes_taken(record: Taken) -> int:
    """What was noted; without a note, all of the session if present and half of it if partly."""
    if record.status not in {PRESENT, PARTLY}:
        return 0
    if record.minutes is not None:
        return min(record.minutes, record.session_minutes)
    return record.session_minutes if record.status == PRESENT else record.session_minutes // 2


def is_complete(kind: str, minimum: int, records: Iterable[Taken]) -> bool:
    return is_decided_by_rule(kind) and amount(kind, records) >= minimum
