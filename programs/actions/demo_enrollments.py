"""Rows of what demo people do in their cohorts: enrollments and their events, attendance, work, results."""

from collections.abc import Iterator
from random import Random
from typing import Any

from capacity.logic.demo import DemoWorld
from common.demo import Demo
from programs.actions.demo_cohorts import PROVISIONS
from programs.logic.demo import (
    BESIDE,
    DELIVERABLE_TEXT,
    ENDED,
    MOTIVATION,
    PATHS,
    RESULT_TITLES,
    RETURNED_NOTE,
    RULES,
    RUNNING,
    SURE_SESSIONS,
    USUAL_RULE,
    DemoCohort,
    DemoEnrollment,
)
from programs.models import (
    AccessNeed,
)


def write_needs(demo: Demo, cohorts: list[DemoCohort]) -> None:
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
                rows.append(
                    (
                        one.pk,
                        PROVISIONS[place % len(PROVISIONS)],
                        given,
                        *state,
                        *cost,
                        given,
                    )
                )
    demo.copy(
        AccessNeed,
        ["enrollment", "kind", "consented_at", "state", "decided_at", "cost", "currency", "created_at"],
        rows,
    )


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


def enrollment_rows(demo: Demo, world: DemoWorld, cohorts: list[DemoCohort]) -> Iterator[tuple[Any, ...]]:
    decider = world.roles["coordinator"].user
    for cohort in cohorts:
        for each in cohort.enrollments:
            person = world.people[each.person]
            at = {state: demo.moment(day, minute) for state, day, minute in _moments(cohort, each)}
            moments = list(at.values())
            last_day = min(_moments(cohort, each)[-1][1] + 3, 2)
            yield (
                each.pk, cohort.pk, person.pk, person.organization.pk if each.delegated else None, each.state,
                MOTIVATION if cohort.review else "",
                at.get("applied"), at.get("waitlisted"), at.get("offered"),
                demo.moment(last_day, 1380) if "offered" in at else None, at.get("enrolled"),
                moments[-1] if each.state in ENDED_STATES else None,
                decider if cohort.review and each.state in DECIDED else None, moments[0],
            )  # fmt: skip


def event_rows(demo: Demo, world: DemoWorld, cohorts: list[DemoCohort]) -> Iterator[tuple[Any, ...]]:
    decider = world.roles["coordinator"].user
    for cohort in cohorts:
        for each in cohort.enrollments:
            own, before = world.people[each.person].user, ""
            for state, day, minute in _moments(cohort, each):
                by = own if state in {"draft", "applied", "withdrawn", "refused"} else None
                by = decider if cohort.review and state in {"offered", "enrolled", "declined"} else by
                yield each.pk, demo.moment(day, minute), by, before, state
                before = state


def attendance_rows(
    demo: Demo, dice: Random, world: DemoWorld, cohorts: list[DemoCohort], sessions: dict[int, list[int]]
) -> Iterator[tuple[Any, ...]]:
    recorder = world.roles["facilitator"].user
    for cohort in cohorts:
        held = [
            (pk, day) for pk, day in zip(sessions[cohort.pk], cohort.session_days, strict=True) if day < 0
        ]
        if cohort.phase not in {ENDED, RUNNING}:
            continue
        absent = _who_stays_away(cohort)
        for each in cohort.participants:
            diligence = 0.4 if each.state == "not_completed" else 0.9
            for turn, (session, day) in enumerate(held):
                # Who completed was there at least twice, as the rule of the cohort asks.
                there = dice.random() < diligence or (each.state == "completed" and turn < SURE_SESSIONS)
                sure = each.state == "completed" and turn < SURE_SESSIONS
                partly = there and dice.random() < 0.08 and not sure
                status = "partly" if partly else "present" if there else dice.choice(["absent", "excused"])
                if each is absent:
                    there, status = False, "absent"
                minutes = (45 if partly else 90) if there else 0
                yield session, each.pk, status, minutes, recorder, demo.moment(day, 1300)


def _who_stays_away(cohort: DemoCohort) -> DemoEnrollment | None:
    """One of the coordinator's people, of whom her desk warns."""
    enrolled = [each for each in cohort.participants if each.state == "enrolled"]
    return enrolled[-1] if enrolled and cohort.role == "coordinator" and cohort.phase == RUNNING else None


ACTIVITY_COLUMNS = [
    "enrollment", "kind", "held_on", "minutes", "note", "state", "recorded_by", "decided_by", "decided_at",
    "created_at",
]  # fmt: skip


def activity_rows(demo: Demo, world: DemoWorld, cohorts: list[DemoCohort]) -> Iterator[tuple[Any, ...]]:
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


def deliverable_rows(demo: Demo, world: DemoWorld, cohorts: list[DemoCohort]) -> Iterator[tuple[Any, ...]]:
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
                DELIVERABLE_TEXT,
                state,
                demo.moment(day, 900),
                *decided,
                note,
                demo.moment(day, 900),
            )
