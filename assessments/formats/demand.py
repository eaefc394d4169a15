"""Demand and supply as CSV and as data: what the page shows, by code, without words to translate."""

import csv
import io
from collections.abc import Iterable
from typing import Any

from assessments.logic.demand import Balance

COLUMNS = ["capacity", "wants", "offers", "open_seats", "unmet", "wants_suppressed", "offers_suppressed"]


def as_csv(rows: Iterable[Balance]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for row in rows:
        told = as_data(row)
        writer.writerow(["" if told[name] is None else _plain(told[name]) for name in COLUMNS])
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
