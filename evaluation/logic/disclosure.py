"""When a single figure about people may be shown."""

from decimal import Decimal

from common.statistics.suppression import count_rule, rate_rule


def may_be_shown(
    n: int | None, *, numerator: Decimal | None, denominator: Decimal | None, least: int
) -> bool:
    """Not without its n, not of few people, and not a share that tells of few who did, or did not."""
    if n is None or 0 < n < least:
        return False
    if numerator is None or denominator is None:
        return count_rule(n, k=least) is None
    return rate_rule(int(numerator), int(denominator), k=least) is None
