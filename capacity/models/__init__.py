from capacity.models.affiliation import Affiliation, AffiliationRole
from capacity.models.capacity import (
    Capacity,
    CapacityCategory,
    CapacityLabel,
    CapacityScope,
    Category,
    CategoryRelation,
)
from capacity.models.capacity_claim import CapacityClaim, ClaimKind, EvidenceKind
from capacity.models.glossary_term import GlossaryTerm
from capacity.models.language import Language
from capacity.models.proficiency_level import ProficiencyLevel
from capacity.models.source import Source
from capacity.models.stakeholder import (
    AffiliateType,
    CommunityMaturity,
    NameKind,
    Stakeholder,
    StakeholderKind,
    StakeholderName,
    StakeholderStatus,
)
from capacity.models.territory import Region, RegionScheme, Territory, TerritoryLanguage
from capacity.models.user import Theme, User

__all__ = [
    "AffiliateType",
    "Affiliation",
    "AffiliationRole",
    "Capacity",
    "CapacityCategory",
    "CapacityClaim",
    "CapacityLabel",
    "CapacityScope",
    "Category",
    "CategoryRelation",
    "ClaimKind",
    "CommunityMaturity",
    "EvidenceKind",
    "GlossaryTerm",
    "Language",
    "NameKind",
    "ProficiencyLevel",
    "Region",
    "RegionScheme",
    "Source",
    "Stakeholder",
    "StakeholderKind",
    "StakeholderName",
    "StakeholderStatus",
    "Territory",
    "TerritoryLanguage",
    "Theme",
    "User",
]
