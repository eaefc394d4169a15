import csv
import gzip
import hashlib
import io
import json
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import pairwise

import pytest
import time_machine
from django.conf import settings
from django.db import IntegrityError, OperationalError, connection
from django.db.models import Count
from django.urls import reverse
from django.utils import timezone

from capacity.models import Stakeholder
from common.models import ActionLog, Message
from evaluation import tasks
from evaluation.actions import (
    changes,
    report_checks,
    report_claims,
    report_freezing,
    report_rows,
    report_runs,
    reports,
)
from evaluation.logic.methods import METHOD_VERSION
from evaluation.models import ChangeFact, FrozenData, ImpactReport, ReportResult
from evaluation.states import ReportState
from evaluation.stats.reports import steps_of
from tests.evaluation.asking import Asking, group, region
from tests.factories.capacity import CapacityFactory, StaffFactory, TerritoryFactory
from tests.factories.evaluation import ImpactReportFactory
from tests.factories.programs import AttendanceFactory, CohortFactory, EnrollmentFactory, SessionFactory

pytestmark = pytest.mark.django_db(transaction=True)

SECOND_HALF = {
    "kind": "long_term_impact",
    "period": "half_year",
    "starts_on": date(2025, 7, 1),
    "ends_on": date(2025, 12, 31),
}
TWELVE = [(0.25, 0.5), (0.25, 0.5), (0.5, 0.75), (0.5, 0.5), (0.25, 0.25), (0, 0.5)] * 2


@pytest.fixture
def asking():
    """Twelve people of one region whose sixth month is measured in September 2025, and two of another."""
    asking = Asking(capacity=CapacityFactory(code="36"))
    people = group(asking, TWELVE, region=region())
    people += group(asking, [(0.25, 0.75)] * 2, region=region("MENA", "Middle East"))
    changes.refresh_for_subjects([person.pk for person in people])
    return asking


def impact_report(**fields):
    return ImpactReportFactory(**SECOND_HALF, **fields)


def finished(report):
    report_runs.run(report.pk)
    report.refresh_from_db()
    return report


def result(report, metric, **cell):
    return report.results.get(metric=metric, cell=cell)


M6 = {"capacity": "36", "from": "baseline", "to": "m6"}


def test_a_report_goes_from_the_queue_to_review(asking):
    staff = StaffFactory()
    report = finished(impact_report())
    steps = len(steps_of(report.kind)) + 2
    assert (report.state, report.done, report.total, report.attempt) == (ReportState.REVIEW, steps, steps, 1)
    assert [len(digest) for digest in (report.data_hash, report.result_hash)] == [64, 64]
    assert [letter.recipient for letter in Message.objects.filter(kind="report")] == [staff]


def test_the_change_of_all_is_told_with_its_n_and_interval(asking):
    report = finished(impact_report())
    change = result(report, "change", **M6)
    # Differences: 2 x (.25, .25, .25, 0, 0, .5) and 2 x .5: mean 3.5 / 14, squares 2 x (.1875 + .25) + .5 = 1.375.
    assert (change.n, change.value) == (14, Decimal("0.25"))
    assert change.quality["mean_before"] == "0.285714"
    assert change.low < change.value < change.high
    assert change.method_id == "paired_change.t.v1"


def test_zero_is_a_value_from_the_answer_to_the_file(client):
    """Six say zero twice; a seventh leaves the second empty, and is no pair."""
    asking = Asking(capacity=CapacityFactory(code="36"))
    people = group(asking, [(0, 0)] * 6 + [(0.5, None)], region=region())
    changes.refresh_for_subjects([person.pk for person in people])
    report = published(impact_report())
    kept = result(report, "change", **M6)
    assert (kept.n, kept.value, kept.quality["mean_before"]) == (6, 0, "0.000000")
    address = reverse("evaluation:report-csv", kwargs={"public_id": report.public_id})
    rows = csv.DictReader(io.StringIO(client.get(address).content.decode()))
    (row,) = (row for row in rows if (row["metric"], row["to"], row["region"]) == ("change", "m6", ""))
    assert (row["n"], row["value"], row["low"], row["suppressed"]) == ("6", "0.000000", "", "0")


