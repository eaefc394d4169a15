"""Whose a report is while it is made, and the signs of life of the worker that makes it.

A claim is good as long as nobody claimed after it (`attempt` grows with each), so of two workers one goes on and the
other finds out at its next step and stops.
"""

import threading
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import InterfaceError, OperationalError, connection, transaction
from django.db.models import Q
from django.utils import timezone

from common.jobs import enqueue
from common.log import record
from evaluation import letters
from evaluation.models import ImpactReport
from evaluation.states import RUNNING_REPORT_STATES, ReportState

BEAT_SECONDS = 0.8  # readers see progress at least every second
BROKEN_CONNECTION = (OperationalError, InterfaceError)


class ClaimLostError(Exception):
    """Somebody else has taken the report up; this worker stops."""


def claim(report_id: int) -> ImpactReport | None:
    """Takes a queued report, or one whose worker has been silent for too long. Gives it up after too many such."""
    with transaction.atomic():
        held = ImpactReport.objects.select_for_update(skip_locked=True, of=["self"])
        report = held.filter(pk=report_id).first()
        if report is None or not _is_free(report):
            return None
        if report.state != ReportState.QUEUED and report.attempt % settings.REPORT_ATTEMPTS == 0:
            keep(report, state=ReportState.FAILED, failure="worker_died")
            tell_of_failure(report)
            return None
        state = ReportState.FREEZING if report.state == ReportState.QUEUED else report.state
        start = {"done": 0, "total": 0, "rows": 0} if state == ReportState.FREEZING else {}
        keep(report, state=state, attempt=report.attempt + 1, **start)
        return report


def resume_stalled() -> int:
    """Asks a worker for every report whose worker is silent, and for those that wait although nobody was asked."""
    longest = timezone.now() - timedelta(seconds=settings.REPORT_STALL_SECONDS)
    stalled = Q(state__in=RUNNING_REPORT_STATES) & (Q(heartbeat_at=None) | Q(heartbeat_at__lt=longest))
    forgotten = Q(state=ReportState.QUEUED, updated_at__lt=longest)
    found = list(ImpactReport.objects.filter(stalled | forgotten).values_list("pk", flat=True))
    for pk in found:
        enqueue("evaluation.tasks.run_report", report_id=pk)
    return len(found)


def _is_free(report: ImpactReport) -> bool:
    if report.state == ReportState.QUEUED:
        return True
    longest = timezone.now() - timedelta(seconds=settings.REPORT_STALL_SECONDS)
    silent = report.heartbeat_at is None or report.heartbeat_at < longest
    return report.state in RUNNING_REPORT_STATES and silent


def keep(report: ImpactReport, **changes: Any) -> None:
    """Writes down a sign of life and the changes, unless the report is somebody else's by now."""
    now = timezone.now()
    mine = ImpactReport.objects.filter(pk=report.pk, attempt=report.attempt, state=report.state)
    if not mine.update(heartbeat_at=now, updated_at=now, **changes):
        raise ClaimLostError
    for name, value in {**changes, "heartbeat_at": now}.items():
        setattr(report, name, value)


def tell_of_failure(report: ImpactReport) -> None:
    record(
        "evaluation.reports.fail", report, by=None, after={"state": report.state}, reason=report.failure[:60]
    )
    letters.failed(report)


class Beating(threading.Thread):
    """Signs of life while the worker itself waits for the database, or computes, however long it takes; none once the
    report has gone on to another state.
    """

    def __init__(self, report: ImpactReport) -> None:
        super().__init__(daemon=True)
        self.report, self.state, self.over = report, str(report.state), threading.Event()

    def __enter__(self) -> None:
        self.start()

    def __exit__(self, *_fault: object) -> None:
        self.over.set()
        self.join()

    def run(self) -> None:
        try:
            while not self.over.wait(BEAT_SECONDS):
                with connection.cursor() as cursor:
                    cursor.execute(
                        "UPDATE evaluation_impactreport SET heartbeat_at = now()"
                        " WHERE id = %s AND attempt = %s AND state = %s",
                        [self.report.pk, self.report.attempt, self.state],
                    )
        except BROKEN_CONNECTION:
            return  # the worker itself will meet it
        finally:
            connection.close()  # this thread's own
