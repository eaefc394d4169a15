from evaluation.models.baseline_split import BaselineSplit
from evaluation.models.change_fact import ChangeFact, Pseudonym
from evaluation.models.demographic_count import DemographicCount
from evaluation.models.design import Design, DesignKind
from evaluation.models.equity_target import EquityDimension, EquityTarget, Part
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
from evaluation.models.rollup import Rollup, RollupStep
from evaluation.models.watermark import Watermark

__all__ = [
    "Baseline",
    "BaselineSplit",
    "ChangeFact",
    "Computation",
    "DemographicCount",
    "Design",
    "DesignKind",
    "Disaggregation",
    "DisaggregationValue",
    "EquityDimension",
    "EquityTarget",
    "EvidenceStrength",
    "Frequency",
    "FrozenData",
    "ImpactReport",
    "Indicator",
    "IndicatorDirection",
    "IndicatorMeasure",
    "LogicModel",
    "Measurement",
    "MissingReason",
    "Part",
    "Participation",
    "Period",
    "PeriodAggregation",
    "Provenance",
    "Pseudonym",
    "Reliability",
    "ReliabilityKind",
    "ReportKind",
    "ReportResult",
    "ReportScope",
    "Result",
    "ResultKind",
    "ResultLevel",
    "ResultLink",
    "Rollup",
    "RollupStep",
    "Target",
    "UnitAggregation",
    "Watermark",
]
