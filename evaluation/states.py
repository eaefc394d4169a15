"""The states of reports, logic models, indicators and measurements, and the moves between them."""

from django.db import models
from django.utils.translation import pgettext_lazy


class ReportState(models.TextChoices):
    QUEUED = "queued", pgettext_lazy("report state", "queued")
    FREEZING = "freezing", pgettext_lazy("report state", "freezing data")
    COMPUTING = "computing", pgettext_lazy("report state", "computing")
    DISCLOSURE_CHECK = "disclosure_check", pgettext_lazy("report state", "checking disclosure")
    REVIEW = "review", pgettext_lazy("report state", "in review")
    PUBLISHED = "published", pgettext_lazy("report state", "published")
    SUPERSEDED = "superseded", pgettext_lazy("report state", "superseded")
    FAILED = "failed", pgettext_lazy("report state", "failed")
    ABANDONED = "abandoned", pgettext_lazy("report state", "abandoned")


REPORT_MOVES = {
    ReportState.QUEUED: {ReportState.FREEZING, ReportState.FAILED, ReportState.ABANDONED},
    ReportState.FREEZING: {ReportState.COMPUTING, ReportState.FAILED},
    ReportState.COMPUTING: {ReportState.DISCLOSURE_CHECK, ReportState.FAILED},
    ReportState.DISCLOSURE_CHECK: {ReportState.REVIEW, ReportState.FAILED},
    ReportState.REVIEW: {ReportState.PUBLISHED, ReportState.ABANDONED},
    ReportState.PUBLISHED: {ReportState.SUPERSEDED},
    ReportState.FAILED: {ReportState.QUEUED, ReportState.ABANDONED},
    ReportState.SUPERSEDED: set(),
    ReportState.ABANDONED: set(),
}

RUNNING_REPORT_STATES = [ReportState.FREEZING, ReportState.COMPUTING, ReportState.DISCLOSURE_CHECK]
PUBLIC_REPORT_STATES = [ReportState.PUBLISHED, ReportState.SUPERSEDED]
FINAL_REPORT_STATES = [*PUBLIC_REPORT_STATES, ReportState.ABANDONED]  # nothing of it can be written any more


class MeasurementState(models.TextChoices):
    DRAFT = "draft", pgettext_lazy("measurement state", "draft")
    SUBMITTED = "submitted", pgettext_lazy("measurement state", "submitted")
    RETURNED = "returned", pgettext_lazy("measurement state", "returned")
    VERIFIED = "verified", pgettext_lazy("measurement state", "verified")
    LOCKED = "locked", pgettext_lazy("measurement state", "locked")


MEASUREMENT_MOVES = {
    MeasurementState.DRAFT: {MeasurementState.SUBMITTED},
    MeasurementState.SUBMITTED: {MeasurementState.RETURNED, MeasurementState.VERIFIED},
    MeasurementState.RETURNED: {MeasurementState.SUBMITTED},
    MeasurementState.VERIFIED: {MeasurementState.RETURNED, MeasurementState.LOCKED},
    MeasurementState.LOCKED: set(),
}
OPEN_MEASUREMENT_STATES = [MeasurementState.DRAFT, MeasurementState.RETURNED]
CHECKED_MEASUREMENT_STATES = [MeasurementState.VERIFIED, MeasurementState.LOCKED]


class IndicatorState(models.TextChoices):
    DRAFT = "draft", pgettext_lazy("indicator state", "draft")
    PUBLISHED = "published", pgettext_lazy("indicator state", "published")
    RETIRED = "retired", pgettext_lazy("indicator state", "retired")


INDICATOR_MOVES = {
    IndicatorState.DRAFT: {IndicatorState.PUBLISHED},
    IndicatorState.PUBLISHED: {IndicatorState.RETIRED},
    IndicatorState.RETIRED: set(),
}
PUBLIC_INDICATOR_STATES = [IndicatorState.PUBLISHED, IndicatorState.RETIRED]


class LogicModelState(models.TextChoices):
    DRAFT = "draft", pgettext_lazy("logic model state", "draft")
    APPROVED = "approved", pgettext_lazy("logic model state", "approved")
    SUPERSEDED = "superseded", pgettext_lazy("logic model state", "superseded")


LOGIC_MODEL_MOVES = {
    LogicModelState.DRAFT: {LogicModelState.APPROVED},
    LogicModelState.APPROVED: {LogicModelState.SUPERSEDED},
    LogicModelState.SUPERSEDED: set(),
}
PUBLIC_LOGIC_MODEL_STATES = [LogicModelState.APPROVED, LogicModelState.SUPERSEDED]


class FollowUpState(models.TextChoices):
    SCHEDULED = "scheduled", pgettext_lazy("follow-up state", "scheduled")
    OPEN = "open", pgettext_lazy("follow-up state", "open")
    CLOSED = "closed", pgettext_lazy("follow-up state", "closed")
    SKIPPED = "skipped", pgettext_lazy("follow-up state", "skipped")
    MISSED = "missed", pgettext_lazy("follow-up state", "missed")


FOLLOW_UP_MOVES = {
    FollowUpState.SCHEDULED: {FollowUpState.OPEN, FollowUpState.SKIPPED, FollowUpState.MISSED},
    FollowUpState.OPEN: {FollowUpState.CLOSED, FollowUpState.SKIPPED},
    FollowUpState.CLOSED: set(),
    FollowUpState.SKIPPED: set(),
    FollowUpState.MISSED: set(),
}


