"""Whom a message to groups reaches, and how often."""

import pytest

from common.models import Message
from programs.actions.messages import Words, send
from tests.factories.capacity import UserFactory
from tests.factories.programs import CohortFactory, EnrollmentFactory

pytestmark = pytest.mark.django_db

WORDS = {"en": Words("Bring a laptop", "And a charger.")}


def write(cohort, *states, mark="a"):
    return send(cohort, by=UserFactory(), states=states, words=WORDS, first="en", mark=mark)


def test_it_reaches_all_the_groups_that_are_named_and_no_others():
    cohort = CohortFactory()
    people = {
        state: EnrollmentFactory(cohort=cohort, state=state).person.user
        for state in ("enrolled", "waitlisted", "offered", "withdrawn")
    }
    EnrollmentFactory(state="waitlisted")  # elsewhere
    assert write(cohort, "waitlisted", "offered") == 2
    assert set(Message.objects.values_list("recipient", flat=True)) == {
        people["waitlisted"].pk,
        people["offered"].pk,
    }


def test_another_message_reaches_the_same_people_and_the_same_one_does_not():
    cohort = CohortFactory()
    EnrollmentFactory.create_batch(2, cohort=cohort)
    written = []
    for mark in ("a", "b", "a"):
        assert write(cohort, "enrolled", mark=mark) == 2
        written.append(Message.objects.count())
    assert written == [2, 4, 4]
