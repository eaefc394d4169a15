"""What people are told of their enrollments and sessions: one template for each occasion."""

from typing import Any

from capacity.models import User
from common.models import Message, Notification
from common.outbox import tell
from programs.models import Cohort, Deliverable, Enrollment, ProgramRole, ProgramRoleKind, Session
from programs.states import DeliverableState, EnrollmentState, MoveReason

# What each state is told by; the others are the person's own doing, or a draft.
LETTERS: dict[str, str] = {
    EnrollmentState.APPLIED: "applied",
    EnrollmentState.WAITLISTED: "waitlisted",
    EnrollmentState.OFFERED: "offered",
    EnrollmentState.ENROLLED: "enrolled",
    EnrollmentState.DECLINED: "declined",
    EnrollmentState.LAPSED: "lapsed",
    EnrollmentState.WITHDRAWN: "withdrawn",
    EnrollmentState.COMPLETED: "completed",
    EnrollmentState.NOT_COMPLETED: "not_completed",
}


def tell_state(enrollment: Enrollment, *, reason: MoveReason | None = None, note: str = "") -> None:
    """To the person: what has become of her enrollment, and what the coordinator writes."""
    _write(enrollment, LETTERS[enrollment.state], reason=reason, note=note)


def tell_promoted(enrollment: Enrollment) -> None:
    """To the person who waited: a seat became free."""
    _write(enrollment, "offered" if enrollment.state == EnrollmentState.OFFERED else "promoted")


def remind_of_session(enrollment: Enrollment, session: Session) -> None:
    """To an enrolled person: when and where, with the link. A session that moved is told anew."""
    user = enrollment.person.user
    if user is None:
        return
    cohort = session.cohort
    tell(
        recipient=user,
        kind="session",
        cause=_reminder(session),
        template="programs/session_reminder",
        context={"session": session, "cohort": cohort, "program": cohort.program},
        url=cohort.get_absolute_url(),
    )


def reminded_of(session: Session) -> set[int]:
    """The accounts that were reminded of the session as it is now."""
    key = f"session:{_reminder(session)}:"
    told = Notification.objects.filter(key__startswith=key).values_list("recipient_id")
    return {
        pk for (pk,) in told.union(Message.objects.filter(key__startswith=key).values_list("recipient_id"))
    }


def deliverable_arrived(deliverable: Deliverable) -> None:
    """To those who run the cohort: a result waits for their decision."""
    cohort = deliverable.enrollment.cohort
    for user in coordinators_of(cohort):
        tell(
            recipient=user,
            kind="roster",
            cause=f"deliverable-{deliverable.pk}-arrived",
            template="programs/deliverable_arrived",
            context={"deliverable": deliverable, "cohort": cohort, "program": cohort.program},
            url=deliverable.get_absolute_url(),
        )


def deliverable_decided(deliverable: Deliverable) -> None:
    """To the person: what was decided, and why."""
    user = deliverable.enrollment.person.user
    if user is None:
        return
    tell(
        recipient=user,
        kind="enrollment",
        cause=f"deliverable-{deliverable.pk}-{deliverable.state}",
        template="programs/deliverable_decided",
        context={
            "deliverable": deliverable,
            "accepted": deliverable.state == DeliverableState.ACCEPTED,
            "program": deliverable.enrollment.cohort.program,
        },
        url=deliverable.get_absolute_url(),
    )


def coordinators_of(cohort: Cohort) -> list[User]:
    roles = ProgramRole.objects.current().on(cohort).filter(role=ProgramRoleKind.COORDINATOR)
    return list(User.objects.filter(person__program_roles__in=roles).distinct().order_by("pk"))


def _reminder(session: Session) -> str:
    return f"session-{session.pk}-{session.sequence}-reminder"


def _write(enrollment: Enrollment, letter: str, **context: Any) -> None:
    user = enrollment.person.user
    if user is None:
        return
    tell(
        recipient=user,
        kind="enrollment",
        cause=f"enrollment-{enrollment.pk}-{letter}",
        template=f"programs/{letter}",
        context={
            "enrollment": enrollment,
            "cohort": enrollment.cohort,
            "program": enrollment.cohort.program,
            **context,
        },
        url=enrollment.get_absolute_url(),
    )
