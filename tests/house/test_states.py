"""State machines are whole: every state has a row, every move leads to a state, nothing is stuck that should not be."""

import pytest

from assessments import states as assessments
from capacity import states as capacity
from common.moves import MoveError, check_move, final_states
from evaluation import states as evaluation
from programs import states as programs

MACHINES = [
    (capacity.AffiliationState, capacity.AFFILIATION_MOVES),
    (programs.ProgramState, programs.PROGRAM_MOVES),
    (programs.EnrollmentState, programs.ENROLLMENT_MOVES),
    (programs.DeliverableState, programs.DELIVERABLE_MOVES),
    (programs.ActivityState, programs.ACTIVITY_MOVES),
    (programs.PlaceState, programs.PLACE_MOVES),
    (programs.PairState, programs.PAIR_MOVES),
    (programs.PairMeetingState, programs.PAIR_MEETING_MOVES),
    (programs.MatchingState, programs.MATCHING_MOVES),
    (assessments.VersionState, assessments.VERSION_MOVES),
    (assessments.WaveState, assessments.WAVE_MOVES),
    (assessments.InvitationState, assessments.INVITATION_MOVES),
    (assessments.ResponseState, assessments.RESPONSE_MOVES),
    (assessments.ConsensusState, assessments.CONSENSUS_MOVES),
    (assessments.PlanActionState, assessments.PLAN_ACTION_MOVES),
    (evaluation.ReportState, evaluation.REPORT_MOVES),
    (evaluation.MeasurementState, evaluation.MEASUREMENT_MOVES),
    (evaluation.AlertState, evaluation.ALERT_MOVES),
    (evaluation.FollowUpState, evaluation.FOLLOW_UP_MOVES),
    (evaluation.RoundState, evaluation.ROUND_MOVES),
    (evaluation.OutcomeState, evaluation.OUTCOME_MOVES),
    (evaluation.EvaluationState, evaluation.EVALUATION_MOVES),
    (evaluation.ClaimState, evaluation.CLAIM_MOVES),
    (evaluation.RecommendationState, evaluation.RECOMMENDATION_MOVES),
    (evaluation.ActionState, evaluation.ACTION_MOVES),
    (evaluation.IndicatorState, evaluation.INDICATOR_MOVES),
    (evaluation.LogicModelState, evaluation.LOGIC_MODEL_MOVES),
]


@pytest.mark.parametrize(("states", "moves"), MACHINES, ids=lambda part: getattr(part, "__name__", ""))
def test_every_state_has_a_row_and_every_move_a_state(states, moves):
    assert set(moves) == set(states)
    assert set().union(*moves.values()) <= set(states)


@pytest.mark.parametrize(("states", "moves"), MACHINES, ids=lambda part: getattr(part, "__name__", ""))
def test_every_state_but_the_first_is_reached(states, moves):
    assert set(states) - set().union(*moves.values()) <= {next(iter(states))}


def test_the_final_states_of_an_enrollment_are_those_of_the_domain():
    assert final_states(programs.ENROLLMENT_MOVES) == {
        "declined",
        "refused",
        "lapsed",
        "withdrawn",
        "completed",
        "not_completed",
        "transferred",
    }


def test_a_move_that_is_not_in_the_table_is_refused():
    with pytest.raises(MoveError) as refusal:
        check_move(
            programs.ENROLLMENT_MOVES, programs.EnrollmentState.DECLINED, programs.EnrollmentState.ENROLLED
        )
    assert (refusal.value.current, refusal.value.wanted) == ("declined", "enrolled")
