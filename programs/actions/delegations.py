"""Delegations: an organization names people, each of whom answers for herself."""

from collections.abc import Sequence
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from capacity.models import Stakeholder, User
from common.jobs import enqueue
from common.log import record
from common.moves import check_move
from programs import letters
from programs.actions import applications, moves
from programs.letters import delegations as answers
from programs.logic import refusals
from programs.logic.applications import Content
from programs.models import Cohort, Delegation, DelegationPlace, Enrollment
from programs.states import PLACE_MOVES, UNDECIDED_STATES, EnrollmentState, MoveReason, PlaceState


@transaction.atomic
def make(
    cohort: Cohort,
    *,
    organization: Stakeholder,
    members: Sequence[Stakeholder],
    emails: Sequence[str],
    by: User,
) -> Delegation:
    """Writes to each one named; whether an address belongs to an account, nobody is told. Nobody holds a seat yet.
    Refuses: a cohort that is not open, nobody, more than there may be, who was named already and may still answer.
    """
    cohort, now = moves.lock(cohort.pk), timezone.now()
    refusal = cohort.window.refusal(now)
    if refusal:
        raise refusal
    if not 0 < len(members) + len(emails) <= settings.DELEGATION_PEOPLE:
        raise refusals.DelegationSizeError
    _check_not_named(cohort, organization, members, emails)
    delegation = Delegation.objects.create(cohort=cohort, organization=organization, made_by=by)
    until = min(now + timedelta(days=settings.DELEGATION_DAYS), cohort.enrollment_closes_at)
    places = [
        *(DelegationPlace(delegation=delegation, person=each, expires_at=until) for each in members),
        *(DelegationPlace(delegation=delegation, email=each, expires_at=until) for each in emails),
    ]
    for place in DelegationPlace.objects.bulk_create(places):
        if place.person is not None:
            letters.tell_named(place)
        else:
            enqueue("programs.tasks.send_delegation_letter", place_id=place.pk)
    record("programs.delegations.make", delegation, by=by, after={"people": len(places)})
    return delegation


@transaction.atomic
def confirm(place: DelegationPlace, *, person: Stakeholder, by: User, content: Content) -> Enrollment:
    """Applies for her, on behalf of the organization; see `applications.submit`. Her address is forgotten; the last one
    to answer has the representative told. Refuses the same; an invitation that was answered or has lapsed, or is for
    somebody else.
    """
    place = _hold(place)
    _check(place, person, PlaceState.CONFIRMED)
    delegation = place.delegation
    enrollment = applications.submit(
        delegation.cohort, person=person, by=by, content=content, named_by=delegation.organization
    )
    place.person, place.enrollment = person, enrollment
    _answer(place, PlaceState.CONFIRMED, by=by)
    _tell_if_all_answered(delegation)
    return enrollment


@transaction.atomic
def decline(place: DelegationPlace, *, person: Stakeholder | None, by: User) -> None:
    """Her address is forgotten; the last one to answer has the representative told. Refuses an invitation that was
    answered or has lapsed, or is for somebody else.
    """
    place = _hold(place)
    _check(place, person, PlaceState.DECLINED)
    _answer(place, PlaceState.DECLINED, by=by)
    _tell_if_all_answered(place.delegation)


@transaction.atomic
def cancel(place: DelegationPlace, *, by: User) -> None:
    """The representative takes a name back, as long as it is not answered. Was it the last, who made the delegation is
    told what the others have answered, if another did it.
    """
    place = _hold(place)
    check_move(PLACE_MOVES, place.state, PlaceState.CANCELLED)
    _answer(place, PlaceState.CANCELLED, by=by)
    _tell_if_all_answered(place.delegation, without=by)


