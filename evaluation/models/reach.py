"""Whose programs one has to do with: everybody else sees what is public."""

from datetime import date
from typing import Any

from django.db.models import Exists, Q

from programs.models import ProgramRole, ProgramRoleKind

INSIDE_ROLES = [ProgramRoleKind.COORDINATOR, ProgramRoleKind.FACILITATOR, ProgramRoleKind.EVALUATOR]


def within_reach(user: Any, program: str = "program", *, day: date | None = None) -> Q:
    """Rows of programs that she runs, teaches or evaluates (today, or on another day); all of them for staff and the
    movement's evaluators.
    """
    if not user.is_authenticated:
        return Q(pk__in=[])
    if user.is_staff:
        return Q(pk__isnull=False)
    held = ProgramRole.objects.on_day(day) if day else ProgramRole.objects.current()
    roles = held.filter(person__user=user, role__in=INSIDE_ROLES)
    of_all = roles.filter(role=ProgramRoleKind.EVALUATOR, program=None, cohort=None)
    return (
        Q(**{f"{program}__in": roles.exclude(program=None).values("program")})
        | Q(**{f"{program}__in": roles.exclude(cohort=None).values("cohort__program")})
        | Q(Exists(of_all))
    )
