"""What `programs` holds of a person, and how it is forgotten: results stay, words go."""

from allauth.account.models import EmailAddress
from django.db import transaction
from django.db.models import Model
from django.db.models.functions import Greatest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from capacity.models import User
from common.personal_data import Holding, erase
from programs import letters, models
from programs.actions import delegations, enrollments, mentoring
from programs.models import DelegationPlace, Enrollment, MentoringPart, ProgramRole
from programs.states import ENROLLMENT_MOVES, EnrollmentState, MoveReason, PlaceState

TO_TAKE_PART = _("so that you can take part")
TO_HEAR = _("so that you hear of programs that fit")
TO_COUNT = _("so that it stays known what programs achieved; it no longer leads to you")
TO_ACCOUNT = _("so that it can be seen who decided; it holds numbers, not words about you")

HOLDINGS = [
    Holding(
        model=Enrollment,
        of="person__user",
        says=_("Your enrollments"),
        why=TO_TAKE_PART,
        emptied={"motivation": "", "decision_note": ""},
        kept=("person", "organization", "decided_by"),
        page="evaluation:my",
    ),
    Holding(
        model=models.EnrollmentEvent,
        of="enrollment__person__user",
        says=_("How your enrollments went"),
        why=TO_COUNT,
        kept=("by", "from_state", "to_state", "reason"),
    ),
    Holding(
        model=models.Attendance,
        of="enrollment__person__user",
        says=_("Your attendance"),
        why=TO_COUNT,
        kept=("recorded_by",),
    ),
    Holding(
        model=models.AttendanceMark,
        of="enrollment__person__user",
        says=_("What was said of your attendance"),
        why=TO_COUNT,
        kept=("by",),
    ),
    Holding(
        model=models.AttendanceConflict,
        of="mark__enrollment__person__user",
        says=_("Where two people said different things of your attendance"),
        why=TO_COUNT,
        kept=("decided_by",),
    ),
    Holding(
        model=models.BulkDeedRow,
        of="enrollment__person__user",
        says=_("What was done with several people at once, you among them"),
        why=TO_COUNT,
        kept=("before", "after", "refusal", "undo_refusal"),
    ),
    Holding(
        model=models.BulkDeed,
        of="by",
        says=_("What you did with several people at once"),
        why=TO_ACCOUNT,
        kept=("by", "undone_by"),
    ),
    Holding(
        model=models.SessionMaterial,
        of="added_by",
        says=_("Links to recordings and materials you added"),
        why=TO_ACCOUNT,
        kept=("added_by", "title", "link", "transcript"),
    ),
    Holding(
        model=models.CheckInCode,
        of="made_by",
        says=_("Codes you made for people to check in"),
        why=TO_ACCOUNT,
        kept=("made_by", "code"),
    ),
    Holding(
        model=models.Deliverable,
        of="enrollment__person__user",
        says=_("Results you handed in"),
        why=TO_TAKE_PART,
        emptied={"title": "—", "text": "—", "link": "", "note": ""},
        kept=("decided_by",),
    ),
    Holding(
        model=models.Activity,
        of="enrollment__person__user",
        says=_("Meetings and work that were noted"),
        why=TO_COUNT,
        emptied={"note": ""},
        kept=("recorded_by", "decided_by"),
    ),
    Holding(
        model=models.CalendarAddress,
        of="user",
        says=_("That you have an address for your own calendar"),
        why=_("so that your calendar program can show your sessions"),
        deleted=True,
        secret=("digest",),
        page="programs:my-calendar",
    ),
    Holding(
        model=models.MentoringPart,
        of="person__user",
        says=_("Where you wanted to be paired, and what you said of yourself there"),
        why=TO_TAKE_PART,
        emptied={"about": "", "time_zone": "UTC"},
        kept=("person",),
        page="programs:mentoring",
    ),
    Holding(
        model=models.MentoringGoal,
        of="set_by",
        says=_("Goals you set with your mentor or mentee"),
        why=TO_TAKE_PART,
        emptied={"text": "—"},
        kept=("set_by",),
        page="programs:mentoring",
    ),
    Holding(
        model=models.MentoringMeeting,
        of="recorded_by",
        says=_("Meetings with your mentor or mentee that you noted"),
        why=TO_COUNT,
        emptied={"summary": ""},
        kept=("recorded_by",),
        page="programs:mentoring",
    ),
    Holding(
        model=models.MentoringClosing,
        of="part__person__user",
        says=_("How you looked back on a mentoring"),
        why=_("so that mentoring gets better"),
        emptied={"text": "—"},
        page="programs:mentoring",
    ),
    Holding(
        model=models.BlockAnswer,
        of="enrollment__person__user",
        says=_("What you answered when you applied"),
        why=TO_TAKE_PART,
        deleted=True,
    ),
    Holding(
        model=models.AccessNeed,
        of="enrollment__person__user",
        says=_("What you need to take part"),
        why=TO_TAKE_PART,
        deleted=True,
    ),
    Holding(
        model=models.Review,
        of="enrollment__person__user",
        says=_("How your applications were reviewed"),
        why=_("so that places are given fairly, and it can be shown how"),
        emptied={"comment": ""},
        kept=("reviewer",),
    ),
    Holding(
        model=models.ReviewConflict,
        of="reviewer",
        says=_("Conflicts of interest you declared"),
        why=TO_ACCOUNT,
        kept=("reviewer",),
    ),
    Holding(
        model=models.DelegationPlace,
        of="person__user",
        says=_("Organizations that named you for a program"),
        why=TO_TAKE_PART,
        emptied={"email": ""},
        kept=("person", "enrollment"),
    ),
    Holding(
        model=models.Delegation,
        of="made_by",
        says=_("Delegations you put together"),
        why=TO_ACCOUNT,
        kept=("organization", "made_by"),
    ),
    Holding(
        model=models.SearchFinding,
        of="search__owner",
        says=_("Programs your searches found"),
        why=TO_HEAR,
        deleted=True,
    ),
    Holding(
        model=models.SavedSearch,
        of="owner",
        says=_("Searches you saved"),
        why=TO_HEAR,
        deleted=True,
        page="programs:search-list",
    ),
    Holding(
        model=models.ProgramComment,
        of="author",
        says=_("What you remarked on programs"),
        why=_("so that programs get better"),
        emptied={"text": "—"},
        kept=("author", "resolved_by"),
    ),
    Holding(
        model=models.ProgramHold,
        of="set_by",
        says=_("Programs you held back"),
        why=TO_ACCOUNT,
        kept=("set_by", "lifted_by", "reason"),
    ),
    Holding(
        model=models.ProgramVersion,
        of="by",
        says=_("Versions of programs you wrote"),
        why=TO_ACCOUNT,
        kept=("by", "content"),
        secret=("content",),  # the program's text, not about her
    ),
    Holding(
        model=ProgramRole,
        of="person__user",
        says=_("Your roles in programs"),
        why=_("so that you can run, teach or judge programs"),
        kept=("person",),
    ),
    Holding(
        model=models.Program,
        of="created_by",
        says=_("Programs you wrote down"),
        why=TO_ACCOUNT,
        kept=("created_by", "submitted_by"),
        secret=("search_text",),
    ),
]
CATALOG = {models.Program}  # their texts are of programs, not of persons

