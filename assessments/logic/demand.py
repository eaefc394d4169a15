"""What is wanted against what is offered, as far as it may be told: one layer for page, file and API."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from common.statistics.suppression import rate_rule
from common.statistics.suppression_tables import TOTAL, protect_list

Counts = Mapping[str, int]  # by the code of a region or language; "" where it is not known


@dataclass(frozen=True, kw_only=True)
class Told:
    """How many people and organizations; each counts once. None: too few to tell."""

    n: int | None

    @property
    def is_suppressed(self) -> bool:
        return self.n is None


@dataclass(frozen=True, kw_only=True)
class Side:
    """One side of the balance of a capacity: all of it, by region, and by language (where one may have several)."""

    total: Told
    regions: dict[str, Told] = field(default_factory=dict)
    languages: dict[str, Told] = field(default_factory=dict)

    def at(self, part: str, code: str) -> Told:
        """`part` is "", "region" or "language"."""
        if not part:
            return self.total
        return (self.regions if part == "region" else self.languages).get(code, Told(n=0))


def protected(total: int, regions: Counts, languages: Counts, *, k: int) -> Side:
    """Regions add up to the total, so that two blanks stand where one would be worked out. A language is told unless so
    few speak it, or do not, that they could be found by subtraction."""
    by_region = protect_list({code: n for code, n in regions.items()}, k=k)  # noqa: C416 - any key is a key
    whole = by_region[TOTAL]
    shown = None if whole.rule else total
    return Side(
        total=Told(n=shown),
        regions={code: Told(n=None if by_region[code].rule else n) for code, n in regions.items()},
        languages={
            code: Told(n=None if shown is None or rate_rule(n, total, k=k) else n)
            for code, n in languages.items()
        },
    )


@dataclass(frozen=True, kw_only=True)
class Balance:
    """One capacity: who wants it, who offers it, and how many seats are free in programs that build it."""

    code: str
    name: str
    wants: Told
    offers: Told
    seats: int
    drafts: int = 0  # programs that are being written

    @property
    def gap(self) -> int | None:
        """Wants that neither somebody who offers it nor a free seat meets; None where it may not be told."""
        if self.wants.n is None or self.offers.n is None:
            return None
        return self.wants.n - self.offers.n - self.seats

    @property
    def is_unmet(self) -> bool:
        return self.gap is not None and self.gap > 0
