"""Making a report in the worker: claim it, freeze its data, compute from them step by step, check disclosure.

Whatever dies, and whenever: a step is kept with its results in one transaction, and whoever takes the report up goes
on after the last one kept. A claim is good as long as nobody claimed after it (`attempt` grows with each), so of two
workers one goes on and the other finds out at its next step and stops.
"""

import threading
import time
from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from datetime import time as clock
from typing import Any

from django.conf import settings
from django.db import InterfaceError, OperationalError, connection, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.crypto import salted_hmac

from common.jobs import enqueue
from common.log import record
from common.statistics.suppression_tables import TOTAL
from evaluation import letters
from evaluation.actions import pseudonyms
from evaluation.logic import canonical
from evaluation.logic.disclosure import least_people
from evaluation.logic.results import PRECISION, Result, lists_of, protected, vintage_of
from evaluation.logic.vintages import Vintage
from evaluation.models import FrozenData, ImpactReport, ReportResult
from evaluation.queries import frozen
from evaluation.queries.reports import earlier_vintages
from evaluation.queries.reports_beside import stored, told_beside
from evaluation.states import RUNNING_REPORT_STATES, ReportState
from evaluation.stats import reports as figures
from evaluation.stats.change_figures import with_discoveries
from evaluation.stats.disclosure import audit as intervals_of
from evaluation.stats.figures import METHOD_VERSION

PIECE_ROWS = 2_500  # lines held in memory at a time, compressed together
FETCH_ROWS = 2_000
BEAT_SECONDS = 0.8  # readers see progress at least every second
PLACES_PER_STEP = 100_000
CHECK_LOCK = 20_260_601  # of an advisory lock
BROKEN_CONNECTION = (OperationalError, InterfaceError)


class ClaimLostError(Exception):
    """Somebody else has taken the report up; this worker stops."""


class DisclosureError(Exception):
    """A hidden figure can be worked out from what is shown: a fault in our rules, never published."""


def run(report_id: int) -> ImpactReport | None:
    """Brings the report from wherever it stands to review; None where another worker has it or nothing is to be done.

    A broken connection leaves it to be taken up again; any other fault makes it failed, and staff are told.
    """
    report = claim(report_id)
    if report is None:
        return None
    try:
        _advance(report)
    except ClaimLostError:
        return None
    except BROKEN_CONNECTION:
        raise
    except Exception as fault:
        _fail(report, type(fault).__name__)
        raise
    return report


def _advance(report: ImpactReport) -> None:
    if report.state == ReportState.FREEZING:
        freeze(report)
    while report.state == ReportState.COMPUTING:
        compute_next(report)
    if report.state == ReportState.DISCLOSURE_CHECK:
        check_disclosure(report)


# --- Whose it is ---


def claim(report_id: int) -> ImpactReport | None:
    """Takes a queued report, or one whose worker has been silent for too long. Gives it up after too many such."""
    with transaction.atomic():
        held = ImpactReport.objects.select_for_update(skip_locked=True, of=["self"])
        report = held.filter(pk=report_id).first()
        if report is None or not _is_free(report):
            return None
        if report.state != ReportState.QUEUED and report.attempt % settings.REPORT_ATTEMPTS == 0:
            _keep(report, state=ReportState.FAILED, failure="worker_died")
            _tell_of_failure(report)
            return None
        state = ReportState.FREEZING if report.state == ReportState.QUEUED else report.state
        start = {"done": 0, "total": 0, "rows": 0} if state == ReportState.FREEZING else {}
        _keep(report, state=state, attempt=report.attempt + 1, **start)
        return report


def resume_stalled() -> int:
    """Asks a worker for every report whose worker is silent, and for those that wait although nobody was asked."""
    longest = timezone.now() - timedelta(seconds=settings.REPORT_STALL_SECONDS)
    stalled = Q(state__in=RUNNING_REPORT_STATES) & (Q(heartbeat_at=None) | Q(heartbeat_at__lt=longest))
    forgotten = Q(state=ReportState.QUEUED, updated_at__lt=longest)
    found = list(ImpactReport.objects.filter(stalled | forgotten).values_list("pk", flat=True))
    for pk in found:
        enqueue("evaluation.tasks.run_report", report_id=pk)
    return len(found)


