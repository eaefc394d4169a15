"""What people are told of their enrollments, sessions and pairs: one template for each occasion."""

import hashlib
from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from django.conf import settings
from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils import timezone, translation

from capacity.models import User
from common.models import Message, Notification
from common.outbox import compose, tell
from programs.models import (
    Cohort,
    DelegationPlace,
    Deliverable,
    Enrollment,
    Program,
    ProgramComment,
    ProgramRole,
    ProgramRoleKind,
    SavedSearch,
    Session,
)
from programs.queries.searches import open_cohorts_of
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


class Letter(NamedTuple):
    language: str
    subject: str
    text: str


PROGRAMS_NAMED = 20  # in one letter


def tell_state(enrollment: Enrollment, *, reason: MoveReason | None = None, note: str = "") -> None:
    """To the person: what has become of her enrollment, and what the coordinator writes."""
    _write(enrollment, LETTERS[enrollment.state], reason=reason, note=note)


def preview(
    enrollment: Enrollment, state: EnrollmentState, *, reason: str = "", note: str = ""
) -> Letter | None:
    """What she would be told, in her language; nothing is sent. Nothing where she has no account."""
    user = enrollment.person.user
    if user is None:
        return None
    language = user.language or settings.LANGUAGE_CODE
    told = {"reason": MoveReason(reason) if reason else None, "note": note}
    context = {**told, **_context(enrollment), "url": settings.SITE_ADDRESS + enrollment.get_absolute_url()}
    with translation.override(language), timezone.override(user.zone):
        return Letter(language, *compose(f"programs/{LETTERS[state]}", context))


def tell_taken_back(enrollment: Enrollment) -> None:
    """To the person: what she was told last does not hold any more."""
    _write(enrollment, "taken_back")


def tell_cohort_cancelled(enrollment: Enrollment, *, note: str) -> None:
    """To everybody who had a place, waited or had applied."""
    _write(enrollment, "cohort_cancelled", note=note)


def tell_transferred(enrollment: Enrollment, moved: Enrollment) -> None:
    """To the person: which cohort she takes part in now."""
    _write(enrollment, "transferred", url=moved.get_absolute_url(), moved=moved)


def tell_promoted(enrollment: Enrollment) -> None:
    """To the person who waited: a seat became free."""
    _write(enrollment, "offered" if enrollment.state == EnrollmentState.OFFERED else "promoted")


def remind_of_offer(enrollment: Enrollment, *, on: date | None = None) -> None:
    """To the person: her offer ends soon. Once for each offer; once more a day where somebody asks for it (`on`)."""
    if enrollment.offer_expires_at is not None:
        cause = f"enrollment-{enrollment.pk}-offer-{enrollment.offer_expires_at.isoformat()}"
        cause += f"-{on.isoformat()}" if on else ""
        _write(enrollment, "offer_ends", cause=cause)


def tell_named(place: DelegationPlace) -> None:
    """To a member whom her organization has named: she confirms or refuses."""
    user = place.person.user if place.person else None
    if user is None:
        return
    cohort = place.delegation.cohort
    tell(
        recipient=user,
        kind="enrollment",
        cause=f"delegation-{place.pk}",
        template="programs/delegation",
        context={
            "place": place,
            "cohort": cohort,
            "program": cohort.program,
            "organization": place.delegation.organization,
        },
        url=place.answer_path,
    )


def write_to_address(place: DelegationPlace) -> bool:
    """The same to an address that may belong to no account, in the language of who typed it. False: try again later."""
    delegation = place.delegation
    writer = delegation.made_by
    with translation.override(writer.language or settings.LANGUAGE_CODE), timezone.override(writer.zone):
        context = {
            "place": place,
            "cohort": delegation.cohort,
            "program": delegation.cohort.program,
            "organization": delegation.organization,
            "url": settings.SITE_ADDRESS + place.answer_path,
            "is_to_address": True,
        }
        subject, text = compose("programs/delegation", context)
    headers = {
        "Message-ID": f"<delegation-{place.public_id}@capacity-portal>",
        "Auto-Submitted": "auto-generated",
    }
    try:
        EmailMessage(subject, text, to=[place.email], headers=headers).send()
    except OSError:
        return False
    return True


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


def warn_of_no_show(enrollment: Enrollment) -> None:
    """To those who run the cohort, once for each person: she was absent too often."""
    cohort = enrollment.cohort
    for user in coordinators_of(cohort):
        tell(
            recipient=user,
            kind="roster",
            cause=f"no-show-{enrollment.pk}",
            template="programs/no_show",
            context={"enrollment": enrollment, "cohort": cohort, "program": cohort.program},
            url=enrollment.get_absolute_url(),
        )


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


def review_asked(program: Program, *, by: User) -> None:
    """To those who can give it: the other coordinators, and staff."""
    staff = User.objects.filter(is_staff=True, is_active=True, is_demo=program.is_demo)
    readers = {user.pk: user for user in [*writers_of(program), *staff] if user.pk != by.pk}
    for user in readers.values():
        _write_of_program(program, user, "program_in_review")


def program_moved(program: Program, *, by: User) -> None:
    """To those who write it: it is published, or sent back."""
    for user in writers_of(program):
        if user.pk != by.pk:
            _write_of_program(program, user, f"program_{program.state}")


