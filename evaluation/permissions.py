"""Who may do what with figures and reports. Default is no."""

import rules

from capacity.models import User
from capacity.permissions import is_staff
from evaluation.models import ImpactReport
from programs.models import ProgramRoleKind
from programs.permissions import Held, roles_held

RUNNING_ROLES = [ProgramRoleKind.COORDINATOR, ProgramRoleKind.FACILITATOR]


@rules.predicate
def can_see_report(user: User, report: ImpactReport) -> bool:
    return ImpactReport.objects.visible_to(user).filter(pk=report.pk).exists()


@rules.predicate
def is_author(user: User, report: ImpactReport) -> bool:
    return report.author_id == user.pk


@rules.predicate
def coordinates_something(user: User) -> bool:
    return any(held.role in RUNNING_ROLES for held in roles_held(user))


@rules.predicate
def evaluates_movement(user: User) -> bool:
    return Held(ProgramRoleKind.EVALUATOR, None, None) in roles_held(user)


rules.add_perm("evaluation.view_desk", coordinates_something | is_staff)
rules.add_perm("evaluation.view_dashboards", is_staff | evaluates_movement)
rules.add_perm("evaluation.set_equity_targets", is_staff)
rules.add_perm("evaluation.see_report", can_see_report)
rules.add_perm("evaluation.generate_report", is_staff)
rules.add_perm("evaluation.edit_narrative", is_staff)
rules.add_perm("evaluation.publish_report", is_staff & ~is_author)
rules.add_perm("evaluation.abandon_report", is_staff)