class RoundState(models.TextChoices):
    OPEN = "open", pgettext_lazy("selection state", "open")
    DECIDED = "decided", pgettext_lazy("selection state", "decided")


ROUND_MOVES = {RoundState.OPEN: {RoundState.DECIDED}, RoundState.DECIDED: set()}


class OutcomeState(models.TextChoices):
    DRAFTED = "drafted", pgettext_lazy("outcome state", "drafted")
    CLARIFIED = "clarified", pgettext_lazy("outcome state", "clarified")
    SUBSTANTIATED = "substantiated", pgettext_lazy("outcome state", "substantiated")
    ANALYZED = "analyzed", pgettext_lazy("outcome state", "analyzed")


OUTCOME_MOVES = {
    OutcomeState.DRAFTED: {OutcomeState.CLARIFIED},
    OutcomeState.CLARIFIED: {OutcomeState.SUBSTANTIATED, OutcomeState.DRAFTED},
    OutcomeState.SUBSTANTIATED: {OutcomeState.ANALYZED},
    OutcomeState.ANALYZED: set(),
}


class EvaluationState(models.TextChoices):
    PLANNED = "planned", pgettext_lazy("evaluation state", "planned")
    TOR_APPROVED = "tor_approved", pgettext_lazy("evaluation state", "plan approved")
    COLLECTING = "collecting", pgettext_lazy("evaluation state", "collecting")
    ANALYZING = "analyzing", pgettext_lazy("evaluation state", "analyzing")
    PEER_REVIEW = "peer_review", pgettext_lazy("evaluation state", "in peer review")
    PUBLISHED = "published", pgettext_lazy("evaluation state", "published")
    RESPONSE_DUE = "response_due", pgettext_lazy("evaluation state", "published, answers due")
    CLOSED = "closed", pgettext_lazy("evaluation state", "closed")


EVALUATION_MOVES = {
    EvaluationState.PLANNED: {EvaluationState.TOR_APPROVED},
    EvaluationState.TOR_APPROVED: {EvaluationState.COLLECTING},
    EvaluationState.COLLECTING: {EvaluationState.ANALYZING},
    EvaluationState.ANALYZING: {EvaluationState.COLLECTING, EvaluationState.PEER_REVIEW},
    EvaluationState.PEER_REVIEW: {EvaluationState.ANALYZING, EvaluationState.PUBLISHED},
    EvaluationState.PUBLISHED: {EvaluationState.RESPONSE_DUE, EvaluationState.CLOSED},
    EvaluationState.RESPONSE_DUE: {EvaluationState.CLOSED},
    EvaluationState.CLOSED: set(),
}
WRITABLE_EVALUATION_STATES = [EvaluationState.COLLECTING, EvaluationState.ANALYZING]
PUBLIC_EVALUATION_STATES = [
    EvaluationState.PUBLISHED,
    EvaluationState.RESPONSE_DUE,
    EvaluationState.CLOSED,
]


class ClaimState(models.TextChoices):
    DRAFT = "draft", pgettext_lazy("claim state", "draft")
    ACCEPTED = "accepted", pgettext_lazy("claim state", "accepted")
    CONTESTED = "contested", pgettext_lazy("claim state", "contested")
    RETRACTED = "retracted", pgettext_lazy("claim state", "retracted")


CLAIM_MOVES = {
    ClaimState.DRAFT: {ClaimState.ACCEPTED, ClaimState.CONTESTED, ClaimState.RETRACTED},
    ClaimState.ACCEPTED: {ClaimState.CONTESTED, ClaimState.RETRACTED},
    ClaimState.CONTESTED: {ClaimState.ACCEPTED, ClaimState.RETRACTED},
    ClaimState.RETRACTED: set(),
}


class RecommendationState(models.TextChoices):
    OPEN = "open", pgettext_lazy("recommendation state", "open")
    ANSWERED = "answered", pgettext_lazy("recommendation state", "answered")
    VERIFIED = "verified", pgettext_lazy("recommendation state", "verified")


RECOMMENDATION_MOVES = {
    RecommendationState.OPEN: {RecommendationState.ANSWERED},
    RecommendationState.ANSWERED: {RecommendationState.VERIFIED},
    RecommendationState.VERIFIED: set(),
}


class ActionState(models.TextChoices):
    OPEN = "open", pgettext_lazy("action state", "open")
    DONE = "done", pgettext_lazy("action state", "done")
    VERIFIED = "verified", pgettext_lazy("action state", "verified")


ACTION_MOVES = {
    ActionState.OPEN: {ActionState.DONE},
    ActionState.DONE: {ActionState.VERIFIED, ActionState.OPEN},
    ActionState.VERIFIED: set(),
}


class AlertState(models.TextChoices):
    OPEN = "open", pgettext_lazy("alert state", "open")
    ACKNOWLEDGED = "acknowledged", pgettext_lazy("alert state", "acknowledged")
    RESOLVED = "resolved", pgettext_lazy("alert state", "resolved")


ALERT_MOVES = {
    AlertState.OPEN: {AlertState.ACKNOWLEDGED, AlertState.RESOLVED},
    AlertState.ACKNOWLEDGED: {AlertState.RESOLVED},
    AlertState.RESOLVED: {AlertState.OPEN},
}
