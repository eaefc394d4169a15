"""What stands against a session at a time: people who teach or take part have another one then."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from babel.lists import format_list
from django.db.models import Count, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common import formats
from programs.models import Cohort, Enrollment, ProgramRole, Session
from programs.permissions import TEACHING_ROLES
from programs.states import EnrollmentState


@dataclass(frozen=True, kw_only=True)
class Span:
    """A session planned or to be planned; `pk` where it is there already."""

    starts_at: datetime
    ends_at: datetime
    pk: int | None = None

    def meets(self, other: Any) -> bool:
        return bool(self.starts_at < other.ends_at and other.starts_at < self.ends_at)


def spans_of(sessions: Sequence[Session]) -> list[Span]:
    return [Span(starts_at=each.starts_at, ends_at=each.ends_at, pk=each.pk) for each in sessions]


def conflicts_of(cohort: Cohort, spans: Sequence[Span]) -> list[list[str]]:
    """For each span, in words; as many queries for many spans as for one."""
    if not spans:
        return []
    meanwhile = Session.objects.filter(
        cancelled_at=None,
        starts_at__lt=max(span.ends_at for span in spans),
        ends_at__gt=min(span.starts_at for span in spans),
    )
    own = list(meanwhile.filter(cohort=cohort))
    elsewhere = meanwhile.exclude(cohort=cohort)
    taught, teachers = _taught(cohort, elsewhere)
    attended = _attended(cohort, elsewhere)
    found = []
    for span in spans:
        said = [_own(span, [*own, *(other for other in spans if other is not span and other.pk is None)])]
        said += [_teachers(teachers[each.pk], each) for each in taught if span.meets(each)]
        said.append(_people([each.shared for each in attended if span.meets(each)]))
        found.append([text for text in said if text])
    return found


def _taught(cohort: Cohort, elsewhere: Any) -> tuple[list[Session], dict[int, list[str]]]:
    """Sessions elsewhere of those who teach here, and by session who it is."""
    here = ProgramRole.objects.current().on(cohort).filter(role__in=TEACHING_ROLES)
    roles = list(
        ProgramRole.objects.current()
        .filter(person__in=here.values("person"), role__in=TEACHING_ROLES)
        .exclude(program=None, cohort=None)
        .select_related("person")
    )
    # Who coordinates a program with many cohorts need not be in each of their sessions.
    roles = [role for role in roles if role.cohort_id is not None]
    sessions = list(
        elsewhere.filter(cohort__in={role.cohort_id for role in roles}).select_related("cohort__program")
    )
    names = {
        session.pk: sorted({role.person.name for role in roles if role.cohort_id == session.cohort_id})
        for session in sessions
    }
    return sessions, names


def _attended(cohort: Cohort, elsewhere: Any) -> list[Any]:
    mine = Enrollment.objects.filter(cohort=cohort, state=EnrollmentState.ENROLLED).values("person")
    shared = Q(cohort__enrollments__state=EnrollmentState.ENROLLED, cohort__enrollments__person__in=mine)
    counted = elsewhere.annotate(shared=Count("cohort__enrollments", filter=shared, distinct=True))
    return list(counted.filter(shared__gt=0))


def _own(span: Span, others: Sequence[Any]) -> str:
    meeting = [other for other in others if other.pk is None or other.pk != span.pk]
    return _("Another session of this cohort is at the same time.") if any(map(span.meets, meeting)) else ""


def _teachers(names: list[str], session: Session) -> str:
    said = _("%(names)s: at the same time in “%(program)s”, %(cohort)s.")
    listed = format_list(names, locale=formats.locale())
    return said % {"names": listed, "program": session.cohort.program.title, "cohort": session.cohort.name}


def _people(shared: list[int]) -> str:
    most = max(shared, default=0)
    if not most:
        return ""
    said = ngettext(
        "%(people)s of those enrolled has another session at this time.",
        "%(people)s of those enrolled have another session at this time.",
        most,
    )
    return said % {"people": formats.number(most)}
