"""The frozen rows behind reports: made again from them every night, and deleted when their time is over."""

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from common.log import record
from evaluation import letters
from evaluation.actions.report_checks import as_may_be_shown, hash_of
from evaluation.actions.report_freezing import FrozenRows, data_hash
from evaluation.logic.periods import months_before
from evaluation.models import ImpactReport
from evaluation.states import PUBLIC_REPORT_STATES, RUNNING_REPORT_STATES, ReportState
from evaluation.stats import reports as figures
from evaluation.stats.change_figures import with_discoveries
from evaluation.stats.figures import METHOD_VERSION


def audit_reproducibility(report: ImpactReport | None = None) -> bool | None:
    """Makes a published report again from its frozen data and compares; None if there is none whose rows are kept.

    If the hashes differ, staff are told. Reports of earlier methods need the version of the code that they name.
    """
    candidates = ImpactReport.objects.filter(state__in=PUBLIC_REPORT_STATES, recomputable=True)
    if report is None:
        candidates = candidates.filter(method_version=METHOD_VERSION).exclude(frozen=None)
        report = candidates.order_by("?").first()
    if report is None or not candidates.filter(pk=report.pk).exists():
        return None
    raw = [
        result
        for step in figures.steps_of(report.kind)
        for result in figures.compute(step, report.kind, FrozenRows(report))
    ]
    again = with_discoveries(as_may_be_shown(report, raw))
    same = (data_hash(report), hash_of(again)) == (report.data_hash, report.result_hash)
    with transaction.atomic():
        record("evaluation.reports.audit", report, by=None, reason="same" if same else "differs")
        if not same:
            letters.not_reproduced(report)
    return same


def expire(now: datetime | None = None) -> int:
    """Deletes the rows behind reports whose data are older than the policy keeps them; results and hashes stay. How
    many reports.

    Refuses nothing: a report that is being made is left until it is done, and running twice is running once.
    """
    last = months_before((now or timezone.now()).date(), settings.FROZEN_ROWS_MONTHS)
    old = ImpactReport.objects.filter(as_of__date__lte=last, recomputable=True).exclude(frozen=None)
    old = old.exclude(state__in=[ReportState.QUEUED, *RUNNING_REPORT_STATES])
    keys = list(old.order_by("pk").values_list("pk", flat=True).distinct())
    return sum(_expire(pk) for pk in keys)


@transaction.atomic
def _expire(pk: int) -> bool:
    report = ImpactReport.objects.select_for_update().get(pk=pk)
    if not report.recomputable or report.state in [ReportState.QUEUED, *RUNNING_REPORT_STATES]:
        return False
    ImpactReport.objects.filter(pk=pk).update(recomputable=False, updated_at=timezone.now())
    report.frozen.all().delete()
    record("evaluation.reports.expire_rows", report, by=None, after={"recomputable": False})
    return True