def test_an_effect_is_told_from_ten_pairs_on(asking):
    report = finished(impact_report())
    assert sorted(report.results.filter(cell=M6).values_list("metric", flat=True)) == [
        "change",
        "change_clustered",
        "effect",
        "improved",
        "signed_rank_p",
        "unchanged",
        "worse",
    ]
    larger = ChangeFact.objects.exclude(region__code="MENA")  # of the other organization both stay
    ChangeFact.objects.filter(pk__in=larger.values("pk")[:5]).delete()
    second = finished(impact_report(vintage=2))
    assert sorted(second.results.filter(cell=M6).values_list("metric", flat=True)) == [
        "change",
        "change_clustered",
        "improved",
        "unchanged",
        "worse",
    ]


def test_two_people_of_a_region_are_hidden_and_so_is_the_other_region_that_would_tell_of_them(asking):
    report = finished(impact_report())
    for code in ("MENA", "SSA"):
        row = result(report, "change", **M6, region=code)
        assert (row.is_suppressed, row.reason, row.n, row.value, row.quality) == (
            True,
            "protects_people",
            None,
            None,
            {},
        )
    assert not result(report, "change", **M6).is_suppressed


def test_nothing_of_the_check_stays_in_the_results(asking):
    report = finished(impact_report())
    assert not [row for row in report.results.all() if any(key.startswith("_") for key in row.quality)]


def test_frozen_data_are_canonical_and_hashed(asking):
    report = finished(impact_report())
    lines = []
    for table in report.frozen.all():
        text = gzip.decompress(bytes(table.content)).decode()
        rows = [json.loads(line) for line in text.splitlines()]
        assert hashlib.sha256(text.encode()).hexdigest() == table.sha256
        assert len(rows) == table.rows
        written = [
            json.dumps(row, sort_keys=True, separators=(",", ":"), ensure_ascii=False) + "\n" for row in rows
        ]
        assert "".join(written) == text
        lines.append(f"{table.name}:{table.sha256}:{table.rows}\n")
    assert hashlib.sha256("".join(sorted(lines)).encode()).hexdigest() == report.data_hash


def test_frozen_people_have_a_key_of_this_report_only(asking):
    keys = []
    for vintage in (1, 2):
        report = finished(impact_report(vintage=vintage))
        rows = list(report_freezing.FrozenRows(report)("change.baseline.m6"))
        keys.append({row["subject"] for row in rows})
    assert [len(each) for each in keys] == [14, 14]
    assert not keys[0] & keys[1]
    assert not (keys[0] | keys[1]) & {fact.subject_key.hex for fact in ChangeFact.objects.all()}


def test_what_came_after_as_of_is_not_in_it(asking):
    report = impact_report(as_of=datetime(2025, 9, 21, tzinfo=UTC))
    late = asking.person(region=region())
    asking.says(late, "baseline", 0.25)
    asking.says(late, "m6", 1, submitted_at=datetime(2025, 9, 22, tzinfo=UTC))
    changes.refresh_for_subjects([late.pk])
    assert result(finished(report), "change", **M6).n == 14


def test_response_rate_and_attrition_stand_beside_it(asking):
    for _each in range(6):
        asking.says(person := asking.person(), "baseline", 0.5)
        asking.target(person, "m6")
    report = finished(impact_report())
    rate, lost = result(report, "response_rate", timepoint="m6"), result(report, "attrition", timepoint="m6")
    assert (rate.n, rate.value, lost.n, lost.value) == (20, Decimal("0.7"), 20, Decimal("0.3"))


# --- Outputs ---


def monitor(**fields):
    dates = {"starts_on": date(2026, 4, 1), "ends_on": date(2026, 4, 30)}
    return ImpactReportFactory(kind="output_monitor", period="month", **dates, **fields)


@pytest.fixture
def april():
    """Six people attend a session of an hour in April and complete; one more applied in March."""
    with time_machine.travel("2026-04-10T12:00:00Z"):
        TerritoryFactory(population=900)
        TerritoryFactory(code="EG", region=region("MENA", "Middle East"), population=100)
        cohort = CohortFactory(starts_on=date(2026, 4, 10))
        session = SessionFactory(cohort=cohort, local_date=date(2026, 4, 10))
        for _each in range(6):
            enrollment = EnrollmentFactory(cohort=cohort, person__region=region(), state="completed")
            AttendanceFactory(session=session, enrollment=enrollment)
    with time_machine.travel("2026-03-10T12:00:00Z"):
        EnrollmentFactory(cohort=cohort)
    return cohort


