"""When one can enroll in a cohort."""

from dataclasses import dataclass
from datetime import date, datetime

from programs.logic import refusals
from programs.states import ProgramState


@dataclass(frozen=True, kw_only=True)
class Window:
    program_state: str
    cancelled_at: datetime | None
    ends_on: date
    opens_at: datetime
    closes_at: datetime

    def refusal(self, now: datetime) -> refusals.RefusalError | None:
        """Why nobody can enroll now, or nothing."""
        return self.over(now) or self._not_open(now)

    def over(self, now: datetime) -> refusals.RefusalError | None:
        """Why nobody gets a place any more, also not from the waiting list."""
        if self.cancelled_at is not None:
            return refusals.CohortCancelledError()
        if self.ends_on < now.date():
            return refusals.CohortOverError()
        if self.program_state != ProgramState.PUBLISHED:
            return refusals.NotPublishedError()
        return None

    def _not_open(self, now: datetime) -> refusals.RefusalError | None:
        if now < self.opens_at:
            return refusals.EnrollmentNotYetOpenError()
        if now >= self.closes_at:
            return refusals.EnrollmentClosedError()
        return None
