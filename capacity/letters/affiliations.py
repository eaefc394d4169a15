"""What is told of affiliations: to her whose it is, to those who represent the organization, or else to staff."""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from capacity.models import Affiliation, AffiliationRole, Stakeholder, User
from common.outbox import tell

MINE = "capacity:affiliation-list"


def requested(affiliation: Affiliation) -> None:
    """To the representatives who can decide; where there is none, to staff."""
    others = representatives(affiliation.organization, without=affiliation.person.user)
    if others:
        _tell_members(others, affiliation, "requested")
    else:
        _tell_staff(affiliation.organization, f"{affiliation.pk}-requested", affiliation=affiliation)


def withdrawn(affiliation: Affiliation) -> None:
    """To the representatives."""
    others = representatives(affiliation.organization, without=affiliation.person.user)
    _tell_members(others, affiliation, "withdrawn")


def decided(affiliation: Affiliation) -> None:
    """To her who asked: confirmed, or refused and why."""
    _tell_person(affiliation, affiliation.state)


def ended(affiliation: Affiliation, *, by: User | None) -> None:
    """To the other side, with the day and the reason; where the portal itself ends it, to both."""
    user = affiliation.person.user
    if by != user:
        _tell_person(affiliation, "ended", f"ended-{affiliation.ends_on}")
    others = representatives(affiliation.organization).exclude(
        pk__in=[each.pk for each in (user, by) if each]
    )
    if by == user or by is None:
        _tell_members(others, affiliation, "left", f"left-{affiliation.ends_on}")


def appointed(affiliation: Affiliation) -> None:
    """To the representative: until when."""
    _tell_person(affiliation, "appointed", f"appointed-{affiliation.ends_on}")


def term_ends(affiliation: Affiliation) -> None:
    """To the representative: her term ends soon. Once for each end."""
    _tell_person(affiliation, "term_ends", f"term-{affiliation.ends_on}")


def unrepresented(affiliation: Affiliation) -> None:
    """To staff: with this end the organization has nobody left who represents it."""
    _tell_staff(affiliation.organization, f"{affiliation.pk}-unrepresented")


def representatives(organization: Stakeholder, *, without: User | None = None) -> QuerySet[User]:
    terms = Affiliation.objects.current().filter(
        organization=organization, role=AffiliationRole.REPRESENTATIVE
    )
    found = User.objects.filter(is_active=True, person__affiliations__in=terms).distinct()
    return found.exclude(pk=without.pk) if without else found


def _tell_person(affiliation: Affiliation, letter: str, cause: str = "") -> None:
    if affiliation.person.user is not None:
        tell(
            recipient=affiliation.person.user,
            kind="affiliation",
            cause=f"affiliation-{affiliation.pk}-{cause or letter}",
            template=f"capacity/affiliation_{letter}",
            context=_context(affiliation),
            url=reverse(MINE),
        )


def _tell_members(recipients: Iterable[User], affiliation: Affiliation, letter: str, cause: str = "") -> None:
    for recipient in recipients:
        tell(
            recipient=recipient,
            kind="membership",
            cause=f"affiliation-{affiliation.pk}-{cause or letter}",
            template=f"capacity/affiliation_{letter}",
            context=_context(affiliation),
            url=reverse("capacity:member-list", kwargs={"slug": affiliation.organization.slug}),
        )


def _tell_staff(organization: Stakeholder, cause: str, *, affiliation: Affiliation | None = None) -> None:
    """Demo staff are told of demo organizations, and others of the others."""
    for recipient in User.objects.filter(is_staff=True, is_active=True, is_demo=organization.is_demo):
        tell(
            recipient=recipient,
            kind="unattended",
            cause=f"affiliation-{cause}",
            template="capacity/organization_unattended",
            context={"organization": organization, "affiliation": affiliation},
            url=reverse("capacity:unattended-list"),
        )


def _context(affiliation: Affiliation) -> dict[str, Any]:
    return {
        "affiliation": affiliation,
        "person": affiliation.person.name,
        "organization": affiliation.organization.name,
    }