def test_a_monitor_counts_what_happened_in_its_period(april):
    report = finished(monitor())
    told = {row.metric: (row.value, row.n) for row in report.results.filter(cell={})}
    assert told == {
        "participants": (6, 6),
        "enrollments": (6, 6),
        "hours": (6, 6),
        "completion": (None, None),  # all of a small group: that says something of each
        "sessions": (1, None),
    }
    assert result(report, "sessions", method="workshop-series").value == 1
    ratio = result(report, "participation_ratio", region="SSA")
    assert (ratio.n, ratio.value, ratio.quality) == (6, Decimal("1.111111"), {"reference_share": "0.900000"})


def test_a_cancelled_session_was_not_held(april):
    april.sessions.update(cancelled_at=timezone.now() - timedelta(hours=1))
    assert result(finished(monitor()), "sessions").value == 0


def test_a_person_in_two_cohorts_is_one(april):
    with time_machine.travel("2026-04-11T12:00:00Z"):
        person = april.enrollments.order_by("pk").first().person
        other = EnrollmentFactory(person=person, cohort=CohortFactory(program=april.program))
        AttendanceFactory(
            session=SessionFactory(cohort=other.cohort, local_date=date(2026, 4, 11)), enrollment=other
        )
    report = finished(monitor())
    told = {name: result(report, name) for name in ("participants", "enrollments", "hours")}
    assert {name: (row.value, row.n) for name, row in told.items()} == {
        "participants": (6, 6),
        "enrollments": (7, 6),
        "hours": (7, 6),
    }


@pytest.mark.parametrize("scope", ["region", "program", "affiliate"])
def test_every_scope_can_be_made_of_both_kinds(asking, scope):
    person = asking.cohort.enrollments.earliest("pk").person
    fields = {
        "region": {"region": person.region},
        "program": {"program": asking.cohort.program},
        "affiliate": {"organization": person.enrollments.get().organization},
    }[scope]
    report = finished(impact_report(scope=scope, **fields))
    assert (report.state, result(report, "change", **M6).n) == (
        ReportState.REVIEW,
        14 if scope == "program" else 12,
    )
    assert finished(monitor(scope=scope, **fields)).state == ReportState.REVIEW


# --- Deaths ---


def hashes(report):
    rows = report.results.values_list("position", "metric", "cell", "value", "n")
    return report.data_hash, report.result_hash, sorted(map(str, rows))


class Killed(BaseException):
    """What no `except Exception` catches: the worker is gone."""


def die(patch, module, name, *, after):
    """The named function is killed at its call after so many that went well."""
    true, calls = getattr(module, name), []

    def deadly(*args, **kwargs):
        calls.append(1)
        if len(calls) > after:
            raise Killed
        return true(*args, **kwargs)

    patch.setattr(module, name, deadly)


def stops(report, fault):
    with pytest.raises(fault):
        report_runs.run(report.pk)


def grow_stale(report):
    ImpactReport.objects.filter(pk=report.pk).update(heartbeat_at=timezone.now() - timedelta(seconds=61))


@pytest.mark.parametrize(
    ("module", "name", "after"),
    [
        (report_runs, "freeze", 0),
        (report_freezing, "_write_piece", 3),
        (report_runs, "compute_next", 0),
        (report_runs, "compute_next", 3),
        (report_runs, "row_of", 2),
        (report_runs, "check_disclosure", 0),
        (report_checks, "as_may_be_shown", 0),
        (report_checks, "record", 0),  # everything is written and nothing kept
    ],
)
def test_killed_anywhere_it_is_taken_up_and_comes_out_the_same(asking, monkeypatch, module, name, after):
    report = impact_report()
    with monkeypatch.context() as patch:
        die(patch, module, name, after=after)
        stops(report, Killed)
    assert report_runs.run(report.pk) is None  # its worker may only be slow
    grow_stale(report)
    once = hashes(finished(report))
    assert report.attempt == 2
    ImpactReport.objects.filter(pk=report.pk).update(state=ReportState.QUEUED)
    assert hashes(finished(report)) == once


