"""Who may do what with assessments. Default is no."""

import rules

from assessments.models import (
    ConsensusSession,
    DevelopmentPlan,
    InstrumentVersion,
    Invitation,
    PlanAction,
    Wave,
)
from capacity.models import Stakeholder, User
from capacity.permissions import is_staff, represents
from programs.models import ProgramRoleKind
from programs.permissions import roles_held, runs_cohort


@rules.predicate
def is_invited(user: User, invitation: Invitation) -> bool:
    return user.is_authenticated and invitation.respondent.user_id == user.pk


@rules.predicate
def runs_its_plan(user: User, wave: Wave) -> bool:
    if wave.plan.cohort is not None:
        return runs_cohort(user, wave.plan.cohort)
    return represents(user, wave.plan.organization)


@rules.predicate
def asks_a_cohort(user: User, wave: Wave) -> bool:
    return wave.plan.cohort_id is not None


@rules.predicate
def may_see_session(user: User, session: ConsensusSession) -> bool:
    return ConsensusSession.objects.visible_to(user).filter(pk=session.pk).exists()


@rules.predicate
def represents_its_organization(user: User, session: ConsensusSession) -> bool:
    return represents(user, session.organization)


@rules.predicate
def may_plan_for(user: User, subject: Stakeholder) -> bool:
    return user.is_authenticated and (subject.user_id == user.pk or represents(user, subject))


@rules.predicate
def may_see_plan(user: User, plan: DevelopmentPlan) -> bool:
    return DevelopmentPlan.objects.visible_to(user).filter(pk=plan.pk).exists()


@rules.predicate
def plans_it(user: User, plan: DevelopmentPlan) -> bool:
    return bool(may_plan_for(user, plan.subject))


@rules.predicate
def plans_its_plan(user: User, action: PlanAction) -> bool:
    return bool(may_plan_for(user, action.plan.subject))


@rules.predicate
def sees_to_it(user: User, action: PlanAction) -> bool:
    return user.is_authenticated and action.owner is not None and action.owner.user_id == user.pk


@rules.predicate
def evaluates_somewhere(user: User) -> bool:
    return any(held.role == ProgramRoleKind.EVALUATOR for held in roles_held(user))


@rules.predicate
def began_it(user: User, version: InstrumentVersion) -> bool:
    return user.is_authenticated and version.instrument.begun_by_id == user.pk


@rules.predicate
def asked_for_its_review(user: User, version: InstrumentVersion) -> bool:
    return user.is_authenticated and version.submitted_by_id == user.pk


writes = is_staff | evaluates_somewhere

rules.add_perm("assessments.write_instruments", writes)
rules.add_perm("assessments.see_version", writes)
rules.add_perm("assessments.edit_version", is_staff | (evaluates_somewhere & began_it))
rules.add_perm("assessments.review_version", writes & ~asked_for_its_review)
rules.add_perm("assessments.answer", is_invited)
rules.add_perm("assessments.plan_waves", runs_cohort | is_staff)
rules.add_perm("assessments.ask_teachers", asks_a_cohort & (runs_its_plan | is_staff))
rules.add_perm("assessments.run_wave", runs_its_plan | (is_staff & asks_a_cohort))
# What an organization says of itself is its own: staff see it where it lets them.
rules.add_perm("assessments.assess_organization", represents)
rules.add_perm("assessments.see_self_assessment", may_see_session)
rules.add_perm("assessments.run_self_assessment", represents_its_organization)
rules.add_perm("assessments.make_plan", may_plan_for)
rules.add_perm("assessments.see_plan", may_see_plan)
rules.add_perm("assessments.edit_plan", plans_it)
rules.add_perm("assessments.edit_action", plans_its_plan)
rules.add_perm("assessments.see_to_action", sees_to_it)
rules.add_perm("assessments.work_on_action", plans_its_plan | sees_to_it)
