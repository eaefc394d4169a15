"""`kill -9` of Valkey and of PostgreSQL under the whole portal while people work: it comes back, nothing is lost."""

import os
import signal
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from http.client import HTTPException
from threading import Event
from typing import Any

import pytest

from tests.journeys.scenes import scene
from tests.journeys.visiting import Answer, Visitor
from tests.running import WholePortal, serves, wait_until

pytestmark = pytest.mark.servers
PEOPLE, AT_ONCE = 120, 6
DUE = "from common import outbox; from evaluation import tasks; outbox.deliver_due(); tasks.resume_stalled_reports()"


@dataclass
class Work:
    """Requests one after the other in several threads; what was acknowledged is remembered."""

    acknowledged: list[Any] = field(default_factory=list)
    refused: list[int] = field(default_factory=list)
    lost: int = 0
    begun: Event = field(default_factory=Event)

    def do(self, what: Any, request: Callable[[], Answer]) -> None:
        """Until the server has said yes: as a person presses the button again."""
        for _attempt in range(200):
            try:
                answer = request()
            except (OSError, HTTPException):
                self.lost += 1
            else:
                if answer.status == 302:
                    self.acknowledged.append(what)
                    if len(self.acknowledged) > PEOPLE // 6:
                        self.begun.set()
                    return
                self.refused.append(answer.status)
            time.sleep(0.1)
        raise AssertionError(f"never acknowledged: {what}; {self.refused[-5:]}")


def enroll_all(portal: WholePortal, made: dict[str, Any], work: Work) -> Iterable[Callable[[], None]]:
    for key in made["sessions"]:
        visitor = Visitor.with_session(portal.url.rstrip("/"), key)
        yield lambda visitor=visitor, key=key: work.do(key, lambda: visitor.send(made["path"], {}))


def answer_all(portal: WholePortal, made: list[dict[str, Any]], work: Work) -> Iterable[Callable[[], None]]:
    for number, one in enumerate(made):
        visitor = Visitor.with_session(portal.url.rstrip("/"), one["session"])
        typed = {question: str((number + place) % 5) for place, question in enumerate(one["questions"])}
        typed["deed"] = "submit"
        yield lambda visitor=visitor, one=one, typed=typed: work.do(
            one["path"], lambda: visitor.send(one["path"], typed)
        )


def while_people_work(portal: WholePortal, kill: Callable[[], None]) -> tuple[Work, Work, int]:
    """Kills in the middle; gives what was acknowledged of enrollments and answers, and the cohort."""
    crowd = scene(portal, "crowd", people=PEOPLE, seats=PEOPLE // 2)
    answering = scene(portal, "answering", people=PEOPLE // 2)
    enrolling, answers = Work(), Work()
    jobs = [*enroll_all(portal, crowd, enrolling), *answer_all(portal, answering, answers)]
    with ThreadPoolExecutor(AT_ONCE) as pool:
        futures = [pool.submit(job) for job in mixed(jobs)]
        assert enrolling.begun.wait(30)
        kill()
        for future in futures:
            future.result()
    return enrolling, answers, crowd["cohort"]


def mixed(jobs: list[Callable[[], None]]) -> list[Callable[[], None]]:
    """Enrollments and answers in turns."""
    return [job for start in range(3) for job in jobs[start::3]]


def assert_nothing_is_lost(portal: WholePortal, enrolling: Work, answers: Work, cohort: int) -> None:
    states = portal.query(
        "SELECT state, count(*) FROM programs_enrollment WHERE cohort_id = %s GROUP BY state ORDER BY state",
        cohort,
    )
    assert states == [("enrolled", PEOPLE // 2), ("waitlisted", PEOPLE - PEOPLE // 2)]
    assert len(enrolling.acknowledged) == PEOPLE
    assert len(answers.acknowledged) == PEOPLE // 2
    for path in answers.acknowledged:
        kept = portal.query(
            "SELECT response.state, count(answer.id) FROM assessments_response AS response"
            " JOIN assessments_invitation AS invitation ON invitation.id = response.invitation_id"
            " LEFT JOIN assessments_answer AS answer ON answer.response_id = response.id"
            " WHERE invitation.public_id = %s GROUP BY response.id",
            path.split("/")[2],
        )
        assert kept == [("submitted", 2)]


def letters(portal: WholePortal, cohort: int) -> tuple[int, int]:
    """Written, and sent."""
    return portal.query(
        "SELECT count(*), count(*) FILTER (WHERE message.state = 'sent') FROM common_message AS message"
        " JOIN capacity_stakeholder AS person ON person.user_id = message.recipient_id"
        " JOIN programs_enrollment AS enrollment ON enrollment.person_id = person.id WHERE cohort_id = %s",
        cohort,
    )[0]


def assert_letters_arrive(portal: WholePortal, cohort: int) -> None:
    """Each once. What beat would do within a minute is done at once."""
    portal.manage("shell", "--no-imports", "-c", DUE)
    wait_until(lambda: letters(portal, cohort) == (PEOPLE, PEOPLE), 60)


def test_no_enrollment_and_no_answer_is_lost_when_the_database_is_killed(whole: WholePortal) -> None:
    first = whole.postmaster()
    enrolling, answers, cohort = while_people_work(whole, lambda: os.kill(first, signal.SIGKILL))
    wait_until(lambda: serves(whole.url), 30)
    assert whole.postmaster() not in {0, first}
    assert_nothing_is_lost(whole, enrolling, answers, cohort)
    assert enrolling.refused or enrolling.lost or answers.refused or answers.lost  # it was felt
    assert_letters_arrive(whole, cohort)


def test_nothing_is_lost_when_the_broker_is_killed_and_nobody_sees_it(whole: WholePortal) -> None:
    """Letters wait in a queue that nobody works off, and then the queue is killed."""
    workers = [whole.child("worker", queue) for queue in ("letters", "reports")]
    for worker in workers:
        os.kill(worker, signal.SIGSTOP)
    broker = whole.child("valkey")
    enrolling, answers, cohort = while_people_work(whole, lambda: os.kill(broker, signal.SIGKILL))
    for worker in workers:
        with suppress(ProcessLookupError):
            os.kill(worker, signal.SIGCONT)
    assert whole.child("valkey") not in {0, broker}
    assert_nothing_is_lost(whole, enrolling, answers, cohort)
    assert {*enrolling.refused, *answers.refused} == set()
    assert_letters_arrive(whole, cohort)


def test_a_report_in_the_queue_outlives_the_broker(whole: WholePortal) -> None:
    reports = whole.child("worker", "reports")
    os.kill(reports, signal.SIGSTOP)
    report = scene(whole, "report_in_the_queue")
    broker = whole.child("valkey")
    os.kill(broker, signal.SIGKILL)
    wait_until(lambda: whole.child("valkey") not in {0, broker}, 20)
    os.kill(reports, signal.SIGCONT)
    time.sleep(2)  # REPORT_STALL_SECONDS of this portal
    whole.manage("shell", "--no-imports", "-c", DUE)
    statement = "SELECT state, attempt FROM evaluation_impactreport WHERE public_id = %s"
    wait_until(lambda: whole.query(statement, report) == [("review", 1)], 60)
