"""Demo mentoring: the facilitator with a log-in mentors the member with a log-in and others; some wait for a mentor."""

from typing import Any

from capacity.logic.demo import DemoPerson, DemoWorld
from common.demo import Demo, ids
from programs.logic.demo import MENTORING_GOALS, MENTORING_VIEWS, MENTORING_WORDS, DemoCohort
from programs.models import (
    Activity,
    MentoringClosing,
    MentoringGoal,
    MentoringMeeting,
    MentoringPair,
    MentoringPart,
    ProgramRole,
)

MINUTES = 75
# mentor, mentee, state, fit, day on which it began or was proposed; by their places among mentors and mentees.
PAIRS = [
    (0, 0, "active", 92, -36),
    (0, 1, "proposed", 78, -2),
    (0, 2, "closed", 84, -40),
    (1, 3, "active", 71, -38),
    (1, 4, "suggested", 66, 0),
]
CLOSED = 2  # the place of the mentee who has had her mentoring
MENTEES = 7  # two of them without a mentor
# of which pair, by whom it was noted, day, state
MEETINGS = [
    (0, "mentee", -30, "confirmed"),
    (0, "mentor", -16, "confirmed"),
    (0, "mentor", -4, "noted"),
    (0, "mentee", -3, "noted"),
    (2, "mentee", -32, "confirmed"),
    (2, "mentor", -20, "disputed"),
    (3, "mentee", -29, "confirmed"),
]


def load(demo: Demo, world: DemoWorld, cohorts: list[DemoCohort]) -> None:
    """Writes parts, pairs, goals, meetings and views of the cohort that was made for them."""
    for cohort in cohorts:
        if cohort.role == "mentor":
            _load(demo, world, cohort)


def _load(demo: Demo, world: DemoWorld, cohort: DemoCohort) -> None:
    enrolled = [each for each in cohort.enrollments if each.state == "enrolled"]
    enrolled.sort(key=lambda each: world.people[each.person] != world.roles["member"])
    taking_part = {each.person for each in cohort.enrollments}
    others = [place for place in range(len(world.roles), len(world.people)) if place not in taking_part]
    mentors = [world.roles["facilitator"], *(world.people[place] for place in others[:2])]
    mentees = [world.people[each.person] for each in enrolled[:MENTEES]]
    enrollments = {world.people[each.person].pk: each.pk for each in enrolled}
    parts = _write_parts(demo, world, cohort, mentors, mentees)
    pairs = _write_pairs(demo, parts)
    _write_roles(demo, cohort, mentors[1])
    _write_goals(demo, pairs, mentees)
    _write_meetings(demo, pairs, mentors, mentees, enrollments)
    _write_views(demo, pairs, parts)


def _write_parts(
    demo: Demo, world: DemoWorld, cohort: DemoCohort, mentors: list[DemoPerson], mentees: list[DemoPerson]
) -> dict[str, list[int]]:
    keys = ids(MentoringPart, len(mentors) + len(mentees))
    made, sides = (
        demo.moment(-42),
        [("mentor", each) for each in mentors] + [("mentee", each) for each in mentees],
    )
    rows, capacities, languages = [], [], []
    for place, (pk, (side, person)) in enumerate(zip(keys, sides, strict=True)):
        waits = side == "mentor" and place == len(mentors) - 1
        most = 4 if place == 0 else 2 if side == "mentor" else 1
        left = demo.moment(-6) if place == len(mentors) + CLOSED else None
        about = MENTORING_WORDS[side]
        rows.append(
            (
                pk,
                cohort.pk,
                person.pk,
                side,
                most,
                ZONES[place % len(ZONES)],
                about,
                None if waits else made,
                left,
                made,
            )
        )
        wanted = cohort.program.capacities if side == "mentor" else cohort.program.capacities[: 1 + place % 2]
        capacities += [(pk, capacity) for capacity in wanted]
        languages += [(pk, code) for code in sorted({"en", person.language} & set(world.languages))]
    columns = [
        "id",
        "cohort",
        "person",
        "side",
        "most",
        "time_zone",
        "about",
        "accepted_at",
        "left_at",
        "created_at",
    ]
    demo.copy(MentoringPart, columns, rows)
    demo.copy(MentoringPart.capacities.through, ["mentoringpart", "capacity"], capacities)
    demo.copy(MentoringPart.languages.through, ["mentoringpart", "language"], languages)
    return {"mentor": keys[: len(mentors)], "mentee": keys[len(mentors) :]}


