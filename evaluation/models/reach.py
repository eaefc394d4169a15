"""Whose programs one has to do with: everybody else sees what is public."""

from typing import Any

from django.db.models import Exists, Q

from programs.models import ProgramRole, ProgramRoleKind

INSIDE_ROLES = [ProgramRoleKind.COORDINATOR, ProgramRoleKind.FACILITATOR, ProgramRoleKind.EVALUATOR]


def within_reach(user: Any, program: str = "program") -> Q:
    """Rows of programs that she runs, teaches or evaluates; all of them for staff and the movement's evaluators."""
    if not user.is_authenticated:
        return Q(pk__in=[])
    if user.is_staff:
        return Q(pk__isnull=False)
    roles = ProgramRole.objects.current().filter(person__user=user, role__in=INSIDE_ROLES)
    of_all = roles.filter(role=ProgramRoleKind.EVALUATOR, program=None, cohort=None)
    return (
        Q(**{f"{program}__in": roles.exclude(program=None).values("program")})
        | Q(**{f"{program}__in": roles.exclude(cohort=None).values("cohort__program")})
        | Q(Exists(of_all))
    )
