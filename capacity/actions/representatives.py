"""Who speaks for an organization, and until when. Each deed locks the organization: there is one term a time."""

from datetime import date, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Max, QuerySet
from django.utils import timezone

from capacity.actions import affiliations
from capacity.letters import affiliations as letters
from capacity.logic import refusals
from capacity.models import Affiliation, AffiliationRole, Stakeholder, User
from capacity.states import AFFILIATION_MOVES, AffiliationState
from common.log import record
from common.moves import check_move


@transaction.atomic
def appoint(organization: Stakeholder, *, person: Stakeholder, until: date, by: User) -> Affiliation:
    """Gives a member a term, or a representative a longer one, and writes to her.

    Refuses: oneself, somebody who is not affiliated, a term that is over or too long.
    """
    if person.user_id == by.pk:
        raise refusals.OwnAffiliationError
    organization = Stakeholder.objects.select_for_update().get(pk=organization.pk)
    check_term(until)
    here = Affiliation.objects.filter(person=person, organization=organization)
    if not here.current().exists():
        raise refusals.NotAMemberError
    terms = here.filter(role=AffiliationRole.REPRESENTATIVE)
    standing = terms.current().select_for_update().first()
    affiliation = (
        _prolonged(standing, until, by=by) if standing else _begun(organization, person, terms, until, by=by)
    )
    letters.appointed(affiliation)
    return affiliation


@transaction.atomic
def hand_over(affiliation: Affiliation, *, person: Stakeholder, until: date, by: User) -> Affiliation:
    """A representative gives her place to another member: the one term begins, the other ends today. Writes to both
    sides. Refuses what `appoint` refuses, and what is not a term that runs.
    """
    Stakeholder.objects.select_for_update().get(pk=affiliation.organization_id)
    standing = affiliations.lock(affiliation)
    if not standing.is_representation:
        raise refusals.NotARepresentativeError
    check_move(AFFILIATION_MOVES, standing.state, AffiliationState.ENDED)
    begun = appoint(standing.organization, person=person, until=until, by=by)
    affiliations.end_locked(standing, ends_on=affiliations.today(), by=by)
    return begun


def remind() -> int:
    """Writes to representatives whose term ends soon, once for each end."""
    today = affiliations.today()
    last = today + timedelta(days=settings.REPRESENTATIVE_REMINDER_DAYS)
    ending = Affiliation.objects.current().filter(
        role=AffiliationRole.REPRESENTATIVE, ends_on__range=[today, last]
    )
    rows = ending.select_related("person__user", "organization")
    for affiliation in rows:
        letters.term_ends(affiliation)
    return len(rows)


def check_term(until: date) -> None:
    today = affiliations.today()
    if not today < until <= today + timedelta(days=settings.REPRESENTATIVE_TERM_DAYS):
        raise refusals.TermError


def _prolonged(standing: Affiliation, until: date, *, by: User) -> Affiliation:
    before = {"ends_on": standing.ends_on and f"{standing.ends_on}"}
    standing.ends_on = until
    standing.save(update_fields=["ends_on", "updated_at"])
    record("capacity.representatives.appoint", standing, by=by, before=before, after={"ends_on": f"{until}"})
    return standing


def _begun(
    organization: Stakeholder, person: Stakeholder, terms: QuerySet[Affiliation], until: date, *, by: User
) -> Affiliation:
    """After a term that ends today the next begins tomorrow."""
    today = affiliations.today()
    last = terms.filter(state=AffiliationState.ENDED).aggregate(day=Max("ends_on"))["day"]
    affiliation = Affiliation(
        person=person,
        organization=organization,
        role=AffiliationRole.REPRESENTATIVE,
        state=AffiliationState.CONFIRMED,
        starts_on=max(today, last + timedelta(days=1)) if last else today,
        ends_on=until,
        decided_by=by,
        decided_at=timezone.now(),
        is_demo=organization.is_demo or person.is_demo,
    )
    affiliations.insert(affiliation)
    record("capacity.representatives.appoint", affiliation, by=by, after={"ends_on": f"{until}"})
    return affiliation
