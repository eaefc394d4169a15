"""Reserved seats: who gets which, in which order, and when they are open to all."""

from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.utils import timezone

from common.models import ActionLog, Notification
from programs.actions import enrollments, moves, seats
from programs.logic import refusals
from programs.models import Cohort, CriterionKind, Enrollment, SeatPool
from programs.queries.seats import places_of
from programs.states import EnrollmentState
from tests.factories.capacity import (
    AffiliateFactory,
    AffiliationFactory,
    LanguageFactory,
    PersonFactory,
    RegionFactory,
    TerritoryFactory,
    UserFactory,
)
from tests.factories.programs import CohortFactory, EnrollmentFactory, SeatPoolFactory

pytestmark = pytest.mark.django_db

REGION = {"kind": CriterionKind.REGION, "values": ["SSA"]}


def apply(cohort, person=None, **more):
    person = person or PersonFactory()
    return enrollments.apply(cohort, person=person, by=person.user, **more)


def from_region():
    return PersonFactory(territory=TerritoryFactory())


def experienced():
    person = PersonFactory()
    EnrollmentFactory(person=person, state="completed")
    return person


def kept(cohort):
    cohort = Cohort.objects.get(pk=cohort.pk)
    return cohort.held_seats, cohort.reserved_seats, cohort.reserved_held


def test_a_person_who_qualifies_gets_a_reserved_seat_first_and_then_an_open_one():
    cohort = CohortFactory(seats=3)
    pool = SeatPoolFactory(cohort=cohort, seats=1, **REGION)
    rows = [apply(cohort, from_region()) for _ in range(4)]
    assert [(row.state, row.pool_id) for row in rows] == [
        ("enrolled", pool.pk),
        ("enrolled", None),
        ("enrolled", None),
        ("waitlisted", None),
    ]
    assert kept(cohort) == (3, 1, 1)


def test_a_person_who_does_not_qualify_waits_while_reserved_seats_are_free():
    cohort = CohortFactory(seats=3)
    SeatPoolFactory(cohort=cohort, seats=2, **REGION)
    assert [apply(cohort).state for _ in range(2)] == ["enrolled", "waitlisted"]
    assert apply(cohort, from_region()).state == EnrollmentState.ENROLLED


def test_the_first_pool_listed_is_used_first():
    cohort = CohortFactory(seats=4)
    newcomers = SeatPoolFactory(cohort=cohort, seats=1)
    region = SeatPoolFactory(cohort=cohort, seats=1, position=1, **REGION)
    assert [apply(cohort, from_region()).pool_id for _ in range(3)] == [newcomers.pk, region.pk, None]


def test_a_reserved_seat_that_becomes_free_goes_to_the_first_in_line_who_qualifies():
    cohort = CohortFactory(seats=2)
    pool = SeatPoolFactory(cohort=cohort, seats=1, **REGION)
    seated = apply(cohort, from_region())
    apply(cohort)
    first, second, third = apply(cohort), apply(cohort, from_region()), apply(cohort, from_region())
    enrollments.withdraw(seated, by=seated.person.user)
    for row in (first, second, third):
        row.refresh_from_db()
    assert [(row.state, row.pool_id) for row in (first, second, third)] == [
        ("waitlisted", None),
        ("enrolled", pool.pk),
        ("waitlisted", None),
    ]


def test_an_open_seat_that_becomes_free_goes_to_the_first_in_line():
    cohort = CohortFactory(seats=2)
    SeatPoolFactory(cohort=cohort, seats=1, **REGION)
    apply(cohort, from_region())
    seated = apply(cohort)
    first, second = apply(cohort), apply(cohort, from_region())
    enrollments.withdraw(seated, by=seated.person.user)
    assert [Enrollment.objects.get(pk=row.pk).state for row in (first, second)] == ["enrolled", "waitlisted"]


def waiting_in(cohort, *qualifies, **more):
    """They wait in this order, each for the pools that are named for her."""
    return [
        EnrollmentFactory(
            cohort=cohort, state="waitlisted", qualifies_for=[pool.pk for pool in pools], **more
        )
        for pools in qualifies
    ]


