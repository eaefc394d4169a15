"""Deeds with several people at once: each is handled on her own, what became of whom is kept, and can be taken back."""

from collections.abc import Callable, Iterable
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from capacity.models import User
from common.log import record as log
from common.moves import MoveError
from programs.actions import attendance, completions, enrollments, moves
from programs.logic import refusals
from programs.logic.attendance import in_words
from programs.models import AttendanceStatus, BulkDeed, BulkDeedRow, Cohort, Deed, Enrollment, Session
from programs.states import EnrollmentState

VERBS: dict[str, Callable[..., Enrollment]] = {
    Deed.ACCEPT: enrollments.accept,
    Deed.DECLINE: enrollments.decline,
    Deed.OFFER: enrollments.offer,
    Deed.COMPLETE: completions.complete,
    Deed.NOT_COMPLETE: completions.not_complete,
    Deed.WITHDRAW: enrollments.withdraw,
}
REFUSED = (refusals.RefusalError, MoveError)


def do(
    deed: str,
    people: Iterable[Enrollment],
    *,
    cohort: Cohort,
    by: User,
    session: Session | None = None,
    **why: Any,
) -> BulkDeed:
    """One after the other, each in a transaction of her own; who is refused stops nobody else. Writes to each as the
    deed itself does. Returns what became of whom.
    """
    bulk = BulkDeed.objects.create(cohort=cohort, deed=deed, session=session, by=by, is_demo=cohort.is_demo)
    log("programs.bulk_deeds.do", bulk, by=by, after={"deed": deed})
    held = {}
    if session is not None:
        held = {row.enrollment_id: in_words(row.status, row.minutes) for row in session.attendance.all()}
    for enrollment in people:
        row = BulkDeedRow(
            bulk_deed=bulk, enrollment=enrollment, before=enrollment.state, is_demo=bulk.is_demo
        )
        try:
            with transaction.atomic():
                _check_may(by, enrollment)
                if session is not None:
                    row.before = held.get(enrollment.pk, "")
                    row.after = _present(session, enrollment, before=row.before, by=by)
                else:
                    row.after = VERBS[deed](enrollment, by=by, **why).state
                row.save(force_insert=True)
        except REFUSED as refusal:
            row.after, row.refusal = "", _says(refusal)
            row.save(force_insert=True)
    return bulk


def undo(bulk: BulkDeed, *, by: User) -> BulkDeed:
    """Takes back what was done with each, where nothing has happened to it since; seats that become free go to the next
    who wait. Writes to each. Refuses: what was taken back already; when the time for it is over.
    """
    with transaction.atomic():
        bulk = (
            BulkDeed.objects.select_for_update(of=("self",))
            .select_related("cohort", "session")
            .get(pk=bulk.pk)
        )
        if not bulk.may_be_undone(timezone.now()):
            raise refusals.UndoOverError
        bulk.undone_at, bulk.undone_by = timezone.now(), by
        bulk.save(update_fields=["undone_at", "undone_by", "updated_at"])
        log("programs.bulk_deeds.undo", bulk, by=by)
    for row in bulk.rows.exclude(after="").select_related("enrollment__person").order_by("-pk"):
        try:
            with transaction.atomic():
                _check_may(by, row.enrollment)
                _take_back(bulk, row, by=by)
                row.is_undone = True
                row.save(update_fields=["is_undone"])
        except REFUSED as refusal:
            row.is_undone, row.undo_refusal = False, _says(refusal)
            row.save(update_fields=["is_undone", "undo_refusal"])
    return bulk


def _check_may(by: User, enrollment: Enrollment) -> None:
    if not by.has_perm("programs.decide_enrollment", enrollment):
        raise refusals.NotOneselfError


def _present(session: Session, enrollment: Enrollment, *, before: str, by: User) -> str:
    mark = attendance.Mark(status=AttendanceStatus.PRESENT, seen=before)
    recorded = attendance.record(session, {enrollment.pk: mark}, by=by)
    if recorded.conflicts:
        raise refusals.ChangedSinceError
    return mark.says


def _take_back(bulk: BulkDeed, row: BulkDeedRow, *, by: User) -> None:
    if bulk.session is None:
        moves.take_back(row.enrollment, before=row.before, after=row.after, by=by)
    elif row.before != row.after:
        attendance.take_back(bulk.session, row.enrollment, said=row.after, before=row.before, by=by)


def _says(refusal: Exception) -> str:
    if isinstance(refusal, MoveError):
        state = EnrollmentState(refusal.current).label
        return _("This is not possible in the state “%(state)s”.") % {"state": state}
    return str(refusal)
