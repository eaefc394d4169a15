"""A report as a workbook: its figures by code, as in CSV, and a sheet that says what it is."""

import io
from collections.abc import Iterable
from decimal import Decimal
from importlib import import_module
from typing import Any

from evaluation.formats.reports import COLUMNS, about, csv_row
from evaluation.logic.results import Result
from evaluation.models import ImpactReport


def as_workbook(report: ImpactReport, results: Iterable[Result]) -> bytes:
    """The library is loaded by the first who asks for a workbook: pages stay light."""
    workbook = import_module("openpyxl").Workbook(write_only=True)
    figures = workbook.create_sheet("figures")
    figures.append(COLUMNS)
    for result in results:
        figures.append([_cell(value) for value in csv_row(report, result)])
    told = workbook.create_sheet("about")
    for name, value in about(report).items():
        told.append([name, "" if value is None else str(value)])
    content = io.BytesIO()
    workbook.save(content)
    return content.getvalue()


def _cell(value: Any) -> Any:
    """Numbers as numbers, and the rest as the text it is: codes of ours, never a formula."""
    if isinstance(value, str):
        try:
            return float(Decimal(value)) if value[:1] in "-0123456789" and value else value
        except ArithmeticError:
            return value
    return value
