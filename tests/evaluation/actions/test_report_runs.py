"""The run of a report, from the queue to review, whatever dies."""

import csv
import gzip
import hashlib
import io
import json
import threading
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from django.conf import settings
from django.db import OperationalError, connection
from django.urls import reverse
from django.utils import timezone

from common.models import Message
from evaluation import tasks
from evaluation.actions import (
    changes,
    report_checks,
    report_claims,
    report_freezing,
    report_runs,
    reports,
)
from evaluation.logic.protection import lists_of
from evaluation.models import ChangeFact, ImpactReport
from evaluation.states import ReportState
from evaluation.stats.reports import steps_of
from tests.evaluation.asking import Asking, group, region
from tests.evaluation.reporting import (
    M6,
    finished,
    grow_stale,
    hashes,
    impact_report,
    published,
    result,
    stops,
)
from tests.factories.capacity import CapacityFactory, StaffFactory

pytestmark = pytest.mark.django_db(transaction=True)


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
    late = [asking.person(region=region()) for _each in range(5)]
    for person in late:
        asking.says(person, "baseline", 0.25)
        asking.says(person, "m6", 1, submitted_at=datetime(2025, 9, 22, tzinfo=UTC))
    changes.refresh_for_subjects([person.pk for person in late])
    assert result(finished(report), "change", **M6).n == 14
    rate = result(report, "response_rate", timepoint="m6")
    assert (rate.n, rate.value) == (19, Decimal("0.736842"))


def test_response_rate_and_attrition_stand_beside_it(asking):
    for _each in range(6):
        asking.says(person := asking.person(), "baseline", 0.5)
        asking.target(person, "m6")
    report = finished(impact_report())
    rate, lost = result(report, "response_rate", timepoint="m6"), result(report, "attrition", timepoint="m6")
    assert (rate.n, rate.value, lost.n, lost.value) == (20, Decimal("0.7"), 20, Decimal("0.3"))


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


def test_what_the_audit_finds_is_not_handed_over(asking, monkeypatch):
    """One part is hidden, and its whole and all others are shown: were the rules at fault, so would it be."""

    def all_but_one(_report, raw):
        results = list(raw)
        _whole, parts = next(iter(lists_of(results).values()))
        return [each.hidden() if each.place == parts[0].place else each for each in results]

    report = impact_report()
    monkeypatch.setattr(report_checks, "as_may_be_shown", all_but_one)
    stops(report, report_checks.DisclosureError)
    report.refresh_from_db()
    assert (report.state, report.failure) == (ReportState.FAILED, "DisclosureError")


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
