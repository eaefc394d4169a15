from celery import shared_task

from assessments.models import Response
from evaluation.actions import (
    alerts,
    changes,
    computing,
    demographics,
    folding,
    follow_ups,
    leaving,
    participations,
    report_claims,
    report_prints,
    report_rows,
    report_runs,
    reports,
)
from evaluation.models import ImpactReport


@shared_task
def refresh_changes(response_id: int) -> None:
    response = Response.objects.filter(pk=response_id).first()
    if response is not None:
        changes.refresh_for_response(response)


@shared_task
def catch_up_changes() -> None:
    changes.refresh_due()
    leaving.refresh_due()


@shared_task
def fold_rollups() -> None:
    folding.fold_due()


@shared_task
def measure_reliability() -> None:
    leaving.measure_reliability()


@shared_task
def refresh_participations() -> None:
    participations.refresh_due()


@shared_task
def run_report(report_id: int) -> None:
    report_runs.run(report_id)


@shared_task
def print_report(report_id: int, language: str) -> None:
    report = ImpactReport.objects.filter(pk=report_id).first()
    if report is not None:
        report_prints.make(report, language)


@shared_task
def resume_stalled_reports() -> None:
    report_claims.resume_stalled()


@shared_task
def create_due_reports() -> None:
    reports.create_due()


@shared_task
def audit_reproducibility() -> None:
    report_rows.audit_tonight()


@shared_task
def expire_frozen_rows() -> None:
    report_rows.expire()


@shared_task
def count_demographics() -> None:
    demographics.count_all()


@shared_task
def compute_indicators() -> None:
    computing.compute_due()


@shared_task
def advance_follow_ups() -> None:
    follow_ups.advance()


@shared_task
def refresh_alerts() -> None:
    alerts.refresh()
