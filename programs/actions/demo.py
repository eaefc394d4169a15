"""Demo programs, cohorts in every phase, and who takes part in them. All of it is marked, and none of it is real."""

from capacity.logic.demo import DemoWorld
from common.demo import Demo, ids, remove_marked
from programs.actions import demo_cohorts, demo_enrollments, demo_mentoring, demo_programs, demo_reviews
from programs.actions.catalog_words import forget_unsaid
from programs.actions.demo_programs import SHOWCASE_PROGRAMS
from programs.actions.demo_sessions import load_check_ins
from programs.logic.demo import (
    CANCELLED,
    COHORT_SESSIONS,
    ENDED,
    PHASES,
    DemoCohort,
    DemoProgram,
)
from programs.models import (
    Activity,
    Attendance,
    AttendanceConflict,
    AttendanceMark,
    BulkDeed,
    CalendarAddress,
    CheckInCode,
    Cohort,
    Deliverable,
    Enrollment,
    EnrollmentEvent,
    MatchingRun,
    MentoringClosing,
    MentoringGoal,
    MentoringMeeting,
    MentoringPair,
    MentoringPart,
    Method,
    Program,
    ProgramComment,
    ProgramHold,
    ProgramRole,
    ProgramRoleKind,
    ProgramVersion,
    SavedSearch,
    Session,
    SessionMaterial,
)

SHOWCASE = 6  # cohorts in which demo accounts have a part


def load_programs(demo: Demo, world: DemoWorld) -> list[DemoProgram]:
    """Writes programs of every method and state with their capacities, providers and languages."""
    methods = list(Method.objects.order_by("position", "code").values_list("pk", "code"))
    if not methods:
        raise LookupError("There are no methods yet: run `manage.py load_reference` first.")
    dice = demo.dice("programs")
    number = demo.number(2000, least=12)
    programs = []
    for place, pk in enumerate(ids(Program, number)):
        shown = place < SHOWCASE_PROGRAMS
        group = dice.randrange(len(world.capacity_groups))
        capacities = world.capacity_groups[group]
        programs.append(
            DemoProgram(
                pk=pk,
                slug=f"demo-program-{place + 1}",
                state="published" if shown else dice.choices(STATES, weights=STATE_WEIGHTS)[0],
                method=place % len(methods),
                method_code=methods[place % len(methods)][1],
                group=group,
                provider=0 if shown else dice.randrange(len(world.organizations)),
                capacities=sorted(dice.sample(capacities, min(len(capacities), dice.randint(2, 4)))),
            )
        )
    demo_programs.write_programs(demo, world, programs, [pk for pk, _ in methods])
    return programs


STATES = ["published", "archived", "draft", "in_review"]
STATE_WEIGHTS = [72, 20, 5, 3]


def plan_cohorts(demo: Demo, programs: list[DemoProgram]) -> list[DemoCohort]:
    """Decides about all cohorts, and writes nothing: the first ones are those in which demo accounts have a part."""
    dice = demo.dice("cohorts")
    number = demo.number(1050, least=20)
    published = [each for each in programs[SHOWCASE_PROGRAMS:] if each.state == "published"] or programs[:1]
    over = [
        each for each in programs[SHOWCASE_PROGRAMS:] if each.state in {"published", "archived"}
    ] or published
    total = sum(PHASES.values())
    phases = [phase for phase, share in PHASES.items() for _ in range(max(1, round(number * share / total)))]
    cohorts = demo_cohorts.showcase(programs)
    for place, phase in enumerate(phases, start=len(cohorts) - 1):
        program = dice.choice(over if phase in {ENDED, CANCELLED} else published)
        cohorts.append(demo_cohorts.cohort(dice, place, program, phase))
    return cohorts


