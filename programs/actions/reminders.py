"""Reminders that somebody who runs a cohort sends herself, beside those of the clock."""

from django.db import transaction
from django.utils import timezone

from programs import letters
from programs.letters import rosters
from programs.models import Cohort
from programs.queries.reminders import offers_ending, unrecorded


@transaction.atomic
def remind_of_offers(cohort: Cohort) -> int:
    """Writes, once a day at most, to everybody whose offer ends soon. Returns to how many."""
    people = list(offers_ending(cohort))
    for enrollment in people:
        letters.remind_of_offer(enrollment, on=timezone.localdate())
    return len(people)


@transaction.atomic
def remind_of_attendance(cohort: Cohort) -> int:
    """Writes, once a day at most, to those who teach of each session of which nobody said who was there. Returns how
    many sessions.
    """
    return sum(bool(rosters.attendance_missing(each, on=timezone.localdate())) for each in unrecorded(cohort))
