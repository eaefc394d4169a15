"""Follow-ups of the same demo program, with what came of it; stories; an outcome that somebody confirmed."""

from django.db.models import Model
from django.utils.translation import gettext_noop

from capacity.logic.demo import DemoWorld
from capacity.models import Language, RoleAssignment, Stakeholder, User
from evaluation.actions.demo_framework import Maker
from evaluation.logic.following_up import due_on
from evaluation.models import (
    Alert,
    Evidence,
    FollowUpOutcome,
    FollowUpPolicy,
    FollowUpTask,
    OutcomeStatement,
    SelectionRound,
    Story,
    Substantiation,
)
from evaluation.queries.alerts import all_seen
from evaluation.states import FollowUpState, OutcomeState, RoundState
from programs.models import Cohort, Program

MODELS: list[type[Model]] = [
    Alert, Evidence, Substantiation, OutcomeStatement, SelectionRound, Story, FollowUpOutcome, FollowUpTask,
    FollowUpPolicy,
]  # fmt: skip
STORY = gettext_noop(
    "Before, I waited for somebody to tell me what to do. In the program we planned something of our own, and it"
    " failed. We planned it again. Now our group meets every month, and two others lead it with me."
)


def load(maker: Maker, program: Program, world: DemoWorld, people: dict[str, User]) -> None:
    """Of the cohort that is over: a follow-up that is closed, one that is open or waits, and later ones."""
    language = Language.objects.filter(code="en").first() or program.original_language
    cohort = program.cohorts.filter(ends_on__lt=maker.demo.date(-190)).order_by("starts_on", "pk").first()
    if cohort is None:
        return
    role = maker.make(
        RoleAssignment,
        title=gettext_noop("Host of a regional hub (demo)"),
        function="host",
        level="thematic",
        holder=Stakeholder.objects.get(pk=world.organizations[0].pk),
        starts_on=maker.demo.date(-150),
    )
    load_tasks(maker, program, cohort, people, role)
    story = maker.make(
        Story,
        program=program,
        domain="practice_changed",
        title=gettext_noop("We meet every month now"),
        text=STORY,
        language=language,
        teller=people["member"].person,
        consent="anonymous",
    )
    selection = maker.make(
        SelectionRound,
        program=program,
        question=gettext_noop("Which change matters most for the communities?"),
        state=RoundState.DECIDED,
        chosen=story,
        reason=gettext_noop("It shows how failing once was part of learning."),
        opened_by=people["coordinator"],
        decided_by=people["facilitator"],
        decided_at=maker.moment(-30),
    )
    selection.panel.add(people["facilitator"].person, people["evaluator"].person)
    load_outcome(maker, program, people, language)


def load_alerts(maker: Maker, program: Program) -> None:
    """What the clock would find of this program."""
    for each in all_seen():
        if each.program == program.pk:
            maker.make(
                Alert,
                kind=each.kind,
                key=each.key,
                program=program,
                cohort_id=each.cohort,
                address=each.address,
                count=each.count,
                of=each.of,
            )


def load_tasks(
    maker: Maker, program: Program, cohort: Cohort, people: dict[str, User], role: RoleAssignment
) -> None:
    policy = maker.make(
        FollowUpPolicy,
        program=program,
        offsets=[3, 6, 12, 24],
        window_days=30,
        starts_on=cohort.starts_on,
        set_by=people["coordinator"],
    )
    today = maker.demo.date(0)
    tasks = []
    for offset in policy.offsets:
        day = due_on(cohort.ends_on, offset)
        is_due = day <= today
        closes = maker.demo.date((day - today).days + 30) if is_due else None
        is_over = closes is not None and closes < today
        state = FollowUpState.CLOSED if is_over else FollowUpState.OPEN if is_due else FollowUpState.SCHEDULED
        tasks.append(
            maker.make(
                FollowUpTask,
                policy=policy,
                cohort=cohort,
                offset=offset,
                due_on=day,
                state=state,
                opened_on=day if is_due else None,
                closes_on=closes,
            )
        )
    noted = {"task": tasks[0], "recorded_by": people["coordinator"]}
    maker.make(
        FollowUpOutcome,
        **noted,
        kind="others_taught",
        person=people["member"].person,
        people_taught=6,
        happened_on=maker.demo.date(-120),
    )
    maker.make(
        FollowUpOutcome,
        **noted,
        kind="organization_changed",
        organization=role.holder,
        role=role,
        description=gettext_noop("It hosts a hub for others now."),
        happened_on=maker.demo.date(-150),
    )


def load_outcome(maker: Maker, program: Program, people: dict[str, User], language: Language) -> None:
    statement = maker.make(
        OutcomeStatement,
        program=program,
        state=OutcomeState.SUBSTANTIATED,
        level="community",
        who=gettext_noop("A user group (demo)"),
        change=gettext_noop("plans its year together with its members"),
        happened=gettext_noop("In the half-year after the program"),
        place=gettext_noop("Online"),
        significance=gettext_noop("More people decide what is done, and more stay."),
        contribution=gettext_noop("Two of its organizers learned the method in the program."),
        language=language,
        drafted_by=people["coordinator"],
    )
    maker.make(
        Substantiation,
        statement=statement,
        source=gettext_noop("Librarian of a partner library"),
        independence="near",
        verdict="full",
        note=gettext_noop("I was at two of these meetings."),
        asked_by=people["evaluator"],
    )
    maker.make(
        Evidence,
        statement=statement,
        role="supports",
        kind="wiki_revision",
        title=gettext_noop("Plan of the year (demo)"),
        url="https://meta.wikimedia.org/w/index.php?oldid=1",
        revision_id=1,
        captured_on=maker.demo.date(-40),
        reliability="documented",
        added_by=people["evaluator"],
    )
