"""A moment until which something is to be done, as calendars tell of it."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, kw_only=True)
class Deadline:
    key: str  # unique among all, and the same for ever
    at: datetime
    title: str
    path: str
    changed_at: datetime
    is_cancelled: bool = False
    is_demo: bool = False
