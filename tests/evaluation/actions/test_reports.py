import threading
from datetime import date

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from common.models import ActionLog
from common.moves import MoveError
from evaluation import tasks
from evaluation.actions import reports
from evaluation.models import ImpactReport
from evaluation.states import ReportState
from tests.evaluation.asking import region
from tests.factories.capacity import StaffFactory
from tests.factories.evaluation import ImpactReportFactory

pytestmark = pytest.mark.django_db

JUNE = date(2026, 6, 15)


@pytest.fixture
def staff():
    return StaffFactory()


def ask(by, **fields):
    return reports.request("output_monitor", period="quarter", day=JUNE, by=by, **fields)


def in_review(**fields):
    return ImpactReportFactory(state=ReportState.REVIEW, data_hash="a" * 64, result_hash="b" * 64, **fields)


def test_a_report_is_of_the_period_its_day_lies_in_and_a_worker_is_asked(staff, monkeypatch):
    asked = []
    monkeypatch.setattr(reports, "enqueue", lambda task, **ids: asked.append((task, ids)))
    report = ask(staff)
    assert (report.starts_on, report.ends_on) == (date(2026, 4, 1), date(2026, 6, 30))
    assert (report.state, report.author, report.vintage) == (ReportState.QUEUED, staff, 1)
    assert asked == [("evaluation.tasks.run_report", {"report_id": report.pk})]
    assert ActionLog.objects.get().verb == "evaluation.reports.request"


def test_a_period_that_is_not_over_is_refused(staff):
    with time_machine.travel("2026-06-30T12:00:00Z"), pytest.raises(reports.PeriodNotOverError):
        ask(staff)
    assert ImpactReport.objects.count() == 0


def test_a_second_report_beside_an_unpublished_one_is_refused(staff):
    report = ask(staff)
    with pytest.raises(reports.ReportExistsError) as refusal:
        ask(staff)
    assert refusal.value.report == report


def test_another_region_is_another_report(staff):
    africa, middle_east = region(), region("MENA", "Middle East")
    made = [ask(staff, scope="region", of=africa), ask(staff, scope="region", of=middle_east), ask(staff)]
    assert [report.region for report in made] == [africa, middle_east, None]


def test_after_a_published_one_comes_the_next_vintage_and_supersedes_it(staff):
    first = reports.publish(in_review(), by=staff)
    second = ask(StaffFactory())
    assert second.vintage == 2
    ImpactReport.objects.filter(pk=second.pk).update(state="review", data_hash="a" * 64, result_hash="b" * 64)
    second = reports.publish(second, by=staff)
    first.refresh_from_db()
    assert (second.supersedes, first.state, second.state) == (
        first,
        ReportState.SUPERSEDED,
        ReportState.PUBLISHED,
    )


def test_after_one_that_was_given_up_the_period_may_be_asked_for_again(staff):
    reports.abandon(in_review(), by=staff)
    assert ask(staff).vintage == 2


def test_a_second_person_publishes(staff):
    report = in_review(author=staff)
    with pytest.raises(reports.OwnReportError):
        reports.publish(report, by=staff)
    second = StaffFactory()
    report = reports.publish(report, by=second)
    assert (report.state, report.published_by) == (ReportState.PUBLISHED, second)


@pytest.mark.parametrize(
    ("deed", "state"),
    [(reports.publish, "computing"), (reports.abandon, "computing"), (reports.requeue, "review")],
)
def test_a_deed_out_of_its_turn_is_refused(staff, deed, state):
    report = ImpactReportFactory(state=state)
    with pytest.raises(MoveError):
        deed(report, by=staff)
    report.refresh_from_db()
    assert report.state == state


def test_a_failed_report_is_queued_again_and_a_worker_asked(staff, monkeypatch):
    asked = []
    monkeypatch.setattr(reports, "enqueue", lambda task, **_ids: asked.append(task))
    report = reports.requeue(ImpactReportFactory(state="failed", failure="ValueError"), by=staff)
    assert (report.state, report.failure, asked) == (ReportState.QUEUED, "", ["evaluation.tasks.run_report"])


