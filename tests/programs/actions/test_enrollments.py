"""Moves of enrollments: what each does, tells and refuses."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from common.models import ActionLog, Message, Notification
from common.moves import MoveError
from programs.actions import completions, enrollments, moves
from programs.logic import refusals
from programs.models import Cohort, Confirmation, Enrollment
from programs.states import EnrollmentState, MoveReason, ProgramState
from tests.factories.capacity import AffiliateFactory, AffiliationFactory, PersonFactory, UserFactory
from tests.factories.programs import (
    AttendanceFactory,
    CohortFactory,
    DeliverableFactory,
    EnrollmentFactory,
    ProgramFactory,
    SessionFactory,
)

pytestmark = pytest.mark.django_db


def apply(cohort, person=None, **more):
    person = person or PersonFactory()
    return enrollments.apply(cohort, person=person, by=person.user, **more)


def states(cohort):
    return list(Enrollment.objects.filter(cohort=cohort).order_by("id").values_list("state", flat=True))


def held(cohort):
    return Cohort.objects.values_list("held_seats", flat=True).get(pk=cohort.pk)


def told(person):
    return list(
        Notification.objects.filter(recipient=person.user).order_by("id").values_list("text", flat=True)
    )


def in_review(**more):
    return CohortFactory(confirmation=Confirmation.REVIEW, **more)


def test_apply_enrolls_at_once_while_there_are_seats_and_then_puts_on_the_waiting_list():
    cohort = CohortFactory(seats=2)
    for _ in range(4):
        apply(cohort)
    assert states(cohort) == ["enrolled", "enrolled", "waitlisted", "waitlisted"]
    assert held(cohort) == 2


def test_apply_waits_for_a_decision_where_the_cohort_confirms_by_review():
    assert apply(in_review()).state == EnrollmentState.APPLIED


def test_apply_keeps_what_was_typed_and_on_whose_behalf():
    affiliation = AffiliationFactory()
    enrollment = apply(
        CohortFactory(),
        affiliation.person,
        organization=affiliation.organization,
        motivation="To teach others.",
    )
    enrollment.refresh_from_db()
    assert (enrollment.organization, enrollment.motivation) == (affiliation.organization, "To teach others.")


def test_each_change_is_an_event_with_its_reason():
    cohort = CohortFactory(seats=1)
    first, second = apply(cohort), apply(cohort)
    enrollments.withdraw(first, by=first.person.user)
    assert list(first.events.values_list("from_state", "to_state", "reason", "by")) == [
        ("draft", "applied", "application", first.person.user_id),
        ("applied", "enrolled", "seat_free", first.person.user_id),
        ("enrolled", "withdrawn", "own_wish", first.person.user_id),
    ]
    assert list(second.events.values_list("from_state", "to_state", "reason", "by")) == [
        ("draft", "applied", "application", second.person.user_id),
        ("applied", "waitlisted", "no_seat", second.person.user_id),
        ("waitlisted", "enrolled", "next_in_line", None),
    ]


def test_each_move_is_logged():
    enrollment = apply(CohortFactory())
    enrollments.withdraw(enrollment, by=enrollment.person.user)
    logged = ActionLog.objects.filter(object_type="programs.enrollment", object_id=enrollment.pk)
    assert list(logged.order_by("id").values_list("verb", "before", "after", "reason")) == [
        ("programs.enrollments.apply", {}, {"state": "enrolled"}, ""),
        ("programs.enrollments.withdraw", {"state": "enrolled"}, {"state": "withdrawn"}, "own_wish"),
    ]


def test_a_letter_goes_out_with_each_move_that_concerns_the_person():
    cohort = CohortFactory(seats=1, program__title="Telling stories")
    first, second = apply(cohort), apply(cohort)
    enrollments.withdraw(first, by=first.person.user)
    assert told(first.person) == [
        "You are enrolled in “Telling stories”",
        "Your enrollment in “Telling stories” is withdrawn",
    ]
    assert told(second.person) == [
        "You are on the waiting list for “Telling stories”",
        "A seat became free: you are enrolled in “Telling stories”",
    ]


def test_a_letter_is_in_the_language_and_zone_of_its_reader():
    person = PersonFactory(user__language="ar", user__time_zone="Africa/Cairo")
    enrollment = EnrollmentFactory(cohort=in_review(), person=person, state=EnrollmentState.APPLIED)
    enrollments.offer(enrollment, by=UserFactory())
    letter = Message.objects.get(recipient=person.user)
    assert letter.language == "ar"
    assert enrollment.get_absolute_url() in letter.text


def test_nothing_is_told_of_what_was_refused():
    cohort = CohortFactory(cancelled_at=timezone.now())
    with pytest.raises(refusals.CohortCancelledError):
        apply(cohort)
    assert (Message.objects.count(), Enrollment.objects.count()) == (0, 0)


@pytest.mark.parametrize(
    ("cohort", "refusal"),
    [
        ({"cancelled_at": timezone.now()}, refusals.CohortCancelledError),
        ({"enrollment_opens_at": timezone.now() + timedelta(days=1)}, refusals.EnrollmentNotYetOpenError),
        ({"enrollment_closes_at": timezone.now() - timedelta(days=1)}, refusals.EnrollmentClosedError),
        ({"starts_on": timezone.now().date() - timedelta(days=60)}, refusals.CohortOverError),
    ],
)
def test_apply_refuses_a_cohort_that_is_not_open(cohort, refusal):
    with pytest.raises(refusal):
        apply(CohortFactory(**cohort))


@pytest.mark.parametrize("state", [ProgramState.ARCHIVED, ProgramState.DRAFT])
def test_apply_refuses_a_program_that_is_not_published(state):
    archived_at = timezone.now() if state == ProgramState.ARCHIVED else None
    with pytest.raises(refusals.NotPublishedError):
        apply(CohortFactory(program=ProgramFactory(state=state, archived_at=archived_at)))


def test_apply_refuses_a_second_live_enrollment_and_allows_one_after_a_withdrawal():
    cohort, person = CohortFactory(), PersonFactory()
    first = apply(cohort, person)
    with pytest.raises(refusals.AlreadyEnrolledError):
        apply(cohort, person)
    enrollments.withdraw(first, by=person.user)
    assert apply(cohort, person).state == EnrollmentState.ENROLLED


def test_apply_refuses_an_organization_without_a_confirmed_affiliation():
    with pytest.raises(refusals.NotAffiliatedError):
        apply(CohortFactory(), organization=AffiliateFactory())


def test_a_newcomer_does_not_overtake_those_who_wait():
    cohort = CohortFactory(seats=1)
    apply(cohort), apply(cohort)
    Cohort.objects.filter(pk=cohort.pk).update(seats=2)
    apply(cohort)
    assert states(cohort) == ["enrolled", "waitlisted", "waitlisted"]
    assert moves.promote(cohort) == 1
    assert states(cohort) == ["enrolled", "enrolled", "waitlisted"]


def test_each_withdrawal_moves_exactly_one_waiting_person_the_first():
    cohort = CohortFactory(seats=2)
    rows = [apply(cohort) for _ in range(5)]
    enrollments.withdraw(rows[0], by=rows[0].person.user)
    assert states(cohort) == ["withdrawn", "enrolled", "enrolled", "waitlisted", "waitlisted"]
    enrollments.withdraw(rows[3], by=rows[3].person.user)
    assert states(cohort) == ["withdrawn", "enrolled", "enrolled", "withdrawn", "waitlisted"]
    enrollments.withdraw(rows[1], by=rows[1].person.user)
    assert states(cohort) == ["withdrawn", "withdrawn", "enrolled", "withdrawn", "enrolled"]


def test_a_freed_seat_is_offered_with_a_deadline_where_the_cohort_confirms_by_review():
    cohort = in_review(seats=1, offer_hours=24)
    enrolled = EnrollmentFactory(cohort=cohort)
    waiting = EnrollmentFactory(cohort=cohort, state=EnrollmentState.WAITLISTED)
    with time_machine.travel(timezone.now(), tick=False):
        enrollments.withdraw(enrolled, by=enrolled.person.user)
        waiting.refresh_from_db()
        assert (waiting.state, waiting.offer_expires_at) == ("offered", timezone.now() + timedelta(hours=24))


def test_nobody_is_promoted_into_a_cohort_that_is_cancelled():
    cohort = CohortFactory(seats=1)
    first, _second = apply(cohort), apply(cohort)
    Cohort.objects.filter(pk=cohort.pk).update(cancelled_at=timezone.now())
    enrollments.withdraw(first, by=first.person.user)
    assert states(cohort) == ["withdrawn", "waitlisted"]


def test_accept_gives_a_seat_and_then_a_place_in_the_line():
    cohort, coordinator = in_review(seats=1), UserFactory()
    rows = [apply(cohort) for _ in range(2)]
    for enrollment in rows:
        enrollments.accept(enrollment, by=coordinator, note="Welcome.")
    assert states(cohort) == ["enrolled", "waitlisted"]
    rows[0].refresh_from_db()
    assert (rows[0].decided_by, rows[0].decision_note) == (coordinator, "Welcome.")


@pytest.mark.parametrize("state", ["enrolled", "waitlisted", "withdrawn", "completed", "offered"])
def test_accept_refuses_what_is_not_an_application(state):
    with pytest.raises(MoveError):
        enrollments.accept(EnrollmentFactory(cohort=in_review(), state=state), by=UserFactory())


def test_decline_says_why_and_ends_the_application():
    enrollment = apply(in_review(program__title="Telling stories"))
    enrollments.decline(enrollment, by=UserFactory(), reason=MoveReason.PREREQUISITES, note="Edit first.")
    enrollment.refresh_from_db()
    assert (enrollment.state, enrollment.decision_note) == ("declined", "Edit first.")
    assert enrollment.events.last().reason == "prerequisites"
    letter = Message.objects.filter(recipient=enrollment.person.user).order_by("id").last()
    assert "what is expected is not met yet" in letter.text
    assert "Edit first." in letter.text


def test_decline_refuses_a_reason_that_is_not_on_the_list():
    with pytest.raises(refusals.ReasonMissingError):
        enrollments.decline(apply(in_review()), by=UserFactory(), reason="seat_free")


def test_offer_holds_a_seat_and_refuses_when_none_is_free():
    cohort = in_review(seats=1)
    first, second = apply(cohort), apply(cohort)
    enrollments.offer(first, by=UserFactory())
    assert held(cohort) == 1
    with pytest.raises(refusals.NoFreeSeatError):
        enrollments.offer(second, by=UserFactory())


def test_take_offer_enrolls():
    enrollment = EnrollmentFactory(cohort=in_review(), state=EnrollmentState.OFFERED)
    assert enrollments.take_offer(enrollment, by=enrollment.person.user).state == "enrolled"


def test_take_offer_refuses_after_the_deadline():
    enrollment = EnrollmentFactory(cohort=in_review(), state=EnrollmentState.OFFERED)
    with (
        time_machine.travel(enrollment.offer_expires_at, tick=False),
        pytest.raises(refusals.OfferExpiredError),
    ):
        enrollments.take_offer(enrollment, by=enrollment.person.user)


@pytest.mark.parametrize("state", ["applied", "waitlisted"])
def test_take_offer_refuses_who_was_offered_nothing(state):
    enrollment = EnrollmentFactory(cohort=in_review(), state=state)
    with pytest.raises(MoveError):
        enrollments.take_offer(enrollment, by=enrollment.person.user)


def test_a_refused_offer_goes_to_the_next_person():
    cohort = in_review(seats=1)
    offered = EnrollmentFactory(cohort=cohort, state=EnrollmentState.OFFERED)
    EnrollmentFactory(cohort=cohort, state=EnrollmentState.WAITLISTED)
    enrollments.refuse_offer(offered, by=offered.person.user)
    assert states(cohort) == ["refused", "offered"]


def test_expired_offers_lapse_once_and_go_to_the_next_person():
    cohort = in_review(seats=1)
    offered = EnrollmentFactory(cohort=cohort, state=EnrollmentState.OFFERED)
    for _ in range(2):
        EnrollmentFactory(cohort=cohort, state=EnrollmentState.WAITLISTED)
    assert enrollments.lapse_offers() == 0
    with time_machine.travel(offered.offer_expires_at, tick=False):
        assert [enrollments.lapse_offers(), enrollments.lapse_offers()] == [1, 0]
    assert states(cohort) == ["lapsed", "offered", "waitlisted"]


def test_an_offer_whose_deadline_is_still_to_come_does_not_lapse():
    """Its task may be late, and the deadline have been moved meanwhile."""
    cohort = CohortFactory(seats=1, confirmation="review")
    offered, _waiting = [EnrollmentFactory(cohort=cohort, state=state) for state in ("offered", "waitlisted")]
    assert enrollments.lapse(offered) is False
    with time_machine.travel(offered.offer_expires_at - timedelta(seconds=1), tick=False):
        assert enrollments.lapse(offered) is False
        assert enrollments.lapse_offers() == 0
    assert states(cohort) == ["offered", "waitlisted"]
    with time_machine.travel(offered.offer_expires_at, tick=False):
        assert enrollments.lapse(offered) is True
    assert states(cohort) == ["lapsed", "offered"]


@pytest.mark.parametrize("state", ["withdrawn", "completed", "declined", "lapsed", "refused"])
def test_withdraw_refuses_what_has_ended(state):
    enrollment = EnrollmentFactory(state=state)
    with pytest.raises(MoveError):
        enrollments.withdraw(enrollment, by=enrollment.person.user)


def test_withdrawing_from_the_waiting_list_moves_nobody():
    cohort = CohortFactory(seats=1)
    rows = [apply(cohort) for _ in range(3)]
    enrollments.withdraw(rows[1], by=rows[1].person.user)
    assert states(cohort) == ["enrolled", "withdrawn", "waitlisted"]


def test_complete_refuses_before_the_cohort_begins():
    with pytest.raises(refusals.CohortNotBegunError):
        completions.complete(EnrollmentFactory(), by=UserFactory())


def test_complete_keeps_the_seat():
    cohort = CohortFactory(starts_on=timezone.now().date(), seats=1)
    enrollment = EnrollmentFactory(cohort=cohort)
    completions.complete(enrollment, by=UserFactory())
    assert (states(cohort), held(cohort)) == (["completed"], 1)


def test_conclude_by_rule_counts_what_each_took_part_in():
    today = timezone.now().date()
    cohort = CohortFactory(
        starts_on=today - timedelta(days=9), ends_on=today - timedelta(days=1), sessions_needed=2
    )
    sessions = [SessionFactory(cohort=cohort) for _ in range(2)]
    often, once, never = (EnrollmentFactory(cohort=cohort) for _ in range(3))
    for session in sessions:
        AttendanceFactory(session=session, enrollment=often)
    AttendanceFactory(session=sessions[0], enrollment=once)
    assert completions.conclude_by_rule(cohort, by=UserFactory()) == {
        "completed": 1,
        "not_completed": 2,
        "waiting": 0,
    }
    assert states(cohort) == ["completed", "not_completed", "not_completed"]
    assert never.events.get().reason == "rule"


def test_conclude_by_rule_refuses_a_cohort_that_runs():
    today = timezone.now().date()
    with pytest.raises(refusals.CohortNotOverError):
        completions.conclude_by_rule(CohortFactory(starts_on=today), by=UserFactory())


def test_conclude_by_rule_leaves_who_would_complete_by_what_waits_for_a_decision():
    today = timezone.now().date()
    cohort = CohortFactory(
        starts_on=today - timedelta(days=9),
        ends_on=today - timedelta(days=1),
        sessions_needed=0,
        deliverables_needed=1,
    )
    hopeful = DeliverableFactory(enrollment__cohort=cohort).enrollment
    EnrollmentFactory(cohort=cohort)
    assert completions.conclude_by_rule(cohort, by=UserFactory()) == {
        "completed": 0,
        "not_completed": 1,
        "waiting": 1,
    }
    hopeful.refresh_from_db()
    assert hopeful.state == EnrollmentState.ENROLLED
