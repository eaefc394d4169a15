"""Making a report in the worker: claim it, freeze its data, compute from them step by step, check disclosure.

Whatever dies, and whenever: a step is kept with its results in one transaction, and whoever takes the report up goes
on after the last one kept.
"""

import json
from collections.abc import Iterable

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, transaction

from evaluation.actions.report_checks import check_disclosure, row_of
from evaluation.actions.report_claims import (
    BROKEN_CONNECTION,
    Beating,
    ClaimLostError,
    claim,
    keep,
    tell_of_failure,
)
from evaluation.actions.report_freezing import FrozenRows, freeze
from evaluation.models import ImpactReport, ReportResult
from evaluation.states import RUNNING_REPORT_STATES, ReportState
from evaluation.stats import reports as figures

PLACES_PER_STEP = 100_000


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


def _fail(report: ImpactReport, code: str) -> None:
    report.refresh_from_db(fields=["state"])  # what was not kept is undone
    if report.state not in RUNNING_REPORT_STATES:
        return
    try:
        with transaction.atomic():
            keep(report, state=ReportState.FAILED, failure=code[:100])
            tell_of_failure(report)
    except ClaimLostError:
        return


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
        keep(report, done=number + 2, state=state)
        report.results.filter(position__gte=first, position__lt=first + PLACES_PER_STEP).delete()
        _write(row_of(report, first + place, result) for place, result in enumerate(results))


# One statement for all rows of a step: thousands of them.
COLUMNS = [field.attname for field in ReportResult._meta.concrete_fields if not field.primary_key]
WRITE = """
    INSERT INTO evaluation_reportresult ({columns})
    SELECT {columns} FROM jsonb_populate_recordset(NULL::evaluation_reportresult, %s)
""".format(columns=", ".join(COLUMNS))


def _write(rows: Iterable[ReportResult]) -> None:
    values = [{name: getattr(row, name) for name in COLUMNS} for row in rows]
    with connection.cursor() as cursor:
        cursor.execute(WRITE, [json.dumps(values, cls=DjangoJSONEncoder)])
