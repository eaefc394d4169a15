from evaluation.models.alert import Alert, AlertKind
from evaluation.models.baseline_split import BaselineSplit
from evaluation.models.change_fact import ChangeFact, Pseudonym
from evaluation.models.demographic_count import DemographicCount
from evaluation.models.design import Design, DesignKind
from evaluation.models.equity_target import EquityDimension, EquityTarget, Part
from evaluation.models.evaluation import (
    ATTRIBUTING_DESIGNS,
    Claim,
    ClaimKind,
    Confidence,
    Evaluation,
    EvaluationDesign,
    EvaluationKind,
    EvaluatorStanding,
    Finding,
)
from evaluation.models.evidence import Evidence, EvidenceKind, EvidenceReliability, EvidenceRole
from evaluation.models.follow_up import (
    FollowUpOutcome,
    FollowUpPolicy,
    FollowUpTask,
    OutcomeKind,
)
from evaluation.models.impact_report import (
    FrozenData,
    ImpactReport,
    Period,
    ReportKind,
    ReportResult,
    ReportScope,
)
from evaluation.models.indicator import (
    Baseline,
    Computation,
    Disaggregation,
    DisaggregationValue,
    Frequency,
    Indicator,
    IndicatorDirection,
    IndicatorMeasure,
    PeriodAggregation,
    Target,
    UnitAggregation,
)
from evaluation.models.learning import (
    Action,
    Learning,
    LearningVerdict,
    Recommendation,
    ResponseKind,
)
from evaluation.models.logic_model import (
    EvidenceStrength,
    LogicModel,
    Result,
    ResultKind,
    ResultLevel,
    ResultLink,
)
from evaluation.models.measurement import Measurement, MissingReason, Provenance
from evaluation.models.participation import Participation
from evaluation.models.reliability import Reliability, ReliabilityKind
from evaluation.models.report_print import ReportPrint
from evaluation.models.rollup import Rollup, RollupStep
from evaluation.models.story import (
    Independence,
    OutcomeLevel,
    OutcomeStatement,
    SelectionRound,
    Story,
    Substantiation,
    TellerConsent,
    Verdict,
)
from evaluation.models.watermark import Watermark

__all__ = [
    "ATTRIBUTING_DESIGNS",
    "Action",
    "Alert",
    "AlertKind",
    "Baseline",
    "BaselineSplit",
    "ChangeFact",
    "Claim",
    "ClaimKind",
    "Computation",
    "Confidence",
    "DemographicCount",
    "Design",
    "DesignKind",
    "Disaggregation",
    "DisaggregationValue",
    "EquityDimension",
    "EquityTarget",
    "Evaluation",
    "EvaluationDesign",
    "EvaluationKind",
    "EvaluatorStanding",
    "Evidence",
    "EvidenceKind",
    "EvidenceReliability",
    "EvidenceRole",
    "EvidenceStrength",
    "Finding",
    "FollowUpOutcome",
    "FollowUpPolicy",
    "FollowUpTask",
    "Frequency",
    "FrozenData",
    "ImpactReport",
    "Independence",
    "Indicator",
    "IndicatorDirection",
    "IndicatorMeasure",
    "Learning",
    "LearningVerdict",
    "LogicModel",
    "Measurement",
    "MissingReason",
    "OutcomeKind",
    "OutcomeLevel",
    "OutcomeStatement",
    "Part",
    "Participation",
    "Period",
    "PeriodAggregation",
    "Provenance",
    "Pseudonym",
    "Recommendation",
    "Reliability",
    "ReliabilityKind",
    "ReportKind",
    "ReportPrint",
    "ReportResult",
    "ReportScope",
    "ResponseKind",
    "Result",
    "ResultKind",
    "ResultLevel",
    "ResultLink",
    "Rollup",
    "RollupStep",
    "SelectionRound",
    "Story",
    "Substantiation",
    "Target",
    "TellerConsent",
    "UnitAggregation",
    "Verdict",
    "Watermark",
]
