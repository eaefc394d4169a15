"""Figures of cohorts or periods taken together, as their indicator says; what cannot be combined is not."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

# What each rule does, for readers: of cohorts, then of periods.
UNITS_EXPLAINED = {
    "sum": _("The figures of the cohorts are added up. If one is missing, there is no sum."),
    "weighted_num_den": _(
        "The numerators of all cohorts are divided by the denominators of all cohorts: a large cohort counts for more"
        " than a small one. Shares themselves are never averaged."
    ),
    "distinct_people": _(
        "People are counted one by one in the records, each once, however many cohorts and programs they took part in."
        " Figures of cohorts are not added up."
    ),
    "none": _("Each cohort stands for itself: nothing is combined."),
}
PERIODS_EXPLAINED = {
    "sum": _("The figures of the periods are added up. If one is missing, there is no sum."),
    "last": _("The newest period that has a figure stands for all."),
    "mean": _(
        "The figures of the periods are averaged, each period counting the same. If one is missing, there is no mean."
    ),
    "max": _("The period with the highest figure stands for all."),
    "none": _("Each period stands for itself: nothing is combined."),
}


@dataclass(frozen=True)
class Figure:
    value: Decimal | None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    n: int | None = None


def over_units(figures: Sequence[Figure], how: str, *, factor: int = 100) -> Figure | None:
    """Of cohorts. People counted once are counted by their rows, never by adding these: so `distinct_people` gives
    nothing here. A share is the numerators over the denominators; a missing figure makes a sum incomplete: nothing.
    """
    if not figures or any(each.value is None for each in figures):
        return None
    if how == "sum":
        return Figure(value=sum((each.value or Decimal(0) for each in figures), Decimal(0)), n=_n(figures))
    if how == "weighted_num_den":
        numerator = sum((each.numerator or Decimal(0) for each in figures), Decimal(0))
        denominator = sum((each.denominator or Decimal(0) for each in figures), Decimal(0))
        if not denominator or any(each.denominator is None for each in figures):
            return None
        return Figure(
            value=factor * numerator / denominator,
            numerator=numerator,
            denominator=denominator,
            n=_n(figures),
        )
    return None


def over_periods(figures: Sequence[Figure], how: str) -> Figure | None:
    """Of periods, in their order. Shares are never averaged: only the last, or the highest, can stand for them."""
    known = [each for each in figures if each.value is not None]
    if not known or (how in {"sum", "mean"} and len(known) < len(figures)):
        return None
    if how == "last":
        return known[-1]
    if how == "max":
        return max(known, key=lambda each: each.value or Decimal(0))
    is_share = any(each.denominator is not None for each in known)
    total = sum((each.value or Decimal(0) for each in known), Decimal(0))
    if how == "sum" and not is_share:
        return Figure(value=total)
    if how == "mean" and not is_share:
        return Figure(value=total / len(known))
    return None


def _n(figures: Sequence[Figure]) -> int | None:
    counts = [each.n for each in figures]
    return None if None in counts else sum(n for n in counts if n is not None)
