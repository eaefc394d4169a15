"""Who may do what with programs and enrollments. Default is no."""

from typing import Any

import rules

from capacity.models import User
from capacity.permissions import is_staff, represents
from programs.models import Cohort, Enrollment, Program, ProgramRole, ProgramRoleKind

TEACHING_ROLES = (ProgramRoleKind.COORDINATOR, ProgramRoleKind.FACILITATOR, ProgramRoleKind.MENTOR)


def holds_role(user: User, cohort: Cohort, *kinds: ProgramRoleKind) -> bool:
    roles = ProgramRole.objects.current().on(cohort)
    return user.is_authenticated and roles.filter(person__user=user, role__in=kinds).exists()


def roles_held(user: Any) -> set[tuple[str, bool]]:
    """Her current roles, each with whether it reaches the whole movement; asked once a request."""
    if not user.is_authenticated:
        return set()
    if not hasattr(user, "_roles_held"):
        roles = ProgramRole.objects.current().filter(person__user=user)
        user._roles_held = {
            (held.role, held.program_id is None and held.cohort_id is None)
            for held in roles.only("role", "program", "cohort")
        }
    return set(user._roles_held)


@rules.predicate
def can_see_program(user: User, program: Program) -> bool:
    return Program.objects.visible_to(user).filter(pk=program.pk).exists()


@rules.predicate
def runs_program(user: User, program: Program) -> bool:
    roles = ProgramRole.objects.current().filter(program=program, role=ProgramRoleKind.COORDINATOR)
    return user.is_authenticated and roles.filter(person__user=user).exists()


@rules.predicate
def runs_cohort(user: User, cohort: Cohort) -> bool:
    return holds_role(user, cohort, ProgramRoleKind.COORDINATOR)


@rules.predicate
def teaches_cohort(user: User, cohort: Cohort) -> bool:
    return holds_role(user, cohort, *TEACHING_ROLES)


@rules.predicate
def is_participant(user: User, enrollment: Enrollment) -> bool:
    return user.is_authenticated and enrollment.person.user_id == user.pk


@rules.predicate
def runs_its_cohort(user: User, enrollment: Enrollment) -> bool:
    return runs_cohort(user, enrollment.cohort)


@rules.predicate
def represents_its_organization(user: User, enrollment: Enrollment) -> bool:
    return represents(user, enrollment.organization)


@rules.predicate
def can_see_enrollment(user: User, enrollment: Enrollment) -> bool:
    return Enrollment.objects.visible_to(user).filter(pk=enrollment.pk).exists()


rules.add_perm("programs.see_program", can_see_program)
rules.add_perm("programs.run_program", runs_program | is_staff)
rules.add_perm("programs.run_cohort", runs_cohort | is_staff)
rules.add_perm("programs.record_attendance", teaches_cohort | is_staff)
rules.add_perm("programs.enroll", rules.is_authenticated & rules.is_active)
rules.add_perm("programs.see_enrollment", can_see_enrollment)
rules.add_perm("programs.withdraw_enrollment", is_participant | represents_its_organization | runs_its_cohort)
rules.add_perm("programs.answer_offer", is_participant)
rules.add_perm("programs.decide_enrollment", ~is_participant & (is_staff | runs_its_cohort))
