"""Three hundred people want thirty seats at the same moment, through the running server; then ten leave at once."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import pytest

from tests.journeys.scenes import scene
from tests.journeys.visiting import Answer, Visitor
from tests.running import RunningPortal, wait_until

PEOPLE, SEATS, LEAVING, AT_ONCE = 300, 30, 10, 32

pytestmark = pytest.mark.servers


@dataclass
class Crowd:
    """What was seen after all had pressed the button, and after ten had left."""

    cohort: int
    answers: list[Answer]
    enrollments: list[tuple[Any, ...]]  # public_id, state, in the order of the line
    leaving: list[Answer]
    later: list[tuple[Any, ...]]


@pytest.fixture(scope="module")
def crowd(portal: RunningPortal) -> Crowd:
    made = scene(portal, "crowd", people=PEOPLE, seats=SEATS)
    members = [Visitor.with_session(portal.url, key) for key in made["sessions"]]
    with ThreadPoolExecutor(AT_ONCE) as pool:
        answers = list(pool.map(lambda member: member.send(made["path"], {}), members))
    enrollments = line(portal, made["cohort"])
    enrolled = {row[0] for row in enrollments if row[1] == "enrolled"}
    places = zip(members, answers, strict=True)
    pairs = [(member, answer.target) for member, answer in places if id_of(answer) in enrolled][:LEAVING]
    with ThreadPoolExecutor(LEAVING) as pool:
        leaving = list(pool.map(lambda pair: pair[0].send(f"{pair[1]}withdraw/", {}), pairs))
    return Crowd(made["cohort"], answers, enrollments, leaving, line(portal, made["cohort"]))


def line(portal: RunningPortal, cohort: int) -> list[tuple[Any, ...]]:
    return portal.query(
        "SELECT public_id::text, state FROM programs_enrollment WHERE cohort_id = %s ORDER BY waitlisted_at, id",
        cohort,
    )


def id_of(answer: Answer) -> str:
    return answer.target.split("/")[-2]


def of_state(rows: list[tuple[Any, ...]], state: str) -> list[str]:
    return [row[0] for row in rows if row[1] == state]


def test_thirty_are_enrolled_and_the_others_wait(crowd: Crowd) -> None:
    found = {state: len(of_state(crowd.enrollments, state)) for _id, state in crowd.enrollments}
    assert found == {"enrolled": SEATS, "waitlisted": PEOPLE - SEATS}


def test_everybody_is_answered_and_led_to_her_own_enrollment(crowd: Crowd) -> None:
    assert [answer.status for answer in crowd.answers] == [302] * PEOPLE
    assert sorted(map(id_of, crowd.answers)) == sorted(row[0] for row in crowd.enrollments)


def test_the_waiting_list_has_the_order_in_which_people_came(portal: RunningPortal, crowd: Crowd) -> None:
    came = portal.query(
        "SELECT enrollment.public_id::text FROM programs_enrollmentevent AS event"
        " JOIN programs_enrollment AS enrollment ON enrollment.id = event.enrollment_id"
        " WHERE cohort_id = %s AND event.to_state = 'waitlisted' ORDER BY event.id",
        crowd.cohort,
    )
    assert of_state(crowd.enrollments, "waitlisted") == [row[0] for row in came]


def test_no_two_people_have_the_same_place_in_the_line(portal: RunningPortal, crowd: Crowd) -> None:
    statement = "SELECT count(DISTINCT waitlisted_at) FROM programs_enrollment WHERE cohort_id = %s"
    assert portal.query(statement, crowd.cohort) == [(PEOPLE - SEATS,)]


def test_ten_who_leave_at_once_let_the_first_ten_in(crowd: Crowd) -> None:
    assert [answer.status for answer in crowd.leaving] == [302] * LEAVING
    before, after = of_state(crowd.enrollments, "waitlisted"), of_state(crowd.later, "waitlisted")
    assert after == before[LEAVING:]
    newly = set(of_state(crowd.later, "enrolled")) - set(of_state(crowd.enrollments, "enrolled"))
    assert newly == set(before[:LEAVING])
    assert len(of_state(crowd.later, "enrolled")) == SEATS


def test_everybody_gets_her_letters(portal: RunningPortal, crowd: Crowd) -> None:
    """One for the enrollment or the place in the line, one more for who left, and for who was let in."""
    statement = """
        SELECT count(*), count(*) FILTER (WHERE message.state = 'sent') FROM common_message AS message
        JOIN capacity_stakeholder AS person ON person.user_id = message.recipient_id
        JOIN programs_enrollment AS enrollment ON enrollment.person_id = person.id WHERE cohort_id = %s
    """
    whole = PEOPLE + LEAVING + LEAVING
    assert wait_until(lambda: portal.query(statement, crowd.cohort)[0][1] >= whole, 90)
    assert portal.query(statement, crowd.cohort) == [(whole, whole)]
