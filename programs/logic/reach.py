"""Days that may be meant, and days that the database bears."""

from datetime import UTC, date, datetime

from common.forms import LAST_YEAR, within_reach

__all__ = ["KEPT_FROM", "KEPT_MOMENTS", "KEPT_TO", "LAST_YEAR", "within_reach"]

# A clone moves everything by as many days as its first day.
KEPT_FROM, KEPT_TO = date(1800, 1, 1), date(2300, 1, 1)
KEPT_MOMENTS = (datetime(1800, 1, 1, tzinfo=UTC), datetime(2300, 1, 1, tzinfo=UTC))