def seats_of(rows):
    fresh = Enrollment.objects.in_bulk([row.pk for row in rows])
    return [(fresh[row.pk].state, fresh[row.pk].pool_id) for row in rows]


def test_each_free_seat_is_given_once_in_the_order_of_the_line():
    cohort = CohortFactory(seats=2)
    pool = SeatPoolFactory(cohort=cohort, seats=1)
    line = waiting_in(cohort, [], [], [pool], [pool])
    assert moves.promote(cohort) == 2
    waits = ("waitlisted", None)
    assert seats_of(line) == [("enrolled", None), waits, ("enrolled", pool.pk), waits]


def test_an_open_seat_goes_past_those_who_take_reserved_ones():
    cohort = CohortFactory(seats=2)
    pool = SeatPoolFactory(cohort=cohort, seats=1)
    line = waiting_in(cohort, [pool], [])
    assert moves.promote(cohort) == 2
    assert seats_of(line) == [("enrolled", pool.pk), ("enrolled", None)]


def test_who_takes_the_seat_of_another_reserve_leaves_hers_to_the_next():
    cohort = CohortFactory(seats=3)
    first = SeatPoolFactory(cohort=cohort, seats=1, **REGION)
    second = SeatPoolFactory(cohort=cohort, seats=1, position=1)
    EnrollmentFactory(cohort=cohort)
    line = waiting_in(cohort, [], [first, second], [second], [first, second])
    assert moves.promote(cohort) == 2
    waits = ("waitlisted", None)
    assert seats_of(line) == [waits, ("enrolled", first.pk), ("enrolled", second.pk), waits]


def test_who_comes_later_gets_what_is_left_when_all_who_wait_have_had_theirs():
    """Where two reserves are free and two who wait will take them, nothing is left for a third."""
    cohort = CohortFactory(seats=3)
    first = SeatPoolFactory(cohort=cohort, seats=1, **REGION)
    second = SeatPoolFactory(cohort=cohort, seats=1, position=1)
    EnrollmentFactory(cohort=cohort)
    waiting_in(cohort, [first, second], [second])
    assert apply(cohort).state == EnrollmentState.WAITLISTED
    late = Enrollment(cohort=cohort, qualifies_for=[second.pk])
    cohort.refresh_from_db()
    assert moves.free_seat(late, waiting=True) is None


def test_the_line_has_the_order_of_coming_and_of_two_at_one_moment_the_first_written_is_before():
    now = timezone.now()
    cohort = CohortFactory(seats=1)
    [second, third] = waiting_in(cohort, [], [], waitlisted_at=now)
    [first] = waiting_in(cohort, [], waitlisted_at=now - timedelta(minutes=1))
    Enrollment.objects.filter(pk=second.pk).update(motivation="Written anew, so that it lies last")
    assert list(Enrollment.objects.waiting()) == [first, second, third]
    assert [place.number for row in (first, second, third) for place in places_of(row)] == [1, 2, 3]
    moves.promote(cohort)
    assert [state for state, _pool in seats_of([first, second, third])] == [
        "enrolled",
        "waitlisted",
        "waitlisted",
    ]


def test_she_sees_her_place_in_the_line_and_among_those_who_qualify():
    cohort = CohortFactory(seats=1)
    SeatPoolFactory(cohort=cohort, seats=1, **REGION)
    apply(cohort, from_region())
    for person in (PersonFactory(), from_region(), PersonFactory()):
        apply(cohort, person)
    waiting = apply(cohort, from_region())
    assert [place.number for place in places_of(waiting)] == [4, 2]