def test_the_narrative_can_be_written_until_it_is_public(staff):
    report = reports.write_narrative(in_review(), text="What we saw.", language="en", by=staff)
    assert (report.narrative, report.narrative_language) == ("What we saw.", "en")
    report = reports.publish(report, by=StaffFactory())
    with pytest.raises(MoveError):
        reports.write_narrative(report, text="Something else.", language="en", by=staff)
    given_up = reports.abandon(in_review(vintage=2), by=staff)
    with pytest.raises(MoveError):
        reports.write_narrative(given_up, text="Never read.", language="en", by=staff)


def test_an_erratum_is_of_a_version_that_readers_have(staff):
    words = {"text": "What we saw.", "language": "en", "erratum": "Two cohorts were counted twice."}
    first = in_review()
    with pytest.raises(reports.NothingToCorrectError):
        reports.write_narrative(first, **words, by=staff)
    first = reports.publish(first, by=staff)
    second = reports.write_narrative(in_review(vintage=2), **words, by=staff)
    assert second.erratum == "Two cohorts were counted twice."
    with pytest.raises(IntegrityError, match="erratum_of_an_earlier_version"), transaction.atomic():
        ImpactReport.objects.filter(pk=in_review(vintage=3).pk).update(
            state="published",
            published_by=staff,
            published_at=timezone.now(),
            erratum="Of nothing.",
        )


def test_who_writes_the_text_of_a_report_of_the_clock_does_not_publish_it(staff):
    report = reports.write_narrative(in_review(author=None), text="What we saw.", language="en", by=staff)
    with pytest.raises(reports.OwnReportError):
        reports.publish(report, by=staff)
    assert reports.publish(report, by=StaffFactory()).state == ReportState.PUBLISHED


# --- The clock ---


def periods():
    rows = ImpactReport.objects.order_by("kind", "period", "starts_on")
    return [(row.period, row.starts_on.isoformat(), row.vintage) for row in rows]


def test_the_clock_makes_what_is_due_once():
    with time_machine.travel("2026-08-01T02:05:00Z"):
        tasks.create_due_reports()
        expected = [
            ("half_year", "2025-07-01", 1),
            ("half_year", "2026-01-01", 1),
            ("year", "2025-01-01", 1),
            ("month", "2026-04-01", 1),
            ("month", "2026-05-01", 1),
            ("month", "2026-06-01", 1),
            ("quarter", "2026-01-01", 1),
            ("quarter", "2026-04-01", 1),
        ]
        assert periods() == expected
        tasks.create_due_reports()
        assert periods() == expected
    assert {report.author for report in ImpactReport.objects.all()} == {None}


@pytest.mark.django_db(transaction=True)
def test_two_clocks_at_once_make_each_report_once():
    gate = threading.Barrier(2)

    def strike():
        try:
            gate.wait()
            tasks.create_due_reports()
        finally:
            connection.close()

    with time_machine.travel("2026-08-01T02:05:00Z", tick=False):
        clocks = [threading.Thread(target=strike) for _each in range(2)]
        for clock in clocks:
            clock.start()
        for clock in clocks:
            clock.join()
        assert len(periods()) == len(set(periods())) == 8


def test_after_a_standstill_it_catches_up():
    with time_machine.travel("2026-08-01T02:05:00Z"):
        reports.create_due()
    with time_machine.travel("2026-10-05T02:05:00Z"):
        made = reports.create_due()
    assert [(report.period, report.starts_on.isoformat()) for report in made] == [
        ("month", "2026-07-01"),
        ("month", "2026-08-01"),
        ("month", "2026-09-01"),
    ]


def test_killed_between_two_reports_the_clock_makes_the_rest_the_next_time(monkeypatch):
    true, made = reports.request, []

    def dies_at_the_third(*args, **kwargs):
        made.append(1)
        return true(*args, **kwargs) if len(made) < 3 else 1 / 0

    with time_machine.travel("2026-08-01T02:05:00Z"):
        with monkeypatch.context() as patch:
            patch.setattr(reports, "request", dies_at_the_third)
            with pytest.raises(ZeroDivisionError):
                reports.create_due()
        assert len(periods()) == 2
        reports.create_due()
    assert len(periods()) == 8


def test_a_report_somebody_asked_for_is_not_made_again(staff):
    with time_machine.travel("2026-08-01T02:05:00Z"):
        asked = ask(staff)
        reports.create_due()
    quarters = ImpactReport.objects.filter(starts_on=asked.starts_on, ends_on=asked.ends_on)
    assert [report.author for report in quarters] == [staff]
