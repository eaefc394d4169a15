"""Pairs whose one leaves the cohort or mentoring: what ends, who is told, and what stays."""

from datetime import timedelta

import pytest
from django.utils import timezone

from common.models import Notification
from programs.actions import enrollments
from programs.models import MentoringPair
from programs.states import PairState
from tests.factories.programs import (
    CohortFactory,
    EnrollmentFactory,
    MentoringPairFactory,
    MentoringPartFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def cohort():
    return CohortFactory(program__method__code="mentoring")


def withdraw(person, cohort):
    enrollments.withdraw(person.enrollments.get(cohort=cohort), by=person.user)


@pytest.mark.parametrize(
    ("state", "after", "is_told"),
    [
        (PairState.SUGGESTED, PairState.DROPPED, False),
        (PairState.PROPOSED, PairState.DROPPED, True),
        (PairState.ACTIVE, PairState.ENDED, True),
        (PairState.CLOSING, PairState.ENDED, True),
    ],
)
def test_a_pair_ends_with_the_mentees_place_and_the_mentor_is_told_of_what_she_knew(
    cohort, state, after, is_told
):
    pair = MentoringPairFactory(cohort=cohort, state=state)
    withdraw(pair.mentee.person, cohort)
    pair.refresh_from_db()
    assert pair.state == after
    assert Notification.objects.filter(recipient=pair.mentor.person.user).exists() is is_told


def test_who_takes_part_no_more_may_still_mentor_others(cohort):
    pair = MentoringPairFactory(cohort=cohort)
    mentor = pair.mentor.person
    EnrollmentFactory(cohort=cohort, person=mentor)
    withdraw(mentor, cohort)
    pair.refresh_from_db()
    pair.mentor.refresh_from_db()
    assert (pair.state, pair.mentor.left_at) == ("active", None)


def test_who_had_left_mentoring_before_left_it_then(cohort):
    before = timezone.now() - timedelta(days=3)
    part = MentoringPartFactory(cohort=cohort, side="mentee", left_at=before)
    withdraw(part.person, cohort)
    part.refresh_from_db()
    assert part.left_at == before
    assert not MentoringPair.objects.exists()
