from assessments.models.instrument import (
    Comparability,
    Instrument,
    InstrumentFamily,
    InstrumentVersion,
    UnitOfAnalysis,
)
from assessments.models.item import Dimension, Item, ItemKind
from assessments.models.response import Answer, MissingCode, Response, ResponseMode
from assessments.models.scale import Scale, ScaleAnchor, ScaleKind
from assessments.models.score import Score
from assessments.models.wave import AssessmentPlan, Invitation, Perspective, Timepoint, Wave, WaveTarget

__all__ = [
    "Answer",
    "AssessmentPlan",
    "Comparability",
    "Dimension",
    "Instrument",
    "InstrumentFamily",
    "InstrumentVersion",
    "Invitation",
    "Item",
    "ItemKind",
    "MissingCode",
    "Perspective",
    "Response",
    "ResponseMode",
    "Scale",
    "ScaleAnchor",
    "ScaleKind",
    "Score",
    "Timepoint",
    "UnitOfAnalysis",
    "Wave",
    "WaveTarget",
]
