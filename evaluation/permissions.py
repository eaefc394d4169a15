"""Who may do what with figures and reports. Default is no."""

import rules

from capacity.models import User
from capacity.permissions import is_staff
from evaluation.models import ImpactReport, Indicator, LogicModel, Measurement
from programs.models import Program, ProgramRoleKind
from programs.permissions import Held, coordinates_somewhere, roles_held, runs_cohort

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


@rules.predicate
def works_for_program(user: User, program: Program) -> bool:
    """Holds a role in the program itself; one in a single cohort shows that cohort only."""
    return any(held.program == program.pk for held in roles_held(user))


def holds(user: User, program: Program | None, *kinds: ProgramRoleKind) -> bool:
    """A role in the program or in one of its cohorts; an evaluator of the whole movement holds hers everywhere."""
    if program is None:
        return ProgramRoleKind.EVALUATOR in kinds and bool(evaluates_movement(user))
    held = [each for each in roles_held(user) if each.role in kinds]
    cohorts = [each.cohort for each in held if each.cohort is not None]
    return (
        any(each.program == program.pk for each in held)
        or (ProgramRoleKind.EVALUATOR in kinds and bool(evaluates_movement(user)))
        or (bool(cohorts) and program.cohorts.filter(pk__in=cohorts).exists())
    )


@rules.predicate
def has_to_do_with_programs(user: User) -> bool:
    return any(held.role in {*RUNNING_ROLES, ProgramRoleKind.EVALUATOR} for held in roles_held(user))


@rules.predicate
def shapes_indicator(user: User, indicator: Indicator) -> bool:
    return holds(user, indicator.program, ProgramRoleKind.COORDINATOR, ProgramRoleKind.EVALUATOR)


@rules.predicate
def works_on_indicator(user: User, indicator: Indicator) -> bool:
    return holds(user, indicator.program, *RUNNING_ROLES, ProgramRoleKind.EVALUATOR)


@rules.predicate
def works_on_figure(user: User, figure: Measurement) -> bool:
    return holds(user, figure.program, *RUNNING_ROLES, ProgramRoleKind.EVALUATOR)


@rules.predicate
def evaluates_figure(user: User, figure: Measurement) -> bool:
    return holds(user, figure.program, ProgramRoleKind.EVALUATOR)


@rules.predicate
def entered_figure(user: User, figure: Measurement) -> bool:
    return figure.entered_by_id == user.pk


@rules.predicate
def shapes_logic_model(user: User, logic_model: LogicModel) -> bool:
    return holds(user, logic_model.program, ProgramRoleKind.COORDINATOR, ProgramRoleKind.EVALUATOR)


@rules.predicate
def wrote_logic_model(user: User, logic_model: LogicModel) -> bool:
    return logic_model.written_by_id == user.pk


rules.add_perm("evaluation.view_program_figures", works_for_program | evaluates_movement | is_staff)
rules.add_perm("evaluation.write_indicators", has_to_do_with_programs | is_staff)
rules.add_perm("evaluation.edit_indicator", shapes_indicator | is_staff)
rules.add_perm("evaluation.record_figures", works_on_indicator | is_staff)
rules.add_perm("evaluation.edit_figure", works_on_figure | is_staff)
rules.add_perm("evaluation.verify_figure", evaluates_figure & ~entered_figure)
rules.add_perm("evaluation.write_logic_models", has_to_do_with_programs | is_staff)
rules.add_perm("evaluation.edit_logic_model", shapes_logic_model | is_staff)
rules.add_perm("evaluation.approve_logic_model", (shapes_logic_model | is_staff) & ~wrote_logic_model)
rules.add_perm("evaluation.view_desk", coordinates_something | is_staff)
rules.add_perm("evaluation.see_stalled", coordinates_somewhere | is_staff)
rules.add_perm("evaluation.declare_design", runs_cohort | is_staff)
rules.add_perm("evaluation.view_dashboards", is_staff | evaluates_movement)
rules.add_perm("evaluation.set_equity_targets", is_staff)
rules.add_perm("evaluation.see_report", can_see_report)
rules.add_perm("evaluation.generate_report", is_staff)
rules.add_perm("evaluation.edit_narrative", is_staff)
rules.add_perm("evaluation.publish_report", is_staff & ~is_author)
rules.add_perm("evaluation.abandon_report", is_staff)

# The admin asks for Django's own names. What it shows, and what of it is only read, its pages say.
rules.add_perm("evaluation", is_staff)
for deed in ("view", "add", "change", "delete"):
    rules.add_perm(f"evaluation.{deed}_disaggregation", is_staff)
    rules.add_perm(f"evaluation.{deed}_disaggregationvalue", is_staff)
for model in ("indicator", "measurement", "logicmodel"):
    rules.add_perm(f"evaluation.view_{model}", is_staff)