NOT_PERSONAL: list[type[Model]] = [
    models.CatalogWord,
    models.Method,
    models.ProgramCapacity,
    models.ProgramProvider,
    models.Cohort,
    models.EquityWeight,
    models.FormBlock,
    models.MatchingRun,
    models.MentoringPair,  # two parts, and codes
    models.ReviewCriterion,
    models.SeatPool,
    models.Session,
    models.ProgramRecord,
]


@transaction.atomic
def forget(account: User) -> None:
    """Gives back her seats (who waits moves up), takes back invitations to her address, ends her pairs and roles,
    empties what she wrote; tells staff of programs that nobody runs any more. Running it again changes nothing.
    """
    unfinished = [state for state, moves in ENROLLMENT_MOVES.items() if EnrollmentState.WITHDRAWN in moves]
    for enrollment in Enrollment.objects.filter(person__user=account, state__in=unfinished).order_by("pk"):
        enrollments.withdraw(enrollment, by=account, reason=MoveReason.OWN_WISH)
    known = EmailAddress.objects.filter(user=account).values_list("email", flat=True)
    for address in {account.email, *known} - {None, ""}:
        for place in DelegationPlace.objects.filter(email__iexact=address, state=PlaceState.INVITED):
            delegations.cancel(place, by=account)
    for part in MentoringPart.objects.filter(person__user=account).order_by("pk"):
        part.capacities.clear()
        part.languages.clear()
        if part.left_at is None:
            mentoring.leave(part, by=account)
    today = timezone.now().date()
    roles = ProgramRole.objects.current().filter(person__user=account)
    for role in roles.select_related("program", "cohort__program"):
        if not others_in(role):
            letters.tell_nobody_runs(role)
    roles.update(ends_on=Greatest("starts_on", today))
    erase(HOLDINGS, account)


def others_in(role: ProgramRole) -> bool:
    same = ProgramRole.objects.current().filter(role=role.role, program=role.program, cohort=role.cohort)
    return same.exclude(person=role.person_id).exists()