@transaction.atomic
def withdraw(delegation: Delegation, *, by: User) -> int:
    """Takes back every name that is not answered, and every application that waits for a decision or for a seat; writes
    to those who had applied, and to who made the delegation, if another did it. Who has a place, or is offered one,
    keeps it. Returns how many people it was. Refuses: nobody is left of whom nothing is decided.
    """
    delegation = _lock(delegation.pk)
    rows = DelegationPlace.objects.select_for_update(of=("self",)).filter(delegation=delegation)
    places = list(rows.order_by("pk"))
    cohort = moves.lock(delegation.cohort_id)
    invited = [place for place in places if place.state == PlaceState.INVITED]
    undecided = Enrollment.objects.filter(delegation_place__in=places, state__in=UNDECIDED_STATES).order_by(
        "pk"
    )
    waiting = list(undecided.select_for_update(of=("self",)).select_related("person__user"))
    if not invited and not waiting:
        raise refusals.NobodyUndecidedError
    for place in invited:
        _answer(place, PlaceState.CANCELLED, by=by)
    for enrollment in waiting:
        enrollment.cohort = cohort
        moves.move(
            enrollment,
            EnrollmentState.WITHDRAWN,
            by=by,
            reason=MoveReason.REPRESENTATIVE,
            verb="withdraw",
        )
        letters.tell_state(enrollment)
    if invited:
        _tell_if_all_answered(delegation, without=by)
    taken_back = len(invited) + len(waiting)
    record("programs.delegations.withdraw", delegation, by=by, after={"people": taken_back})
    return taken_back


def lapse_due() -> int:
    """Lets invitations lapse that nobody has answered in time; returns how many did."""
    due = DelegationPlace.objects.filter(state=PlaceState.INVITED, expires_at__lte=timezone.now())
    return sum(_lapse(place) for place in due.order_by("pk"))


@transaction.atomic
def _lapse(place: DelegationPlace) -> bool:
    place = _hold(place)
    if place.state != PlaceState.INVITED:
        return False
    _answer(place, PlaceState.LAPSED, by=None)
    _tell_if_all_answered(place.delegation)
    return True


@transaction.atomic
def send_letter(place_id: int) -> bool:
    """Writes once to an address that a representative has typed. A mail server that is away is tried again."""
    places = DelegationPlace.objects.select_for_update(of=("self",), skip_locked=True)
    place = (
        places.filter(pk=place_id, sent_at=None, state=PlaceState.INVITED)
        .exclude(email="")
        .select_related("delegation__organization", "delegation__cohort__program", "delegation__made_by")
        .first()
    )
    if place is None or not letters.write_to_address(place):
        return False
    place.sent_at = timezone.now()
    place.save(update_fields=["sent_at", "updated_at"])
    return True


def send_due() -> int:
    """Those that were left over: the broker or the mail server was away."""
    left = DelegationPlace.objects.filter(sent_at=None, state=PlaceState.INVITED).exclude(email="")
    return sum(send_letter(pk) for pk in left.order_by("pk").values_list("pk", flat=True))


def _check_not_named(
    cohort: Cohort, organization: Stakeholder, members: Sequence[Stakeholder], emails: Sequence[str]
) -> None:
    """A form that is sent twice writes to nobody twice."""
    asked = DelegationPlace.objects.filter(
        delegation__cohort=cohort,
        delegation__organization=organization,
        state=PlaceState.INVITED,
        expires_at__gt=timezone.now(),
    )
    known = {place.person_id for place in asked}
    addresses = {place.email.lower() for place in asked if place.email}
    twice = [each.name for each in members if each.pk in known]
    twice += [each for each in emails if each.lower() in addresses]
    if twice:
        raise refusals.NamedAlreadyError(twice)


def _lock(delegation_id: int) -> Delegation:
    """Of several who answer at once, one is the last."""
    rows = Delegation.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("organization", "cohort__program").get(pk=delegation_id)


def _hold(place: DelegationPlace) -> DelegationPlace:
    delegation = _lock(place.delegation_id)
    place = DelegationPlace.objects.select_for_update(of=("self",)).get(pk=place.pk)
    place.delegation = delegation
    return place


def _check(place: DelegationPlace, person: Stakeholder | None, wanted: PlaceState) -> None:
    check_move(PLACE_MOVES, place.state, wanted)
    if place.expires_at <= timezone.now():
        raise refusals.InvitationLapsedError
    if place.person is not None and place.person != person:
        raise refusals.ForSomebodyElseError


def _answer(place: DelegationPlace, state: PlaceState, *, by: User | None) -> None:
    place.state, place.email, place.answered_at = state, "", timezone.now()
    place.save(update_fields=["state", "email", "answered_at", "person", "enrollment", "updated_at"])
    record(f"programs.delegations.{state}", place, by=by)


def _tell_if_all_answered(delegation: Delegation, *, without: User | None = None) -> None:
    if delegation.places.filter(state=PlaceState.INVITED).exists():
        return
    is_open = delegation.cohort.window.refusal(timezone.now()) is None
    answers.tell_answers(delegation, is_open=is_open, without=without)