def _is_free(report: ImpactReport) -> bool:
    if report.state == ReportState.QUEUED:
        return True
    longest = timezone.now() - timedelta(seconds=settings.REPORT_STALL_SECONDS)
    silent = report.heartbeat_at is None or report.heartbeat_at < longest
    return report.state in RUNNING_REPORT_STATES and silent


def _keep(report: ImpactReport, **changes: Any) -> None:
    """Writes down a sign of life and the changes, unless the report is somebody else's by now."""
    now = timezone.now()
    mine = ImpactReport.objects.filter(pk=report.pk, attempt=report.attempt, state=report.state)
    if not mine.update(heartbeat_at=now, updated_at=now, **changes):
        raise ClaimLostError
    for name, value in {**changes, "heartbeat_at": now}.items():
        setattr(report, name, value)


def _fail(report: ImpactReport, code: str) -> None:
    try:
        with transaction.atomic():
            _keep(report, state=ReportState.FAILED, failure=code[:100])
            _tell_of_failure(report)
    except ClaimLostError:
        return


def _tell_of_failure(report: ImpactReport) -> None:
    record(
        "evaluation.reports.fail", report, by=None, after={"state": report.state}, reason=report.failure[:60]
    )
    letters.failed(report)


# --- Freezing ---


def freeze(report: ImpactReport) -> None:
    """Copies what was known at `as_of` in one snapshot of the database, in canonical form, piece by piece."""
    pseudonyms.ensure_for_all()
    with transaction.atomic():
        _keep(report)
        report.frozen.all().delete()
        report.results.all().delete()
    touches_demo = False
    with Snapshot() as snapshot, Beating(report):
        for name, statement, own in frozen.tables(report.kind, report.scope):
            lines = snapshot.lines(statement, values_of(report) | own)
            for number, piece in enumerate(pieces(lines), start=1):
                touches_demo = touches_demo or piece.has_demo
                _write_piece(report, f"{name}.{number:04}", piece)
    with transaction.atomic():
        _keep(
            report,
            state=ReportState.COMPUTING,
            done=1,
            total=len(figures.steps_of(report.kind)) + 2,
            touches_demo=touches_demo,
            data_hash=data_hash(report),
            method_version=METHOD_VERSION,
            code_version=settings.CODE_VERSION,
        )


def values_of(report: ImpactReport) -> dict[str, Any]:
    of = report.region_id or report.program_id or report.organization_id
    starts = datetime.combine(report.starts_on, clock.min, tzinfo=UTC)
    ends = datetime.combine(report.ends_on, clock.min, tzinfo=UTC) + timedelta(days=1)
    return {
        "as_of": report.as_of,
        "starts": starts,
        "ends": ends,
        "starts_on": report.starts_on,
        "ends_on": report.ends_on,
        "salt": salted_hmac("evaluation.frozen", str(report.public_id), algorithm="sha256").hexdigest(),
        "scope": of,
    }


class Snapshot:
    """A second connection that sees the database as it was at its first question, and cannot write."""

    def __enter__(self) -> "Snapshot":
        self.connection = connection.copy()
        self.connection.set_autocommit(False)
        with self.connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        return self

    def __exit__(self, *_fault: object) -> None:
        self.connection.rollback()
        self.connection.close()

    def lines(self, statement: str, values: Mapping[str, Any]) -> Iterator[tuple[str, bool]]:
        """Each row in canonical form, as the database itself writes it, and whether it is a demo row."""
        with self.connection.cursor() as cursor:
            cursor.execute(f"SELECT * FROM ({statement}) AS frozen LIMIT 0", values)
            columns = [(column.name, column.type_code) for column in cursor.description]
        demo = "demo" if "demo" in dict(columns) else "false"
        with self.connection.chunked_cursor() as cursor:
            cursor.execute(
                f"SELECT {canonical.line_in_sql(columns)}, {demo} FROM ({statement}) AS frozen", values
            )
            while fetched := cursor.fetchmany(FETCH_ROWS):
                yield from fetched


