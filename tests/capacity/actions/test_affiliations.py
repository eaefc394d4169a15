"""Moves of affiliations: what each does, tells and refuses."""

from datetime import date, timedelta

import pytest
import time_machine
from django.utils import timezone

from capacity.actions import affiliations
from capacity.logic import refusals
from capacity.models import Affiliation
from common.models import ActionLog, Notification
from common.moves import MoveError
from tests.factories.capacity import (
    AffiliateFactory,
    AffiliationFactory,
    PersonFactory,
    StaffFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

SINCE = date(2024, 5, 1)


def told(user):
    return list(Notification.objects.filter(recipient=user).order_by("id").values_list("text", flat=True))


def ask(person, organization, *, role="member", starts_on=SINCE, **more):
    return affiliations.request(organization, role=role, starts_on=starts_on, by=person.user, **more)


def represented(organization, **more):
    return AffiliationFactory(organization=organization, role="representative", **more).person


@pytest.fixture
def person():
    return PersonFactory(name="Ama")


@pytest.fixture
def organization():
    return AffiliateFactory(name="Wikimedia Ghana")


@pytest.fixture
def waiting(person, organization):
    return AffiliationFactory(
        person=person, organization=organization, state="requested", decided_at=None, starts_on=SINCE
    )


@pytest.fixture
def member(person, organization):
    return AffiliationFactory(person=person, organization=organization, starts_on=SINCE)


class TestRequest:
    def test_it_waits_for_a_decision_and_the_representatives_are_told(self, person, organization):
        first, second = represented(organization), represented(organization)
        affiliation = ask(person, organization, note="From the Accra meet-up.")
        assert (affiliation.state, affiliation.note) == ("requested", "From the Accra meet-up.")
        assert told(first.user) == told(second.user) == ["Ama asks to join Wikimedia Ghana"]

    def test_where_nobody_represents_the_organization_staff_are_told(self, person, organization):
        staff = StaffFactory()
        ask(person, organization)
        assert told(staff) == ["Somebody asks to join Wikimedia Ghana, and nobody represents it"]

    def test_a_representative_whose_term_is_over_is_not_asked(self, person, organization):
        staff, former = StaffFactory(), represented(organization, ends_on=date(2021, 1, 1))
        ask(person, organization)
        assert (told(former.user), len(told(staff))) == ([], 1)

    def test_a_second_one_at_the_same_time_is_refused(self, member, person, organization):
        with pytest.raises(refusals.OverlapError):
            ask(person, organization, starts_on=date(2025, 1, 1))

    def test_one_that_was_refused_or_withdrawn_does_not_stand_in_the_way(self, person, organization):
        for state in ("refused", "withdrawn"):
            AffiliationFactory(person=person, organization=organization, state=state, starts_on=SINCE)
        assert ask(person, organization).state == "requested"

    def test_a_day_to_come_is_refused(self, person, organization):
        with pytest.raises(refusals.NotYetError):
            ask(person, organization, starts_on=timezone.now().date() + timedelta(days=2))

    def test_nobody_asks_to_be_a_representative(self, person, organization):
        with pytest.raises(refusals.RoleNotAskedForError):
            ask(person, organization, role="representative")

    def test_an_organization_that_has_ended_is_refused(self, person):
        with pytest.raises(refusals.FormerOrganizationError):
            ask(person, AffiliateFactory(status="former"))


class TestDecision:
    def test_confirm_says_who_decided_and_tells_the_person(self, waiting, person):
        by = UserFactory()
        affiliation = affiliations.confirm(waiting, by=by)
        assert (affiliation.state, affiliation.decided_by) == ("confirmed", by)
        assert told(person.user) == ["Your affiliation with Wikimedia Ghana is confirmed"]
        assert ActionLog.objects.get(object_id=waiting.pk).verb == "capacity.affiliations.confirm"

    def test_refuse_keeps_the_reason_and_tells_the_person(self, waiting, person):
        affiliation = affiliations.refuse(waiting, by=UserFactory(), reason="We do not know you yet.")
        assert (affiliation.state, affiliation.reason) == ("refused", "We do not know you yet.")
        assert told(person.user) == ["Your affiliation with Wikimedia Ghana was not confirmed"]

    def test_a_refusal_without_a_reason_is_refused(self, waiting):
        with pytest.raises(refusals.ReasonMissingError):
            affiliations.refuse(waiting, by=UserFactory(), reason=" ")

    def test_nobody_decides_about_herself(self, waiting, person):
        with pytest.raises(refusals.OwnAffiliationError):
            affiliations.confirm(waiting, by=person.user)

    def test_what_is_decided_is_not_decided_again(self, member):
        with pytest.raises(MoveError):
            affiliations.refuse(member, by=UserFactory(), reason="Too late.")

    def test_withdraw_takes_the_request_back_and_tells_the_representatives(
        self, waiting, person, organization
    ):
        representative = represented(organization)
        assert affiliations.withdraw(waiting, by=person.user).state == "withdrawn"
        assert told(representative.user) == ["Ama does not ask to join Wikimedia Ghana any more"]


class TestEnd:
    @pytest.fixture(autouse=True)
    def frozen_day(self):
        with time_machine.travel("2026-03-10T12:00Z"):
            yield

    def test_a_past_day_ends_it_at_once_and_the_person_is_told(self, member, person):
        affiliation = affiliations.end(member, ends_on=date(2026, 3, 1), by=UserFactory(), reason="Moved.")
        assert (affiliation.state, affiliation.ends_on) == ("ended", date(2026, 3, 1))
        assert told(person.user) == ["Your affiliation with Wikimedia Ghana ends"]

    def test_who_leaves_herself_is_told_nothing_but_the_representatives_are(
        self, member, person, organization
    ):
        representative = represented(organization)
        affiliations.end(member, ends_on=date(2026, 3, 10), by=person.user)
        assert (told(person.user), told(representative.user)) == ([], ["Ama leaves Wikimedia Ghana"])

    def test_a_day_to_come_is_kept_and_the_clock_ends_it_when_it_is_over(self, member, person):
        affiliations.end(member, ends_on=date(2026, 3, 20), by=person.user)
        assert Affiliation.objects.current().get() == member
        with time_machine.travel("2026-03-20T23:00Z"):
            assert affiliations.end_due() == 0
        with time_machine.travel("2026-03-21T01:00Z"):
            assert affiliations.end_due() == 1
            assert affiliations.end_due() == 0
        member.refresh_from_db()
        assert member.state == "ended"

    def test_a_last_day_before_the_first_is_refused(self, member, person):
        with pytest.raises(refusals.EndsBeforeStartError):
            affiliations.end(member, ends_on=date(2024, 4, 30), by=person.user)

    def test_an_end_is_not_put_off(self, person, organization):
        term = AffiliationFactory(
            person=person, organization=organization, role="representative", ends_on=date(2026, 6, 1)
        )
        with pytest.raises(refusals.EndsEarlierAlreadyError):
            affiliations.end(term, ends_on=date(2026, 7, 1), by=person.user)

    def test_a_request_is_not_ended(self, waiting, person):
        with pytest.raises(MoveError):
            affiliations.end(waiting, ends_on=date(2026, 3, 1), by=person.user)

    def test_when_the_last_representative_goes_staff_are_told(self, organization):
        staff, people = StaffFactory(), [represented(organization), represented(organization)]
        for person in people:
            term = Affiliation.objects.get(person=person)
            affiliations.end(term, ends_on=date(2026, 3, 10), by=person.user)
        assert told(staff) == ["Nobody represents Wikimedia Ghana any more"]


def test_who_has_left_can_come_back_the_day_after(person, organization):
    AffiliationFactory(
        person=person, organization=organization, state="ended", starts_on=SINCE, ends_on=date(2025, 1, 1)
    )
    with pytest.raises(refusals.OverlapError):
        ask(person, organization, starts_on=date(2025, 1, 1))
    assert ask(person, organization, starts_on=date(2025, 1, 2)).state == "requested"
