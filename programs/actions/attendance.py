"""Who was there."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from capacity.models import User
from common.log import record as log
from programs.logic import refusals
from programs.models import Attendance, CheckInWay, Enrollment, Session
from programs.states import PARTICIPANT_STATES

EARLY = timedelta(minutes=30)  # people arrive before it begins


@dataclass(frozen=True, kw_only=True)
class Mark:
    status: str
    minutes: int | None = None


@transaction.atomic
def record(
    session: Session, marks: Mapping[int, Mark], *, by: User, way: str = CheckInWay.LIST
) -> list[Attendance]:
    """Keeps one mark for each enrollment id; saying the same again changes nothing. Returns what changed; one log row
    names it. Refuses: a session that has not begun or is cancelled, a person who does not take part in the cohort,
    more minutes than the session had. Then nothing of it is kept.
    """
    session = Session.objects.select_for_update(no_key=True).get(pk=session.pk)
    _check(session, marks)
    known = {row.enrollment_id: row for row in session.attendance.all()}
    changed = [
        Attendance(
            session=session,
            enrollment_id=pk,
            status=mark.status,
            minutes=mark.minutes,
            way=way,
            recorded_by=by,
            is_demo=session.is_demo,
        )
        for pk, mark in sorted(marks.items())
        if pk not in known or (known[pk].status, known[pk].minutes) != (mark.status, mark.minutes)
    ]
    if not changed:
        return []
    Attendance.objects.bulk_create(
        changed,
        update_conflicts=True,
        unique_fields=["session", "enrollment"],
        update_fields=["status", "minutes", "way", "recorded_by", "recorded_at"],
    )
    before = {str(pk): known[pk].status for pk in (row.enrollment_id for row in changed) if pk in known}
    after = {str(row.enrollment_id): row.status for row in changed}
    log("programs.attendance.record", session, by=by, before=before, after=after)
    return changed


def _check(session: Session, marks: Mapping[int, Mark]) -> None:
    if session.cancelled_at is not None:
        raise refusals.SessionCancelledError
    if timezone.now() < session.starts_at - EARLY:
        raise refusals.SessionNotBegunError
    if any((mark.minutes or 0) > session.minutes for mark in marks.values()):
        raise refusals.TooManyMinutesError
    on_roster = Enrollment.objects.filter(
        pk__in=marks, cohort=session.cohort_id, state__in=PARTICIPANT_STATES
    )
    if on_roster.count() != len(marks):
        raise refusals.NotOnTheRosterError
