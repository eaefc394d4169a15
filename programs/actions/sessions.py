"""Sessions: reminding those who take part."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from programs import letters
from programs.models import Enrollment, Session
from programs.states import EnrollmentState

REMIND_BEFORE = timedelta(days=2)


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
