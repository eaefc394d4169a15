"""The life of an impact report outside the worker: asked for, reviewed, published, superseded, given up."""

from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from capacity.models import Region, Stakeholder, User
from common.jobs import enqueue
from common.log import record
from common.moves import MoveError, check_move
from evaluation.actions import report_prints
from evaluation.logic import periods
from evaluation.models import ImpactReport, Period, ReportKind, ReportScope
from evaluation.queries.reports import vintage_before
from evaluation.states import FINAL_REPORT_STATES, REPORT_MOVES, ReportState
from programs.models import Program

KINDS_BY_CLOCK = [
    (ReportKind.OUTPUT_MONITOR, Period.MONTH),
    (ReportKind.OUTPUT_MONITOR, Period.QUARTER),
    (ReportKind.LONG_TERM_IMPACT, Period.HALF_YEAR),
    (ReportKind.LONG_TERM_IMPACT, Period.YEAR),
]


class ReportExistsError(Exception):
    """There is one of this period that is not published yet."""

    def __init__(self, report: ImpactReport) -> None:
        super().__init__(f"report {report.pk} is not published yet")
        self.report = report


class PeriodNotOverError(Exception):
    """What is not over cannot be reported on."""


class NothingToCorrectError(Exception):
    """No earlier version of the report is public."""


class OwnReportError(Exception):
    """Who asked for a report does not publish it: a second person does."""


@transaction.atomic
def request(
    kind: str,
    *,
    period: str,
    day: date,
    by: User | None,
    scope: str = ReportScope.MOVEMENT,
    of: Region | Program | Stakeholder | None = None,
) -> ImpactReport:
    """Queues a report of the period in which the day lies, with the data known now, and asks a worker to make it.

    After a published one it is its next vintage. Refuses a period that is not over, and a second report beside one
    that is not published yet.
    """
    span = periods.span_of(period, day)
    now = timezone.now()
    if span.ends_on >= now.date():
        raise PeriodNotOverError
    subject = _subject(scope, of)
    same = ImpactReport.objects.filter(
        kind=kind, scope=scope, starts_on=span.starts_on, ends_on=span.ends_on, **subject
    )
    last = same.order_by("-vintage").select_for_update().first()
    if last is not None and last.state not in FINAL_REPORT_STATES:
        raise ReportExistsError(last)
    report = ImpactReport.objects.create(
        kind=kind,
        scope=scope,
        **subject,
        period=period,
        starts_on=span.starts_on,
        ends_on=span.ends_on,
        as_of=now,
        vintage=last.vintage + 1 if last else 1,
        author=by,
    )
    record("evaluation.reports.request", report, by=by, after={"kind": kind, "vintage": report.vintage})
    enqueue("evaluation.tasks.run_report", report_id=report.pk)
    return report


def _subject(scope: str, of: Region | Program | Stakeholder | None) -> dict[str, Any]:
    fields: dict[str, Any] = {"region": None, "program": None, "organization": None}
    if scope != ReportScope.MOVEMENT:
        fields["organization" if scope == ReportScope.AFFILIATE else str(scope)] = of
    return fields


def create_due(now: datetime | None = None) -> list[ImpactReport]:
    """Requests the periodic reports of the movement that should be there and are not; twice is once."""
    today = (now or timezone.now()).date()
    made = []
    for kind, period in KINDS_BY_CLOCK:
        for span in periods.due(period, today):
            if not _is_there(kind, span):
                made += _request_by_clock(kind, period, span.starts_on)
    return made


def _is_there(kind: str, span: periods.Span) -> bool:
    movement = ImpactReport.objects.filter(kind=kind, scope=ReportScope.MOVEMENT)
    return movement.filter(starts_on=span.starts_on, ends_on=span.ends_on).exists()


def _request_by_clock(kind: str, period: str, day: date) -> list[ImpactReport]:
    try:
        return [request(kind, period=period, day=day, by=None)]
    except (IntegrityError, ReportExistsError):
        return []  # somebody asked for it in this very moment


@transaction.atomic
def publish(report: ImpactReport, *, by: User) -> ImpactReport:
    """Makes it public and final; the vintage before it is marked as superseded. Refuses its author, and what is not
    in review.
    """
    report = _held(report)
    check_move(REPORT_MOVES, report.state, ReportState.PUBLISHED)
    if report.author_id == by.pk:
        raise OwnReportError
    report.supersedes = earlier = vintage_before(report)
    if earlier is not None:
        held = ImpactReport.objects.select_for_update().filter(pk=earlier.pk)
        _move(held[0], ReportState.SUPERSEDED, by=by, verb="supersede")
    report.published_by, report.published_at = by, timezone.now()
    fields = ["published_by", "published_at", "supersedes"]
    report_prints.ask_for(report)
    return _move(report, ReportState.PUBLISHED, *fields, by=by, verb="publish")


@transaction.atomic
def abandon(report: ImpactReport, *, by: User) -> ImpactReport:
    """Gives it up; the same period may be asked for again. Refuses what is running or published."""
    report = _held(report)
    return _move(report, ReportState.ABANDONED, by=by, verb="abandon")


@transaction.atomic
def requeue(report: ImpactReport, *, by: User) -> ImpactReport:
    """Lets a failed report be made again. Refuses any other."""
    report = _held(report)
    report.failure = ""
    report = _move(report, ReportState.QUEUED, "failure", by=by, verb="requeue")
    enqueue("evaluation.tasks.run_report", report_id=report.pk)
    return report


@transaction.atomic
def write_narrative(
    report: ImpactReport, *, text: str, language: str, by: User, erratum: str = ""
) -> ImpactReport:
    """Keeps the words that introduce the figures, and what was wrong in the version before. Of a report that the clock
    asked for, who writes them is the author, and somebody else publishes it. Refuses once they are public, where the
    report was given up, and an erratum of no earlier version.
    """
    report = _held(report)
    if report.state in FINAL_REPORT_STATES:
        raise MoveError(report.state, report.state)
    if erratum and vintage_before(report) is None:
        raise NothingToCorrectError
    report.narrative, report.narrative_language, report.erratum = text, language, erratum
    report.author = report.author or by
    report.save(update_fields=["narrative", "narrative_language", "erratum", "author", "updated_at"])
    record("evaluation.reports.write_narrative", report, by=by)
    return report


def _held(report: ImpactReport) -> ImpactReport:
    return ImpactReport.objects.select_for_update().get(pk=report.pk)


def _move(report: ImpactReport, wanted: str, *fields: str, by: User | None, verb: str) -> ImpactReport:
    check_move(REPORT_MOVES, report.state, wanted)
    before, report.state = report.state, wanted
    report.save(update_fields=["state", *fields, "updated_at"])
    record(f"evaluation.reports.{verb}", report, by=by, before={"state": before}, after={"state": wanted})
    return report
