"""The check of a report's disclosure: the last step before people see it, and the hash of what they will see."""

import json
from collections.abc import Hashable, Iterable
from dataclasses import replace
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, transaction
from django.utils import timezone

from common.log import record
from common.statistics.suppression_tables import TOTAL
from evaluation import letters
from evaluation.actions.report_claims import Beating, keep
from evaluation.actions.report_freezing import FrozenRows
from evaluation.logic import canonical
from evaluation.logic.disclosure import least_people
from evaluation.logic.protection import lists_of, protected
from evaluation.logic.results import PRECISION, Result, vintage_of
from evaluation.logic.vintages import Vintage
from evaluation.models import ImpactReport, ReportResult
from evaluation.queries.frozen import PAGES_TABLE
from evaluation.queries.reports import earlier_vintages
from evaluation.queries.reports_beside import results_of, told_beside
from evaluation.states import ReportState
from evaluation.stats.change_figures import with_discoveries
from evaluation.stats.disclosure import audit as intervals_of

CHECK_LOCK = 20_260_601  # of an advisory lock
# What the check needs to know travels with the unchecked results, and leaves them with the check.
PEOPLE, PART = "_people", "_part"


class DisclosureError(Exception):
    """A hidden figure can be worked out from what is shown: a fault in our rules, never published."""


def check_disclosure(report: ImpactReport) -> None:
    """Hides what tells of few people, audits that nothing hidden can be worked out, and hands over to review.

    All of it is kept at once, or nothing: whoever takes it up begins with the check. Until then nothing holds the
    report's row, so that signs of life can be written.
    """
    rows = results_of(report)
    raw = [_with_marks(result) for _pk, result in rows]
    with Beating(report), transaction.atomic():
        with connection.cursor() as cursor:  # one check after another: each knows of all before it
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [CHECK_LOCK])
        report.heartbeat_at = timezone.now()  # those before it are asked, also those that it waited for
        shown = as_may_be_shown(report, raw)
        audit(raw, shown)
        shown = with_discoveries(shown)
        keep(report, state=ReportState.REVIEW, done=report.total, result_hash=hash_of(shown))
        _write(zip((pk for pk, _raw in rows), shown, strict=True))
        record("evaluation.reports.finish", report, by=None, after={"state": report.state})
        letters.ready(report)


# One statement for all rows: thousands of them, of which each has its own values.
SHOW = """
    UPDATE evaluation_reportresult AS row SET n = shown.n, value = shown.value, low = shown.low, high = shown.high,
        quality = shown.quality, is_suppressed = shown.is_suppressed, reason = shown.reason
    FROM jsonb_to_recordset(%s) AS shown (id bigint, n bigint, value numeric, low numeric, high numeric, quality jsonb,
        is_suppressed boolean, reason text)
    WHERE row.id = shown.id
"""


def _write(shown: Iterable[tuple[int, Result]]) -> None:
    values = [
        {
            "id": pk,
            "n": result.n,
            "value": result.value,
            "low": result.low,
            "high": result.high,
            "quality": dict(result.quality),
            "is_suppressed": result.is_suppressed,
            "reason": result.reason,
        }
        for pk, result in shown
    ]
    with connection.cursor() as cursor:
        cursor.execute(SHOW, [json.dumps(values, cls=DjangoJSONEncoder)])


def as_may_be_shown(report: ImpactReport, raw: Iterable[Result]) -> list[Result]:
    """Beside its earlier vintages, other reports of its year that were checked before it, and pages of programs."""
    results = list(raw)
    pages = FrozenRows(report)(PAGES_TABLE)
    told = told_beside(report, (each.place for each in results), pages)
    return protected(
        results,
        previous=published_before(report),
        same=told.same,
        nested=told.nested,
        beside=told.together,
    )


def published_before(report: ImpactReport) -> list[Vintage]:
    """What all earlier vintages have shown: readers keep them, also those that are superseded."""
    return [vintage_of(result for _pk, result in results_of(each)) for each in earlier_vintages(report)]


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


# --- Results as rows ---


def row_of(report: ImpactReport, position: int, result: Result) -> ReportResult:
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


def _marks(result: Result) -> dict[str, int]:
    marks = {PEOPLE: result.people, PART: result.part}
    return {name: value for name, value in marks.items() if value is not None}


def _with_marks(result: Result) -> Result:
    quality = dict(result.quality)
    people, part = quality.pop(PEOPLE, None), quality.pop(PART, None)
    return replace(result, quality=quality, people=people, part=part)
