from collections.abc import Iterable

from django.db.models import Count

from assessments.logic.effort import minutes
from assessments.models import Item


def minutes_of(version_ids: Iterable[int]) -> dict[int, int]:
    """How many minutes each version takes; one query for all."""
    kinds: dict[int, dict[str, int]] = {version: {} for version in version_ids}
    counted = (
        Item.objects.filter(version__in=kinds)
        .order_by()
        .values_list("version", "kind")
        .annotate(n=Count("pk"))
    )
    for version, kind, count in counted:
        kinds[version][kind] = count
    return {version: minutes(by_kind) for version, by_kind in kinds.items()}
