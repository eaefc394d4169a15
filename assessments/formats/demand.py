"""Demand and supply as CSV and as data: what the page shows, by code, without words to translate."""

import csv
import io
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from assessments.logic.demand import Balance
from capacity.formats.taxonomy import CC0

COLUMNS = ["capacity", "wants", "offers", "open_seats", "unmet", "wants_suppressed", "offers_suppressed"]
METHOD = "demand.each_once.v1"
ORIGIN = ["as_of", "method_version", "source", "license"]  # in every row, so that no part of it loses them


def as_csv(rows: Iterable[Balance], *, as_of: datetime, source: str) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([*COLUMNS, *ORIGIN])
    origin = [as_of.isoformat(timespec="seconds").replace("+00:00", "Z"), METHOD, source, CC0]
    for row in rows:
        told = as_data(row)
        cells = ["" if told[name] is None else _plain(told[name]) for name in COLUMNS]
        writer.writerow([*cells, *origin])
    return text.getvalue()


def _plain(value: Any) -> Any:
    return int(value) if isinstance(value, bool) else value


def as_data(row: Balance) -> dict[str, Any]:
    return {
        "capacity": row.code,
        "wants": row.wants.n,
        "offers": row.offers.n,
        "open_seats": row.seats,
        "unmet": row.gap,
        "wants_suppressed": row.wants.is_suppressed,
        "offers_suppressed": row.offers.is_suppressed,
    }
