"""The check of disclosure, which may take long."""

import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import OperationalError, connection

from common.models import Message
from evaluation.actions import (
    report_checks,
    report_claims,
    report_rows,
    report_runs,
)
from evaluation.models import ImpactReport
from evaluation.states import ReportState
from tests.evaluation.asking import region
from tests.evaluation.reporting import M6, finished, grow_stale, impact_report, published_again, result, stops
from tests.factories.capacity import StaffFactory

pytestmark = pytest.mark.django_db(transaction=True)


def behind(function):
    """What a thread does with a connection of its own."""
    try:
        return function()
    finally:
        connection.close()


def elsewhere(function):
    """Its result, as another connection sees it."""
    with ThreadPoolExecutor(max_workers=1) as pool:
        return pool.submit(behind, function).result(timeout=20)


def beats(report, number):
    """The signs of life that others see, until so many have come."""
    seen, until = [], time.monotonic() + 10
    while len(seen) < number and time.monotonic() < until:
        moment = ImpactReport.objects.values_list("heartbeat_at", flat=True).get(pk=report.pk)
        seen += [] if moment in seen else [moment]
        time.sleep(0.01)
    return seen


@pytest.fixture
def _quick_beats(monkeypatch):
    monkeypatch.setattr(report_claims, "BEAT_SECONDS", 0.03)


@pytest.mark.usefixtures("_quick_beats")
def test_a_check_that_takes_long_gives_signs_of_life(asking, monkeypatch):
    seen, true = [], report_checks.as_may_be_shown

    def slowly(report, raw):
        seen.extend(elsewhere(lambda: beats(report, 4)))
        return true(report, raw)

    monkeypatch.setattr(report_checks, "as_may_be_shown", slowly)
    report = finished(impact_report())
    assert (report.state, len(seen), seen) == (ReportState.REVIEW, 4, sorted(seen))
    assert report.heartbeat_at > seen[-1]


@pytest.mark.usefixtures("_quick_beats")
def test_a_check_waits_for_the_one_before_it_with_signs_of_life_and_knows_what_that_showed(
    asking, monkeypatch
):
    """The movement's report is held against the region's, which told of all but two meanwhile."""
    of_region, movement = impact_report(scope="region", region=region()), impact_report()
    true, seen, pool = report_checks.as_may_be_shown, [], ThreadPoolExecutor(max_workers=2)
    runs = []

    def with_another_behind_it(report, raw):
        if report.pk == of_region.pk:
            runs.append(pool.submit(behind, lambda: report_runs.run(movement.pk)))
            seen.extend(pool.submit(behind, lambda: waiting_in_check(movement)).result(timeout=20))
        return true(report, raw)

    def waiting_in_check(report):
        until = time.monotonic() + 10
        while not ImpactReport.objects.filter(pk=report.pk, state="disclosure_check").exists():
            assert time.monotonic() < until
            time.sleep(0.01)
        return beats(report, 4)

    monkeypatch.setattr(report_checks, "as_may_be_shown", with_another_behind_it)
    finished(of_region)
    assert runs[0].result(timeout=20).state == ReportState.REVIEW
    pool.shutdown()
    movement.refresh_from_db()
    assert (len(seen), seen) == (4, sorted(seen))
    assert result(of_region, "change", **M6).n == 12
    assert result(movement, "change", **M6).is_suppressed
    assert report_rows.audit_reproducibility(published_again(movement)) is True


def test_a_check_whose_connection_breaks_begins_again(asking, monkeypatch):
    report = impact_report()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (pid,) = cursor.fetchone()

    def kill():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(%s)", [pid])

    with monkeypatch.context() as patch:
        patch.setattr(report_checks, "audit", lambda _raw, _shown: elsewhere(kill))
        stops(report, OperationalError)
    connection.close()
    report.refresh_from_db()
    assert (report.state, report.result_hash) == (ReportState.DISCLOSURE_CHECK, "")
    assert not report.results.filter(is_suppressed=True).exists()
    grow_stale(report)
    assert finished(report).state == ReportState.REVIEW
    assert result(report, "change", **M6, region="SSA").is_suppressed


def test_a_fault_at_the_end_of_the_check_is_told_and_nothing_of_it_kept(asking, monkeypatch):
    report, staff = impact_report(), StaffFactory()
    with monkeypatch.context() as patch:
        patch.setattr(report_checks, "_write", lambda _rows: 1 / 0)
        stops(report, ZeroDivisionError)
    report.refresh_from_db()
    assert (report.state, report.failure, report.result_hash) == (ReportState.FAILED, "ZeroDivisionError", "")
    assert Message.objects.get().recipient == staff
