"""Five hundred people want forty seats at the same moment, twenty of them reserved; then a quarter of these leave."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from tests.journeys.scenes import scene
from tests.journeys.visiting import Visitor
from tests.running import RunningPortal

PEOPLE, SEATS, AT_ONCE, LEAVING = 500, 40, 32, 10
RESERVED = {"MENA": 8, "SSA": 12}

pytestmark = pytest.mark.servers

Row = tuple[Any, ...]  # public_id, state, pool, the pools she qualifies for, slug of the person


@pytest.fixture(scope="module")
def story(portal: RunningPortal) -> dict[str, Any]:
    """How each application ended, in the order in which the database took them in."""
    made = scene(portal, "reserved_crowd", people=PEOPLE, seats=SEATS, reserved=RESERVED)
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
    return made | {"first": first, "later": in_order(portal, made["cohort"])}


def in_order(portal: RunningPortal, cohort: int) -> list[Row]:
    return portal.query(
        "SELECT own.public_id::text, own.state, own.pool_id, own.qualifies_for, person.slug"
        " FROM programs_enrollment AS own JOIN capacity_stakeholder AS person ON person.id = own.person_id"
        " WHERE own.cohort_id = %s"
        " ORDER BY (SELECT min(id) FROM programs_enrollmentevent AS event WHERE enrollment_id = own.id)",
        cohort,
    )


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


def test_every_reserved_seat_that_becomes_free_goes_to_the_first_who_qualifies(story: dict[str, Any]) -> None:
    seats = {row[0]: row[2] for row in story["first"]}
    freed = [seats[row[0]] for row in story["later"] if row[1] == "withdrawn"]
    line = [row for row in story["first"] if row[1] == "waitlisted"]
    promoted = {row[0]: row[2] for row in story["later"] if row[1] == "enrolled" and seats[row[0]] is None}
    newly = {row[0] for row in line} & set(promoted)
    assert len(freed) == len(newly) == LEAVING
    for pool in story["pools"]:
        chosen = [row[0] for row in line if row[0] in newly and promoted[row[0]] == pool]
        others = {row[0] for row in line if row[0] in newly and promoted[row[0]] is None}
        qualified = [row[0] for row in line if pool in row[3] and row[0] not in others]
        assert chosen == qualified[: freed.count(pool)]
