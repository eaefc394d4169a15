from datetime import date, timedelta

import pytest
import time_machine
from django.utils import timezone

from capacity.actions import claims
from capacity.actions.claims import Statement
from capacity.logic import refusals
from capacity.models import CapacityClaim, CapacityScope
from common.models import ActionLog
from tests.factories.capacity import (
    AffiliateFactory,
    CapacityClaimFactory,
    CapacityFactory,
    PersonFactory,
    ProficiencyLevelFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


def has(person, capacity, level=3, **more):
    level = ProficiencyLevelFactory(level=level)
    [claim] = claims.state(
        person, statements=[Statement(capacity=capacity, kind="has", level=level, **more)], by=person.user
    )
    return claim


@pytest.fixture
def person():
    return PersonFactory()


@pytest.fixture
def capacity():
    return CapacityFactory()


@time_machine.travel("2026-03-01")
def test_what_is_stated_says_who_what_and_when(person, capacity):
    claim = has(person, capacity)
    assert (claim.stakeholder, claim.capacity, claim.level_id, claim.stated_by) == (
        person,
        capacity,
        3,
        person.user,
    )
    assert claim.stated_on == date(2026, 3, 1)
    assert ActionLog.objects.get(verb="capacity.claims.state").object_id == claim.pk


def test_a_newer_statement_is_current_and_the_older_one_stays(person, capacity):
    older, newer = has(person, capacity, level=2), has(person, capacity, level=4)
    assert list(person.claims.current()) == [newer]
    assert set(person.claims.all()) == {older, newer}


def test_what_is_stated_of_an_earlier_day_goes_to_the_history(person, capacity):
    now = has(person, capacity)
    earlier = has(person, capacity, stated_on=date(2019, 1, 1), evidence_kind="assessed")
    assert (earlier.is_current, list(person.claims.current())) == (False, [now])


def test_the_same_said_twice_is_kept_once(person, capacity):
    assert has(person, capacity) == has(person, capacity)


def test_the_same_said_another_day_is_kept_again(person, capacity):
    with time_machine.travel("2025-01-01"):
        has(person, capacity)
    has(person, capacity)
    assert person.claims.count() == 2


def test_an_organization_cannot_have_what_only_persons_have(person):
    capacity = CapacityFactory(scope=CapacityScope.INDIVIDUAL)
    with pytest.raises(refusals.OtherScopeError):
        claims.state(
            AffiliateFactory(), statements=[Statement(capacity=capacity, kind="wants")], by=person.user
        )


def test_a_hidden_capacity_is_refused_with_all_that_is_stated_beside_it(person, capacity):
    hidden = CapacityFactory(is_hidden=True)
    both = [Statement(capacity=each, kind="wants") for each in (capacity, hidden)]
    with pytest.raises(refusals.UnknownCapacityError):
        claims.state(person, statements=both, by=person.user)
    assert not person.claims.exists()


def test_a_day_to_come_is_refused(person, capacity):
    with pytest.raises(refusals.NotYetError):
        has(person, capacity, stated_on=timezone.now().date() + timedelta(days=2))


def test_a_withdrawn_claim_stays_in_the_history(person, capacity):
    claim = claims.withdraw(has(person, capacity), by=person.user)
    assert (claim.is_current, claim.withdrawn_at is not None) == (False, True)
    assert list(person.claims.all()) == [claim]


def test_what_is_not_current_is_not_withdrawn(person, capacity):
    older = has(person, capacity, level=1)
    has(person, capacity, level=2)
    with pytest.raises(refusals.NotCurrentError):
        claims.withdraw(older, by=person.user)


class TestMovingToAnotherCapacity:
    def test_claims_and_their_history_move_and_keep_what_they_were_stated_for(self, person, capacity):
        old, into = has(person, capacity, level=1), CapacityFactory()
        new = has(person, capacity, level=2)
        assert claims.move_to_capacity(merged=capacity, into=into, by=None) == 2
        rows = CapacityClaim.objects.order_by("pk").values_list("pk", "capacity", "stated_as", "is_current")
        assert list(rows) == [(old.pk, into.pk, capacity.pk, False), (new.pk, into.pk, capacity.pk, True)]

    def test_of_two_current_ones_the_newer_stays_current(self, person, capacity):
        into, level = CapacityFactory(), ProficiencyLevelFactory(level=3)
        newer = CapacityClaimFactory(
            stakeholder=person, capacity=capacity, level=level, stated_on=date(2025, 1, 1)
        )
        CapacityClaimFactory(stakeholder=person, capacity=into, level=level, stated_on=date(2024, 1, 1))
        claims.move_to_capacity(merged=capacity, into=into, by=None)
        assert list(person.claims.current()) == [newer]

    def test_other_people_and_kinds_keep_theirs(self, person, capacity):
        into = CapacityFactory()
        mine = CapacityClaimFactory(stakeholder=person, capacity=capacity, kind="has")
        wish = CapacityClaimFactory(stakeholder=person, capacity=into, kind="wants", level=None)
        hers = CapacityClaimFactory(capacity=into, level=mine.level)
        claims.move_to_capacity(merged=capacity, into=into, by=UserFactory())
        assert set(CapacityClaim.objects.current()) == {mine, wish, hers}

    def test_twice_moved_it_keeps_what_it_was_first_stated_for(self, person, capacity):
        claim, second, third = has(person, capacity), CapacityFactory(), CapacityFactory()
        claims.move_to_capacity(merged=capacity, into=second, by=None)
        claims.move_to_capacity(merged=second, into=third, by=None)
        claim.refresh_from_db()
        assert (claim.capacity, claim.stated_as) == (third, capacity)
