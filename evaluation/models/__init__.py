from evaluation.models.change_fact import ChangeFact, Pseudonym
from evaluation.models.demographic_count import DemographicCount
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
from evaluation.models.rollup import Rollup, RollupStep
from evaluation.models.watermark import Watermark

__all__ = [
    "ChangeFact",
    "DemographicCount",
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
    "ReportKind",
    "ReportResult",
    "ReportScope",
    "Rollup",
    "RollupStep",
    "Watermark",
]
