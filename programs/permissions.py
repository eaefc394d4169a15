"""Who may do what with programs and enrollments. Default is no."""

from datetime import date
from typing import Any, NamedTuple

import rules
from django.db.models import QuerySet
from django.utils import timezone

from capacity.models import Affiliation, User
from capacity.permissions import is_staff, represents
from common.statements import Written
from programs.models import (
    Cohort,
    Delegation,
    Enrollment,
    MentoringPair,
    MentoringPart,
    Program,
    ProgramRole,
    ProgramRoleKind,
    Review,
    ReviewConflict,
    SavedSearch,
)
from programs.states import EnrollmentState

TEACHING_ROLES = (ProgramRoleKind.COORDINATOR, ProgramRoleKind.FACILITATOR, ProgramRoleKind.MENTOR)

ANSWERING_ROLES = (ProgramRoleKind.COORDINATOR, ProgramRoleKind.EVALUATOR)


class Held(NamedTuple):
    """A current role; without program and cohort it reaches the whole movement."""

    role: str
    program: int | None
    cohort: int | None


def _roles_of(user: int, day: date) -> QuerySet:
    roles = ProgramRole.objects.on_day(day).filter(person__user=user)
    return roles.values_list("role", "program", "cohort")


ROLES_OF = Written(_roles_of, -77, date.min)


def roles_held(user: Any) -> list[Held]:
    """Her current roles. Asked once a request: the account object lives no longer, and pages ask often."""
    if not user.is_authenticated:
        return []
    if not hasattr(user, "_roles_held"):
        user._roles_held = [Held(*each) for each in ROLES_OF.rows(user.pk, timezone.now().date())]
    return list(user._roles_held)


def holds_role(user: User, cohort: Cohort, *kinds: ProgramRoleKind) -> bool:
    """A role in the cohort, or in its program."""
    return any(
        held.role in kinds and (held.cohort == cohort.pk or held.program == cohort.program_id)
        for held in roles_held(user)
    )


@rules.predicate
def can_see_program(user: User, program: Program) -> bool:
    return Program.objects.visible_to(user).filter(pk=program.pk).exists()


@rules.predicate
def runs_program(user: User, program: Program) -> bool:
    return any(
        held.role == ProgramRoleKind.COORDINATOR and held.program == program.pk for held in roles_held(user)
    )


@rules.predicate
def coordinates_somewhere(user: User) -> bool:
    return any(held.role == ProgramRoleKind.COORDINATOR for held in roles_held(user))


@rules.predicate
def represents_somebody(user: User) -> bool:
    return user.is_authenticated and Affiliation.objects.representing(user).exists()


@rules.predicate
def asked_for_its_review(user: User, program: Program) -> bool:
    return user.is_authenticated and program.submitted_by_id == user.pk


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
def teaches_its_cohort(user: User, enrollment: Enrollment) -> bool:
    return teaches_cohort(user, enrollment.cohort)


@rules.predicate
def represents_its_organization(user: User, enrollment: Enrollment) -> bool:
    return represents(user, enrollment.organization)


@rules.predicate
def can_see_enrollment(user: User, enrollment: Enrollment) -> bool:
    return Enrollment.objects.visible_to(user).filter(pk=enrollment.pk).exists()


@rules.predicate
def answers_for_others(user: User) -> bool:
    """Coordinates or evaluates anything at present."""
    return any(held.role in ANSWERING_ROLES for held in roles_held(user))


@rules.predicate
def reviews_cohort(user: User, cohort: Cohort) -> bool:
    return holds_role(user, cohort, ProgramRoleKind.REVIEWER, ProgramRoleKind.COORDINATOR)


@rules.predicate
def reviews_its_cohort(user: User, enrollment: Enrollment) -> bool:
    return reviews_cohort(user, enrollment.cohort)


@rules.predicate
def has_conflict(user: Any, enrollment: Enrollment) -> bool:
    """A declared conflict of interest. Asked once a request, for all applications."""
    if not user.is_authenticated:
        return False
    if not hasattr(user, "_conflicts"):
        declared = ReviewConflict.objects.filter(reviewer=user).values_list("enrollment_id", flat=True)
        user._conflicts = set(declared)
    return enrollment.pk in user._conflicts


@rules.predicate
def has_declared(user: Any, enrollment: Enrollment) -> bool:
    """That she has no conflict of interest: this opens an application to a reviewer."""
    return user.is_authenticated and Review.objects.filter(enrollment=enrollment, reviewer=user.pk).exists()


@rules.predicate
def sends_delegation(user: User, delegation: Delegation) -> bool:
    return represents(user, delegation.organization)


@rules.predicate
def is_sent(user: User, enrollment: Enrollment) -> bool:
    return enrollment.state != EnrollmentState.DRAFT


