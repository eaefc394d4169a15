"""Counting demographic answers, once a month: so that nobody can watch one person's answer come or go."""

from django.db import connection, transaction
from django.utils import timezone

from capacity.models import DemographicDimension
from capacity.states import ConsentPurpose
from evaluation.models import DemographicCount
from evaluation.stats.demographics import table_of
from programs.models import Enrollment


@transaction.atomic
def count_all() -> int:
    """Writes this month's tables, unless they are there; returns how many. Running it again changes nothing."""
    today = timezone.now().date()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('evaluation.demographics'))")
    has_demo = Enrollment.objects.filter(is_demo=True).exists()
    written = 0
    for dimension in DemographicDimension.objects.filter(is_active=True).prefetch_related("options"):
        for purpose in ConsentPurpose.values:
            written += count(dimension, purpose, today.replace(day=1), is_demo=has_demo)
    return written


def count(dimension: DemographicDimension, purpose: str, month: object, *, is_demo: bool) -> bool:
    earlier = DemographicCount.objects.filter(dimension=dimension, purpose=purpose)
    if earlier.filter(counted_on__gte=month).exists():
        return False
    newest = earlier.first()
    published = newest.published if newest is not None else {}
    options = [option.pk for option in dimension.options.all()]
    cells = table_of(purpose, dimension.pk, options, published=published)
    shown = {cell: number for cell, number in cells.items() if number is not None}
    DemographicCount.objects.create(
        dimension=dimension,
        purpose=purpose,
        counted_on=timezone.now().date(),
        cells=cells,
        published={**published, **shown},
        is_demo=is_demo,
    )
    return True
