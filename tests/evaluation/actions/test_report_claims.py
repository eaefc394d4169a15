"""Whose a report is while it is made."""

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone

from evaluation.actions import report_claims
from evaluation.models import ImpactReport
from evaluation.states import ReportState
from tests.evaluation.reporting import grow_stale, impact_report

pytestmark = pytest.mark.django_db(transaction=True)
LONG_AGO = timedelta(seconds=61)


def claimed_twice():
    """By a worker that was silent for too long, and by the one that took it up; it stands where it stood."""
    report = impact_report(
        state=ReportState.COMPUTING, attempt=1, heartbeat_at=None, done=3, total=9, rows=70
    )
    first = report_claims.claim(report.pk)
    assert report_claims.claim(report.pk) is None
    grow_stale(report)
    return first, report_claims.claim(report.pk)


def test_of_what_somebody_is_claiming_nobody_waits():
    report = impact_report()

    def claim():
        try:
            return report_claims.claim(report.pk)
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=1) as pool:
        with transaction.atomic():
            ImpactReport.objects.select_for_update().get(pk=report.pk)
            waiting = pool.submit(claim)
            time.sleep(0.3)
            is_done = waiting.done()
        assert (is_done, waiting.result(timeout=20)) == (True, None)


def test_who_has_lost_it_keeps_nothing():
    first, second = claimed_twice()
    assert (first.attempt, second.attempt, first.state, second.state) == (2, 3, "computing", "computing")
    with pytest.raises(report_claims.ClaimLostError):
        report_claims.keep(first, done=4)
    report_claims.keep(second, done=5)
    second.refresh_from_db()
    assert second.done == 5


@pytest.mark.parametrize("state", [ReportState.REVIEW, ReportState.FAILED])
def test_nothing_is_kept_of_what_has_gone_on_to_another_state(state):
    _first, second = claimed_twice()
    ImpactReport.objects.filter(pk=second.pk).update(state=state)
    with pytest.raises(report_claims.ClaimLostError):
        report_claims.keep(second, done=5)


@pytest.mark.parametrize(
    ("state", "left"), [(ReportState.FREEZING, (0, 0, 0)), (ReportState.COMPUTING, (3, 9, 70))]
)
def test_freezing_begins_anew_and_computing_goes_on(state, left):
    report = impact_report(
        state=state, attempt=1, heartbeat_at=timezone.now() - LONG_AGO, done=3, total=9, rows=70
    )
    report_claims.claim(report.pk)
    report.refresh_from_db()
    assert (report.done, report.total, report.rows) == left


def test_a_worker_that_never_gave_a_sign_of_life_is_silent(monkeypatch):
    asked = []
    monkeypatch.setattr(report_claims, "enqueue", lambda _task, **ids: asked.append(ids["report_id"]))
    report = impact_report(state=ReportState.COMPUTING, heartbeat_at=None)
    assert (report_claims.resume_stalled(), asked) == (1, [report.pk])


@pytest.mark.parametrize("lost", [{"attempt": 7}, {"state": ReportState.REVIEW}])
def test_no_sign_of_life_is_given_of_what_is_somebody_elses(monkeypatch, lost):
    monkeypatch.setattr(report_claims, "BEAT_SECONDS", 0.02)
    report = report_claims.claim(impact_report(state=ReportState.COMPUTING, attempt=1).pk)
    row, long_ago = ImpactReport.objects.filter(pk=report.pk), timezone.now() - LONG_AGO
    with report_claims.Beating(report):
        row.update(heartbeat_at=long_ago)
        until = time.monotonic() + 10
        while row.get().heartbeat_at == long_ago and time.monotonic() < until:
            time.sleep(0.01)
        assert row.get().heartbeat_at > long_ago
        row.update(heartbeat_at=long_ago, **lost)
        time.sleep(0.2)
        assert row.get().heartbeat_at == long_ago
