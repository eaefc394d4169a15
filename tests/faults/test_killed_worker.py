"""`kill -9` of the worker in the middle of a report, on the demo population."""

import re
from collections.abc import Iterator
from threading import Thread
from typing import Any

import psycopg
import pytest

from config.embedded import crew
from tests.journeys.visiting import Visitor
from tests.running import Running, RunningPortal, manage, wait_until

pytestmark = pytest.mark.servers
STEPS_BEFORE = 3
HASTY = {"REPORT_STALL_SECONDS": "1"}


class Gate:
    """Holds the table of results, so that the worker waits before each step; lets one step through when asked."""

    def __init__(self, portal: RunningPortal) -> None:
        self.portal = portal
        self.held = self.take()

    def take(self) -> psycopg.Connection[Any]:
        connection = self.portal.cluster.connect(self.portal.database)
        connection.execute("BEGIN")
        connection.execute("LOCK TABLE evaluation_reportresult IN ACCESS EXCLUSIVE MODE")
        return connection

    def somebody_waits(self) -> int:
        statement = (
            "SELECT count(*) FROM pg_locks JOIN pg_class ON pg_class.oid = relation"
            " WHERE relname = 'evaluation_reportresult' AND NOT granted"
        )
        return int(self.portal.query(statement)[0][0])

    def let_one_through(self) -> None:
        wait_until(self.somebody_waits, 30)
        following: list[psycopg.Connection[Any]] = []
        queue = Thread(target=lambda: following.append(self.take()))
        queue.start()
        wait_until(lambda: self.somebody_waits() == 2, 30)
        self.held.close()
        queue.join()
        self.held = following[0]

    def open(self) -> None:
        self.held.close()


@pytest.fixture
def worker(portal: RunningPortal) -> Iterator[Running]:
    """One that takes a report up as soon as it has been silent for a second."""
    portal.worker.stop()
    hasty = Running(crew.worker("letters", "reports", environment=portal.environment | HASTY))
    hasty.start()
    yield hasty
    hasty.stop()
    portal.worker.start()


def ask_for_report(staff: Visitor) -> str:
    """Its public id."""
    page = staff.get("/reports/new/")
    spans = re.findall(r'value="(half_year:[0-9-]+)"', page.text)
    return staff.submit(page, {"span": spans[0]}, field="span").path.split("/")[2]


def state_of(portal: RunningPortal, report: str) -> str:
    rows = portal.query("SELECT state FROM evaluation_impactreport WHERE public_id = %s", report)
    return str(rows[0][0])


def test_a_report_whose_worker_is_killed_is_completed_once_with_the_same_result(
    portal: RunningPortal, worker: Running
) -> None:
    staff = Visitor(portal.url).sign_in("staff@demo.example")
    undisturbed = ask_for_report(staff)
    wait_until(lambda: state_of(portal, undisturbed) == "review", 90)
    give_up(staff, undisturbed)

    gate = Gate(portal)
    killed = ask_for_report(staff)
    for _step in range(STEPS_BEFORE):
        gate.let_one_through()
    wait_until(gate.somebody_waits, 30)
    worker.kill()
    gate.open()
    state, done, total = told(portal, killed)[:3]
    assert state == "computing"
    assert 1 < done < total
    worker.start()
    wait_until(lambda: resumed(portal, killed), 60)
    give_up(staff, killed)

    first, second = told(portal, undisturbed), told(portal, killed)
    assert second == first
    assert (attempts(portal, undisturbed), attempts(portal, killed)) == (1, 2)
    assert [finished(portal, report) for report in (undisturbed, killed)] == [1, 1]


def resumed(portal: RunningPortal, report: str) -> bool:
    """Does what beat does every half minute."""
    code = "from evaluation import tasks; tasks.resume_stalled_reports()"
    manage("shell", "--no-imports", "-c", code, environment=portal.environment | HASTY)
    return state_of(portal, report) == "review"


def give_up(staff: Visitor, report: str) -> None:
    staff.submit(staff.get(f"/reports/{report}/abandon/"), action="/abandon/")


def told(portal: RunningPortal, report: str) -> tuple[Any, ...]:
    """State, steps, and what must be equal: hash and number of results."""
    return portal.query(
        "SELECT report.state, done, total, result_hash, count(result.id) FROM evaluation_impactreport AS report"
        " LEFT JOIN evaluation_reportresult AS result ON result.report_id = report.id"
        " WHERE report.public_id = %s GROUP BY report.id",
        report,
    )[0]


def attempts(portal: RunningPortal, report: str) -> int:
    return int(portal.query("SELECT attempt FROM evaluation_impactreport WHERE public_id = %s", report)[0][0])


def finished(portal: RunningPortal, report: str) -> int:
    """How often somebody was told that it is ready; each member of staff once."""
    statement = (
        "SELECT count(*)::float / count(DISTINCT recipient_id) FROM common_notification"
        " WHERE kind = 'report' AND url = %s"
    )
    return int(portal.query(statement, f"/reports/{report}/")[0][0])
