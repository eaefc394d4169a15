"""The frozen rows behind reports: made again from them every night, and deleted when their time is over."""

from datetime import datetime
from random import SystemRandom

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from common.log import record
from evaluation import letters
from evaluation.actions.report_checks import as_may_be_shown, hash_of
from evaluation.actions.report_freezing import FrozenRows, data_hash
from evaluation.logic.methods import Remaking, remaking_of
from evaluation.logic.periods import months_before
from evaluation.logic.results import Result
from evaluation.models import ImpactReport
from evaluation.queries.reports_beside import stored
from evaluation.queries.reproduced import DIFFERS, SAME, VERB, differed_last, reports_that_differ
from evaluation.states import PUBLIC_REPORT_STATES, RUNNING_REPORT_STATES, ReportState
from evaluation.stats import reports as figures
from evaluation.stats.change_figures import with_discoveries

CHANCE = SystemRandom()


def audit_reproducibility(report: ImpactReport | None = None) -> bool | None:
    """Makes a published report again from its frozen data and compares; None if there is none whose rows are kept.

    As much of it as today's methods can (`remaking_of`); the log says how much. Staff are told when it first comes to
    something else, and when it comes to the same again.
    """
    candidates = ImpactReport.objects.filter(state__in=PUBLIC_REPORT_STATES, recomputable=True)
    if report is None:
        report = any_of(candidates.exclude(frozen=None).order_by("pk").distinct())
    if report is None or not candidates.filter(pk=report.pk).exists():
        return None
    how = remaking_of(report.method_version)
    same = data_hash(report) == report.data_hash
    if same and how != Remaking.DATA:
        same = hash_of(made_again(report, how)) == report.result_hash
    _keep(report, same=same, how=how)
    return same


def any_of(reports: QuerySet[ImpactReport]) -> ImpactReport | None:
    """Each as likely as the others, however many rows are frozen for it."""
    keys = list(reports.values_list("pk", flat=True))
    return reports.filter(pk=CHANCE.choice(keys)).first() if keys else None


def audit_tonight() -> None:
    """One published report, whichever; and before it all that last came to something else, so that their recovery is
    seen the night after.
    """
    for report in ImpactReport.objects.filter(pk__in=reports_that_differ()).order_by("pk"):
        audit_reproducibility(report)
    audit_reproducibility()


@transaction.atomic
def _keep(report: ImpactReport, *, same: bool, how: Remaking) -> None:
    ImpactReport.objects.select_for_update().get(
        pk=report.pk
    )  # one after the other: each knows what came before it
    differed = differed_last(report)
    audit = record(VERB, report, by=None, reason=SAME if same else DIFFERS, after={"again": how.value})
    if not same and not differed:
        letters.not_reproduced(report, audit=audit.pk)
    if same and differed:
        letters.reproduced_again(report, audit=audit.pk)


def made_again(report: ImpactReport, how: Remaking) -> list[Result]:
    """Its results as they follow from its frozen rows."""
    raw = [
        result
        for step in figures.steps_of(report.kind)
        for result in figures.compute(step, report.kind, FrozenRows(report))
    ]
    if how == Remaking.ALL:
        return with_discoveries(as_may_be_shown(report, raw))
    hidden = {stored(row).place for row in report.results.filter(is_suppressed=True)}
    return with_discoveries([each.hidden() if each.place in hidden else each for each in raw])


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
