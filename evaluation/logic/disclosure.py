"""When a figure about people may be shown: the policy, for every layer that tells of them."""

from collections.abc import Iterable
from decimal import Decimal

from django.conf import settings

from common.statistics.suppression import count_rule, rate_rule

# What says something of people that can hurt them, by the name of the dimension in a figure's cell. A dimension that
# staff have marked as sensitive comes on top, as `sensitive`.
SENSITIVE_DIMENSIONS = frozenset(
    {"gender", "disability", "age", "demographics", "demographic", "territory", "country"}
)


def least_people(dimensions: Iterable[str] = (), *, sensitive: bool = False) -> int:
    """How many people a figure with these dimensions must tell of at least."""
    if sensitive or not SENSITIVE_DIMENSIONS.isdisjoint(dimensions):
        return settings.MINIMUM_SENSITIVE_CELL_PEOPLE
    return settings.MINIMUM_CELL_PEOPLE


def may_be_shown(
    n: int | None, *, numerator: Decimal | None, denominator: Decimal | None, least: int
) -> bool:
    """Not without its n, not of few people, and not a share that tells of few who did, or did not."""
    if n is None or 0 < n < least:
        return False
    if numerator is None or denominator is None:
        return count_rule(n, k=least) is None
    return rate_rule(int(numerator), int(denominator), k=least) is None
