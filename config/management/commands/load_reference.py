from pathlib import Path
from time import monotonic
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection, transaction
from django.utils import translation

from assessments.actions import reference as assessments_reference
from assessments.formats import reference as assessments_files
from capacity.actions import reference as capacity_reference
from capacity.formats import reference as capacity_files
from common.csvfiles import BadFilesError, Folder
from common.upserts import Tally
from evaluation.actions import reference as evaluation_reference
from evaluation.formats import reference as evaluation_files
from programs.actions import reference as programs_reference
from programs.formats import reference as programs_files

ONE_AT_A_TIME = 7_302_611  # the number of the advisory lock that keeps two loads apart


class Command(BaseCommand):
    help = "Load the reference data of config/reference. Running it again changes only what differs."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--folder", type=Path, default=settings.ROOT / "config" / "reference")

    def handle(self, *args: Any, folder: Path, verbosity: int, **options: Any) -> None:
        begun = monotonic()
        try:
            tallies = load_all(folder)
        except BadFilesError as error:
            raise CommandError(f"Nothing was loaded.\n{error}") from error
        if verbosity == 0:
            return
        if verbosity > 1 or any(tally.wrote for tally in tallies):
            self.stdout.write(table(tallies))
        self.stdout.write(f"{summary(tallies)} ({monotonic() - begun:.1f} s)")


def load_all(folder: Path) -> list[Tally]:
    """Reads and checks every file before the first row is written; then writes all, or nothing."""
    files = Folder(folder)
    capacity = capacity_files.read(files)
    programs = programs_files.read(files)
    instruments = assessments_files.read(files)
    measurements = evaluation_files.read(files)
    files.check()
    with transaction.atomic(), translation.override("en"):
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [ONE_AT_A_TIME])
        return [
            *capacity_reference.load(capacity),
            *programs_reference.load(programs),
            *assessments_reference.load(instruments),
            *evaluation_reference.load(measurements),
        ]


def table(tallies: list[Tally]) -> str:
    head = f"{'table':<40} {'added':>7} {'changed':>8} {'unchanged':>10} {'not in the files, kept':>24}"
    lines = [
        f"{tally.table:<40} {tally.added:>7} {tally.changed:>8} {tally.unchanged:>10} {tally.gone:>24}"
        for tally in tallies
    ]
    return "\n".join([head, *lines])


def summary(tallies: list[Tally]) -> str:
    added, changed = sum(tally.added for tally in tallies), sum(tally.changed for tally in tallies)
    if not added and not changed:
        return "The reference data is as in the files: nothing changed."
    return f"Reference data loaded: {added} rows added, {changed} changed."
