"""Sessions: planning them, changing them, and reminding those who take part."""

from collections.abc import Sequence
from datetime import timedelta

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from capacity.models import User
from common.log import record
from programs import letters
from programs.logic import refusals
from programs.models import Cohort, Enrollment, Session
from programs.states import EnrollmentState

REMIND_BEFORE = timedelta(days=2)
MOVING = {"local_date", "local_time", "time_zone", "minutes", "room", "link", "cancelled_at"}


@transaction.atomic
def save(session: Session, *, by: User, moved: bool) -> Session:
    """Derives UTC from local date, time and zone. One that moved gets a new `sequence`; those enrolled are written to,
    now and when it is near. Refuses: a cancelled cohort.
    """
    created = session.pk is None
    if session.cohort.cancelled_at is not None and created:
        raise refusals.SessionsStandError
    session.set_moments()
    session.is_demo = session.cohort.is_demo
    if not created:
        _revise(session, moved=moved)
    session.save()
    verb = "create" if created else "move" if moved else "edit"
    record(f"programs.sessions.{verb}", session, by=by, after={"starts_at": session.starts_at.isoformat()})
    if moved and not created and session.starts_at > timezone.now():
        for enrollment in enrolled_in(session.cohort):
            letters.session_changed(enrollment, session)
    return session


@transaction.atomic
def change(session: Session, *, by: User, moved: bool) -> Session:
    """As `save`. Refuses what is cancelled, also since the form was opened."""
    if Session.objects.select_for_update().filter(pk=session.pk).exclude(cancelled_at=None).exists():
        raise refusals.SessionCancelledError
    return save(session, by=by, moved=moved)


@transaction.atomic
def plan(cohort: Cohort, sessions: Sequence[Session], *, by: User) -> list[Session]:
    """Adds them all at once; those enrolled get one letter. Refuses: a cancelled cohort."""
    if cohort.cancelled_at is not None:
        raise refusals.SessionsStandError
    for session in sessions:
        session.cohort, session.is_demo = cohort, cohort.is_demo
        session.set_moments()
    made = Session.objects.bulk_create(sessions)
    record("programs.sessions.plan", cohort, by=by, after={"sessions": [session.pk for session in made]})
    ahead = [session for session in made if session.starts_at > timezone.now()]
    if ahead:
        for enrollment in enrolled_in(cohort):
            letters.sessions_planned(enrollment, ahead)
    return made


@transaction.atomic
def cancel(session: Session, *, by: User) -> Session:
    """It stays in the list, as cancelled; those enrolled are written to. Refuses: what is cancelled already."""
    session = (
        Session.objects.select_for_update(of=("self",)).select_related("cohort__program").get(pk=session.pk)
    )
    if session.cancelled_at is not None:
        raise refusals.SessionCancelledError
    session.cancelled_at = timezone.now()
    return save(session, by=by, moved=True)


def _revise(session: Session, *, moved: bool) -> None:
    """Counts on from what is kept, where two change it at once. Calendars follow a new name, too; nobody is written to
    for it.
    """
    kept = Session.objects.select_for_update().get(pk=session.pk)
    session.sequence = kept.sequence + (moved or kept.title != session.title)


@transaction.atomic
def follow_place(cohort: Cohort) -> None:
    """Of a cohort that now meets elsewhere: sessions to come that have no room of their own get a new `sequence`, and
    those enrolled one letter.
    """
    rows = cohort.sessions.select_for_update().filter(cancelled_at=None, room="", ends_at__gt=timezone.now())
    ahead = list(rows.order_by("starts_at", "pk"))
    if not ahead or cohort.cancelled_at is not None:
        return
    for session in ahead:
        session.sequence, session.updated_at = session.sequence + 1, timezone.now()
    Session.objects.bulk_update(ahead, ["sequence", "updated_at"])
    ahead[0].cohort = cohort
    for enrollment in enrolled_in(cohort):
        letters.place_changed(enrollment, ahead[0])


@transaction.atomic
def follow_name(sessions: "QuerySet[Session]") -> None:
    """Of a program or cohort that has a new name: calendars show it with each session, held ones too, so all get a new
    `sequence`. Nobody is written to for it.
    """
    rows = sessions.select_for_update(of=("self",), no_key=True).order_by("starts_at", "pk")
    found = list(rows.values_list("pk", flat=True))
    Session.objects.filter(pk__in=found).update(sequence=F("sequence") + 1, updated_at=timezone.now())


def enrolled_in(cohort: Cohort) -> list[Enrollment]:
    enrolled = Enrollment.objects.filter(cohort=cohort, state=EnrollmentState.ENROLLED)
    return list(enrolled.select_related("person__user").order_by("pk"))


def remind() -> int:
    """Writes, once each, to everybody enrolled in a cohort with a session in the next two days. Returns how many
    were written to. A session that was moved is told anew, one that has a new name only is not.
    """
    now = timezone.now()
    soon = Session.objects.filter(
        starts_at__gt=now,
        starts_at__lte=now + REMIND_BEFORE,
        cancelled_at=None,
        cohort__cancelled_at=None,
    )
    return sum(_remind_of(session) for session in soon.select_related("cohort__program"))


@transaction.atomic
def _remind_of(session: Session) -> int:
    enrolled = Enrollment.objects.filter(cohort=session.cohort_id, state=EnrollmentState.ENROLLED)
    told = letters.reminded_of(session)
    rows = enrolled.exclude(person__user__in=told).select_related("person__user")
    for enrollment in rows:
        letters.remind_of_session(enrollment, session)
    return len(rows)
