"""Who may do what with figures and reports. Default is no."""

import rules

from capacity.models import User
from capacity.permissions import is_a_person, is_staff
from evaluation.models import (
    Action,
    Alert,
    Evaluation,
    FollowUpTask,
    ImpactReport,
    Indicator,
    Learning,
    LogicModel,
    Measurement,
    OutcomeStatement,
    Recommendation,
    SelectionRound,
    Story,
)
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


@rules.predicate
def shapes_evaluation(user: User, evaluation: Evaluation) -> bool:
    return holds(user, evaluation.program, ProgramRoleKind.COORDINATOR, ProgramRoleKind.EVALUATOR)


@rules.predicate
def judges_evaluation(user: User, evaluation: Evaluation) -> bool:
    return holds(user, evaluation.program, ProgramRoleKind.EVALUATOR)


@rules.predicate
def leads_evaluation(user: User, evaluation: Evaluation) -> bool:
    return evaluation.lead_id == user.pk


@rules.predicate
def runs_recommended(user: User, recommendation: Recommendation) -> bool:
    return holds(user, recommendation.program, ProgramRoleKind.COORDINATOR)


@rules.predicate
def judges_recommended(user: User, recommendation: Recommendation) -> bool:
    return holds(user, recommendation.program, ProgramRoleKind.EVALUATOR)


@rules.predicate
def answered_recommendation(user: User, recommendation: Recommendation) -> bool:
    return recommendation.responded_by_id == user.pk


@rules.predicate
def works_on_its_program(user: User, agreed: Action) -> bool:
    return holds(user, agreed.recommendation.program, *RUNNING_ROLES, ProgramRoleKind.EVALUATOR)


@rules.predicate
def said_it_is_done(user: User, agreed: Action) -> bool:
    return agreed.done_by_id == user.pk


@rules.predicate
def shapes_learning(user: User, learning: Learning) -> bool:
    return holds(user, learning.program, ProgramRoleKind.COORDINATOR, ProgramRoleKind.EVALUATOR)


@rules.predicate
def works_on_follow_up(user: User, follow_up: FollowUpTask) -> bool:
    return holds(user, follow_up.cohort.program, *RUNNING_ROLES, ProgramRoleKind.EVALUATOR)


@rules.predicate
def tells_story(user: User, story: Story) -> bool:
    return user.is_authenticated and story.teller.user_id == user.pk


@rules.predicate
def works_on_selection(user: User, selection: SelectionRound) -> bool:
    return holds(user, selection.program, *RUNNING_ROLES, ProgramRoleKind.EVALUATOR)


@rules.predicate
def sits_on_panel(user: User, selection: SelectionRound) -> bool:
    return user.is_authenticated and selection.panel.filter(user=user.pk).exists()


@rules.predicate
def works_on_outcome(user: User, outcome: OutcomeStatement) -> bool:
    return holds(user, outcome.program, *RUNNING_ROLES, ProgramRoleKind.EVALUATOR)


@rules.predicate
def judges_outcome(user: User, outcome: OutcomeStatement) -> bool:
    return holds(user, outcome.program, ProgramRoleKind.EVALUATOR)


@rules.predicate
def drafted_outcome(user: User, outcome: OutcomeStatement) -> bool:
    return outcome.drafted_by_id == user.pk


@rules.predicate
def works_on_alert(user: User, alert: Alert) -> bool:
    return holds(user, alert.program, *RUNNING_ROLES, ProgramRoleKind.EVALUATOR)


rules.add_perm("evaluation.handle_alert", works_on_alert | is_staff)
rules.add_perm("evaluation.see_follow_up", works_on_follow_up | is_staff)
rules.add_perm("evaluation.edit_follow_up", works_on_follow_up | is_staff)
rules.add_perm("evaluation.tell_story", is_a_person)
rules.add_perm("evaluation.answer_for_story", tells_story)
rules.add_perm("evaluation.see_selection", works_on_selection | sits_on_panel | is_staff)
rules.add_perm("evaluation.decide_selection", sits_on_panel)
rules.add_perm("evaluation.edit_outcome", works_on_outcome | is_staff)
rules.add_perm("evaluation.judge_outcome", (judges_outcome | is_staff) & ~drafted_outcome)
rules.add_perm("evaluation.edit_evaluation", shapes_evaluation | is_staff)
rules.add_perm("evaluation.approve_evaluation_plan", (shapes_evaluation | is_staff) & ~leads_evaluation)
rules.add_perm("evaluation.publish_evaluation", (judges_evaluation | is_staff) & ~leads_evaluation)
rules.add_perm("evaluation.respond_recommendation", runs_recommended | is_staff)
rules.add_perm("evaluation.verify_recommendation", (judges_recommended | is_staff) & ~answered_recommendation)
rules.add_perm("evaluation.work_on_action", works_on_its_program | is_staff)
rules.add_perm("evaluation.verify_action", (works_on_its_program | is_staff) & ~said_it_is_done)
rules.add_perm("evaluation.edit_learning", shapes_learning | is_staff)
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
for model in (
    "alert", "equitytarget", "evaluation", "followuptask", "indicator", "learning", "logicmodel", "measurement",
    "outcomestatement", "recommendation",
):  # fmt: skip
    rules.add_perm(f"evaluation.view_{model}", is_staff)