def test_the_unused_reserved_seats_are_released_at_the_stated_moment_and_given_to_who_waits():
    cohort = CohortFactory(seats=3)
    SeatPoolFactory(cohort=cohort, seats=2, **REGION)
    seated = apply(cohort, from_region())
    apply(cohort)
    waiting = apply(cohort)
    assert seats.release_due() == 0
    with time_machine.travel(cohort.reserves_release_at + timedelta(seconds=1)):
        assert seats.release_due() == 1
        assert seats.release_due() == 0
    waiting.refresh_from_db()
    assert (waiting.state, waiting.pool_id) == ("enrolled", None)
    assert kept(cohort) == (3, 0, 1)
    assert Notification.objects.filter(recipient=waiting.person.user).count() == 2
    assert seated.pool.seats == 2


def test_after_the_release_every_seat_is_open():
    cohort = CohortFactory(seats=2)
    SeatPoolFactory(cohort=cohort, seats=1, **REGION)
    seated = apply(cohort, from_region())
    cohort.reserves_release_at = timezone.now()
    cohort.save(update_fields=["reserves_release_at"])
    seats.release(cohort)
    rows = [apply(cohort), apply(cohort)]
    assert [row.state for row in rows] == ["enrolled", "waitlisted"]
    enrollments.withdraw(seated, by=seated.person.user)
    assert Enrollment.objects.get(pk=rows[1].pk).state == EnrollmentState.ENROLLED
    assert kept(cohort) == (2, 0, 0)


def test_an_offer_takes_a_reserved_seat_from_who_qualifies_and_is_refused_to_who_does_not():
    cohort = CohortFactory(seats=2, confirmation="review")
    SeatPoolFactory(cohort=cohort, seats=2, **REGION)
    by = UserFactory()
    rows = [apply(cohort, from_region()), apply(cohort)]
    assert enrollments.offer(rows[0], by=by).pool is not None
    with pytest.raises(refusals.NoFreeSeatError):
        enrollments.offer(rows[1], by=by)
    assert enrollments.accept(rows[1], by=by).state == EnrollmentState.WAITLISTED


@pytest.mark.parametrize(
    ("criterion", "meets"),
    [
        ({"kind": "territory", "values": ["GH"]}, from_region),
        ({"kind": "newcomer", "values": []}, PersonFactory),
        (
            {"kind": "affiliate_type", "values": ["chapter"]},
            lambda: AffiliationFactory(organization=AffiliateFactory(affiliate_type="chapter")).person,
        ),
        ({"kind": "language", "values": ["sw"]}, lambda: speaker("sw")),
    ],
)
def test_each_criterion_lets_in_whom_it_names(criterion, meets):
    cohort = CohortFactory(seats=4)
    pool = SeatPoolFactory(cohort=cohort, seats=2, **criterion)
    assert apply(cohort, meets()).pool_id == pool.pk
    assert apply(cohort, experienced()).pool_id is None


def speaker(code):
    person = PersonFactory()
    person.languages.add(LanguageFactory(code=code, name_en="Swahili", autonym="Kiswahili"))
    return person


def test_where_the_profile_names_no_territory_that_of_the_organization_counts():
    cohort = CohortFactory()
    pool = SeatPoolFactory(cohort=cohort, **REGION)
    affiliation = AffiliationFactory(organization=AffiliateFactory(territory=TerritoryFactory()))
    row = apply(cohort, affiliation.person, organization=affiliation.organization)
    assert row.pool_id == pool.pk


def test_a_region_counts_also_without_a_territory():
    cohort = CohortFactory()
    pool = SeatPoolFactory(cohort=cohort, **REGION)
    assert apply(cohort, PersonFactory(region=RegionFactory())).pool_id == pool.pk


# --- Setting them ---


def test_reserving_is_noted_and_kept_until_enrollment_closes():
    cohort, by = CohortFactory(seats=5), UserFactory()
    pool = seats.add(cohort, kind="region", values=["SSA"], seats=2, by=by)
    cohort.refresh_from_db()
    assert (cohort.reserved_seats, cohort.free_open_seats) == (2, 3)
    assert cohort.reserves_release_at == cohort.enrollment_closes_at
    assert ActionLog.objects.get(verb="programs.seats.add").object_id == pool.pk


