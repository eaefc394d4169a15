"""Demo cohorts: when they are, who is in them, and what they have beside people."""

from datetime import time
from random import Random
from typing import Any

from capacity.logic.demo import DemoWorld
from common.demo import Demo, ids, uuid_from
from programs.actions import demo_programs
from programs.logic.demo import (
    CANCELLED,
    COHORT_SESSIONS,
    CRITERIA,
    ENDED,
    FEE,
    FULL,
    FUTURE,
    HOLD_SEATS,
    HOW_LONG,
    HOW_LONG_ANSWERS,
    MIX,
    OPEN,
    PEOPLE_AT_MOST,
    RULES,
    RUNNING,
    SESSION_TITLES,
    USUAL_RULE,
    WHICH_COMMUNITY,
    DemoCohort,
    DemoEnrollment,
    DemoProgram,
    mixed,
)
from programs.models import (
    Cohort,
    EquityWeight,
    FormBlock,
    ProgramRole,
    ReviewCriterion,
    SeatPool,
    Session,
)
from programs.models.method import MENTORING

NEIGHBORS = 40  # people around a provider's own, of whom a cohort is made
ZONES = [
    "UTC",
    "Africa/Accra",
    "Africa/Nairobi",
    "America/Bogota",
    "Asia/Kolkata",
    "Europe/Warsaw",
    "Asia/Amman",
]


def showcase(programs: list[DemoProgram]) -> list[DemoCohort]:
    """What the demo accounts find: one to run, one to teach today, one full, one ended, one open, one of pairs."""
    shown = programs[: demo_programs.SHOWCASE_PROGRAMS]
    mentoring = next((each for each in shown if each.method_code == MENTORING), shown[0])
    return [
        DemoCohort(0, programs[0], RUNNING, -40, 6, review=True, opens=-80, closes=5, role="coordinator"),
        DemoCohort(1, programs[1], RUNNING, -1, 27, opens=-40, closes=-2, role="facilitator"),
        DemoCohort(2, programs[2], FULL, 20, 60, opens=-20, closes=10, role="waiting"),
        DemoCohort(3, programs[3], ENDED, -270, -210, opens=-310, closes=-275, role="member"),
        DemoCohort(4, programs[4], OPEN, 25, 70, review=True, opens=-15, closes=18, role="representative"),
        DemoCohort(-1, mentoring, RUNNING, -44, 60, opens=-90, closes=-50, role="mentor"),
    ]


def cohort(dice: Random, number: int, program: DemoProgram, phase: str) -> DemoCohort:
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


def fill(dice: Random, cohort: DemoCohort, world: DemoWorld) -> None:
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
    states = mixed(MIX[cohort.phase], [dice.random() for _ in range(number)])
    return states if cohort.review else [UNDECIDED.get(state, state) for state in states]


# Where nobody decides, who applies has a place or waits for one.
UNDECIDED = {"applied": "enrolled", "declined": "withdrawn"}


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


def write_cohorts(demo: Demo, world: DemoWorld, dice: Random, cohorts: list[DemoCohort]) -> None:
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
            ("text", WHICH_COMMUNITY, [], True),
            ("choice", HOW_LONG, HOW_LONG_ANSWERS, False),
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
        demo.copy(
            ReviewCriterion,
            ["cohort", "name", "weight", "position", "created_at"],
            [(each.pk, name, weight, place, made) for place, (name, weight) in enumerate(CRITERIA)],
        )
        demo.copy(
            EquityWeight,
            ["cohort", "kind", "values", "points", "created_at"],
            [(each.pk, "newcomer", [], 5, made)],
        )


def _zone(cohort: DemoCohort) -> str:
    return ZONES[0] if cohort.role else ZONES[cohort.number % len(ZONES)]


def write_sessions(demo: Demo, dice: Random, cohorts: list[DemoCohort]) -> dict[int, list[int]]:
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


def write_roles(demo: Demo, world: DemoWorld, dice: Random, cohorts: list[DemoCohort]) -> None:
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
