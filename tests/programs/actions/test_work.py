"""Results, meetings and hours: who is told, what counts, what is refused."""

from datetime import timedelta

import pytest
from django.utils import timezone

from common.models import ActionLog, Notification
from common.moves import MoveError
from programs.actions import activities, deliverables
from programs.logic import refusals
from programs.models import Deliverable
from tests.factories.capacity import UserFactory
from tests.factories.programs import (
    ActivityFactory,
    CohortFactory,
    EnrollmentFactory,
    ProgramRoleFactory,
    SessionFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def enrollment():
    return EnrollmentFactory(cohort=CohortFactory(sessions_needed=0, deliverables_needed=1))


def hand_in(enrollment, **more):
    return deliverables.hand_in(
        enrollment, by=enrollment.person.user, **{"title": "Our plan", "text": "It is short.", **more}
    )


def told(user):
    return list(Notification.objects.filter(recipient=user).order_by("pk").values_list("text", flat=True))


def test_handing_in_tells_those_who_run_the_cohort(enrollment):
    coordinator = ProgramRoleFactory(program=enrollment.cohort.program).person.user
    teacher = ProgramRoleFactory(program=enrollment.cohort.program, role="facilitator").person.user
    hand_in(enrollment)
    title = enrollment.cohort.program.title
    assert (told(coordinator), told(teacher)) == ([f"A result was handed in for “{title}”"], [])


def test_the_log_holds_no_word_of_what_was_handed_in(enrollment):
    hand_in(enrollment)
    assert ActionLog.objects.order_by("pk").values_list("verb", "after").last() == (
        "programs.deliverables.hand_in",
        {"state": "submitted"},
    )


@pytest.mark.parametrize("state", ["applied", "withdrawn", "completed"])
def test_handing_in_is_for_those_who_take_part_now(state):
    cohort = CohortFactory(sessions_needed=0, deliverables_needed=1)
    with pytest.raises(refusals.NotTakingPartError):
        hand_in(EnrollmentFactory(cohort=cohort, state=state))


def test_no_more_is_handed_in_than_the_rule_asks(enrollment):
    hand_in(enrollment)
    with pytest.raises(refusals.NothingToHandInError):
        hand_in(enrollment)


def test_returning_needs_a_reason(enrollment):
    with pytest.raises(refusals.NoteMissingError):
        deliverables.give_back(hand_in(enrollment), by=UserFactory(), note="  ")


def test_what_is_returned_is_told_with_its_reason_and_another_can_be_handed_in(enrollment):
    made = hand_in(enrollment)
    deliverables.give_back(made, by=UserFactory(), note="Who does it?")
    hand_in(enrollment)
    assert told(enrollment.person.user) == ["Returned: “Our plan”"]
    states = Deliverable.objects.order_by("pk").values_list("state", "note")
    assert list(states) == [("returned", "Who does it?"), ("submitted", "")]


def test_accepting_the_last_thing_missing_completes(enrollment):
    deliverables.accept(hand_in(enrollment), by=UserFactory())
    enrollment.refresh_from_db()
    title = enrollment.cohort.program.title
    assert (enrollment.state, told(enrollment.person.user)) == (
        "completed",
        ["Accepted: “Our plan”", f"You have completed “{title}”"],
    )


def test_accepting_does_not_complete_while_a_session_is_to_come(enrollment):
    SessionFactory(cohort=enrollment.cohort)
    deliverables.accept(hand_in(enrollment), by=UserFactory())
    enrollment.refresh_from_db()
    assert enrollment.state == "enrolled"


def test_what_is_decided_is_not_decided_again(enrollment):
    made = hand_in(enrollment)
    deliverables.give_back(made, by=UserFactory(), note="Shorter.")
    with pytest.raises(MoveError):
        deliverables.accept(made, by=UserFactory())


def test_a_result_is_taken_back_until_it_is_decided(enrollment):
    made = deliverables.take_back(hand_in(enrollment), by=enrollment.person.user)
    assert made.state == "withdrawn"
    assert hand_in(enrollment).state == "submitted"


def test_what_a_person_notes_counts_once_it_is_confirmed():
    enrollment = EnrollmentFactory(cohort=CohortFactory(sessions_needed=0, meetings_needed=2))
    own, today = enrollment.person.user, timezone.localdate()
    noted = activities.note(enrollment, by=own, kind="meeting", held_on=today, minutes=45)
    activities.note(enrollment, by=UserFactory(), kind="meeting", held_on=today, minutes=45, confirmed=True)
    enrollment.refresh_from_db()
    assert (noted.state, enrollment.state) == ("noted", "enrolled")
    activities.confirm(noted, by=UserFactory())
    enrollment.refresh_from_db()
    assert enrollment.state == "completed"


def test_a_form_that_is_sent_twice_notes_one_activity():
    enrollment = EnrollmentFactory(cohort=CohortFactory(sessions_needed=0, meetings_needed=9))
    own, said = enrollment.person.user, {"kind": "work", "held_on": timezone.localdate(), "minutes": 30}
    noted = activities.note(enrollment, by=own, **said)
    with pytest.raises(refusals.NotedAlreadyError):
        activities.note(enrollment, by=own, **said)
    activities.note(enrollment, by=own, **said, note="In the afternoon")
    activities.reject(noted, by=UserFactory())
    activities.note(enrollment, by=own, **said)
    assert enrollment.activities.count() == 3


def test_what_is_not_confirmed_does_not_count():
    activity = ActivityFactory(enrollment__cohort=CohortFactory(sessions_needed=0, meetings_needed=1))
    activities.reject(activity, by=UserFactory())
    activity.enrollment.refresh_from_db()
    assert activity.enrollment.state == "enrolled"
    with pytest.raises(MoveError):
        activities.confirm(activity, by=UserFactory())


def test_a_day_to_come_is_refused():
    enrollment = EnrollmentFactory()
    tomorrow = timezone.localdate() + timedelta(days=1)
    with pytest.raises(refusals.NotYetHeldError):
        activities.note(enrollment, by=enrollment.person.user, kind="work", held_on=tomorrow, minutes=60)