def test_more_than_the_open_seats_cannot_be_reserved():
    cohort = CohortFactory(seats=5)
    pool = seats.add(cohort, kind="newcomer", values=[], seats=3, by=UserFactory())
    with pytest.raises(refusals.TooManyReservedError):
        seats.add(cohort, kind="region", values=["SSA"], seats=3, by=UserFactory())
    with pytest.raises(refusals.TooManyReservedError):
        seats.resize(pool, seats=6, by=UserFactory())
    assert kept(cohort) == (0, 3, 0)


def test_once_somebody_has_applied_the_criteria_stay_and_the_numbers_may_change():
    cohort = CohortFactory(seats=3)
    pool = SeatPoolFactory(cohort=cohort, seats=2)
    rows = [apply(cohort) for _ in range(2)]
    waiting = [apply(cohort, experienced()), apply(cohort, experienced())][1]
    with pytest.raises(refusals.CriteriaFixedError):
        seats.add(cohort, kind="region", values=["SSA"], seats=1, by=UserFactory())
    with pytest.raises(refusals.CriteriaFixedError):
        seats.remove(pool, by=UserFactory())
    with pytest.raises(refusals.ReservedSeatsHeldError):
        seats.resize(pool, seats=1, by=UserFactory())
    enrollments.withdraw(rows[0], by=rows[0].person.user)
    seats.resize(pool, seats=1, by=UserFactory())
    assert Enrollment.objects.get(pk=waiting.pk).state == EnrollmentState.ENROLLED


def test_a_removed_reserve_is_open():
    cohort = CohortFactory(seats=3)
    pool = seats.add(cohort, kind="newcomer", values=[], seats=2, by=UserFactory())
    seats.remove(pool, by=UserFactory())
    cohort.refresh_from_db()
    assert (cohort.reserved_seats, cohort.reserves_release_at) == (0, None)


def test_after_the_release_nothing_is_reserved_any_more():
    cohort = CohortFactory(seats=3)
    pool = SeatPoolFactory(cohort=cohort)
    Cohort.objects.filter(pk=cohort.pk).update(reserves_release_at=timezone.now())
    seats.release(cohort)
    for deed in (
        lambda: seats.add(cohort, kind="region", values=["SSA"], seats=1, by=UserFactory()),
        lambda: seats.resize(pool, seats=1, by=UserFactory()),
        lambda: seats.remove(pool, by=UserFactory()),
        lambda: seats.set_release(cohort, at=timezone.now() + timedelta(days=1), by=UserFactory()),
    ):
        with pytest.raises(refusals.ReservesReleasedError):
            deed()


def test_a_release_in_the_past_is_refused():
    cohort = SeatPoolFactory().cohort
    with pytest.raises(refusals.ReleaseInThePastError):
        seats.set_release(cohort, at=timezone.now() - timedelta(minutes=1), by=UserFactory())


# --- What the database keeps ---


@pytest.mark.parametrize("pool", [True, False])
def test_the_database_refuses_a_seat_too_many(pool):
    cohort = CohortFactory(seats=3)
    reserved = SeatPoolFactory(cohort=cohort, seats=2)
    of = reserved if pool else None
    for _ in range(2 if pool else 1):
        EnrollmentFactory(cohort=cohort, pool=of)
    with pytest.raises(IntegrityError), transaction.atomic():
        EnrollmentFactory(cohort=cohort, pool=of)


def test_the_database_refuses_a_seat_of_another_cohorts_pool():
    with pytest.raises(IntegrityError):
        EnrollmentFactory(pool=SeatPoolFactory())


def test_the_database_refuses_more_reserved_seats_than_the_cohort_has():
    with pytest.raises(IntegrityError):
        SeatPoolFactory(cohort=CohortFactory(seats=3), seats=4)


def test_the_database_counts_what_is_reserved():
    cohort = CohortFactory(seats=9)
    first, second = SeatPoolFactory(cohort=cohort, seats=2), SeatPoolFactory(cohort=cohort, seats=3)
    SeatPool.objects.filter(pk=first.pk).update(seats=4)
    second.delete()
    assert kept(cohort) == (0, 4, 0)
