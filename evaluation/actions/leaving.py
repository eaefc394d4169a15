"""What is kept about those who left on the way, and about how reliably questionnaires measure."""

from collections.abc import Collection
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from assessments.models import InstrumentVersion
from capacity.models import Capacity, User
from common.log import record
from common.statistics.reliability import alpha_from_variances
from evaluation.actions.watermarks import since_last_time
from evaluation.models import BaselineSplit, Reliability, ReliabilityKind
from evaluation.queries import leaving

COLUMNS = [name for _source, name in leaving.KEPT] + leaving.SUMS + ["is_demo"]
REST = [name for name in COLUMNS if name not in leaving.KEY]
WRITE = f"""
    INSERT INTO evaluation_baselinesplit AS own ({", ".join(f'"{name}"' for name in COLUMNS)})
    {leaving.BY_WAVE}
    ON CONFLICT ({", ".join(leaving.KEY)}) DO UPDATE SET {", ".join(f'"{name}" = excluded."{name}"' for name in REST)}
"""


@transaction.atomic
def refresh(cohort_ids: Collection[int]) -> None:
    """Sums anew over the finished waves of these cohorts; it costs what they hold. Running it again changes nothing."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('evaluation.leaving'))")
        BaselineSplit.objects.filter(cohort__in=cohort_ids).delete()
        cursor.execute(WRITE, {"cohorts": list(cohort_ids), "as_of": timezone.now()})


def refresh_due() -> int:
    """Catches up with waves that ended and answers that came since the last time; tells in how many cohorts."""
    with since_last_time("leaving") as moment, connection.cursor() as cursor:
        cursor.execute(leaving.TOUCHED, {"since": moment, "as_of": timezone.now()})
        cohorts = [cohort for (cohort,) in cursor.fetchall()]
        for start in range(0, len(cohorts), 100):
            refresh(cohorts[start : start + 100])
    return len(cohorts)


def measure_reliability() -> int:
    """Computes alpha of each questionnaire and capacity from all baselines; tells of how many. Few people give none."""
    with connection.cursor() as cursor:
        cursor.execute(leaving.ALPHA)
        names = [column[0] for column in cursor.description]
        rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    today = timezone.now().date()
    found = [measured for row in rows if (measured := _alpha(row))]
    for each in found:
        each.stated_on = today
    Reliability.objects.bulk_create(
        found,
        update_conflicts=True,
        unique_fields=["version", "capacity", "kind"],
        update_fields=["value", "people", "stated_on", "is_demo"],
    )
    return len(found)


def _alpha(row: dict[str, Any]) -> Reliability | None:
    """An alpha below zero tells of items that do not belong together: by it nobody's change can be judged."""
    if row["people"] < settings.MINIMUM_PEOPLE_FOR_RELIABILITY:
        return None
    alpha = alpha_from_variances(
        item_variances=float(row["variances"]),
        total_variance=float(row["variance"]),
        items=row["items"],
        people=row["people"],
    ).value
    if alpha is None or alpha < 0:
        return None
    return Reliability(
        version_id=row["version_id"],
        capacity_id=row["capacity_id"],
        kind=ReliabilityKind.ALPHA,
        value=Decimal(repr(alpha)).quantize(Decimal("0.000001")),
        people=row["people"],
        is_demo=row["is_demo"],
    )


@transaction.atomic
def state_reliability(
    version: InstrumentVersion, capacity: Capacity, *, value: Decimal, source: str, by: User
) -> Reliability:
    """Takes over a reliability that somebody else has published, with its source; the one stated before gives way."""
    stated, _created = Reliability.objects.update_or_create(
        version=version,
        capacity=capacity,
        kind=ReliabilityKind.STATED,
        defaults={
            "value": value,
            "source": source,
            "stated_on": timezone.now().date(),
            "is_demo": version.is_demo,
        },
    )
    record("evaluation.leaving.state_reliability", stated, by=by, after={"value": str(value)})
    return stated
