"""The data of a report as they were known at `as_of`, copied in canonical form, and read again from there."""

import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from datetime import time as clock
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.utils.crypto import salted_hmac

from evaluation.actions import pseudonyms
from evaluation.actions.report_claims import BEAT_SECONDS, Beating, keep
from evaluation.logic import canonical
from evaluation.logic.methods import METHOD_VERSION
from evaluation.models import FrozenData, ImpactReport
from evaluation.queries import frozen
from evaluation.states import ReportState
from evaluation.stats import reports as figures

PIECE_ROWS = 2_500  # lines held in memory at a time, compressed together
FETCH_ROWS = 2_000


def freeze(report: ImpactReport) -> None:
    """Copies what was known at `as_of` in one snapshot of the database, in canonical form, piece by piece."""
    pseudonyms.ensure_for_all()
    with transaction.atomic():
        keep(report)
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
        keep(
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
            cursor.execute(f"SELECT * FROM ({statement}) AS frozen WHERE false", values)
            columns = [(column.name, column.type_code) for column in cursor.description]
        demo = "demo" if "demo" in dict(columns) else "false"
        with self.connection.chunked_cursor() as cursor:
            cursor.execute(
                f"SELECT {canonical.line_in_sql(columns)}, {demo} FROM ({statement}) AS frozen", values
            )
            while fetched := cursor.fetchmany(FETCH_ROWS):
                yield from fetched


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
        keep(report, rows=report.rows + len(piece.lines))
        FrozenData.objects.create(
            report=report,
            name=name,
            rows=len(piece.lines),
            sha256=canonical.sha256(text),
            content=canonical.packed(text),
        )


def data_hash(report: ImpactReport) -> str:
    return canonical.hash_of_tables(report.frozen.values_list("name", "sha256", "rows"))


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
                keep(self.report, rows=self.report.rows + self.read)
                self.last_beat, self.read = time.monotonic(), 0