class Beating(threading.Thread):
    """Signs of life while the database is busy with a question, however long it takes: the worker itself waits then."""

    def __init__(self, report: ImpactReport) -> None:
        super().__init__(daemon=True)
        self.report, self.over = report, threading.Event()

    def __enter__(self) -> None:
        self.start()

    def __exit__(self, *_fault: object) -> None:
        self.over.set()
        self.join()

    def run(self) -> None:
        try:
            while not self.over.wait(BEAT_SECONDS):
                with connection.cursor() as cursor:
                    cursor.execute(
                        "UPDATE evaluation_impactreport SET heartbeat_at = now()"
                        " WHERE id = %s AND attempt = %s AND state = %s",
                        [self.report.pk, self.report.attempt, self.report.state],
                    )
        except BROKEN_CONNECTION:
            return  # the worker itself will meet it
        finally:
            connection.close()  # this thread's own


@dataclass
class Piece:
    lines: list[str] = field(default_factory=list)
    has_demo: bool = False


def pieces(lines: Iterable[tuple[str, bool]]) -> Iterator[Piece]:
    """Some thousands of lines at a time; of an empty table one empty piece."""
    piece = Piece()
    for line, is_demo in lines:
        if len(piece.lines) == PIECE_ROWS:
            yield piece
            piece = Piece()
        piece.lines.append(line)
        piece.has_demo = piece.has_demo or is_demo
    yield piece


def _write_piece(report: ImpactReport, name: str, piece: Piece) -> None:
    text = canonical.normal("".join(f"{line}\n" for line in piece.lines))
    with transaction.atomic():
        _keep(report, rows=report.rows + len(piece.lines))
        FrozenData.objects.create(
            report=report,
            name=name,
            rows=len(piece.lines),
            sha256=canonical.sha256(text),
            content=canonical.packed(text),
        )


def data_hash(report: ImpactReport) -> str:
    return canonical.hash_of_tables(report.frozen.values_list("name", "sha256", "rows"))


# --- Computing ---


def compute_next(report: ImpactReport) -> None:
    """One step, kept with its results; running it again after dying before that leaves the same."""
    steps = figures.steps_of(report.kind)
    number = report.done - 1
    with Beating(report):
        results = figures.compute(steps[number], report.kind, FrozenRows(report, beating=True))
    first = number * PLACES_PER_STEP
    with transaction.atomic():
        last_one = number + 1 == len(steps)
        state = ReportState.DISCLOSURE_CHECK if last_one else ReportState.COMPUTING
        _keep(report, done=number + 2, state=state)
        report.results.filter(position__gte=first, position__lt=first + PLACES_PER_STEP).delete()
        rows = (_row(report, first + place, result) for place, result in enumerate(results))
        ReportResult.objects.bulk_create(rows, batch_size=1000)


class FrozenRows:
    """Reads a frozen table piece by piece, with signs of life where a worker reads."""

    def __init__(self, report: ImpactReport, *, beating: bool = False) -> None:
        self.report, self.beating, self.last_beat, self.read = report, beating, time.monotonic(), 0

    def __call__(self, table: str) -> Iterator[dict[str, Any]]:
        pieces = self.report.frozen.filter(name__startswith=f"{table}.").order_by("name")
        for pk, rows in list(pieces.values_list("pk", "rows")):
            yield from canonical.rows(bytes(FrozenData.objects.values_list("content", flat=True).get(pk=pk)))
            self.read += rows
            if self.beating and time.monotonic() - self.last_beat > BEAT_SECONDS:
                _keep(self.report, rows=self.report.rows + self.read)
                self.last_beat, self.read = time.monotonic(), 0


