"""Results that people hand in: accepted, or returned with a reason."""

from django.db import transaction
from django.utils import timezone

from capacity.models import User
from common.log import record
from common.moves import check_move
from programs import letters
from programs.actions import completions, moves
from programs.logic import refusals
from programs.models import Deliverable, Enrollment
from programs.states import DELIVERABLE_MOVES, DeliverableState, EnrollmentState

COUNTING = [DeliverableState.SUBMITTED, DeliverableState.ACCEPTED]


@transaction.atomic
def hand_in(enrollment: Enrollment, *, by: User, title: str, text: str = "", link: str = "") -> Deliverable:
    """Writes to those who run the cohort. Refuses: who does not take part now; one result more than the rule asks."""
    cohort = moves.lock(enrollment.cohort_id)
    enrollment.refresh_from_db(fields=["state"])
    if enrollment.state != EnrollmentState.ENROLLED:
        raise refusals.NotTakingPartError
    if enrollment.deliverables.filter(state__in=COUNTING).count() >= cohort.deliverables_needed:
        raise refusals.NothingToHandInError
    deliverable = Deliverable.objects.create(
        enrollment=enrollment,
        title=title,
        text=text,
        link=link,
        submitted_at=timezone.now(),
        is_demo=enrollment.is_demo,
    )
    record("programs.deliverables.hand_in", deliverable, by=by, after={"state": deliverable.state})
    letters.deliverable_arrived(deliverable)
    return deliverable


@transaction.atomic
def accept(deliverable: Deliverable, *, by: User, note: str = "") -> Deliverable:
    """Writes to the person, and completes her enrollment if that was the last thing missing.
    Refuses: what is decided or taken back.
    """
    cohort = moves.lock(deliverable.enrollment.cohort_id)
    deliverable = _decide(deliverable, DeliverableState.ACCEPTED, by=by, note=note, verb="accept")
    completions.complete_by_rule(cohort, deliverable.enrollment_id, by=by)
    return deliverable


@transaction.atomic
def give_back(deliverable: Deliverable, *, by: User, note: str) -> Deliverable:
    """Returns it, with the reason, by letter too; she may hand in another. Refuses: no reason; what is decided."""
    if not note.strip():
        raise refusals.NoteMissingError
    moves.lock(deliverable.enrollment.cohort_id)
    return _decide(deliverable, DeliverableState.RETURNED, by=by, note=note, verb="give_back")


@transaction.atomic
def take_back(deliverable: Deliverable, *, by: User) -> Deliverable:
    """The person's own second thought. Refuses: what is decided."""
    moves.lock(deliverable.enrollment.cohort_id)
    deliverable = _hold(deliverable)
    _move(deliverable, DeliverableState.WITHDRAWN, by=by, verb="take_back")
    return deliverable


def _decide(
    deliverable: Deliverable, wanted: DeliverableState, *, by: User, note: str, verb: str
) -> Deliverable:
    deliverable = _hold(deliverable)
    deliverable.decided_by, deliverable.decided_at, deliverable.note = by, timezone.now(), note
    _move(deliverable, wanted, by=by, verb=verb)
    letters.deliverable_decided(deliverable)
    return deliverable


def _hold(deliverable: Deliverable) -> Deliverable:
    """After the cohort, as everywhere."""
    rows = Deliverable.objects.select_for_update(of=("self",))
    return rows.select_related("enrollment__person__user", "enrollment__cohort__program").get(
        pk=deliverable.pk
    )


def _move(deliverable: Deliverable, wanted: DeliverableState, *, by: User, verb: str) -> None:
    before = deliverable.state
    check_move(DELIVERABLE_MOVES, before, wanted)
    deliverable.state = wanted
    deliverable.save(update_fields=["state", "decided_by", "decided_at", "note", "updated_at"])
    record(
        f"programs.deliverables.{verb}",
        deliverable,
        by=by,
        before={"state": before},
        after={"state": deliverable.state},
    )
