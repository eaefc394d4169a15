"""What somebody has, offers and wants, as the pages show it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import ngettext

from capacity.models import CapacityClaim, ClaimKind, ProficiencyLevel, Stakeholder
from capacity.queries.texts import foreign_language
from common import formats

MOST_ROWS = 2000


@dataclass(frozen=True)
class ClaimRow:
    """`age` is said where it counts in years; `is_old` where it should not be taken for certain any more."""

    claim: CapacityClaim
    language: str
    age: str
    is_old: bool
    earlier: list[CapacityClaim]


@dataclass(frozen=True)
class ProfileSection:
    kind: ClaimKind
    rows: list[ClaimRow]


@dataclass(frozen=True)
class Profile:
    """`past` are those withdrawn, with what was said before."""

    sections: list[ProfileSection]
    past: list[ClaimRow]

    @property
    def is_empty(self) -> bool:
        return not (self.past or any(section.rows for section in self.sections))


def profile_of(stakeholder: Stakeholder) -> Profile:
    """With all history, in one query."""
    return _assembled(shown(CapacityClaim.objects.filter(stakeholder=stakeholder)))


def summary_of(stakeholder: Stakeholder) -> Profile:
    """What is said now, in one query."""
    return _assembled(shown(CapacityClaim.objects.current().filter(stakeholder=stakeholder)))


def _assembled(said: QuerySet[CapacityClaim]) -> Profile:
    threads: dict[tuple[str, int], list[CapacityClaim]] = {}
    for claim in said.order_by("capacity__path", "-is_current", "-stated_on", "-pk")[:MOST_ROWS]:
        threads.setdefault((claim.kind, claim.capacity_id), []).append(claim)
    rows = [row_of(thread[0], thread[1:]) for thread in threads.values()]
    return Profile(
        sections=[
            ProfileSection(kind, [row for row in rows if row.claim.is_current and row.claim.kind == kind])
            for kind in ClaimKind
        ],
        past=[row for row in rows if not row.claim.is_current],
    )


def current_of(stakeholder: Stakeholder, codes: Iterable[str]) -> dict[str, list[CapacityClaim]]:
    """What is said of these capacities now, by code."""
    found: dict[str, list[CapacityClaim]] = {}
    for claim in shown(stakeholder.claims.current().filter(capacity__code__in=codes)):
        found.setdefault(claim.capacity.code, []).append(claim)
    return found


def shown(claims: QuerySet[CapacityClaim]) -> QuerySet[CapacityClaim]:
    return claims.filter(capacity__is_hidden=False).select_related("capacity", "level", "stated_as")


def row_of(claim: CapacityClaim, earlier: list[CapacityClaim]) -> ClaimRow:
    years = whole_years(claim.stated_on, timezone.now().date())
    return ClaimRow(
        claim=claim,
        language=foreign_language(claim.capacity, "name"),
        age=said_years_ago(years) if years else "",
        is_old=(timezone.now().date() - claim.stated_on).days > settings.CLAIM_FRESH_DAYS,
        earlier=earlier,
    )


def whole_years(since: date, today: date) -> int:
    return today.year - since.year - ((today.month, today.day) < (since.month, since.day))


def said_years_ago(years: int) -> str:
    return ngettext("said %(n)s year ago", "said %(n)s years ago", years) % {"n": formats.number(years)}


def levels() -> list[ProficiencyLevel]:
    """The six steps, with what each looks like."""
    return list(ProficiencyLevel.objects.order_by("level"))