ZONES = ["Europe/Berlin", "Africa/Nairobi", "Asia/Kathmandu"]


def _write_pairs(demo: Demo, parts: dict[str, list[int]]) -> list[int]:
    keys, rows = ids(MentoringPair, len(PAIRS)), []
    for pk, (mentor, mentee, state, fit, day) in zip(keys, PAIRS, strict=True):
        asked = demo.moment(day - 2) if state != "suggested" else None
        began = demo.moment(day) if state in {"active", "closed"} else None
        agreed = began or (asked if state == "proposed" else None)
        ended = demo.moment(-6) if state == "closed" else None
        rows.append(
            (
                pk, parts["mentor"][mentor], parts["mentee"][mentee], state, fit, True, asked, began, agreed, began,
                ended, demo.moment(day - 3),
            )
        )  # fmt: skip
    columns = [
        "id", "mentor", "mentee", "state", "fit", "by_search", "proposed_at", "mentor_agreed_at", "mentee_agreed_at",
        "began_at", "ended_at", "created_at",
    ]  # fmt: skip
    demo.copy(MentoringPair, columns, rows)
    return keys


def _write_roles(demo: Demo, cohort: DemoCohort, mentor: DemoPerson) -> None:
    row = (cohort.pk, mentor.pk, "mentor", demo.day(-42), demo.moment(-42))
    demo.copy(ProgramRole, ["cohort", "person", "role", "starts_on", "created_at"], [row])


def _write_goals(demo: Demo, pairs: list[int], mentees: list[DemoPerson]) -> None:
    rows: list[tuple[Any, ...]] = []
    for pk, (_mentor, mentee, state, _fit, day) in zip(pairs, PAIRS, strict=True):
        if state in {"active", "closed"}:
            reached = [demo.day(-10), demo.day(-8) if state == "closed" else None]
            rows += [
                (pk, text, mentees[mentee].user, on, demo.moment(day + 1))
                for text, on in zip(MENTORING_GOALS, reached, strict=True)
            ]
    demo.copy(MentoringGoal, ["pair", "text", "set_by", "reached_on", "created_at"], rows)


def _write_meetings(
    demo: Demo,
    pairs: list[int],
    mentors: list[DemoPerson],
    mentees: list[DemoPerson],
    enrollments: dict[int, int],
) -> None:
    """What was confirmed counts: each such meeting is an activity of the mentee's enrollment."""
    counting = ids(Activity, len(MEETINGS))
    activities, rows = [], []
    for key, (pair, side, day, state) in zip(counting, MEETINGS, strict=True):
        mentor, mentee = mentors[PAIRS[pair][0]], mentees[PAIRS[pair][1]]
        writer, other = (mentor, mentee) if side == "mentor" else (mentee, mentor)
        decided = None if state == "noted" else demo.moment(day + 1)
        counts = state == "confirmed"
        if counts:
            activities.append(
                (
                    key,
                    enrollments[mentee.pk],
                    "meeting",
                    demo.day(day),
                    MINUTES,
                    "confirmed",
                    other.user,
                    other.user,
                    decided,
                )
            )
        rows.append(
            (pairs[pair], demo.day(day), MINUTES, state, writer.user, decided, key if counts else None)
        )
    demo.copy(
        Activity,
        [
            "id",
            "enrollment",
            "kind",
            "held_on",
            "minutes",
            "state",
            "recorded_by",
            "decided_by",
            "decided_at",
        ],
        activities,
    )
    columns = ["pair", "held_on", "minutes", "state", "recorded_by", "decided_at", "activity"]
    demo.copy(MentoringMeeting, columns, rows)


def _write_views(demo: Demo, pairs: list[int], parts: dict[str, list[int]]) -> None:
    rows = [
        (pk, parts[side][place], reached, MENTORING_VIEWS[side], demo.moment(-6))
        for pk, (mentor, mentee, state, _fit, _day) in zip(pairs, PAIRS, strict=True)
        if state == "closed"
        for side, place, reached in (("mentor", mentor, 4), ("mentee", mentee, 3))
    ]
    demo.copy(MentoringClosing, ["pair", "part", "reached", "text", "created_at"], rows)
