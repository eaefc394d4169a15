"""The sheets of an XLSX workbook from anywhere, as rows of text that know where they stand. openpyxl, 6 MiB, is loaded
where it is called.
"""

import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from importlib import import_module
from io import BytesIO
from typing import Any

from django.utils.translation import gettext as _

from assessments.logic.documents import BadDocumentError, Problem, plain
from common import formats

LARGEST = 2_000_000  # bytes, packed
LARGEST_UNPACKED = 30_000_000
MOST_ROWS, MOST_COLUMNS = 3_000, 120


@dataclass
class Row:
    sheet: str
    number: int
    cells: dict[str, str]

    def get(self, column: str) -> str:
        return self.cells.get(column, "").strip()

    def at(self, column: str) -> str:
        return where(self.sheet, self.number, column)


def where(sheet: str, row: int, column: str = "") -> str:
    place = {"sheet": formats.isolated(sheet), "row": row, "column": formats.isolated(column)}
    if column:
        return _("sheet %(sheet)s, row %(row)s, column %(column)s") % place
    return _("sheet %(sheet)s, row %(row)s") % place


def sheets_of(data: bytes) -> dict[str, list[Row]]:
    if len(data) > LARGEST:
        raise BadDocumentError([Problem((), _("The file is too large."), "*")])
    try:
        book = opened(data)
        return {sheet.title.strip().lower(): list(rows_of(sheet)) for sheet in book.worksheets}
    except BadDocumentError:
        raise
    except Exception as error:  # whatever may be wrong inside of a workbook
        what = _("This is not an XLSX workbook that can be read.")
        raise BadDocumentError([Problem((), what, "*")]) from error


def opened(data: bytes) -> Any:
    with zipfile.ZipFile(BytesIO(data)) as packed:
        size = sum(part.file_size for part in packed.infolist())
    if size > LARGEST_UNPACKED:
        raise BadDocumentError([Problem((), _("The file is too large."), "*")])
    return import_module("openpyxl").load_workbook(BytesIO(data), read_only=True, data_only=True)


def rows_of(sheet: Any) -> Iterator[Row]:
    sheet.reset_dimensions()
    columns: list[str] = []
    name = sheet.title.strip().lower()
    lines = sheet.iter_rows(max_row=MOST_ROWS + 1, max_col=MOST_COLUMNS, values_only=True)
    for number, line in enumerate(lines, start=1):
        cells = [text_of(value) for value in line]
        if not columns:
            columns = [cell.strip() for cell in cells]
        elif any(cell.strip() for cell in cells):
            if number > MOST_ROWS:
                raise BadDocumentError([Problem((), _("This sheet has too many rows."), where(name, number))])
            yield Row(
                name, number, {column: cell for column, cell in zip(columns, cells, strict=False) if column}
            )


def text_of(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return plain(Decimal(repr(value)))
    return str(value)
