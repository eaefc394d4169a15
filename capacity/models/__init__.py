from capacity.models.affiliation import Affiliation, AffiliationRole
from capacity.models.capacity import (
    Capacity,
    CapacityCategory,
    CapacityLabel,
    CapacityScope,
    Category,
    CategoryRelation,
)
from capacity.models.contact import Contact, ContactKind
from capacity.models.directory_entry import DirectoryCount, DirectoryEntry
from capacity.models.glossary_term import GlossaryTerm
from capacity.models.language import Language
from capacity.models.person_visibility import Audience, PersonVisibility, SeenBy, audience_of
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
    "Audience",
    "Capacity",
    "CapacityCategory",
    "CapacityLabel",
    "CapacityScope",
    "Category",
    "CategoryRelation",
    "CommunityMaturity",
    "Contact",
    "ContactKind",
    "DirectoryCount",
    "DirectoryEntry",
    "GlossaryTerm",
    "Language",
    "NameKind",
    "PersonVisibility",
    "ProficiencyLevel",
    "Region",
    "RegionScheme",
    "SeenBy",
    "Source",
    "Stakeholder",
    "StakeholderKind",
    "StakeholderName",
    "StakeholderStatus",
    "Territory",
    "TerritoryLanguage",
    "Theme",
    "User",
    "audience_of",
]