@rules.predicate
def can_see_pair(user: User, pair: MentoringPair) -> bool:
    return MentoringPair.objects.visible_to(user).filter(pk=pair.pk).exists()


@rules.predicate
def is_of_pair(user: User, pair: MentoringPair) -> bool:
    """One of the two, who has been told of it."""
    people = {pair.mentor.person.user_id, pair.mentee.person.user_id}
    return user.is_authenticated and pair.proposed_at is not None and user.pk in people


@rules.predicate
def runs_its_pairs(user: User, pair: MentoringPair) -> bool:
    return runs_cohort(user, pair.mentee.cohort)


@rules.predicate
def is_its_person(user: User, part: MentoringPart) -> bool:
    return user.is_authenticated and part.person.user_id == user.pk


@rules.predicate
def keeps_search(user: User, search: SavedSearch) -> bool:
    return search.owner_id == user.pk


rules.add_perm("programs.save_search", rules.is_authenticated & rules.is_active)
rules.add_perm("programs.keep_search", keeps_search)
rules.add_perm("programs.see_program", can_see_program)
rules.add_perm("programs.need_second_factor", is_staff | answers_for_others)
rules.add_perm("programs.run_program", runs_program | is_staff)
rules.add_perm("programs.write_programs", is_staff | coordinates_somewhere | represents_somebody)
rules.add_perm("programs.edit_program", runs_program | is_staff)
rules.add_perm("programs.publish_program", (runs_program | is_staff) & ~asked_for_its_review)
rules.add_perm("programs.hold_program", is_staff)
rules.add_perm("programs.run_cohort", runs_cohort | is_staff)
rules.add_perm("programs.record_attendance", teaches_cohort | is_staff)
rules.add_perm("programs.read_roster", teaches_cohort)  # staff who are none of these say first why they look
rules.add_perm("programs.look_at_roster", is_staff)
rules.add_perm("programs.enroll", rules.is_authenticated & rules.is_active)
rules.add_perm("programs.check_in", rules.is_authenticated & rules.is_active)
rules.add_perm("programs.see_enrollment", can_see_enrollment)
# Staff who are none of these say first why they look.
rules.add_perm("programs.read_enrollment", is_participant | represents_its_organization | teaches_its_cohort)
rules.add_perm("programs.withdraw_enrollment", is_participant | represents_its_organization | runs_its_cohort)
rules.add_perm(
    "programs.read_application",
    is_participant | (is_sent & ~has_conflict & (runs_its_cohort | (reviews_its_cohort & has_declared))),
)
rules.add_perm("programs.delegate", represents)
rules.add_perm("programs.see_delegation", sends_delegation)
rules.add_perm("programs.withdraw_delegation", sends_delegation)
rules.add_perm("programs.review_cohort", reviews_cohort)
rules.add_perm("programs.review_application", is_sent & ~is_participant & ~has_conflict & reviews_its_cohort)
rules.add_perm("programs.see_needs", is_participant | (is_sent & runs_its_cohort & ~has_conflict))
rules.add_perm("programs.see_unmet_needs", is_staff)
rules.add_perm("programs.answer_offer", is_participant)
rules.add_perm("programs.decide_enrollment", ~is_participant & ~has_conflict & (is_staff | runs_its_cohort))
rules.add_perm("programs.hand_in", is_participant)
rules.add_perm("programs.decide_deliverable", ~is_participant & (is_staff | runs_its_cohort))
rules.add_perm("programs.note_activity", is_participant | teaches_its_cohort | is_staff)
rules.add_perm("programs.confirm_activity", ~is_participant & (is_staff | teaches_its_cohort))
rules.add_perm("programs.have_a_calendar", rules.is_authenticated & rules.is_active)
rules.add_perm("programs.see_mentoring", rules.is_authenticated & rules.is_active)
rules.add_perm("programs.join_mentoring", rules.is_authenticated & rules.is_active)
rules.add_perm("programs.leave_mentoring", is_its_person)
rules.add_perm("programs.see_pair", can_see_pair)
rules.add_perm("programs.work_in_pair", is_of_pair)
rules.add_perm("programs.read_pair", is_of_pair | runs_its_pairs)
rules.add_perm("programs.end_pair", is_of_pair | runs_its_pairs | is_staff)

# The admin asks for Django's own names. What it shows, and what of it is only read, its pages say.
rules.add_perm("programs", is_staff)
for model in (
    "method", "program", "programcapacity", "programprovider", "cohort", "session", "programrole", "enrollment",
    "enrollmentevent",
):  # fmt: skip
    for deed in ("view", "add", "change", "delete"):
        rules.add_perm(f"programs.{deed}_{model}", is_staff)
