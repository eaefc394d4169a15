"""Sessions: planning them, and reminding those who take part."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from capacity.models import User
from common.log import record
from programs import letters
from programs.models import Enrollment, Session
from programs.states import EnrollmentState

REMIND_BEFORE = timedelta(days=2)
MOVING = {"local_date", "local_time", "time_zone", "minutes", "room", "link", "cancelled_at"}


@transaction.atomic
def save(session: Session, *, by: User, moved: bool) -> Session:
    """Derives UTC from local date, time and zone. One that moved gets a new `sequence`, and so is told anew."""
    created = session.pk is None
    session.set_moments()
    session.is_demo = session.cohort.is_demo
    if moved and not created:
        session.sequence += 1
    session.save()
    verb = "create" if created else "move" if moved else "edit"
    record(f"programs.sessions.{verb}", session, by=by, after={"starts_at": session.starts_at.isoformat()})
    return session


def remind() -> int:
    """Writes, once each, to everybody enrolled in a cohort with a session in the next two days. Returns how many
    were written to. A session that was moved (a new `sequence`) is told anew.
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
