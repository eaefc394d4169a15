from programs.models.activity import Activity, ActivityKind
from programs.models.application import AccessNeed, BlockAnswer, BlockKind, FormBlock, NeedState
from programs.models.attendance import (
    Attendance,
    AttendanceConflict,
    AttendanceMark,
    AttendanceStatus,
    CheckInWay,
)
from programs.models.bulk_deed import UNDOABLE, BulkDeed, BulkDeedRow, Deed
from programs.models.calendar_address import CalendarAddress
from programs.models.catalog_word import CatalogWord
from programs.models.check_in_code import CheckInCode
from programs.models.cohort import AccessProvision, Cohort, Confirmation, Delivery
from programs.models.completion import RULE_FIELDS
from programs.models.delegation import Delegation, DelegationPlace
from programs.models.deliverable import Deliverable
from programs.models.enrollment import Enrollment, EnrollmentEvent
from programs.models.matching_run import MatchingRun
from programs.models.mentoring_pair import MentoringClosing, MentoringGoal, MentoringMeeting, MentoringPair
from programs.models.mentoring_part import MentoringPart, MentoringSide
from programs.models.method import Method
from programs.models.program import (
    AudienceGroup,
    Program,
    ProgramCapacity,
    ProgramProvider,
    ProgramScope,
    link_to,
    long_texts,
)
from programs.models.program_comment import ProgramComment
from programs.models.program_hold import ProgramHold
from programs.models.program_record import DatePrecision, ProgramRecord
from programs.models.program_role import ProgramRole, ProgramRoleKind
from programs.models.program_version import ProgramVersion
from programs.models.review import (
    ConflictReason,
    EquityWeight,
    Review,
    ReviewConflict,
    ReviewCriterion,
    ReviewScore,
)
from programs.models.saved_search import Alert, SavedSearch, SearchFinding
from programs.models.seat_pool import CriterionKind, SeatPool
from programs.models.session import Session
from programs.models.session_material import MaterialAudience, MaterialKind, SessionMaterial

__all__ = [
    "RULE_FIELDS",
    "UNDOABLE",
    "AccessNeed",
    "AccessProvision",
    "Activity",
    "ActivityKind",
    "Alert",
    "Attendance",
    "AttendanceConflict",
    "AttendanceMark",
    "AttendanceStatus",
    "AudienceGroup",
    "BlockAnswer",
    "BlockKind",
    "BulkDeed",
    "BulkDeedRow",
    "CalendarAddress",
    "CatalogWord",
    "CheckInCode",
    "CheckInWay",
    "Cohort",
    "Confirmation",
    "ConflictReason",
    "CriterionKind",
    "DatePrecision",
    "Deed",
    "Delegation",
    "DelegationPlace",
    "Deliverable",
    "Delivery",
    "Enrollment",
    "EnrollmentEvent",
    "EquityWeight",
    "FormBlock",
    "MatchingRun",
    "MaterialAudience",
    "MaterialKind",
    "MentoringClosing",
    "MentoringGoal",
    "MentoringMeeting",
    "MentoringPair",
    "MentoringPart",
    "MentoringSide",
    "Method",
    "NeedState",
    "Program",
    "ProgramCapacity",
    "ProgramComment",
    "ProgramHold",
    "ProgramProvider",
    "ProgramRecord",
    "ProgramRole",
    "ProgramRoleKind",
    "ProgramScope",
    "ProgramVersion",
    "Review",
    "ReviewConflict",
    "ReviewCriterion",
    "ReviewScore",
    "SavedSearch",
    "SearchFinding",
    "SeatPool",
    "Session",
    "SessionMaterial",
    "link_to",
    "long_texts",
]
