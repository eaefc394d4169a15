"""Codes of sessions, and people who check in with them."""

from django.db import transaction
from django.utils import timezone

from capacity.models import User
from common.log import record as log
from programs.actions import attendance
from programs.logic import refusals
from programs.logic.check_in import may_check_in, new_code, tidy
from programs.models import AttendanceStatus, CheckInCode, CheckInWay, Enrollment, Session
from programs.states import PARTICIPANT_STATES


@transaction.atomic
def open_code(session: Session, *, by: User) -> CheckInCode:
    """Makes a new code; an earlier one of the session holds no longer.
    Refuses: a session that is cancelled, or over.
    """
    session = Session.objects.select_for_update(no_key=True).get(pk=session.pk)
    now = timezone.now()
    if session.cancelled_at is not None:
        raise refusals.SessionCancelledError
    if now > session.ends_at and not may_check_in(session.starts_at, session.ends_at, now):
        raise refusals.CheckInOverError
    session.check_in_codes.filter(closed_at=None).update(closed_at=now)
    made = CheckInCode.objects.create(session=session, code=new_code(), made_by=by, is_demo=session.is_demo)
    log("programs.check_ins.open", session, by=by, after={"code": made.pk})
    return made


@transaction.atomic
def close_code(session: Session, *, by: User) -> bool:
    """Nobody checks in by herself any more. False, and nothing done, where nobody could."""
    session = Session.objects.select_for_update(no_key=True).get(pk=session.pk)
    closed = session.check_in_codes.filter(closed_at=None).update(closed_at=timezone.now())
    if closed:
        log("programs.check_ins.close", session, by=by)
    return bool(closed)


def session_of(code: str, *, by: User) -> tuple[Session, Enrollment]:
    """The session that the code is of, and her enrollment. Whether there is no such code, or it is of a cohort in which
    she does not take part, is not told. Refuses: both; what is not going on.
    """
    known = CheckInCode.objects.filter(code=tidy(code), closed_at=None, session__cancelled_at=None)
    found = known.select_related("session__cohort__program").first()
    if found is None:
        raise refusals.CodeUnknownError
    mine = found.session.cohort.enrollments.filter(person__user=by, state__in=PARTICIPANT_STATES).first()
    if mine is None:
        raise refusals.CodeUnknownError
    if not may_check_in(found.session.starts_at, found.session.ends_at, timezone.now()):
        raise refusals.NotGoingOnError
    return found.session, mine


@transaction.atomic
def check_in(code: str, *, by: User) -> tuple[Session, attendance.Recorded]:
    """Records her as present. Where somebody has recorded her as absent or excused, her word waits beside it for a
    decision; where she is recorded as there, nothing changes. Refuses: as `session_of`.
    """
    session, mine = session_of(code, by=by)
    there = [AttendanceStatus.PRESENT, AttendanceStatus.PARTLY]
    if session.attendance.filter(enrollment=mine, status__in=there).exists():
        return session, attendance.Recorded([], [])
    mark = attendance.Mark(status=AttendanceStatus.PRESENT, seen="")
    return session, attendance.record(session, {mine.pk: mark}, by=by, way=CheckInWay.CODE)
