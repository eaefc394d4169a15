"""What those who run or teach a cohort are told of its people and sessions."""

from datetime import date
from typing import Any

from django.urls import reverse

from capacity.models import User
from common.outbox import tell
from programs.letters import coordinators_of
from programs.models import Cohort, Enrollment, ProgramRole, ProgramRoleKind, ReviewConflict, Session


def application_arrived(enrollment: Enrollment) -> None:
    """To those who run the cohort: an application waits for their decision. Together once a day, unless they choose
    otherwise.
    """
    cohort = enrollment.cohort
    for user in coordinators_of(cohort):
        if user.pk != enrollment.person.user_id:
            _tell(
                user,
                "application_arrived",
                kind="application",
                cause=f"enrollment-{enrollment.pk}-arrived",
                url=reverse("evaluation:desk-cohort", args=[cohort.public_id]) + "?state=applied",
                cohort=cohort,
                enrollment=enrollment,
            )


def conflict_taken_back(conflict: ReviewConflict) -> None:
    """To who had declared it: she may review the application after all."""
    enrollment = conflict.enrollment
    cohort = enrollment.cohort
    _tell(
        conflict.reviewer,
        "conflict_taken_back",
        kind="application",
        cause=f"conflict-{conflict.pk}-taken-back",
        url=reverse("programs:review", args=[cohort.program.slug, cohort.public_id, enrollment.public_id]),
        cohort=cohort,
        enrollment=enrollment,
    )


def attendance_missing(session: Session, *, on: date) -> int:
    """To those who teach: nobody has said who was there. Once a day at most. Returns to how many."""
    cohort = session.cohort
    readers = facilitators_of(cohort)
    for user in readers:
        _tell(
            user,
            "attendance_missing",
            kind="roster",
            cause=f"session-{session.pk}-unrecorded-{on.isoformat()}",
            url=reverse(
                "programs:session-attendance",
                args=[cohort.program.slug, cohort.public_id, session.public_id],
            ),
            cohort=cohort,
            session=session,
        )
    return len(readers)


def facilitators_of(cohort: Cohort) -> list[User]:
    roles = ProgramRole.objects.current().on(cohort).filter(role=ProgramRoleKind.FACILITATOR)
    return list(User.objects.filter(person__program_roles__in=roles).distinct().order_by("pk"))


def _tell(
    user: User, letter: str, *, kind: str, cause: str, url: str, cohort: Cohort, **context: Any
) -> None:
    tell(
        recipient=user,
        kind=kind,
        cause=cause,
        template=f"programs/{letter}",
        context={"cohort": cohort, "program": cohort.program, **context},
        url=url,
        by_day=True,
    )
