"""Five hundred people want forty seats at the same moment, twenty of them reserved; then a quarter of these leave.

Every fifth has kept a draft before: what counts is who presses the button first, not whose row is older.
"""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from tests.journeys.scenes import scene
from tests.journeys.visiting import Visitor
from tests.running import RunningPortal

PEOPLE, SEATS, AT_ONCE, LEAVING, DRAFT_EVERY = 500, 40, 32, 10, 5
RESERVED = {"MENA": 8, "SSA": 12}

pytestmark = pytest.mark.servers

Row = tuple[Any, ...]  # public_id, state, pool, the pools she qualifies for, slug of the person


@pytest.fixture(scope="module")
def story(portal: RunningPortal) -> dict[str, Any]:
    """How each application ended, in the order in which the database took them in."""
    made = scene(
        portal, "reserved_crowd", people=PEOPLE, seats=SEATS, reserved=RESERVED, draft_every=DRAFT_EVERY
    )
    members = [Visitor.with_session(portal.url, key) for key in made["sessions"]]
    with ThreadPoolExecutor(AT_ONCE) as pool:
        answers = list(pool.map(lambda member: member.send(made["path"], {}), members))
    first = in_order(portal, made["cohort"])
    seated = {row[0] for row in first if row[1] == "enrolled"}
    pairs = [(member, answer.target) for member, answer in zip(members, answers, strict=True)]
    leaving = [pair for pair in pairs if pair[1].split("/")[-2] in seated][:LEAVING]
    with ThreadPoolExecutor(LEAVING) as pool:
        left = list(pool.map(lambda pair: pair[0].send(f"{pair[1]}withdraw/", {}), leaving))
    assert {answer.status for answer in [*answers, *left]} == {302}
    return made | {
        "first": first,
        "left": those_who_left(portal, made["cohort"]),
        "later": in_order(portal, made["cohort"]),
    }


def in_order(portal: RunningPortal, cohort: int) -> list[Row]:
    return portal.query(
        "SELECT own.public_id::text, own.state, own.pool_id, own.qualifies_for, person.slug"
        " FROM programs_enrollment AS own JOIN capacity_stakeholder AS person ON person.id = own.person_id"
        " WHERE own.cohort_id = %s"
        " ORDER BY (SELECT id FROM programs_enrollmentevent WHERE enrollment_id = own.id AND to_state = 'applied')",
        cohort,
    )


def those_who_left(portal: RunningPortal, cohort: int) -> list[str]:
    """In the order in which the database let them go."""
    rows = portal.query(
        "SELECT own.public_id::text FROM programs_enrollmentevent AS event"
        " JOIN programs_enrollment AS own ON own.id = event.enrollment_id"
        " WHERE own.cohort_id = %s AND event.to_state = 'withdrawn' ORDER BY event.id",
        cohort,
    )
    return [row[0] for row in rows]


def allocate(rows: list[Row], pools: list[int]) -> dict[str, tuple[str, int | None]]:
    """The plain reference: one person after the other, and nothing else happens meanwhile."""
    left = dict(zip(pools, [RESERVED[code] for code in sorted(RESERVED)], strict=True))
    open_seats = SEATS - sum(left.values())
    outcome: dict[str, tuple[str, int | None]] = {}
    for public_id, _state, _pool, qualifies, _slug in rows:
        reserved = next((pool for pool in pools if pool in qualifies and left[pool]), None)
        if reserved is not None:
            left[reserved] -= 1
            outcome[public_id] = ("enrolled", reserved)
        elif open_seats:
            open_seats -= 1
            outcome[public_id] = ("enrolled", None)
        else:
            outcome[public_id] = ("waitlisted", None)
    return outcome


def test_each_qualifies_for_the_seats_of_the_region_she_comes_from(story: dict[str, Any]) -> None:
    """As the scene has made them, not as the portal has worked it out: the reference below stands on it."""
    assert {row[4]: row[3] for row in story["first"]} == story["qualifies"]


def test_the_allocation_is_that_of_one_person_after_the_other(story: dict[str, Any]) -> None:
    assert len(story["first"]) == PEOPLE
    assert {row[0]: (row[1], row[2]) for row in story["first"]} == allocate(story["first"], story["pools"])


def pass_on(rows: list[Row], outcome: dict[str, tuple[str, int | None]], left: list[str]) -> None:
    """The same for those who leave: each seat goes to the first in the line who may take it."""
    for leaving in left:
        seat = outcome[leaving][1]
        outcome[leaving] = ("withdrawn", seat)
        line = [row for row in rows if outcome[row[0]][0] == "waitlisted"]
        heir = next(row[0] for row in line if seat is None or seat in row[3])
        outcome[heir] = ("enrolled", seat)


def test_every_seat_that_becomes_free_goes_to_the_first_in_the_line_who_may_take_it(
    story: dict[str, Any],
) -> None:
    expected = allocate(story["first"], story["pools"])
    assert len(story["left"]) == LEAVING
    assert {expected[leaving][1] for leaving in story["left"]} >= set(story["pools"])
    pass_on(story["first"], expected, story["left"])
    assert {row[0]: (row[1], row[2]) for row in story["later"]} == expected


def test_those_who_had_kept_a_draft_stand_in_the_line_as_they_came(
    portal: RunningPortal, story: dict[str, Any]
) -> None:
    """Else nothing above would tell the order of coming from that of the rows."""
    rows = portal.query(
        "SELECT id FROM programs_enrollment WHERE cohort_id = %s ORDER BY waitlisted_at, id", story["cohort"]
    )
    assert rows != sorted(rows)