def _row(report: ImpactReport, position: int, result: Result) -> ReportResult:
    return ReportResult(
        report=report,
        position=position,
        metric=result.metric,
        cell=dict(result.cell),
        n=result.n,
        value=result.value,
        low=result.low,
        high=result.high,
        method_id=result.method_id,
        quality={**result.quality, **_marks(result)},
        is_suppressed=result.is_suppressed,
        reason=result.reason,
    )


# What the check needs to know travels with the unchecked results, and leaves them with the check.
PEOPLE, PART = "_people", "_part"


def _marks(result: Result) -> dict[str, int]:
    marks = {PEOPLE: result.people, PART: result.part}
    return {name: value for name, value in marks.items() if value is not None}


def _result(row: ReportResult) -> Result:
    quality = dict(row.quality)
    people, part = quality.pop(PEOPLE, None), quality.pop(PART, None)
    return replace(stored(row), quality=quality, people=people, part=part)


# --- The check of disclosure ---


def check_disclosure(report: ImpactReport) -> None:
    """Hides what tells of few people, audits that nothing hidden can be worked out, and hands over to review."""
    rows = list(report.results.all())
    raw = [_result(row) for row in rows]
    with transaction.atomic():
        with connection.cursor() as cursor:  # one check after another: each knows of all before it
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [CHECK_LOCK])
        _keep(report)
        shown = as_may_be_shown(report, raw)
        audit(raw, shown)
        shown = with_discoveries(shown)
        _keep(report, state=ReportState.REVIEW, done=report.total, result_hash=hash_of(shown))
        for row, result in zip(rows, shown, strict=True):
            row.quality = dict(result.quality)
            row.n, row.value, row.low, row.high = result.n, result.value, result.low, result.high
            row.is_suppressed, row.reason = result.is_suppressed, result.reason
        fields = ["quality", "n", "value", "low", "high", "is_suppressed", "reason"]
        ReportResult.objects.bulk_update(rows, fields, batch_size=1000)
        record("evaluation.reports.finish", report, by=None, after={"state": report.state})
        letters.ready(report)


def as_may_be_shown(report: ImpactReport, raw: Iterable[Result]) -> list[Result]:
    """Beside its earlier vintages, and beside other reports of its period that were checked before it."""
    same, nested = told_beside(report)
    return protected(raw, previous=published_before(report), same=same, nested=nested)


def published_before(report: ImpactReport) -> list[Vintage]:
    """What all earlier vintages have shown: readers keep them, also those that are superseded."""
    return [vintage_of(map(_result, each.results.all())) for each in earlier_vintages(report)]


def audit(raw: Iterable[Result], shown: Iterable[Result]) -> None:
    """Raises where a reader who knows the totals can narrow a hidden count down to fewer than the threshold.

    Lists and their totals are audited exactly without a linear program, which would weigh on the worker's memory.
    """
    hidden = {result.place for result in shown if result.is_suppressed}
    for whole, parts in lists_of(list(raw)).values():
        # People who stand in two parts (two methods) make the total smaller than the sum: readers know less, not more.
        blanks: list[Hashable] = [number for number, part in enumerate(parts) if part.place in hidden]
        if whole.place in hidden:
            blanks.append(TOTAL)
        least = least_people(name for part in parts for name in part.cell)
        if any(each.width < least for each in intervals_of([part.people or 0 for part in parts], blanks)):
            raise DisclosureError


def hash_of(results: Iterable[Result]) -> str:
    """Of what is published, at the declared precision, in the order of metric and cell."""
    return canonical.sha256("".join(sorted(canonical.line(published(result)) for result in results)))


def published(result: Result) -> dict[str, Any]:
    limits = {"value": result.value, "low": result.low, "high": result.high}
    return {
        "metric": result.metric,
        "cell": dict(result.cell),
        "n": result.n,
        **{name: None if value is None else value.quantize(PRECISION) for name, value in limits.items()},
        "method": result.method_id,
        "quality": dict(result.quality),
        "suppressed": result.is_suppressed,
        "reason": str(result.reason),
    }