def test_killed_while_keeping_a_step_it_is_not_doubled(asking, monkeypatch):
    report = impact_report()
    with monkeypatch.context() as patch:
        die(patch, report_runs, "_write", after=1)
        stops(report, Killed)
    report.refresh_from_db()
    assert report.done == 2
    grow_stale(report)
    finished(report)
    assert report.results.count() == len({(row.metric, str(row.cell)) for row in report.results.all()})


def test_a_dead_worker_is_noticed_by_its_silence_and_a_forgotten_report_by_its_age(asking, monkeypatch):
    asked = []
    monkeypatch.setattr(report_claims, "enqueue", lambda task, **ids: asked.append((task, ids["report_id"])))
    now = timezone.now()
    fresh = impact_report(state=ReportState.COMPUTING, heartbeat_at=now)
    silent = impact_report(state=ReportState.COMPUTING, heartbeat_at=now - timedelta(seconds=61), vintage=2)
    impact_report(vintage=3)
    forgotten = impact_report(vintage=4)
    ImpactReport.objects.filter(pk=forgotten.pk).update(updated_at=now - timedelta(seconds=61))
    tasks.resume_stalled_reports()
    assert sorted(asked) == [("evaluation.tasks.run_report", pk) for pk in (silent.pk, forgotten.pk)]
    assert fresh.pk not in dict(asked)


def test_after_too_many_dead_workers_it_fails_and_staff_are_told(asking):
    staff = StaffFactory()
    report = impact_report(state=ReportState.COMPUTING, attempt=settings.REPORT_ATTEMPTS)
    finished(report)
    assert (report.state, report.failure) == (ReportState.FAILED, "worker_died")
    assert Message.objects.get().recipient == staff


def test_a_fault_makes_it_failed_with_a_code_and_it_can_be_made_again(asking, monkeypatch):
    report, staff = impact_report(), StaffFactory()
    with monkeypatch.context() as patch:
        patch.setattr(report_runs, "compute_next", lambda _report: 1 / 0)
        stops(report, ZeroDivisionError)
    report.refresh_from_db()
    assert (report.state, report.failure) == (ReportState.FAILED, "ZeroDivisionError")
    reports.requeue(report, by=staff)
    assert finished(report).state == ReportState.REVIEW


def test_a_broken_connection_is_no_fault_of_the_report(asking, monkeypatch):
    report = impact_report()

    def broken(_report):
        raise OperationalError

    with monkeypatch.context() as patch:
        patch.setattr(report_runs, "compute_next", broken)
        stops(report, OperationalError)
    report.refresh_from_db()
    assert report.state == ReportState.COMPUTING
    grow_stale(report)
    assert finished(report).state == ReportState.REVIEW


# --- The check of disclosure, which may take long ---


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


def test_a_worker_that_was_only_slow_stops_when_another_has_taken_over(asking, monkeypatch):
    report = impact_report()
    true = report_runs.compute_next

    def overtaken(mine):
        grow_stale(report)
        monkeypatch.setattr(report_runs, "compute_next", true)
        assert report_runs.run(report.pk).state == ReportState.REVIEW
        true(mine)

    monkeypatch.setattr(report_runs, "compute_next", overtaken)
    assert report_runs.run(report.pk) is None
    report.refresh_from_db()
    assert (report.state, report.attempt) == (ReportState.REVIEW, 2)


