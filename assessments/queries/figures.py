"""The figures of a version in one language, from its sums: reliability, items, differential answers by language."""

from dataclasses import dataclass, field
from decimal import Decimal
from math import sqrt
from typing import Any

from django.conf import settings

from assessments.models import AnswerCount, InstrumentVersion, Item, ItemSums, MissingCode
from assessments.models.item import SCORED_KINDS
from common.statistics.estimate import Estimate
from common.statistics.item_sums import ItemSums as Sums
from common.statistics.mantel import DIFFERENTIAL, Differential, differential_answers
from common.statistics.multiplicity import benjamini_hochberg
from common.statistics.omega import omega_from_covariances
from common.statistics.reliability import alpha_from_covariances, rest_correlations

RATE = 0.05  # of false discoveries in the family of all items of a version in one language


@dataclass
class ItemCounts:
    """Of one item in one language: how often each value, in each stratum, and what is missing."""

    answered: dict[tuple[Decimal | None, Decimal], int] = field(default_factory=dict)
    missing: int = 0
    not_asked: int = 0

    @property
    def n(self) -> int:
        return sum(self.answered.values())

    def by_stratum(self) -> dict[Decimal, dict[Decimal, int]]:
        found: dict[Decimal, dict[Decimal, int]] = {}
        for (stratum, value), n in self.answered.items():
            if stratum is not None:
                found.setdefault(stratum, {})[value] = n
        return found


def figures_of(version: InstrumentVersion, language: str) -> dict[str, Any]:
    """As plain values, for JSON. Nothing rests on fewer people than may be shown."""
    items = list(version.items.filter(kind__in=SCORED_KINDS).order_by("position", "id"))
    counts = counts_of(version)
    own = {item.pk: counts.get((item.pk, language), ItemCounts()) for item in items}
    n = max((one.n + one.missing + one.not_asked for one in own.values()), default=0)
    if n < settings.MINIMUM_CELL_PEOPLE:
        return {"n": n, "suppressed": True}
    sums = list(ItemSums.objects.filter(version=version, language=language).select_related("dimension"))
    rest = {item: value for row in sums for item, value in rests_in(row).items()}
    reference = reference_of(items, counts)
    return {
        "n": n,
        "suppressed": False,
        "parts": [part_of(row) for row in sorted(sums, key=lambda row: row.dimension_id or 0)],
        "items": [item_of(item, own[item.pk], rest.get(item.pk)) for item in items],
        "reference": reference,
        "differential_method": DIFFERENTIAL,
        "differential": []
        if language == reference
        else differential_of(items, counts, reference=reference, language=language),
    }


def counts_of(version: InstrumentVersion) -> dict[tuple[int, str], ItemCounts]:
    found: dict[tuple[int, str], ItemCounts] = {}
    for row in AnswerCount.objects.filter(item__version=version, n__gt=0):
        one = found.setdefault((row.item_id, row.language), ItemCounts())
        if row.value is not None:
            one.answered[row.stratum, row.value] = row.n
        elif row.missing_code == MissingCode.NOT_ASKED:
            one.not_asked += row.n
        else:
            one.missing += row.n
    return found


def part_of(row: ItemSums) -> dict[str, Any]:
    """Alpha and omega of the whole version (no dimension) or of one."""
    name = {"dimension": row.dimension.code if row.dimension else None, "n": row.n, "k": len(row.items)}
    if row.n < settings.MINIMUM_CELL_PEOPLE:
        return {**name, "n": None, "suppressed": True}
    covariances = sums_of(row).covariances()
    alpha = alpha_from_covariances(covariances, people=row.n)
    omega = omega_from_covariances(covariances, people=row.n)
    return {
        **name,
        "suppressed": False,
        "alpha": plain_estimate(alpha),
        "omega": {**plain_estimate(omega), "enough_people": omega.enough_people},
    }


def rests_in(row: ItemSums) -> dict[int, float | None]:
    """Correlation of each item with the sum of the others: in its own dimension where that has its sums, which come
    after those of the whole version.
    """
    if row.n < settings.MINIMUM_CELL_PEOPLE:
        return {}
    return dict(zip(row.items, rest_correlations(sums_of(row).covariances()), strict=True))


def sums_of(row: ItemSums) -> Sums:
    return Sums(row.n, tuple(row.sums), tuple(row.products))


def item_of(item: Item, counts: ItemCounts, rest: float | None) -> dict[str, Any]:
    n, asked = counts.n, counts.n + counts.missing
    found: dict[str, Any] = {"code": item.code, "n": n if n >= settings.MINIMUM_CELL_PEOPLE else None}
    mean = sd = None
    if n >= settings.MINIMUM_CELL_PEOPLE:
        answered = [(value, times) for (_stratum, value), times in counts.answered.items()]
        total = sum((value * times for value, times in answered), Decimal(0))
        squares = sum((value * value * times for value, times in answered), Decimal(0))
        mean = float(total / n)
        sd = sqrt(max((squares - total * total / n) / (n - 1), Decimal(0)))
    return {**found, "mean": mean, "sd": sd, "rest": rest, "missing_share": share_of(counts.missing, asked)}


def share_of(few: int, all_of_them: int) -> float | None:
    """None where the share would tell of fewer people than may be shown, on either side."""
    least = settings.MINIMUM_CELL_PEOPLE
    if all_of_them < least or 0 < few < least or 0 < all_of_them - few < least:
        return None
    return few / all_of_them


def reference_of(items: list[Item], counts: dict[tuple[int, str], ItemCounts]) -> str:
    """The language in which most people answered; English among equals."""
    people: dict[str, int] = {}
    for (_item, language), one in counts.items():
        people[language] = max(people.get(language, 0), one.n + one.missing + one.not_asked)
    return min(people, key=lambda language: (-people[language], language != "en", language), default="en")


def differential_of(
    items: list[Item], counts: dict[tuple[int, str], ItemCounts], *, reference: str, language: str
) -> list[dict[str, Any]]:
    """Items by item; flagged where it is large, and unlikely by chance among all that were looked at."""
    tested = [
        (item, compared(counts.get((item.pk, reference)), counts.get((item.pk, language)))) for item in items
    ]
    family = benjamini_hochberg(
        {item.pk: found.p for item, found in tested if found.p is not None}, rate=RATE
    )
    rows = []
    for item, found in tested:
        q = family[item.pk].adjusted if item.pk in family else None
        rows.append(
            {
                "code": item.code,
                "n_reference": shown(found.n_first),
                "n_language": shown(found.n_second),
                "value": found.value,
                "statistic": found.statistic,
                "p": found.p,
                "q": q,
                "size": found.size,
                "flagged": q is not None and family[item.pk].discovery and found.size == "large",
                "reason": found.reason,
            }
        )
    return rows


def shown(n: int) -> int | None:
    return n if n >= settings.MINIMUM_CELL_PEOPLE else None


def compared(first: ItemCounts | None, second: ItemCounts | None) -> Differential:
    one, other = (counts.by_stratum() if counts else {} for counts in (first, second))
    scores = sorted({value for strata in (one, other) for row in strata.values() for value in row})
    tables = [
        [[row.get(value, 0) for value in scores] for row in (one.get(stratum, {}), other.get(stratum, {}))]
        for stratum in sorted({*one, *other})
    ]
    return differential_answers(tables, [float(score) for score in scores])


def plain_estimate(estimate: Estimate) -> dict[str, Any]:
    return {
        "value": estimate.value,
        "low": estimate.low,
        "high": estimate.high,
        "method_id": estimate.method_id,
        "reason": estimate.reason,
    }
