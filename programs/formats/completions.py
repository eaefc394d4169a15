"""Results of a cohort from another system, as CSV: one line a person, `enrollment` and `result`, in any order."""

import csv
import io
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from programs.logic.results import Line, Sheet

COLUMNS = ("enrollment", "result")
RESULTS = ("completed", "not_completed")
MOST_ROWS, MOST_CHARACTERS = 2000, 500_000
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def read(text: str) -> Sheet:
    """Everything wrong is collected; what other columns say is passed over."""
    sheet = Sheet()
    if len(text) > MOST_CHARACTERS:
        sheet.refuse(1, _("The file is too large: at most %(rows)s lines.") % {"rows": MOST_ROWS})
        return sheet
    reader = csv.reader(io.StringIO(text.lstrip("\ufeff"), newline=""), strict=True)
    try:
        header = [name.strip().lower() for name in next(reader, [])]
        if not _has_columns(sheet, header):
            return sheet
        places = [header.index(name) for name in COLUMNS]
        number = reader.line_num + 1
        for fields in reader:
            _read_line(sheet, number, fields, len(header), places)
            number = reader.line_num + 1  # a field in quotation marks may hold several lines
    except csv.Error:
        sheet.refuse(reader.line_num, _("This is not CSV."))
    _check_whole(sheet)
    return sheet


def _has_columns(sheet: Sheet, header: list[str]) -> bool:
    for name in COLUMNS:
        if name not in header:
            sheet.refuse(1, _("The column “%(name)s” is missing.") % {"name": name})
    return not sheet.problems


def _read_line(sheet: Sheet, number: int, fields: list[str], width: int, places: list[int]) -> None:
    if not any(text.strip() for text in fields):
        return
    if len(fields) != width:
        sheet.refuse(number, _("This line has more or fewer fields than the header."))
        return
    given, result = (fields[place].strip() for place in places)
    enrollment = _id_in(given)
    if not enrollment:
        said = _("“%(text)s” is not the id of an enrollment.")
        sheet.refuse(number, said % {"text": given[:60]}, column="enrollment")
    if result not in RESULTS:
        said = _("“%(text)s” is not a result: it is completed or not_completed.")
        sheet.refuse(number, said % {"text": result[:60]}, column="result")
    elif enrollment:
        sheet.lines.append(Line(number, enrollment, result))


def _id_in(text: str) -> str:
    try:
        return str(UUID(text))
    except ValueError:
        return ""


def _check_whole(sheet: Sheet) -> None:
    seen: dict[str, int] = {}
    for line in sheet.lines:
        if line.enrollment in seen:
            said = _("This enrollment stands in line %(line)s already.")
            sheet.refuse(line.number, said % {"line": seen[line.enrollment]}, column="enrollment")
        seen.setdefault(line.enrollment, line.number)
    if len(sheet.lines) > MOST_ROWS:
        sheet.refuse(MOST_ROWS, _("The file is too large: at most %(rows)s lines.") % {"rows": MOST_ROWS})
    if not sheet.lines and not sheet.problems:
        sheet.refuse(1, _("There is no line below the header."))


def write(enrollments: Iterable[Any]) -> str:
    """The sheet to fill in: who takes part, with an empty result. A spreadsheet must not take a name for a formula."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([*COLUMNS, "name"])
    for enrollment in enrollments:
        name = enrollment.person.name
        writer.writerow([enrollment.public_id, "", f"'{name}" if name.startswith(FORMULA) else name])
    return out.getvalue()
