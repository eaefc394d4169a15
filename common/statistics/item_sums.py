"""Sums over people of what they answered to several items; they add up, and the covariances follow from them."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

import numpy as np

from common.statistics.exact import Floats


@dataclass(frozen=True)
class ItemSums:
    """`products` are those of the first item with itself, with the second …; of the second with itself, …"""

    n: int
    sums: tuple[Decimal, ...]
    products: tuple[Decimal, ...]

    @classmethod
    def of(cls, values: Sequence[Decimal]) -> "ItemSums":
        """Of one person."""
        given = tuple(values)
        return cls(1, given, tuple(a * b for place, a in enumerate(given) for b in given[place:]))

    @classmethod
    def none(cls, items: int) -> "ItemSums":
        zero = Decimal(0)
        return cls(0, (zero,) * items, (zero,) * (items * (items + 1) // 2))

    def __add__(self, other: "ItemSums") -> "ItemSums":
        return self._with(other, 1)

    def __sub__(self, other: "ItemSums") -> "ItemSums":
        return self._with(other, -1)

    def _with(self, other: "ItemSums", sign: int) -> "ItemSums":
        return ItemSums(
            self.n + sign * other.n,
            tuple(a + sign * b for a, b in zip(self.sums, other.sums, strict=True)),
            tuple(a + sign * b for a, b in zip(self.products, other.products, strict=True)),
        )

    @property
    def items(self) -> int:
        return len(self.sums)

    def means(self) -> list[float]:
        return [float(Fraction(each) / self.n) for each in self.sums] if self.n else []

    def covariances(self) -> Floats:
        """Over n - 1; exact until the last step. Needs two people."""
        k = self.items
        found = np.zeros((k, k))
        products = iter(self.products)
        totals = [Fraction(each) for each in self.sums]
        for row in range(k):
            for column in range(row, k):
                value = Fraction(next(products)) - totals[row] * totals[column] / self.n
                found[row, column] = found[column, row] = float(value / (self.n - 1))
        return found
