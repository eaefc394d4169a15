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
    Indicator,
    IndicatorDirection,
    IndicatorMeasure,
    Measurement,
    Provenance,
)
from evaluation.models.participation import Participation
from evaluation.models.reliability import Reliability, ReliabilityKind
from evaluation.models.rollup import Rollup, RollupStep
from evaluation.models.watermark import Watermark

__all__ = [
    "BaselineSplit",
    "ChangeFact",
    "DemographicCount",
    "Design",
    "DesignKind",
    "EquityDimension",
    "EquityTarget",
    "FrozenData",
    "ImpactReport",
    "Indicator",
    "IndicatorDirection",
    "IndicatorMeasure",
    "Measurement",
    "Part",
    "Participation",
    "Period",
    "Provenance",
    "Pseudonym",
    "Reliability",
    "ReliabilityKind",
    "ReportKind",
    "ReportResult",
    "ReportScope",
    "Rollup",
    "RollupStep",
    "Watermark",
]
