"""Who belongs where, as the pages show it."""

from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone

from capacity.models import Affiliation, AffiliationRole, Stakeholder, User
from capacity.states import AffiliationState
from common.paging import Page, page_of
from common.statements import Written

MOST_ROWS = 200


@dataclass(frozen=True)
class MyAffiliations:
    waiting: list[Affiliation]
    current: list[Affiliation]
    past: list[Affiliation]
    represented: list[Affiliation]


@dataclass(frozen=True)
class TermRow:
    affiliation: Affiliation
    ends_soon: bool
    may_end: bool


@dataclass(frozen=True)
class OrganizationMembers:
    requests: list[Affiliation]
    representatives: list[TermRow]
    members: Page[Affiliation]


def _hers(user: int) -> QuerySet[Affiliation]:
    rows = Affiliation.objects.filter(person__user=user).select_related("organization")
    return rows.order_by("-starts_on", "-pk")[:MOST_ROWS]


HERS = Written(_hers, -77)


def affiliations_of(user: User) -> MyAffiliations:
    """One query."""
    rows: list[Affiliation] = HERS.objects(user.pk)
    today = timezone.now().date()

    def is_over(row: Affiliation) -> bool:
        return row.state != AffiliationState.CONFIRMED or bool(row.ends_on and row.ends_on < today)

    waiting = [row for row in rows if row.state == AffiliationState.REQUESTED]
    return MyAffiliations(
        waiting=waiting,
        current=[row for row in rows if not is_over(row)],
        past=[row for row in rows if is_over(row) and row not in waiting],
        represented=[
            row for row in rows if row.is_representation and not is_over(row) and row.starts_on <= today
        ],
    )


def members_of(organization: Stakeholder, *, reader: User, cursor: str) -> OrganizationMembers:
    """Three queries, however many there are; members in pages, the newest first. Raises CursorError."""
    rows = Affiliation.objects.filter(organization=organization).select_related("person", "organization")
    current = rows.current()
    terms = current.filter(role=AffiliationRole.REPRESENTATIVE).order_by("person__name", "pk")
    return OrganizationMembers(
        requests=list(rows.requested().order_by("created_at", "pk")[:MOST_ROWS]),
        representatives=[term_row(row, reader) for row in terms[:MOST_ROWS]],
        members=page_of(
            current.exclude(role=AffiliationRole.REPRESENTATIVE),
            ordering=["-starts_on", "-pk"],
            cursor=cursor,
            size=settings.PAGE_ROWS,
        ),
    )


def term_row(affiliation: Affiliation, reader: User) -> TermRow:
    """A term is ended by her whose it is, or by staff."""
    soon = timezone.now().date() + timedelta(days=settings.REPRESENTATIVE_REMINDER_DAYS)
    return TermRow(
        affiliation,
        ends_soon=bool(affiliation.ends_on and affiliation.ends_on <= soon),
        may_end=reader.is_staff or affiliation.person.user_id == reader.pk,
    )


def candidates_of(organization: Stakeholder, *, without: Stakeholder | None) -> QuerySet[Stakeholder]:
    """Persons who can be appointed to represent it."""
    current = Affiliation.objects.current().filter(organization=organization)
    persons = Stakeholder.objects.filter(pk__in=current.values("person")).order_by("name", "pk")
    return persons.exclude(pk=without.pk) if without else persons


def unattended() -> QuerySet[Affiliation]:
    """Requests that only staff can decide, the oldest first."""
    rows = Affiliation.objects.unattended().select_related("person", "organization")
    return rows.order_by("created_at", "pk")
