"""Stated criteria: whom a reserved seat, or a weight in a review, is for."""

from collections.abc import Collection
from dataclasses import dataclass

REGION, TERRITORY, AFFILIATE_TYPE, LANGUAGE, NEWCOMER = (
    "region",
    "territory",
    "affiliate_type",
    "language",
    "newcomer",
)


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What is known of an applicant at the moment of her application."""

    territory: str = ""
    region: str = ""
    affiliate_types: frozenset[str] = frozenset()
    languages: frozenset[str] = frozenset()
    is_newcomer: bool = False


def is_met(kind: str, values: Collection[str], facts: Facts) -> bool:
    """A newcomer needs no value; everything else is one of the values named. What is not known is not met."""
    if kind == NEWCOMER:
        return facts.is_newcomer
    known = {
        REGION: {facts.region},
        TERRITORY: {facts.territory},
        AFFILIATE_TYPE: facts.affiliate_types,
        LANGUAGE: facts.languages,
    }[kind]
    return not known.isdisjoint(values)
