"""Demo programs, cohorts in every phase, and who takes part in them. All of it is marked, and none of it is real."""

from collections.abc import Iterator
from datetime import time
from random import Random
from typing import Any

from django.conf import settings
from modeltranslation.utils import build_localized_fieldname

from capacity.logic.demo import DemoWorld
from capacity.models import Capacity
from common.demo import Demo, ids, remove_marked, uuid_from
from common.search import searchable
from programs.actions import demo_mentoring
from programs.actions.demo_sessions import load_check_ins
from programs.logic.demo import (
    BESIDE,
    CANCELLED,
    COHORT_SESSIONS,
    DESCRIPTION,
    ENDED,
    FULL,
    FUTURE,
    HOLD_SEATS,
    MIX,
    OPEN,
    PATHS,
    PEOPLE_AT_MOST,
    PHASES,
    RESULT_TITLES,
    RETURNED_NOTE,
    REVIEW_COMMENT,
    RULES,
    RUNNING,
    SESSION_TITLES,
    STAGES,
    SUMMARY,
    SURE_SESSIONS,
    THEMES,
    USUAL_RULE,
    DemoCohort,
    DemoEnrollment,
    DemoProgram,
    mixed,
)
from programs.models import (
    AccessNeed,
    Activity,
    Attendance,
    AttendanceConflict,
    AttendanceMark,
    AudienceGroup,
    BulkDeed,
    CalendarAddress,
    CheckInCode,
    Cohort,
    Deliverable,
    Enrollment,
    EnrollmentEvent,
    EquityWeight,
    FormBlock,
    MatchingRun,
    MentoringClosing,
    MentoringGoal,
    MentoringMeeting,
    MentoringPair,
    MentoringPart,
    Method,
    Program,
    ProgramCapacity,
    ProgramComment,
    ProgramHold,
    ProgramProvider,
    ProgramRole,
    ProgramRoleKind,
    ProgramVersion,
    ReviewCriterion,
    SavedSearch,
    SeatPool,
    Session,
    SessionMaterial,
)
from programs.models.method import MENTORING

NEIGHBORS = 40  # people around a provider's own, of whom a cohort is made
SHOWCASE = 6  # cohorts in which demo accounts have a part
SHOWCASE_PROGRAMS = 5  # of the organization whose people have a log-in
ZONES = [
    "UTC",
    "Africa/Accra",
    "Africa/Nairobi",
    "America/Bogota",
    "Asia/Kolkata",
    "Europe/Warsaw",
    "Asia/Amman",
]


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
    _write_programs(demo, world, programs, [pk for pk, _ in methods])
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
    cohorts = _showcase(programs)
    for place, phase in enumerate(phases, start=len(cohorts) - 1):
        program = dice.choice(over if phase in {ENDED, CANCELLED} else published)
        cohorts.append(_cohort(dice, place, program, phase))
    return cohorts


def load_cohorts(demo: Demo, world: DemoWorld, cohorts: list[DemoCohort]) -> None:
    """Writes these cohorts with sessions, enrollments, their events, attendance and roles."""
    dice = demo.dice(f"part {cohorts[0].number}")
    for each in cohorts:
        _fill(demo.dice(f"cohort {each.number}"), each, world)
    for cohort, pk in zip(cohorts, ids(Cohort, len(cohorts)), strict=True):
        cohort.pk = pk
    enrollments = [each for cohort in cohorts for each in cohort.enrollments]
    for enrollment, pk in zip(enrollments, ids(Enrollment, len(enrollments)), strict=True):
        enrollment.pk = pk
    _write_cohorts(demo, world, dice, cohorts)
    sessions = _write_sessions(demo, dice, cohorts)
    demo.copy(Enrollment, ENROLLMENT_COLUMNS, _enrollment_rows(demo, world, cohorts))
    _write_needs(demo, cohorts)
    demo.copy(
        EnrollmentEvent,
        ["enrollment", "at", "by", "from_state", "to_state"],
        _event_rows(demo, world, cohorts),
    )
    demo.copy(
        Attendance,
        ["session", "enrollment", "status", "minutes", "recorded_by", "recorded_at"],
        _attendance_rows(demo, dice, world, cohorts, sessions),
    )
    load_check_ins(demo, world, cohorts)
    demo.copy(Activity, ACTIVITY_COLUMNS, _activity_rows(demo, world, cohorts))
    demo.copy(Deliverable, DELIVERABLE_COLUMNS, _deliverable_rows(demo, world, cohorts))
    _write_roles(demo, world, dice, cohorts)
    demo_mentoring.load(demo, world, cohorts)


