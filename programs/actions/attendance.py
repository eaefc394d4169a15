"""Who was there. All that was said is kept; where two people said different things, a third decides."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone

from capacity.models import User
from common.log import record as log
from programs import letters
from programs.logic import refusals
from programs.logic.attendance import in_words
from programs.logic.check_in import EARLY
from programs.models import (
    Attendance,
    AttendanceConflict,
    AttendanceMark,
    AttendanceStatus,
    CheckInWay,
    Enrollment,
    Session,
)
from programs.queries.attendance import no_shows
from programs.states import PARTICIPANT_STATES


@dataclass(frozen=True, kw_only=True)
class Mark:
    """What is said of a person. `seen` is what she who says it knew to be recorded ("" for nothing); without it, she
    is taken to know what holds. `key` and `said_at` are of the device that had no connection.
    """

    status: str
    minutes: int | None = None
    seen: str | None = None
    key: UUID = field(default_factory=uuid4)
    said_at: datetime | None = None

    @property
    def says(self) -> str:
        return in_words(self.status, self.minutes)


@dataclass(frozen=True)
class Recorded:
    changed: list[Attendance]
    conflicts: list[AttendanceConflict]


@transaction.atomic
def record(session: Session, marks: Mapping[int, Mark], *, by: User, way: str = CheckInWay.LIST) -> Recorded:
    """Keeps one mark for each enrollment id; saying the same again, or sending the same mark twice, changes nothing. A
    mark by somebody who did not know what another has recorded, and says something else, waits beside it for a
    decision. Returns what changed and what waits; a log row names each. Of who was absent too often, those who run the
    cohort are told once.
    Refuses: a session that has not begun or is cancelled, a person who does not take part in the cohort, more minutes
    than the session had. Then nothing of it is kept.
    """
    session = Session.objects.select_for_update(no_key=True).get(pk=session.pk)
    _check(session, marks)
    known = {row.enrollment_id: row for row in session.attendance.filter(enrollment__in=marks)}
    keys = [mark.key for mark in marks.values()]
    heard = set(AttendanceMark.objects.filter(public_id__in=keys).values_list("public_id", flat=True))
    kept: list[AttendanceMark] = []
    disputed: list[AttendanceMark] = []
    for pk, mark in sorted(marks.items()):
        row = known.get(pk)
        if mark.key in heard or mark.says == _recorded(row):
            continue
        said = _said(session, pk, mark, by=by, way=way)
        (disputed if _is_disputed(mark, row, by=by) else kept).append(said)
    AttendanceMark.objects.bulk_create([*kept, *disputed])
    return Recorded(_hold(session, kept, known, by=by), _dispute(session, disputed, by=by))


@transaction.atomic
def decide(conflict: AttendanceConflict, *, takes: bool, by: User) -> AttendanceConflict:
    """Ends a conflict: the mark that waits is taken, or what holds is kept. Refuses: what is decided already."""
    session = Session.objects.select_for_update(no_key=True, of=("self",)).get(marks__conflict=conflict.pk)
    held = AttendanceConflict.objects.select_for_update(of=("self",)).select_related("mark")
    conflict = held.get(pk=conflict.pk)
    if conflict.decided_at is not None:
        raise refusals.ConflictDecidedError
    conflict.decided_at, conflict.decided_by, conflict.is_taken = timezone.now(), by, takes
    conflict.save(update_fields=["decided_at", "decided_by", "is_taken"])
    waiting = conflict.mark
    if takes:
        mark = Mark(status=waiting.status, minutes=waiting.minutes)
        known = {
            row.enrollment_id: row for row in session.attendance.filter(enrollment=waiting.enrollment_id)
        }
        said = _said(session, waiting.enrollment_id, mark, by=by, way=CheckInWay.DECISION)
        said.save(force_insert=True)
        _hold(session, [said], known, by=by)
    log("programs.attendance.decide", session, by=by, after={"mark": waiting.pk, "taken": takes})
    return conflict


@transaction.atomic
def take_back(session: Session, enrollment: Enrollment, *, said: str, before: str, by: User) -> None:
    """Restores what was recorded before, or that nothing was. Refuses: somebody has recorded something else since."""
    session = Session.objects.select_for_update(no_key=True).get(pk=session.pk)
    row = session.attendance.filter(enrollment=enrollment).first()
    if row is None or _recorded(row) != said or row.recorded_by != by:
        raise refusals.ChangedSinceError
    status, _colon, minutes = before.partition(":")
    mark = Mark(status=status, minutes=int(minutes) if minutes else None)
    said_now = _said(session, enrollment.pk, mark, by=by, way=CheckInWay.DECISION)
    said_now.save(force_insert=True)
    if status:
        _hold(session, [said_now], {enrollment.pk: row}, by=by)
        return
    row.delete()
    Enrollment.objects.filter(pk=enrollment.pk).update(updated_at=timezone.now())  # participations follow it
    log("programs.attendance.take_back", session, by=by, before={str(enrollment.pk): row.status}, after={})


def _is_disputed(mark: Mark, row: Attendance | None, *, by: User) -> bool:
    """Another has recorded something that she did not know of."""
    return mark.seen is not None and _recorded(row) != mark.seen and row is not None and row.recorded_by != by


def _recorded(row: Attendance | None) -> str:
    return "" if row is None else in_words(row.status, row.minutes)


def _said(session: Session, enrollment_id: int, mark: Mark, *, by: User, way: str) -> AttendanceMark:
    """A device's clock may be wrong, but nothing was said in the future."""
    now = timezone.now()
    return AttendanceMark(
        public_id=mark.key,
        session=session,
        enrollment_id=enrollment_id,
        status=mark.status,
        minutes=mark.minutes,
        way=way,
        by=by,
        said_at=min(mark.said_at or now, now),
        is_demo=session.is_demo,
    )


def _hold(
    session: Session, marks: list[AttendanceMark], known: Mapping[int, Attendance], *, by: User
) -> list[Attendance]:
    if not marks:
        return []
    changed = [
        Attendance(
            session=session,
            enrollment_id=mark.enrollment_id,
            status=mark.status,
            minutes=mark.minutes,
            way=mark.way,
            recorded_by=by,
            is_demo=session.is_demo,
        )
        for mark in marks
    ]
    Attendance.objects.bulk_create(
        changed,
        update_conflicts=True,
        unique_fields=["session", "enrollment"],
        update_fields=["status", "minutes", "way", "recorded_by", "recorded_at"],
    )
    before = {str(pk): known[pk].status for pk in (row.enrollment_id for row in changed) if pk in known}
    after = {str(row.enrollment_id): row.status for row in changed}
    log("programs.attendance.record", session, by=by, before=before, after=after)
    absent = [row.enrollment_id for row in changed if row.status == AttendanceStatus.ABSENT]
    if absent:
        for enrollment in no_shows(absent):
            letters.warn_of_no_show(enrollment)
    return changed


def _dispute(session: Session, marks: list[AttendanceMark], *, by: User) -> list[AttendanceConflict]:
    if not marks:
        return []
    conflicts = [AttendanceConflict(mark=mark, is_demo=session.is_demo) for mark in marks]
    AttendanceConflict.objects.bulk_create(conflicts)
    log("programs.attendance.dispute", session, by=by, after={str(m.enrollment_id): m.status for m in marks})
    return conflicts


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
