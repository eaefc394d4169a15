"""Who belongs to which organization. Each move locks the affiliation, so that two who decide at once take turns."""

from datetime import date, timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone

from capacity.letters import affiliations as letters
from capacity.logic import refusals
from capacity.models import Affiliation, AffiliationRole, Stakeholder, StakeholderStatus, User
from capacity.states import AFFILIATION_MOVES, AffiliationState
from common.log import record
from common.moves import check_move


@transaction.atomic
def request(
    organization: Stakeholder, *, role: str, starts_on: date, by: User, note: str = ""
) -> Affiliation:
    """Writes to the representatives, or to staff where there is none.

    Refuses: an organization that has ended, the role of a representative, a day to come, a second one at that time.
    """
    person = Stakeholder.objects.select_for_update().get(user=by)  # two identical requests take turns
    if organization.status == StakeholderStatus.FORMER:
        raise refusals.FormerOrganizationError
    if role == AffiliationRole.REPRESENTATIVE:
        raise refusals.RoleNotAskedForError
    if starts_on > today() + timedelta(days=1):  # it may be tomorrow where she lives
        raise refusals.NotYetError
    affiliation = Affiliation(
        person=person,
        organization=organization,
        role=role,
        starts_on=starts_on,
        note=note,
        is_demo=person.is_demo or organization.is_demo,
    )
    insert(affiliation)
    record("capacity.affiliations.request", affiliation, by=by, after={"state": affiliation.state})
    letters.requested(affiliation)
    return affiliation


@transaction.atomic
def confirm(affiliation: Affiliation, *, by: User) -> Affiliation:
    """Writes to the person. Refuses: what is not a request, one's own."""
    affiliation = _decide(affiliation, AffiliationState.CONFIRMED, by=by)
    record("capacity.affiliations.confirm", affiliation, by=by, after={"state": affiliation.state})
    letters.decided(affiliation)
    return affiliation


@transaction.atomic
def refuse(affiliation: Affiliation, *, by: User, reason: str) -> Affiliation:
    """Writes to the person, with the reason. Refuses: what is not a request, one's own, no reason."""
    if not reason.strip():
        raise refusals.ReasonMissingError
    affiliation = _decide(affiliation, AffiliationState.REFUSED, by=by, reason=reason)
    record("capacity.affiliations.refuse", affiliation, by=by, after={"state": affiliation.state})
    letters.decided(affiliation)
    return affiliation


@transaction.atomic
def withdraw(affiliation: Affiliation, *, by: User) -> Affiliation:
    """Takes one's request back, and says so to the representatives. Refuses what is decided."""
    affiliation = lock(affiliation)
    _move(affiliation, AffiliationState.WITHDRAWN, by=by)
    record("capacity.affiliations.withdraw", affiliation, by=by, after={"state": affiliation.state})
    letters.withdrawn(affiliation)
    return affiliation


@transaction.atomic
def end(affiliation: Affiliation, *, ends_on: date, by: User, reason: str = "") -> Affiliation:
    """With that last day: at once where it is not to come, else the clock ends it. Writes to the other side, and to
    staff where nobody is left to represent the organization.

    Refuses: what is not confirmed, a last day before the first, one later than the end that stands already.
    """
    return end_locked(lock(affiliation), ends_on=ends_on, by=by, reason=reason)


def end_locked(affiliation: Affiliation, *, ends_on: date, by: User, reason: str = "") -> Affiliation:
    check_move(AFFILIATION_MOVES, affiliation.state, AffiliationState.ENDED)
    if ends_on < affiliation.starts_on:
        raise refusals.EndsBeforeStartError
    if affiliation.ends_on and affiliation.ends_on < ends_on:
        raise refusals.EndsEarlierAlreadyError
    affiliation.ends_on, affiliation.reason = ends_on, reason
    if ends_on <= today():
        affiliation.state = AffiliationState.ENDED
    affiliation.save(update_fields=["ends_on", "reason", "state", "updated_at"])
    record(
        "capacity.affiliations.end",
        affiliation,
        by=by,
        after={"state": affiliation.state, "on": f"{ends_on}"},
    )
    _tell_end(affiliation, by=by)
    return affiliation


def end_due() -> int:
    """Ends those whose last day is over; each in a transaction of its own."""
    due = Affiliation.objects.filter(state=AffiliationState.CONFIRMED, ends_on__lt=today())
    return sum(_end_if_over(pk) for pk in due.values_list("pk", flat=True))


def today() -> date:
    return timezone.now().date()


def lock(affiliation: Affiliation) -> Affiliation:
    rows = Affiliation.objects.select_for_update(of=["self"])
    return rows.select_related("person__user", "organization").get(pk=affiliation.pk)


def insert(affiliation: Affiliation) -> None:
    """Refuses where the person has such an affiliation at that time: only the database can know for certain."""
    try:
        with transaction.atomic():
            affiliation.save(force_insert=True)
    except IntegrityError as error:
        if "no_overlapping_affiliations" in str(error):
            raise refusals.OverlapError from error
        raise


@transaction.atomic
def _end_if_over(pk: int) -> bool:
    affiliation = lock(Affiliation(pk=pk))
    is_over = affiliation.ends_on is not None and affiliation.ends_on < today()
    if affiliation.state != AffiliationState.CONFIRMED or not is_over:
        return False
    affiliation.state = AffiliationState.ENDED
    affiliation.save(update_fields=["state", "updated_at"])
    record("capacity.affiliations.end", affiliation, by=None, after={"state": affiliation.state})
    _tell_end(affiliation, by=None)
    return True


def _tell_end(affiliation: Affiliation, *, by: User | None) -> None:
    letters.ended(affiliation, by=by)
    is_over = affiliation.state == AffiliationState.ENDED
    if (
        affiliation.is_representation
        and is_over
        and not letters.representatives(affiliation.organization).exists()
    ):
        letters.unrepresented(affiliation)


def _decide(affiliation: Affiliation, state: AffiliationState, *, by: User, reason: str = "") -> Affiliation:
    affiliation = lock(affiliation)
    if affiliation.person.user_id == by.pk:
        raise refusals.OwnAffiliationError
    _move(affiliation, state, by=by, reason=reason)
    return affiliation


def _move(affiliation: Affiliation, state: AffiliationState, *, by: User, reason: str = "") -> None:
    check_move(AFFILIATION_MOVES, affiliation.state, state)
    affiliation.state, affiliation.reason = state, reason
    affiliation.decided_by, affiliation.decided_at = by, timezone.now()
    affiliation.save(update_fields=["state", "reason", "decided_by", "decided_at", "updated_at"])
