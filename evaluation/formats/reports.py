"""A report as CSV and as JSON: the same protected results as on its page, by code, without words to translate."""

import csv
import io
from collections.abc import Iterable
from typing import Any

from django.conf import settings

from capacity.formats.taxonomy import CC0
from evaluation.logic.results import PRECISION, Result
from evaluation.models import ImpactReport

DIMENSIONS = ["capacity", "from", "to", "region", "method", "step", "timepoint"]
COLUMNS = ["metric", *DIMENSIONS, "n", "value", "low", "high", "method_id", "suppressed", "reason", "demo"]
# What every row of the CSV file says of the whole, so that no part of it loses where it comes from.
ORIGIN = ["as_of", "method_version", "source", "license"]


def as_csv(report: ImpactReport, results: Iterable[Result]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([*COLUMNS, *ORIGIN])
    told = about(report)
    origin = [told[name] for name in ORIGIN]
    writer.writerows([*csv_row(report, result), *origin] for result in results)
    return text.getvalue()


def csv_row(report: ImpactReport, result: Result) -> list[Any]:
    limits = [_number(value) for value in (result.value, result.low, result.high)]
    cell = [result.cell.get(dimension, "") for dimension in DIMENSIONS]
    n = "" if result.n is None else result.n
    marks = [int(result.is_suppressed), str(result.reason), int(has_demo(report))]
    return [result.metric, *cell, n, *limits, result.method_id, *marks]


def has_demo(report: ImpactReport) -> bool:
    return report.touches_demo or report.is_demo


def _number(value: Any) -> str:
    return "" if value is None else str(value.quantize(PRECISION))


def as_data(report: ImpactReport, results: Iterable[Result]) -> dict[str, Any]:
    return {**about(report), "results": [_data_row(result) for result in results]}


def about(report: ImpactReport) -> dict[str, Any]:
    return {
        "id": str(report.public_id),
        "kind": report.kind,
        "scope": report.scope,
        "region": report.region.code if report.region else None,
        "program": report.program.slug if report.program else None,
        "organization": report.organization.slug if report.organization else None,
        "period": report.period,
        "starts_on": report.starts_on.isoformat(),
        "ends_on": report.ends_on.isoformat(),
        "as_of": moment(report.as_of),
        "vintage": report.vintage,
        "supersedes": str(report.supersedes.public_id) if report.supersedes else None,
        "erratum": report.erratum,
        "state": report.state,
        "published_at": moment(report.published_at),
        "contains_demo_data": has_demo(report),
        "method_version": report.method_version,
        "data_sha256": report.data_hash,
        "results_sha256": report.result_hash,
        "recomputable": report.recomputable,
        "source": f"{settings.SITE_ADDRESS}{report.get_absolute_url()}",
        "license": CC0,
    }


def moment(value: Any) -> str | None:
    return value.isoformat().replace("+00:00", "Z") if value else None


def _data_row(result: Result) -> dict[str, Any]:
    return {
        "metric": result.metric,
        "cell": dict(result.cell),
        "n": result.n,
        "value": _number(result.value) or None,
        "low": _number(result.low) or None,
        "high": _number(result.high) or None,
        "method_id": result.method_id,
        "quality": dict(result.quality),
        "suppressed": result.is_suppressed,
        "reason": str(result.reason),
    }
