"""Reports as tests make them."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from evaluation.actions import (
    report_runs,
    reports,
)
from evaluation.models import ImpactReport
from tests.factories.capacity import StaffFactory
from tests.factories.evaluation import ImpactReportFactory

SECOND_HALF = {
    "kind": "long_term_impact",
    "period": "half_year",
    "starts_on": date(2025, 7, 1),
    "ends_on": date(2025, 12, 31),
}


M6 = {"capacity": "36", "from": "baseline", "to": "m6"}


TWELVE = [(0.25, 0.5), (0.25, 0.5), (0.5, 0.75), (0.5, 0.5), (0.25, 0.25), (0, 0.5)] * 2


def impact_report(**fields):
    return ImpactReportFactory(**SECOND_HALF, **fields)


def monitor(**fields):
    dates = {"starts_on": date(2026, 4, 1), "ends_on": date(2026, 4, 30)}
    return ImpactReportFactory(kind="output_monitor", period="month", **dates, **fields)


def finished(report):
    report_runs.run(report.pk)
    report.refresh_from_db()
    return report


def result(report, metric, **cell):
    return report.results.get(metric=metric, cell=cell)


def hashes(report):
    rows = report.results.values_list("position", "metric", "cell", "value", "n")
    return report.data_hash, report.result_hash, sorted(map(str, rows))


def published(report):
    staff = StaffFactory()
    return reports.publish(finished(report), by=staff)


def published_again(report):
    return reports.publish(report, by=StaffFactory())


def stops(report, fault):
    with pytest.raises(fault):
        report_runs.run(report.pk)


def grow_stale(report):
    ImpactReport.objects.filter(pk=report.pk).update(heartbeat_at=timezone.now() - timedelta(seconds=61))