def program_commented(comment: ProgramComment) -> None:
    """To the others who write it, and to who asked for the review."""
    program = comment.program
    readers = {user.pk: user for user in writers_of(program)}
    if program.submitted_by is not None:
        readers[program.submitted_by.pk] = program.submitted_by
    readers.pop(comment.author_id, None)
    for user in readers.values():
        _write_of_program(
            program, user, "program_commented", cause=f"comment-{comment.pk}", comment=comment.text
        )


def writers_of(program: Program) -> list[User]:
    roles = ProgramRole.objects.current().filter(program=program, role=ProgramRoleKind.COORDINATOR)
    return list(User.objects.filter(person__program_roles__in=roles).distinct().order_by("pk"))


def _write_of_program(program: Program, user: User, letter: str, *, cause: str = "", **context: Any) -> None:
    """Once for each time the program changed."""
    tell(
        recipient=user,
        kind="program",
        cause=cause or f"program-{program.pk}-{program.state}-{program.updated_at.isoformat()}",
        template=f"programs/{letter}",
        context={"program": program, **context},
        url=reverse("programs:program-review", kwargs={"slug": program.slug}),
    )


def session_changed(enrollment: Enrollment, session: Session) -> None:
    """To an enrolled person: it moved, or is cancelled. Once for each revision."""
    _write_of_session(enrollment, session, "session_cancelled" if session.cancelled_at else "session_moved")


def sessions_planned(enrollment: Enrollment, sessions: Sequence[Session]) -> None:
    """To an enrolled person: all that were planned at once, in one letter."""
    _write_of_session(enrollment, sessions[0], "sessions_planned", sessions=sessions)


def place_changed(enrollment: Enrollment, session: Session) -> None:
    """To an enrolled person: the cohort meets elsewhere, from this session on."""
    _write_of_session(enrollment, session, "place_changed")


def _write_of_session(enrollment: Enrollment, session: Session, letter: str, **context: Any) -> None:
    user = enrollment.person.user
    if user is None:
        return
    cohort = session.cohort
    tell(
        recipient=user,
        kind="session",
        cause=f"session-{session.pk}-{session.sequence}-{letter}",
        template=f"programs/{letter}",
        context={"session": session, "cohort": cohort, "program": cohort.program, **context},
        url=cohort.get_absolute_url(),
    )


def message(enrollment: Enrollment, subject: str, text: str, *, mark: str) -> None:
    """To one of a group: what those who run the cohort write."""
    said = {"subject": subject, "text": text}
    _write(enrollment, "message", cause=f"message-{mark}-{enrollment.pk}", detail=text, **said)


def coordinators_of(cohort: Cohort) -> list[User]:
    roles = ProgramRole.objects.current().on(cohort).filter(role=ProgramRoleKind.COORDINATOR)
    return list(User.objects.filter(person__program_roles__in=roles).distinct().order_by("pk"))


def _reminder(session: Session) -> str:
    """Another one for each other time and place; not for another name."""
    said = [
        session.starts_at.isoformat(),
        session.ends_at.isoformat(),
        session.room or session.cohort.place,
        session.link,
    ]
    mark = hashlib.sha256("\n".join(said).encode()).hexdigest()[:16]
    return f"session-{session.pk}-{mark}-reminder"


def _write(
    enrollment: Enrollment, letter: str, *, cause: str = "", detail: str = "", url: str = "", **context: Any
) -> None:
    user = enrollment.person.user
    if user is None:
        return
    tell(
        recipient=user,
        kind="enrollment",
        cause=cause or f"enrollment-{enrollment.pk}-{letter}{_again(enrollment)}",
        template=f"programs/{letter}",
        context={**_context(enrollment), **context},
        url=url or enrollment.get_absolute_url(),
        detail=detail,
    )


def _context(enrollment: Enrollment) -> dict[str, Any]:
    cohort = enrollment.cohort
    return {"enrollment": enrollment, "cohort": cohort, "program": cohort.program}


def programs_found(search: SavedSearch, programs: Sequence[Program], *, cause: str) -> None:
    """To who saved the search: which programs are new in it, and when one can enroll."""
    named = programs[:PROGRAMS_NAMED]
    open_now = open_cohorts_of(named)
    tell(
        recipient=search.owner,
        kind="search",
        cause=cause,
        template="programs/programs_found",
        context={
            "search": search,
            "programs": [(program, open_now.get(program.pk)) for program in named],
            "number": len(programs),
            "more": max(len(programs) - PROGRAMS_NAMED, 0),
            "site": settings.SITE_ADDRESS,
        },
        url=search.get_absolute_url(),
    )


def tell_nobody_runs(role: ProgramRole) -> None:
    """To staff: with the end of this role nobody holds it any more. Demo staff are told of demo roles."""
    cohort = role.cohort
    program = role.program or (cohort.program if cohort is not None else None)
    if program is None:
        return
    for recipient in User.objects.filter(is_staff=True, is_active=True, is_demo=role.is_demo):
        tell(
            recipient=recipient,
            kind="unattended",
            cause=f"role-{role.pk}-ended",
            template="programs/role_vacant",
            context={"role": role, "program": program, "cohort": cohort},
            url=program.get_absolute_url(),
        )


def _again(enrollment: Enrollment) -> str:
    """A state reached once more, after a decision was taken back, is told once more."""
    return f"-{enrollment.times_taken_back}" if enrollment.times_taken_back else ""