def load_cohorts(demo: Demo, world: DemoWorld, cohorts: list[DemoCohort]) -> None:
    """Writes these cohorts with sessions, enrollments, their events, attendance and roles."""
    dice = demo.dice(f"part {cohorts[0].number}")
    for each in cohorts:
        demo_cohorts.fill(demo.dice(f"cohort {each.number}"), each, world)
    for cohort, pk in zip(cohorts, ids(Cohort, len(cohorts)), strict=True):
        cohort.pk = pk
    enrollments = [each for cohort in cohorts for each in cohort.enrollments]
    for enrollment, pk in zip(enrollments, ids(Enrollment, len(enrollments)), strict=True):
        enrollment.pk = pk
    demo_cohorts.write_cohorts(demo, world, dice, cohorts)
    sessions = demo_cohorts.write_sessions(demo, dice, cohorts)
    demo.copy(
        Enrollment,
        demo_enrollments.ENROLLMENT_COLUMNS,
        demo_enrollments.enrollment_rows(demo, world, cohorts),
    )
    demo_enrollments.write_needs(demo, cohorts)
    demo.copy(
        EnrollmentEvent,
        ["enrollment", "at", "by", "from_state", "to_state"],
        demo_enrollments.event_rows(demo, world, cohorts),
    )
    demo.copy(
        Attendance,
        ["session", "enrollment", "status", "minutes", "recorded_by", "recorded_at"],
        demo_enrollments.attendance_rows(demo, dice, world, cohorts, sessions),
    )
    load_check_ins(demo, world, cohorts)
    demo.copy(
        Activity, demo_enrollments.ACTIVITY_COLUMNS, demo_enrollments.activity_rows(demo, world, cohorts)
    )
    demo.copy(
        Deliverable,
        demo_enrollments.DELIVERABLE_COLUMNS,
        demo_enrollments.deliverable_rows(demo, world, cohorts),
    )
    demo_cohorts.write_roles(demo, world, dice, cohorts)
    demo_reviews.write_reviews(demo, world, cohorts)
    demo_reviews.write_delegations(demo, world, cohorts)
    demo_mentoring.load(demo, world, cohorts)


def load_empty_cohorts(demo: Demo, world: DemoWorld, cohorts: list[DemoCohort]) -> None:
    """The same without anybody in them: what the catalog shows."""
    dice = demo.dice(f"part {cohorts[0].number}")
    for each, pk in zip(cohorts, ids(Cohort, len(cohorts)), strict=True):
        each.pk, each.seats, step = pk, 20, max(1, (each.ends - each.starts) // COHORT_SESSIONS)
        each.session_days = [each.starts + step * turn for turn in range(COHORT_SESSIONS)]
    demo_cohorts.write_cohorts(demo, world, dice, cohorts)
    demo_cohorts.write_sessions(demo, dice, cohorts)


def load_movement_roles(demo: Demo, world: DemoWorld) -> None:
    """The evaluator of the whole movement, who coordinates the programs of the log-ins' own organization, and that the
    member has a calendar.
    """
    demo.copy(
        ProgramRole,
        ["person", "role", "starts_on", "created_at"],
        [(world.roles["evaluator"].pk, str(ProgramRoleKind.EVALUATOR), demo.day(-400), demo.moment(-400))],
    )
    hidden = f"{demo.dice('calendar').getrandbits(256):064x}"  # nobody knows its address
    demo.copy(
        CalendarAddress,
        ["user", "digest", "made_at"],
        [(world.roles["member"].user, hidden, demo.moment(-20))],
    )
    own = list(
        Program.objects.filter(is_demo=True, provisions__organization=world.organizations[0].pk)
        .order_by("pk")
        .values_list("pk", flat=True)[:SHOWCASE_PROGRAMS]
    )
    demo.copy(
        ProgramRole,
        ["program", "person", "role", "starts_on", "created_at"],
        [
            (
                pk,
                world.roles["coordinator"].pk,
                str(ProgramRoleKind.COORDINATOR),
                demo.day(-400),
                demo.moment(-400),
            )
            for pk in own
        ],
    )


def remove() -> int:
    """Deletes demo programs and all that hangs on them, and the words that they alone said."""
    number = remove_marked(
        [
            SavedSearch,
            ProgramComment,
            ProgramVersion,
            ProgramHold,
            CalendarAddress,
            MentoringMeeting,
            MentoringGoal,
            MentoringClosing,
            MentoringPair,
            MentoringPart,
            MatchingRun,
            Activity,
            Deliverable,
            BulkDeed,
            SessionMaterial,
            AttendanceConflict,
            AttendanceMark,
            CheckInCode,
            Attendance,
            EnrollmentEvent,
            Enrollment,
            ProgramRole,
            Session,
            Cohort,
            Program,
        ]
    )
    forget_unsaid()
    return number
