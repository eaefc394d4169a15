"""Many people at the same moment, each on a connection of her own."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection
from django.db.models import Count
from django.utils import timezone

from capacity.models import Stakeholder
from common.models import Message
from common.moves import MoveError
from programs import tasks
from programs.actions import applications, delegations, enrollments, sessions
from programs.logic.refusals import AlreadyEnrolledError, BlockChangedError, NoFreeSeatError
from programs.models import Cohort, Enrollment, EnrollmentEvent, Session
from programs.states import EnrollmentState
from tests.factories.capacity import AffiliationFactory, PersonFactory, UserFactory
from tests.factories.programs import CohortFactory, EnrollmentFactory, FormBlockFactory, SessionFactory

pytestmark = [pytest.mark.servers, pytest.mark.django_db(transaction=True)]

CONNECTIONS = 40


def at_once(deed, things):
    """Work off the list with 40 threads; each closes the connection it opened."""

    def work(mine):
        try:
            return [deed(thing) for thing in mine]
        finally:
            connection.close()

    with ThreadPoolExecutor(CONNECTIONS) as pool:
        done = pool.map(work, [things[start::CONNECTIONS] for start in range(CONNECTIONS)])
        return [result for results in done for result in results]


def people(number):
    made = [PersonFactory().pk for _ in range(number)]
    return list(Stakeholder.objects.filter(pk__in=made).select_related("user"))


def counts(cohort):
    rows = Enrollment.objects.filter(cohort=cohort).values_list("state").order_by("state")
    return dict(rows.annotate(n=Count("pk")))


def held(cohort):
    return Cohort.objects.values_list("held_seats", flat=True).get(pk=cohort.pk)


def test_of_two_at_once_one_gets_the_last_seat():
    cohort = CohortFactory(seats=1)
    for _round in range(5):
        at_once(lambda person: enrollments.apply(cohort, person=person, by=person.user), people(2))
        assert (counts(cohort)["enrolled"], held(cohort)) == (1, 1)


def test_300_people_apply_for_30_seats_at_once_and_then_withdraw_at_once():
    cohort = CohortFactory(seats=30)
    applied = at_once(lambda person: enrollments.apply(cohort, person=person, by=person.user), people(300))
    assert counts(cohort) == {"enrolled": 30, "waitlisted": 270}
    assert held(cohort) == 30
    line = list(Enrollment.objects.filter(cohort=cohort).waiting())
    assert [row.pk for row in line] == sorted(
        row.pk for row in line
    )  # the order of the line is that of the lock
    assert len({row.waitlisted_at for row in line}) == 270

    leaving = [row for row in applied if row.state == EnrollmentState.ENROLLED]
    at_once(lambda row: enrollments.withdraw(row, by=row.person.user), leaving)
    assert counts(cohort) == {"enrolled": 30, "waitlisted": 240, "withdrawn": 30}
    assert held(cohort) == 30
    enrolled = Enrollment.objects.filter(cohort=cohort, state=EnrollmentState.ENROLLED)
    assert set(enrolled.values_list("pk", flat=True)) == {row.pk for row in line[:30]}


def test_one_person_who_applies_forty_times_at_once_has_one_enrollment():
    cohort, [person] = CohortFactory(seats=30), people(1)

    def apply(_):
        try:
            return enrollments.apply(cohort, person=person, by=person.user).state
        except AlreadyEnrolledError:
            return "refused"

    assert sorted(at_once(apply, list(range(40)))) == ["enrolled"] + ["refused"] * 39
    assert counts(cohort) == {"enrolled": 1}


def test_withdrawals_from_the_line_and_from_seats_at_once_promote_exactly_one_for_each_seat():
    cohort = CohortFactory(seats=10)
    rows = at_once(lambda person: enrollments.apply(cohort, person=person, by=person.user), people(60))
    leaving = rows[::2]
    at_once(lambda row: enrollments.withdraw(row, by=row.person.user), leaving)
    assert counts(cohort) == {"enrolled": 10, "waitlisted": 20, "withdrawn": 30}
    assert held(cohort) == 10


def test_offers_lapse_and_are_taken_at_once_without_a_seat_too_many():
    cohort = CohortFactory(seats=10, confirmation="review")
    rows = at_once(lambda person: enrollments.apply(cohort, person=person, by=person.user), people(30))
    coordinator = PersonFactory().user
    at_once(lambda row: enrollments.accept(row, by=coordinator), rows)
    assert counts(cohort) == {"enrolled": 10, "waitlisted": 20}
    enrolled = list(Enrollment.objects.filter(cohort=cohort, state="enrolled").select_related("person__user"))
    at_once(lambda row: enrollments.withdraw(row, by=row.person.user), enrolled)
    offered = list(Enrollment.objects.filter(cohort=cohort, state="offered").select_related("person__user"))
    assert len(offered) == 10
    deeds = [enrollments.take_offer, enrollments.refuse_offer]
    at_once(lambda pair: deeds[pair[0] % 2](pair[1], by=pair[1].person.user), list(enumerate(offered)))
    assert counts(cohort) == {"enrolled": 5, "offered": 5, "refused": 5, "waitlisted": 5, "withdrawn": 10}
    assert held(cohort) == 10


def seated(cohort, number):
    made = [EnrollmentFactory(cohort=cohort).pk for _ in range(number)]
    return list(Enrollment.objects.filter(pk__in=made).select_related("person__user", "organization"))


def transferred(pairs, by):
    """How many moved; the others were refused a seat."""

    def move(pair):
        try:
            enrollments.transfer(pair[0], to=pair[1], by=by)
        except (NoFreeSeatError, MoveError):
            return False
        return True

    return sum(at_once(move, pairs))


def test_of_ten_who_are_moved_at_once_as_many_move_as_there_are_seats_and_the_line_follows():
    here, there = CohortFactory(seats=10), CohortFactory(seats=4)
    rows = seated(here, 10)
    line = [EnrollmentFactory(cohort=here, state="waitlisted").pk for _ in range(6)]
    assert transferred([(row, there) for row in rows], PersonFactory().user) == 4
    assert counts(here) == {"enrolled": 10, "transferred": 4, "waitlisted": 2}
    assert (counts(there), held(here), held(there)) == ({"enrolled": 4}, 10, 4)
    let_in = Enrollment.objects.filter(pk__in=line, state="enrolled").order_by("pk")
    assert list(let_in.values_list("pk", flat=True)) == line[:4]


def test_those_who_change_places_at_once_do_not_wait_for_each_other_for_ever():
    """Both cohorts are locked by each, always in the same order."""
    one, other = CohortFactory(seats=12), CohortFactory(seats=12)
    pairs = [(row, other) for row in seated(one, 6)] + [(row, one) for row in seated(other, 6)]
    assert transferred(pairs[::2] + pairs[1::2], PersonFactory().user) == 12
    for cohort in (one, other):
        assert (counts(cohort), held(cohort)) == ({"enrolled": 6, "transferred": 6}, 6)


def test_one_person_is_moved_once_however_many_move_her():
    here, there = CohortFactory(seats=3), CohortFactory(seats=8)
    (row,) = seated(here, 1)
    assert transferred([(row, there)] * 8, PersonFactory().user) == 1
    assert (counts(here), counts(there)) == ({"transferred": 1}, {"enrolled": 1})


def test_offers_that_lapse_while_the_task_runs_many_times_at_once_pass_on_once():
    cohort = CohortFactory(seats=3, confirmation="review")
    past = timezone.now() - timedelta(minutes=1)
    offered = [EnrollmentFactory(cohort=cohort, state="offered", offer_expires_at=past) for _ in range(3)]
    line = [EnrollmentFactory(cohort=cohort, state="waitlisted") for _ in range(5)]
    assert sum(at_once(lambda _turn: tasks.lapse_offers(), list(range(8)))) == 3
    assert (counts(cohort), held(cohort)) == ({"lapsed": 3, "offered": 3, "waitlisted": 2}, 3)
    told = [*offered, *line[:3]]
    assert {row.person.user_id for row in told} == set(Message.objects.values_list("recipient", flat=True))
    assert Message.objects.count() == len(told)
    events = EnrollmentEvent.objects.filter(enrollment__cohort=cohort).values_list("enrollment", "to_state")
    assert sorted(events) == sorted(
        [(row.pk, "lapsed") for row in offered] + [(row.pk, "offered") for row in line[:3]]
    )


def test_of_two_who_change_an_answered_question_at_once_the_second_is_refused():
    cohort = CohortFactory()
    block = FormBlockFactory(cohort=cohort, label="Why?")
    block.answers.create(enrollment=EnrollmentFactory(cohort=cohort), value="Because")

    def change(label):
        try:
            return applications.change_block(block, by=UserFactory(), label=label).version
        except BlockChangedError:
            return "refused"

    assert sorted(at_once(change, ["Why now?", "Why here?"]), key=str) == [2, "refused"]
    assert list(cohort.form_blocks.asked().values_list("version", flat=True)) == [2]


def test_of_two_who_change_a_session_at_once_each_raises_its_sequence():
    session = SessionFactory()

    def move(minutes):
        mine = Session.objects.get(pk=session.pk)
        both.wait()
        mine.minutes = minutes
        sessions.save(mine, by=UserFactory(), moved=True)

    both = Barrier(2, timeout=30)
    at_once(move, [30, 45])
    session.refresh_from_db()
    assert session.sequence == 2


def test_of_those_who_answer_for_a_delegation_at_once_one_is_the_last_and_the_representative_is_told():
    sender = AffiliationFactory(role="representative")
    members = [AffiliationFactory(organization=sender.organization).person for _ in range(2)]
    for round_ in range(1, 6):
        made = delegations.make(
            CohortFactory(),
            organization=sender.organization,
            members=members,
            emails=[],
            by=sender.person.user,
        )
        at_once(
            lambda place: delegations.decline(place, person=place.person, by=place.person.user),
            list(made.places.select_related("person__user")),
        )
        assert Message.objects.filter(recipient=sender.person.user, kind="delegation").count() == round_