def load_empty_cohorts(demo: Demo, world: DemoWorld, cohorts: list[DemoCohort]) -> None:
    """The same without anybody in them: what the catalog shows."""
    dice = demo.dice(f"part {cohorts[0].number}")
    for each, pk in zip(cohorts, ids(Cohort, len(cohorts)), strict=True):
        each.pk, each.seats, step = pk, 20, max(1, (each.ends - each.starts) // COHORT_SESSIONS)
        each.session_days = [each.starts + step * turn for turn in range(COHORT_SESSIONS)]
    _write_cohorts(demo, world, dice, cohorts)
    _write_sessions(demo, dice, cohorts)


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
    """Deletes demo programs and all that hangs on them."""
    return remove_marked(
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


# --- Programs ---


def _write_programs(demo: Demo, world: DemoWorld, programs: list[DemoProgram], methods: list[int]) -> None:
    dice = demo.dice("texts")
    demo.copy(
        Program, PROGRAM_COLUMNS, _program_rows(demo, world, programs, methods, _capacity_words(programs))
    )

    def aims() -> Iterator[tuple[Any, ...]]:
        for each in programs:
            for capacity in each.capacities:
                low = dice.randrange(max(1, len(world.levels) - 2)) if world.levels else 0
                high = min(low + dice.randint(1, 2), len(world.levels) - 1)
                levels = (world.levels[low], world.levels[high]) if world.levels else (None, None)
                yield (each.pk, capacity, *levels)

    demo.copy(ProgramCapacity, ["program", "capacity", "level_before", "target_level"], aims())
    partner = world.organizations[1].pk
    providers = [(each.pk, world.organizations[each.provider].pk, 0) for each in programs]
    providers += [(each.pk, partner, 1) for each in programs[:2]]
    providers += [
        (each.pk, world.organizations[(each.provider + 1) % len(world.organizations)].pk, 1)
        for each in programs[SHOWCASE_PROGRAMS:]
        if each.provider % 5 == 0
    ]
    demo.copy(ProgramProvider, ["program", "organization", "position"], providers)
    demo.copy(
        ProgramComment,
        ["program", "author", "text", "created_at"],
        (
            (each.pk, world.roles["facilitator"].user, REVIEW_COMMENT, demo.moment(-3))
            for each in programs
            if each.state == "in_review"
        ),
    )
    demo.copy(
        Program.languages.through,
        ["program", "language"],
        (
            (each.pk, language)
            for each in programs
            for language in sorted({dice.choice(world.languages), dice.choice(world.languages)})
        ),
    )
    regions = [(each, world.organizations[each.provider].region) for each in programs if each.provider % 3]
    demo.copy(
        Program.regions.through,
        ["program", "region"],
        ((each.pk, region) for each, region in regions if region),
    )


def _capacity_words(programs: list[DemoProgram]) -> dict[int, str]:
    """What the catalog finds a capacity by, in every language."""
    names = [build_localized_fieldname("name", language) for language in settings.MODELTRANSLATION_LANGUAGES]
    wanted = {pk for each in programs for pk in each.capacities}
    found = Capacity.objects.filter(pk__in=wanted).prefetch_related("labels")
    return {
        each.pk: searchable(
            *dict.fromkeys(
                [*(getattr(each, name) or "" for name in names), *(label.name for label in each.labels.all())]
            )
        )
        for each in found
    }


PROGRAM_COLUMNS = [
    "id", "slug", "state", "submitted_by", "method", "scope", "original_language", "audience",
    "title", "title_en", "title_ar", "summary", "summary_en", "summary_ar",
    "description", "description_en", "description_ar", "search_text", "created_by", "published_at", "archived_at",
    "created_at", "audience_groups",
]  # fmt: skip


def _program_rows(
    demo: Demo, world: DemoWorld, programs: list[DemoProgram], methods: list[int], named: dict[int, str]
) -> Iterator[tuple[Any, ...]]:
    dice = demo.dice("titles")
    by_root: dict[str, list[tuple[str, str, str]]] = {}
    for words in THEMES:
        by_root.setdefault(words[0], []).append(words)
    language = world.languages[0]  # English, where it is there
    author = world.roles["coordinator"].user
    for each in programs:
        _, theme, theme_ar = dice.choice(by_root.get(world.capacity_roots[each.group], THEMES))
        stage, stage_ar = dice.choice(STAGES)
        provider = world.organizations[each.provider]
        title, title_ar = f"{theme}: {stage} ({provider.place})", f"{theme_ar}: {stage_ar} ({provider.place})"
        summary, summary_ar = SUMMARY[0].format(theme), SUMMARY[1].format(theme_ar)
        made = -dice.randrange(200, 1300)
        published = demo.moment(made + 20) if each.state in {"published", "archived"} else None
        yield (
            each.pk, each.slug, each.state, author if each.state == "in_review" else None,
            methods[each.method], dice.choice(SCOPES), language,
            "Volunteers of any community", title, title, title_ar, summary, summary, summary_ar,
            DESCRIPTION[0], DESCRIPTION[0], DESCRIPTION[1],
            " ".join([searchable(title, title_ar, summary, summary_ar, provider.name),
                      *(named[pk] for pk in each.capacities)]),
            author, published,
            demo.moment(-100) if each.state == "archived" else None, demo.moment(made),
            sorted(dice.sample(AudienceGroup.values, dice.randint(1, 2))),
        )  # fmt: skip


FEE = "20 USD for the material"
SCOPES = ["local", "local", "regional", "regional", "global", "thematic"]


# --- Cohorts ---


def _showcase(programs: list[DemoProgram]) -> list[DemoCohort]:
    """What the demo accounts find: one to run, one to teach today, one full, one ended, one open, one of pairs."""
    shown = programs[:SHOWCASE_PROGRAMS]
    mentoring = next((each for each in shown if each.method_code == MENTORING), shown[0])
    return [
        DemoCohort(0, programs[0], RUNNING, -40, 6, review=True, opens=-80, closes=5, role="coordinator"),
        DemoCohort(1, programs[1], RUNNING, -1, 27, opens=-40, closes=-2, role="facilitator"),
        DemoCohort(2, programs[2], FULL, 20, 60, opens=-20, closes=10, role="waiting"),
        DemoCohort(3, programs[3], ENDED, -270, -210, opens=-310, closes=-275, role="member"),
        DemoCohort(4, programs[4], OPEN, 25, 70, opens=-15, closes=18, role="representative"),
        DemoCohort(-1, mentoring, RUNNING, -44, 60, opens=-90, closes=-50, role="mentor"),
    ]


def _cohort(dice: Random, number: int, program: DemoProgram, phase: str) -> DemoCohort:
    length = dice.randint(14, 70)
    starts = {
        ENDED: lambda: -length - dice.randint(5, 1100),
        RUNNING: lambda: -dice.randint(1, length - 1),
        OPEN: lambda: dice.randint(10, 50),
        FULL: lambda: dice.randint(8, 40),
        FUTURE: lambda: dice.randint(60, 150),
        CANCELLED: lambda: dice.randint(-400, 30),
    }[phase]()
    closes = starts - dice.randint(2, 7)
    opens = closes - dice.randint(15, 30)
    if phase in {OPEN, FULL}:
        opens, closes = min(opens, -dice.randint(3, 20)), max(closes, 2)
    return DemoCohort(
        number=number,
        program=program,
        phase=phase,
        starts=starts,
        ends=starts + length,
        review=dice.random() < 0.4,
        opens=opens,
        closes=closes,
        cancelled=min(starts - 5, -3) if phase == CANCELLED else None,
    )


def _fill(dice: Random, cohort: DemoCohort, world: DemoWorld) -> None:
    """Decides who applied to a cohort, and how each application stands."""
    first = len(world.roles)
    wanted = [] if cohort.phase == FUTURE else _states(dice, cohort)
    center = world.first_members[cohort.program.provider]
    start = max(first, min(center - NEIGHBORS // 4, len(world.people) - NEIGHBORS))
    window = range(start, min(start + NEIGHBORS, len(world.people)))
    chosen = dice.sample(window, min(len(wanted), len(window)))
    cohort.enrollments = [
        DemoEnrollment(person=person, state=state, delegated=dice.random() < 0.35)
        for person, state in zip(chosen, wanted, strict=False)
    ]
    _add_accounts(cohort, world)
    latest = min(cohort.closes, 0) - 1
    for each in cohort.enrollments:
        each.day = dice.randint(cohort.opens, max(cohort.opens, latest))
        each.minute = dice.randrange(1, 1300)
    held = sum(1 for each in cohort.enrollments if each.state in HOLD_SEATS)
    cohort.seats = max(held, 1) if cohort.phase == FULL else max(held, 4) + dice.randint(1, 12)
    step = max(1, (cohort.ends - cohort.starts) // COHORT_SESSIONS)
    cohort.session_days = [cohort.starts + step * turn for turn in range(COHORT_SESSIONS)]
    if cohort.role == "facilitator":
        cohort.session_days = [0, 7, 14]
    if cohort.role == "representative":
        cohort.reserved = 4
        cohort.seats += cohort.reserved


def _states(dice: Random, cohort: DemoCohort) -> list[str]:
    fixed = SHOWCASE_STATES.get(cohort.role)
    if fixed:
        return [state for state, number in fixed.items() for _ in range(number)]
    number = dice.randint(10, PEOPLE_AT_MOST) if cohort.phase != CANCELLED else dice.randint(0, 12)
    return mixed(MIX[cohort.phase], [dice.random() for _ in range(number)])


SHOWCASE_STATES = {
    "coordinator": {"applied": 5, "waitlisted": 6, "offered": 3, "enrolled": 14, "completed": 6, "declined": 2,
                    "withdrawn": 2, "draft": 1},
    "facilitator": {"enrolled": 16, "withdrawn": 1},
    "waiting": {"enrolled": 14, "waitlisted": 7},
    "member": {"completed": 20, "not_completed": 3, "withdrawn": 2},
    "representative": {"enrolled": 6, "applied": 4},
    "mentor": {"enrolled": 12},
}  # fmt: skip


def _add_accounts(cohort: DemoCohort, world: DemoWorld) -> None:
    """The member takes part in one cohort, waits for another and has completed a third; the representative sent two."""
    places = {role: number for number, role in enumerate(world.roles)}
    if cohort.role in {"facilitator", "mentor"}:
        cohort.enrollments.append(DemoEnrollment(person=places["member"], state="enrolled"))
    elif cohort.role == "waiting":
        cohort.enrollments.append(DemoEnrollment(person=places["member"], state="waitlisted"))
    elif cohort.role == "member":
        cohort.enrollments.append(DemoEnrollment(person=places["member"], state="completed"))
    elif cohort.role == "representative":
        for each in cohort.enrollments[:2]:
            each.delegated = True
        cohort.enrollments.append(
            DemoEnrollment(person=places["representative"], state="applied", delegated=True)
        )


def _write_cohorts(demo: Demo, world: DemoWorld, dice: Random, cohorts: list[DemoCohort]) -> None:
    rows = []
    for each in cohorts:
        provider = world.organizations[each.program.provider]
        delivery = dice.choice(["online", "online", "online", "hybrid", "in_person"])
        in_person = delivery != "online"
        rows.append(
            (
                each.pk, each.program.pk, f"{demo.date(each.starts):%Y-%m} · {provider.place}", delivery,
                provider.place if in_person else "", provider.territory if in_person else None, _zone(each),
                demo.day(each.starts), demo.day(each.ends), demo.moment(each.opens), demo.moment(each.closes),
                each.seats, "review" if each.review else "at_once", *RULES.get(each.program.method_code, USUAL_RULE),
                dice.sample(PROVISIONS, dice.randint(0, 3)),
                None if each.cancelled is None else demo.moment(each.cancelled), demo.moment(each.opens - 20),
                demo.moment(each.closes) if each.reserved else None,
                FEE if each.number % 9 == 8 else "",
            )
        )  # fmt: skip
    demo.copy(Cohort, COHORT_COLUMNS, rows)
    _write_pools(demo, world, cohorts)
    _write_application_forms(demo, cohorts)
    demo.copy(
        Cohort.languages.through,
        ["cohort", "language"],
        ((each.pk, dice.choice(world.languages)) for each in cohorts),
    )
    demo.copy(
        Cohort.interpretation.through,
        ["cohort", "language"],
        (
            (each.pk, world.languages[each.number % len(world.languages)])
            for each in cohorts
            if each.number % 4 == 0
        ),
    )


COHORT_COLUMNS = [
    "id", "program", "name", "delivery", "place", "territory", "time_zone", "starts_on", "ends_on",
    "enrollment_opens_at", "enrollment_closes_at", "seats", "confirmation", "sessions_needed", "hours_needed",
    "meetings_needed", "deliverables_needed",
    "access_provisions", "cancelled_at", "created_at", "reserves_release_at", "fee",
]  # fmt: skip
PROVISIONS = ["captions", "data_bundle", "interpretation", "quiet_room", "sign_language", "step_free"]


def _write_pools(demo: Demo, world: DemoWorld, cohorts: list[DemoCohort]) -> None:
    """Half for newcomers, half for people of the provider's territory."""
    rows: list[tuple[Any, ...]] = []
    for each in cohorts:
        if each.reserved:
            half, territory = each.reserved // 2, world.organizations[each.program.provider].territory
            rows.append((each.pk, "newcomer", [], half, 0, demo.moment(each.opens - 20)))
            rows.append((each.pk, "territory", [territory], half, 1, demo.moment(each.opens - 20)))
    demo.copy(SeatPool, ["cohort", "kind", "values", "seats", "position", "created_at"], rows)


def _write_application_forms(demo: Demo, cohorts: list[DemoCohort]) -> None:
    """What the coordinator with a log-in has composed: a form, criteria, and points for newcomers."""
    for each in cohorts:
        if each.role != "coordinator":
            continue
        made = demo.moment(each.opens - 20)
        dice = demo.dice(f"form {each.number}")
        blocks = [
            ("motivation", "", [], True),
            ("text", "Which community do you work with?", [], True),
            ("choice", "How long have you been a volunteer?", ["Less than a year", "A year or more"], False),
            ("access_needs", "", [], False),
        ]
        demo.copy(
            FormBlock,
            ["cohort", "key", "kind", "label", "options", "required", "position", "created_at"],
            [
                (each.pk, uuid_from(dice), kind, label, options, required, place, made)
                for place, (kind, label, options, required) in enumerate(blocks)
            ],
        )
        criteria = [("Use to the community", 3), ("Readiness", 1)]
        demo.copy(
            ReviewCriterion,
            ["cohort", "name", "weight", "position", "created_at"],
            [(each.pk, name, weight, place, made) for place, (name, weight) in enumerate(criteria)],
        )
        demo.copy(
            EquityWeight,
            ["cohort", "kind", "values", "points", "created_at"],
            [(each.pk, "newcomer", [], 5, made)],
        )


def _write_needs(demo: Demo, cohorts: list[DemoCohort]) -> None:
    """Every fourth person enrolled in the coordinator's cohort needs something; some of it is arranged."""
    rows: list[tuple[Any, ...]] = []
    for each in cohorts:
        if each.role == "coordinator":
            enrolled = [one for one in each.enrollments if one.state == "enrolled"][::4]
            for place, one in enumerate(enrolled):
                met = place % 2 == 0
                given = demo.moment(one.day, one.minute)
                cost = (20, "USD") if met else (None, "")
                state = ("met", demo.moment(-1)) if met else ("open", None)
                rows.append((one.pk, PROVISIONS[place % len(PROVISIONS)], given, *state, *cost, given))
    demo.copy(
        AccessNeed,
        ["enrollment", "kind", "consented_at", "state", "decided_at", "cost", "currency", "created_at"],
        rows,
    )


def _zone(cohort: DemoCohort) -> str:
    return ZONES[0] if cohort.role else ZONES[cohort.number % len(ZONES)]


def _write_sessions(demo: Demo, dice: Random, cohorts: list[DemoCohort]) -> dict[int, list[int]]:
    keys = ids(Session, len(cohorts) * COHORT_SESSIONS)
    rows, by_cohort = [], {}
    for place, each in enumerate(cohorts):
        mine = keys[place * COHORT_SESSIONS : (place + 1) * COHORT_SESSIONS]
        by_cohort[each.pk] = mine
        for turn, (pk, day) in enumerate(zip(mine, each.session_days, strict=True)):
            session = Session(
                local_date=demo.date(day),
                local_time=TIMES[dice.randrange(len(TIMES))],
                time_zone=_zone(each),
                minutes=90,
            )
            session.set_moments()
            rows.append(
                (
                    pk, each.pk, SESSION_TITLES[turn], session.local_date, session.local_time, session.time_zone,
                    session.minutes, session.starts_at, session.ends_at, f"https://meet.example/demo-{each.number}",
                    None if each.cancelled is None else demo.moment(each.cancelled), demo.moment(each.opens - 20),
                )
            )  # fmt: skip
    demo.copy(
        Session,
        ["id", "cohort", "title", "local_date", "local_time", "time_zone", "minutes", "starts_at", "ends_at", "link",
         "cancelled_at", "created_at"],
        rows,
    )  # fmt: skip
    return by_cohort


TIMES = [time(13, 0), time(15, 0), time(17, 30)]


# --- Enrollments ---

ENROLLMENT_COLUMNS = [
    "id", "cohort", "person", "organization", "state", "motivation", "applied_at", "waitlisted_at", "offered_at",
    "offer_expires_at", "enrolled_at", "ended_at", "decided_by", "created_at",
]  # fmt: skip
DECIDED = {"offered", "declined", "refused", "lapsed"}
ENDED_STATES = {"completed", "not_completed", "transferred", "declined", "refused", "lapsed", "withdrawn"}


def _moments(cohort: DemoCohort, each: DemoEnrollment) -> list[tuple[str, int, int]]:
    """The states an enrollment went through, with day and minute; none lies in the future."""
    steps = []
    for turn, state in enumerate(PATHS[each.state]):
        day = each.day + (turn if cohort.review or state in {"refused", "lapsed"} else 0)
        if state in {"completed", "not_completed"}:
            day = max(day, min(cohort.ends + 1, -1))
        elif state in {"withdrawn", "transferred"}:
            day = max(day, min(cohort.starts - 2, -1))
        steps.append((state, min(day, -1), each.minute + turn))
    return steps


def _enrollment_rows(demo: Demo, world: DemoWorld, cohorts: list[DemoCohort]) -> Iterator[tuple[Any, ...]]:
    decider = world.roles["coordinator"].user
    for cohort in cohorts:
        for each in cohort.enrollments:
            person = world.people[each.person]
            at = {state: demo.moment(day, minute) for state, day, minute in _moments(cohort, each)}
            moments = list(at.values())
            last_day = min(_moments(cohort, each)[-1][1] + 3, 2)
            yield (
                each.pk, cohort.pk, person.pk, person.organization.pk if each.delegated else None, each.state,
                "I would like to learn this together with others." if cohort.review else "",
                at.get("applied"), at.get("waitlisted"), at.get("offered"),
                demo.moment(last_day, 1380) if "offered" in at else None, at.get("enrolled"),
                moments[-1] if each.state in ENDED_STATES else None,
                decider if cohort.review and each.state in DECIDED else None, moments[0],
            )  # fmt: skip


def _event_rows(demo: Demo, world: DemoWorld, cohorts: list[DemoCohort]) -> Iterator[tuple[Any, ...]]:
    decider = world.roles["coordinator"].user
    for cohort in cohorts:
        for each in cohort.enrollments:
            own, before = world.people[each.person].user, ""
            for state, day, minute in _moments(cohort, each):
                by = own if state in {"draft", "applied", "withdrawn", "refused"} else None
                by = decider if cohort.review and state in {"offered", "enrolled", "declined"} else by
                yield each.pk, demo.moment(day, minute), by, before, state
                before = state


def _attendance_rows(
    demo: Demo, dice: Random, world: DemoWorld, cohorts: list[DemoCohort], sessions: dict[int, list[int]]
) -> Iterator[tuple[Any, ...]]:
    recorder = world.roles["facilitator"].user
    for cohort in cohorts:
        held = [
            (pk, day) for pk, day in zip(sessions[cohort.pk], cohort.session_days, strict=True) if day < 0
        ]
        if cohort.phase not in {ENDED, RUNNING}:
            continue
        for each in cohort.participants:
            diligence = 0.4 if each.state == "not_completed" else 0.9
            for turn, (session, day) in enumerate(held):
                # Who completed was there at least twice, as the rule of the cohort asks.
                there = dice.random() < diligence or (each.state == "completed" and turn < SURE_SESSIONS)
                sure = each.state == "completed" and turn < SURE_SESSIONS
                partly = there and dice.random() < 0.08 and not sure
                status = "partly" if partly else "present" if there else dice.choice(["absent", "excused"])
                minutes = (45 if partly else 90) if there else 0
                yield session, each.pk, status, minutes, recorder, demo.moment(day, 1300)


ACTIVITY_COLUMNS = [
    "enrollment", "kind", "held_on", "minutes", "note", "state", "recorded_by", "decided_by", "decided_at",
    "created_at",
]  # fmt: skip


def _activity_rows(demo: Demo, world: DemoWorld, cohorts: list[DemoCohort]) -> Iterator[tuple[Any, ...]]:
    """Meetings and work beside the sessions: confirmed for who completed, one to be confirmed for who takes part."""
    teacher = world.roles["facilitator"].user
    for cohort in cohorts:
        kind, minutes, times = BESIDE.get(cohort.program.method_code, ("", 0, 0))
        for each in cohort.participants:
            if each.state == "not_completed" or cohort.starts >= -1:
                continue
            own, done = world.people[each.person].user, each.state == "completed"
            for turn in range(times if done else min(times, 1)):
                day = min(cohort.starts + 2 + turn, -1)
                decision = (
                    ("confirmed", own, teacher, demo.moment(day, 1200))
                    if done
                    else ("noted", own, None, None)
                )
                yield each.pk, kind, demo.day(day), minutes, "", *decision, demo.moment(day, 1100)


DELIVERABLE_COLUMNS = [
    "enrollment", "title", "text", "state", "submitted_at", "decided_by", "decided_at", "note", "created_at",
]  # fmt: skip


def _deliverable_rows(demo: Demo, world: DemoWorld, cohorts: list[DemoCohort]) -> Iterator[tuple[Any, ...]]:
    """Accepted for who completed; of those who take part, every third has handed one in, and one had to change it."""
    decider = world.roles["coordinator"].user
    for cohort in cohorts:
        if not RULES.get(cohort.program.method_code, USUAL_RULE)[3] or cohort.starts >= -3:
            continue
        for place, each in enumerate(cohort.participants):
            if each.state == "not_completed" or (each.state == "enrolled" and place % 3):
                continue
            state = "accepted" if each.state == "completed" else "submitted" if place else "returned"
            day = max(cohort.starts + 1, min(cohort.ends, -2)) if state == "accepted" else -2
            decided = (None, None) if state == "submitted" else (decider, demo.moment(day, 1300))
            note = RETURNED_NOTE if state == "returned" else ""
            title = RESULT_TITLES[place % len(RESULT_TITLES)]
            yield (
                each.pk,
                title,
                DESCRIPTION[0],
                state,
                demo.moment(day, 900),
                *decided,
                note,
                demo.moment(day, 900),
            )


def _write_roles(demo: Demo, world: DemoWorld, dice: Random, cohorts: list[DemoCohort]) -> None:
    """One facilitator for each cohort; the facilitator with a log-in teaches those made for it."""
    first, last = len(world.roles), len(world.people)
    rows = []
    for each in cohorts:
        person = (
            world.roles["facilitator"]
            if each.role in {"facilitator", "member", "coordinator", "mentor"}
            else world.people[dice.randrange(first, last)]
        )
        rows.append(
            (
                each.pk,
                person.pk,
                "mentor" if each.role == "mentor" else "facilitator",
                demo.day(each.opens - 10),
                demo.moment(each.opens - 10),
            )
        )
    demo.copy(ProgramRole, ["cohort", "person", "role", "starts_on", "created_at"], rows)
