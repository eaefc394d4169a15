"""A report as a workbook: its figures by code, as in CSV, what its codes mean, and what it is."""

import io
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal
from importlib import import_module
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from django.utils.translation import gettext as _

from evaluation.formats.reports import COLUMNS, about, csv_row
from evaluation.logic.definitions import definition_of
from evaluation.logic.results import Result
from evaluation.models import ImpactReport
from evaluation.queries.figures import Names, step_labels, timepoint_name

HOURS = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")
NUMBERS = {"value", "low", "high"}  # all others are counts, or codes, which stay text


def as_workbook(report: ImpactReport, results: Sequence[Result]) -> bytes:
    """The library is loaded by the first who asks for a workbook: pages stay light."""
    workbook = import_module("openpyxl").Workbook(write_only=True)
    figures = workbook.create_sheet("figures")
    figures.append(COLUMNS)
    for result in results:
        row = zip(COLUMNS, csv_row(report, result), strict=True)
        figures.append([_number(value) if name in NUMBERS else value for name, value in row])
    words = workbook.create_sheet("codes")
    words.append([_("Column"), _("Code"), _("Name"), _("Definition")])
    for line in _meanings(results, Names()):
        words.append(line)
    told = workbook.create_sheet("about")
    for name, value in about(report).items():
        told.append([name, "" if value is None else str(value)])
    content = io.BytesIO()
    workbook.save(content)
    return _dated(content, f"{report.as_of:%Y-%m-%dT%H:%M:%SZ}")


def _dated(written: io.BytesIO, moment: str) -> bytes:
    """Without the hours at which the library wrote it, so that the file of a published report is always the same."""
    content = io.BytesIO()
    with ZipFile(written) as parts, ZipFile(content, "w") as whole:
        for name in parts.namelist():
            part = HOURS.sub(rb"\g<1>" + moment.encode(), parts.read(name))
            whole.writestr(ZipInfo(name), part, compress_type=ZIP_DEFLATED)
    return content.getvalue()


def _number(value: str) -> float | None:
    return float(Decimal(value)) if value else None


def _meanings(results: Iterable[Result], names: Names) -> Iterator[list[str]]:
    """Of each code: the column it stands in, the code, and what it means in the reader's language."""
    steps = step_labels()
    named: dict[str, Callable[[str], str]] = {
        "capacity": names.capacity,
        "from": timepoint_name,
        "to": timepoint_name,
        "region": names.region,
        "method": names.method,
        "step": lambda code: steps[code],
        "timepoint": timepoint_name,
    }
    found: dict[str, set[str]] = {"metric": set(), **{column: set() for column in named}}
    for result in results:
        found["metric"].add(result.metric)
        for column, code in result.cell.items():
            found[column].add(code)
    for metric in sorted(found.pop("metric")):
        known = definition_of(metric)
        yield ["metric", metric, str(known.name), str(known.text)]
    for column, codes in found.items():
        for code in sorted(codes):
            yield [column, code, named[column](code), ""]
