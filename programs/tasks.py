"""What the clock starts. Each may run twice, late or half-way: nothing is done or told twice."""

from celery import shared_task

from programs import filters
from programs.actions import (
    applications,
    delegations,
    enrollments,
    matching,
    matching_runs,
    pair_meetings,
    programs,
    searches,
    seats,
    sessions,
)


@shared_task
def lapse_offers() -> int:
    return enrollments.lapse_offers()


@shared_task
def remind_of_offers() -> int:
    return enrollments.remind_of_offers()


@shared_task
def forget_access_needs() -> int:
    return applications.forget_needs()


@shared_task
def send_delegation_letter(place_id: int) -> bool:
    return delegations.send_letter(place_id)


@shared_task
def tend_delegations() -> int:
    """Letters left over are sent, what nobody has answered in time lapses."""
    return delegations.send_due() + delegations.lapse_due()


@shared_task
def release_reserved_seats() -> int:
    return seats.release_due()


@shared_task
def remind_of_sessions() -> int:
    return sessions.remind()


@shared_task
def tell_of_searches() -> int:
    return searches.tell_due(read=filters.criteria_of)


@shared_task
def follow_capacity(capacity_id: int) -> int:
    """Its names have changed, or it stands for others now: those of its programs are found by the new ones."""
    return programs.follow_capacity(capacity_id)


@shared_task
def follow_organization(organization_id: int) -> int:
    return programs.follow_organization(organization_id)


@shared_task
def follow_names() -> int:
    """What the two above may have missed while the broker was away."""
    return programs.follow_names()


@shared_task
def match_mentors(run_id: int) -> None:
    matching.run(run_id)


@shared_task
def resume_searches_for_pairs() -> int:
    return matching_runs.resume_stalled()


@shared_task
def check_in_with_pairs() -> int:
    return pair_meetings.check_in()
