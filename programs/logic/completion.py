"""When somebody has completed a cohort: what the rule asks, against what was recorded of her."""

from collections.abc import Sequence
from dataclasses import dataclass

SESSIONS, HOURS, MEETINGS, DELIVERABLES = "sessions", "hours", "meetings", "deliverables"
PRESENT, PARTLY = "present", "partly"


@dataclass(frozen=True, kw_only=True)
class Rule:
    """How much of each is needed; 0 where it is not asked."""

    sessions: int = 0
    hours: int = 0
    meetings: int = 0
    deliverables: int = 0

    @property
    def needed(self) -> dict[str, int]:
        every = {
            SESSIONS: self.sessions,
            HOURS: self.hours,
            MEETINGS: self.meetings,
            DELIVERABLES: self.deliverables,
        }
        return {kind: least for kind, least in every.items() if least}


@dataclass(frozen=True, kw_only=True)
class Taken:
    """One record of attendance: its status, the minutes noted (if any) and how long the session lasted."""

    status: str
    minutes: int | None = None
    session_minutes: int = 60


@dataclass(frozen=True, kw_only=True)
class Deeds:
    """What was recorded of one person: sessions, meetings and work beside them (in minutes), accepted results."""

    taken: Sequence[Taken] = ()
    meetings: Sequence[int] = ()
    work: Sequence[int] = ()
    deliverables: int = 0


@dataclass(frozen=True, kw_only=True)
class Part:
    kind: str
    reached: float
    needed: int

    @property
    def is_met(self) -> bool:
        return self.reached >= self.needed


def parts(rule: Rule, deeds: Deeds) -> list[Part]:
    """How far she is in each thing the rule asks."""
    return [Part(kind=kind, reached=amount(kind, deeds), needed=least) for kind, least in rule.needed.items()]


def is_complete(rule: Rule, deeds: Deeds) -> bool:
    found = parts(rule, deeds)
    return bool(found) and all(part.is_met for part in found)


def amount(kind: str, deeds: Deeds) -> float:
    """Sessions count for who was there all the time, meetings also for who was there partly; hours count all."""
    if kind == SESSIONS:
        return sum(record.status == PRESENT for record in deeds.taken)
    if kind == HOURS:
        minutes = sum(minutes_taken(record) for record in deeds.taken)
        return (minutes + sum(deeds.meetings) + sum(deeds.work)) / 60
    if kind == MEETINGS:
        return sum(record.status in {PRESENT, PARTLY} for record in deeds.taken) + len(deeds.meetings)
    return deeds.deliverables


def minutes_taken(record: Taken) -> int:
    """What was noted; without a note, all of the session if present and half of it if partly."""
    if record.status not in {PRESENT, PARTLY}:
        return 0
    if record.minutes is not None:
        return min(record.minutes, record.session_minutes)
    return record.session_minutes if record.status == PRESENT else record.session_minutes // 2
