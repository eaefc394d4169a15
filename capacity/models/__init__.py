from capacity.models.account_merge import AccountMerge
from capacity.models.affiliation import Affiliation, AffiliationRole
from capacity.models.capacity import (
    Capacity,
    CapacityCategory,
    CapacityLabel,
    CapacityScope,
    Category,
    CategoryRelation,
)
from capacity.models.capacity_change import CapacityChange, ChangeKind
from capacity.models.capacity_claim import CapacityClaim, ClaimKind, EvidenceKind
from capacity.models.capacity_suggestion import CapacitySuggestion, SuggestionKind
from capacity.models.consent import ConsentText
from capacity.models.contact import Contact, ContactKind
from capacity.models.data_export import DataExport, ExportKind
from capacity.models.demographic import Demographic, DemographicDimension, DemographicOption
from capacity.models.directory_entry import DirectoryCount, DirectoryEntry
from capacity.models.erasure import Erasure
from capacity.models.glossary_term import GlossaryTerm
from capacity.models.language import Language
from capacity.models.person_visibility import Audience, PersonVisibility, SeenBy, audience_of
from capacity.models.proficiency_level import ProficiencyLevel
from capacity.models.role_assignment import RoleAssignment, RoleFunction, RoleLevel
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
    "AccountMerge",
    "AffiliateType",
    "Affiliation",
    "AffiliationRole",
    "Audience",
    "Capacity",
    "CapacityCategory",
    "CapacityChange",
    "CapacityClaim",
    "CapacityLabel",
    "CapacityScope",
    "CapacitySuggestion",
    "Category",
    "CategoryRelation",
    "ChangeKind",
    "ClaimKind",
    "CommunityMaturity",
    "ConsentText",
    "Contact",
    "ContactKind",
    "DataExport",
    "Demographic",
    "DemographicDimension",
    "DemographicOption",
    "DirectoryCount",
    "DirectoryEntry",
    "Erasure",
    "EvidenceKind",
    "ExportKind",
    "GlossaryTerm",
    "Language",
    "NameKind",
    "PersonVisibility",
    "ProficiencyLevel",
    "Region",
    "RegionScheme",
    "RoleAssignment",
    "RoleFunction",
    "RoleLevel",
    "SeenBy",
    "Source",
    "Stakeholder",
    "StakeholderKind",
    "StakeholderName",
    "StakeholderStatus",
    "SuggestionKind",
    "Territory",
    "TerritoryLanguage",
    "Theme",
    "User",
    "audience_of",
]