def test_of_two_workers_at_once_one_makes_it(asking):
    report, made = impact_report(), []
    barrier = threading.Barrier(2)

    def work():
        try:
            barrier.wait()
            made.append(report_runs.run(report.pk))
        finally:
            connection.close()

    workers = [threading.Thread(target=work) for _each in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    report.refresh_from_db()
    assert sorted(one is not None for one in made) == [False, True]
    assert (report.state, report.attempt) == (ReportState.REVIEW, 1)


def test_two_whole_runs_of_the_same_data_have_the_same_results(asking):
    first = finished(impact_report())
    ImpactReport.objects.filter(pk=first.pk).update(state=ReportState.ABANDONED)
    assert finished(impact_report(vintage=2)).result_hash == first.result_hash


# --- Vintages and reproduction ---


def published(report):
    staff = StaffFactory()
    return reports.publish(finished(report), by=staff)


def test_a_published_report_is_reproduced_from_its_frozen_data_after_everything_changed(asking):
    report = published(impact_report())
    ChangeFact.objects.all().delete()
    asking.capacity.name = asking.capacity.name_en = "Renamed since"
    asking.capacity.save()
    assert report_rows.audit_reproducibility() is True
    assert report_rows.audit_reproducibility(report) is True


def by_other_methods(monkeypatch, version):
    """A published report of a version whose rules hide the effect, too."""
    true = report_checks.as_may_be_shown

    def more_strictly(report, raw):
        return [each.hidden() if each.metric == "effect" else each for each in true(report, raw)]

    with monkeypatch.context() as patch:
        patch.setattr(report_checks, "as_may_be_shown", more_strictly)
        patch.setattr(report_freezing, "METHOD_VERSION", version)
        report = published(impact_report())
    assert result(report, "effect", **M6).is_suppressed
    return report


def how_remade(report):
    log = ActionLog.objects.filter(verb="evaluation.reports.audit", object_id=report.pk)
    return list(log.order_by("pk").values_list("reason", "after__again"))


def test_of_earlier_rules_the_figures_are_made_again_and_what_is_hidden_stays_so(asking, monkeypatch):
    report = by_other_methods(monkeypatch, "2026.3")
    assert report_rows.audit_reproducibility() is True
    monkeypatch.setattr(report_rows.figures, "compute", lambda *_asked: [])
    assert report_rows.audit_reproducibility() is False
    assert how_remade(report) == [("same", "figures"), ("differs", "figures")]


def test_by_todays_rules_what_they_do_not_hide_would_differ(asking, monkeypatch):
    report = by_other_methods(monkeypatch, METHOD_VERSION)
    assert report_rows.audit_reproducibility() is False
    assert how_remade(report) == [("differs", "all")]


def test_of_earlier_figures_the_frozen_data_are_held_against_their_hash(asking, monkeypatch):
    report = by_other_methods(monkeypatch, "2026.2")
    monkeypatch.setattr(report_rows.figures, "compute", lambda *_asked: [])
    assert report_rows.audit_reproducibility() is True
    monkeypatch.setattr(report_rows, "data_hash", lambda _report: "other")
    assert report_rows.audit_reproducibility() is False
    assert how_remade(report) == [("same", "data"), ("differs", "data")]


def test_rows_go_after_three_years_and_results_and_hashes_stay(asking):
    report = published(impact_report())
    results, hashes = report.results.count(), (report.data_hash, report.result_hash)
    last_day = report.as_of + timedelta(days=3 * 365)
    assert report_rows.expire(last_day - timedelta(days=1)) == 0
    assert report.frozen.exists()
    assert [report_rows.expire(last_day + timedelta(days=each)) for each in (2, 3)] == [1, 0]
    report.refresh_from_db()
    assert (report.recomputable, report.frozen.exists(), report.results.count()) == (False, False, results)
    assert (report.data_hash, report.result_hash) == hashes
    assert report_rows.audit_reproducibility() is None
    assert report_rows.audit_reproducibility(report) is None
    assert ActionLog.objects.filter(verb="evaluation.reports.expire_rows").count() == 1


def test_rows_of_a_report_in_the_making_wait_until_it_is_made(asking):
    report = impact_report(state=ReportState.COMPUTING)
    FrozenData.objects.create(report=report, name="waves.0001", rows=0, sha256="a" * 64, content=b"")
    assert report_rows.expire(report.as_of + timedelta(days=4 * 365)) == 0
    assert report.frozen.exists()


def test_the_database_lets_no_rows_go_before_their_report_says_so(asking):
    report = published(impact_report())
    for forbidden in (
        lambda: report.frozen.all().delete(),
        lambda: ImpactReport.objects.filter(pk=report.pk).update(recomputable=False, narrative="new"),
    ):
        with pytest.raises(IntegrityError):
            forbidden()
    ImpactReport.objects.filter(pk=report.pk).update(recomputable=False)
    with pytest.raises(IntegrityError):
        ImpactReport.objects.filter(pk=report.pk).update(recomputable=True)
    with pytest.raises(IntegrityError):
        report.results.all().delete()


def test_nothing_comes_to_goes_from_or_changes_in_what_is_published_not_even_among_many_rows(asking):
    sealed, made = published(impact_report()), finished(impact_report(vintage=2))
    one, other = sealed.results.first(), made.results.first()
    both = ReportResult.objects.filter(pk__in=[one.pk, other.pk])
    for forbidden in (
        lambda: ReportResult.objects.bulk_create(
            ReportResult(report=each, position=9, metric="new", method_id="m") for each in (made, sealed)
        ),
        lambda: both.update(reason="new"),
        lambda: both.filter(pk=other.pk).update(report=sealed, metric="new"),
        lambda: both.filter(pk=one.pk).update(report=made, metric="new"),
        both.delete,
    ):
        with pytest.raises(IntegrityError, match="a published report cannot change"):
            forbidden()
    assert list(both.order_by("pk")) == [one, other]
    made.results.all().delete()


def test_nothing_comes_into_a_published_report_leaves_it_or_changes_in_it_also_in_sql(asking):
    report, other = published(impact_report()), impact_report(vintage=2)
    piece = {"name": "x.0001", "rows": 0, "sha256": "a" * 64, "content": b""}
    own_piece = FrozenData.objects.create(report=other, **piece)
    own_row = ReportResult.objects.create(report=other, position=1, metric="x", method_id="m")
    forbidden = [
        lambda: FrozenData.objects.create(report=report, **piece),
        lambda: ReportResult.objects.create(report=report, position=1, metric="x", method_id="m"),
        lambda: FrozenData.objects.filter(pk=own_piece.pk).update(report=report),
        lambda: ReportResult.objects.filter(pk=own_row.pk).update(report=report),
        lambda: report.frozen.update(report=other),
        lambda: report.results.update(report=other),
        lambda: report.frozen.update(rows=7),
        lambda: report.results.filter(is_suppressed=False).update(value=7),
        lambda: report.frozen.all().delete(),
        lambda: report.results.all().delete(),
        lambda: ImpactReport.objects.filter(pk=report.pk).update(narrative="new"),
        lambda: ImpactReport.objects.filter(pk=report.pk).update(state=ReportState.REVIEW),
        lambda: ImpactReport.objects.filter(pk=report.pk).update(state="superseded", narrative="new"),
        lambda: ImpactReport.objects.filter(pk=report.pk).update(result_hash="c" * 64),
        report.delete,
    ]
    before = hashes(report)
    for deed in forbidden:
        with pytest.raises(IntegrityError, match="a published report cannot change"):
            deed()
    report.refresh_from_db()
    assert (hashes(report), report.state) == (before, ReportState.PUBLISHED)


def test_staff_are_told_of_a_report_that_does_not_come_out_the_same(asking, monkeypatch):
    published(impact_report())
    before = Message.objects.count()
    monkeypatch.setattr(report_rows, "hash_of", lambda _results: "other")
    tasks.audit_reproducibility()
    assert Message.objects.count() == before + 1


def test_without_published_reports_there_is_nothing_to_reproduce():
    assert report_rows.audit_reproducibility() is None


def test_the_next_vintage_hides_what_differs_by_few_from_the_last(asking):
    published(impact_report())
    more = group(asking, [(0.25, 0.5)] * 2, region=region())
    changes.refresh_for_subjects([person.pk for person in more])
    second = finished(impact_report(vintage=2))
    assert result(second, "change", **M6).is_suppressed
    more = group(asking, [(0.25, 0.5)] * 3, region=region())
    changes.refresh_for_subjects([person.pk for person in more])
    ImpactReport.objects.filter(pk=second.pk).update(state=ReportState.ABANDONED)
    third = finished(impact_report(vintage=3))
    assert result(third, "change", **M6).n == 19


def test_the_report_of_a_region_hides_what_that_of_the_movement_hides(asking):
    """MENA has two people; SSA hid beside it. Its own report would tell of SSA, and so of MENA."""
    movement = published(impact_report())
    assert result(movement, "change", **M6, region="SSA").is_suppressed
    of_region = finished(impact_report(scope="region", region=region()))
    assert result(of_region, "change", **M6).is_suppressed
    for report in (published_again(of_region), movement):
        assert report_rows.audit_reproducibility(report) is True


def test_the_report_of_the_movement_knows_what_that_of_a_region_has_told(asking):
    of_region = finished(impact_report(scope="region", region=region()))
    assert result(of_region, "change", **M6).n == 12
    movement = finished(impact_report())
    assert result(movement, "change", **M6).is_suppressed  # less the twelve, it would tell of two


def test_a_year_less_its_half_does_not_tell_of_two(asking):
    """Fourteen are measured in September; two more in June."""
    two = group(asking, [(0.25, 0.5)] * 2, region=region())
    changes.refresh_for_subjects([person.pk for person in two])
    newest = ChangeFact.objects.order_by("-pk").values_list("pk", flat=True)[:2]
    ChangeFact.objects.filter(pk__in=list(newest)).update(quarter=date(2025, 4, 1))
    assert result(finished(impact_report()), "change", **M6).n == 14
    whole = {**SECOND_HALF, "period": "year", "starts_on": date(2025, 1, 1)}
    year = finished(ImpactReportFactory(**whole))
    assert result(year, "change", **M6).is_suppressed
    assert report_rows.audit_reproducibility(published_again(year)) is True


def test_reports_of_affiliates_taken_together_do_not_tell_who_is_left(asking):
    """Of twenty-three, twelve were sent by one organization, nine by another, and two by a third."""
    nine = group(asking, [(0.25, 0.5)] * 9, region=region())
    changes.refresh_for_subjects([person.pk for person in nine])
    by_size = ChangeFact.objects.values_list("organization").annotate(n=Count("pk")).order_by("-n")
    twelve, nine_of, _two = (Stakeholder.objects.get(pk=pk) for pk, _n in by_size.filter(to_timepoint="m6"))
    for organization, n in ((twelve, 12), (nine_of, 9)):
        report = finished(impact_report(scope="affiliate", organization=organization))
        assert result(report, "change", **M6).n == n
    assert result(finished(impact_report()), "change", **M6).is_suppressed


def published_again(report):
    return reports.publish(report, by=StaffFactory())


def test_a_table_is_frozen_in_pieces_and_read_as_one(asking, monkeypatch):
    whole = finished(impact_report())
    ImpactReport.objects.filter(pk=whole.pk).update(state=ReportState.ABANDONED)
    monkeypatch.setattr(report_freezing, "PIECE_ROWS", 5)
    report = finished(impact_report(vintage=2))
    pieces = report.frozen.filter(name__startswith="change.baseline.m6.").values_list("name", "rows")
    assert [(name[-4:], rows) for name, rows in pieces] == [("0001", 5), ("0002", 5), ("0003", 4)]
    assert report.result_hash == whole.result_hash


def test_rows_are_read_and_written_in_pieces_and_each_piece_is_seen(asking, monkeypatch):
    """Facts come in portions of three; progress is written with each piece of four, while freezing and computing."""
    monkeypatch.setattr(report_freezing, "PIECE_ROWS", 4)
    monkeypatch.setattr(report_freezing, "FETCH_ROWS", 3)
    monkeypatch.setattr(report_freezing, "BEAT_SECONDS", -1)
    for module in (report_freezing, report_runs):
        monkeypatch.setattr(module, "Beating", lambda _report: nullcontext())
    seen, keep = [], report_claims.keep

    def watched(report, **changes):
        seen.extend([changes["rows"]] if changes.keys() == {"rows"} else [])
        keep(report, **changes)

    monkeypatch.setattr(report_freezing, "keep", watched)
    report = finished(impact_report())
    pieces = list(report.frozen.filter(name__startswith="change.baseline.m6.").values_list("rows", flat=True))
    assert (report.state, pieces) == (ReportState.REVIEW, [4, 4, 4, 2])
    assert seen == sorted(seen)
    assert max(later - earlier for earlier, later in pairwise(seen)) == 4
