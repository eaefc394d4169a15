from assessments.models.bridge import Bridge, BridgeMethod, VersionLink
from assessments.models.consensus import ConsensusParticipant, ConsensusSession, EvidenceLink, VisibleTo
from assessments.models.instrument import (
    Comparability,
    Instrument,
    InstrumentFamily,
    InstrumentVersion,
    ScoringRule,
    UnitOfAnalysis,
)
from assessments.models.item import Aspect, Dimension, Item, ItemKind
from assessments.models.plan import ActionKind, DevelopmentPlan, Need, PlanAction
from assessments.models.response import Answer, MissingCode, Response, ResponseMode
from assessments.models.scale import Scale, ScaleAnchor, ScaleKind
from assessments.models.score import Score
from assessments.models.statistic import AnswerCount, CountedResponse, ItemSums, VersionFigures
from assessments.models.version_translation import (
    TextReview,
    TextState,
    TranslationState,
    VersionTranslation,
)
from assessments.models.wave import AssessmentPlan, Invitation, Perspective, Timepoint, Wave, WaveTarget

__all__ = [
    "ActionKind",
    "Answer",
    "AnswerCount",
    "Aspect",
    "AssessmentPlan",
    "Bridge",
    "BridgeMethod",
    "Comparability",
    "ConsensusParticipant",
    "ConsensusSession",
    "CountedResponse",
    "DevelopmentPlan",
    "Dimension",
    "EvidenceLink",
    "Instrument",
    "InstrumentFamily",
    "InstrumentVersion",
    "Invitation",
    "Item",
    "ItemKind",
    "ItemSums",
    "MissingCode",
    "Need",
    "Perspective",
    "PlanAction",
    "Response",
    "ResponseMode",
    "Scale",
    "ScaleAnchor",
    "ScaleKind",
    "Score",
    "ScoringRule",
    "TextReview",
    "TextState",
    "Timepoint",
    "TranslationState",
    "UnitOfAnalysis",
    "VersionFigures",
    "VersionLink",
    "VersionTranslation",
    "VisibleTo",
    "Wave",
    "WaveTarget",
]
