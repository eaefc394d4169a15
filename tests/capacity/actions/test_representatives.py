"""Terms of representatives: appointed, prolonged, handed over, reminded of, over."""

from datetime import date

import pytest
import time_machine

from capacity.actions import affiliations, representatives
from capacity.logic import refusals
from capacity.models import Affiliation
from common.models import Notification
from tests.factories.capacity import AffiliateFactory, AffiliationFactory, PersonFactory, UserFactory

pytestmark = [pytest.mark.django_db]

TODAY = date(2026, 3, 10)
UNTIL = date(2027, 3, 10)


@pytest.fixture(autouse=True)
def frozen_day():
    with time_machine.travel("2026-03-10T12:00Z", tick=False):
        yield


@pytest.fixture
def organization():
    return AffiliateFactory(name="Wikimedia Ghana")


@pytest.fixture
def member(organization):
    return AffiliationFactory(organization=organization).person


@pytest.fixture
def term(organization):
    return AffiliationFactory(organization=organization, role="representative", ends_on=date(2026, 4, 1))


def told(person):
    rows = Notification.objects.filter(recipient=person.user).order_by("id")
    return list(rows.values_list("text", flat=True))


def appoint(organization, person, until=UNTIL, by=None):
    return representatives.appoint(organization, person=person, until=until, by=by or UserFactory())


def test_a_member_gets_a_term_and_is_told(organization, member):
    affiliation = appoint(organization, member)
    assert (affiliation.role, affiliation.state) == ("representative", "confirmed")
    assert (affiliation.starts_on, affiliation.ends_on) == (TODAY, UNTIL)
    assert told(member) == ["You represent Wikimedia Ghana"]
    assert Affiliation.objects.representing(member.user).get() == affiliation


def test_a_representative_gets_a_longer_term(organization, term):
    assert appoint(organization, term.person) == term
    term.refresh_from_db()
    assert term.ends_on == UNTIL


def test_who_handed_over_today_begins_anew_tomorrow(organization, member, term):
    AffiliationFactory(person=term.person, organization=organization)
    representatives.hand_over(term, person=member, until=UNTIL, by=term.person.user)
    assert appoint(organization, term.person).starts_on == date(2026, 3, 11)


@pytest.mark.parametrize("until", [TODAY, date(2029, 1, 1)])
def test_a_term_that_is_over_or_too_long_is_refused(organization, member, until):
    with pytest.raises(refusals.TermError):
        appoint(organization, member, until=until)


def test_a_stranger_is_not_appointed(organization):
    with pytest.raises(refusals.NotAMemberError):
        appoint(organization, PersonFactory())


def test_nobody_appoints_herself(organization, term):
    with pytest.raises(refusals.OwnAffiliationError):
        appoint(organization, term.person, by=term.person.user)


class TestHandOver:
    def test_the_one_term_begins_and_the_other_ends(self, organization, member, term):
        begun = representatives.hand_over(term, person=member, until=UNTIL, by=term.person.user)
        term.refresh_from_db()
        assert (begun.person, begun.ends_on) == (member, UNTIL)
        assert (term.state, term.ends_on) == ("ended", TODAY)
        assert told(member)[0] == "You represent Wikimedia Ghana"

    def test_a_place_of_a_member_is_not_handed_over(self, organization, member):
        other = AffiliationFactory(organization=organization)
        with pytest.raises(refusals.NotARepresentativeError):
            representatives.hand_over(other, person=member, until=UNTIL, by=other.person.user)

    def test_if_the_other_cannot_be_appointed_nothing_ends(self, term):
        with pytest.raises(refusals.NotAMemberError):
            representatives.hand_over(term, person=PersonFactory(), until=UNTIL, by=term.person.user)
        term.refresh_from_db()
        assert term.state == "confirmed"


class TestReminder:
    def test_it_is_written_once_within_the_last_days(self, term):
        for _ in range(2):
            assert representatives.remind() == 1
        assert told(term.person) == ["Your term as a representative of Wikimedia Ghana ends on Apr 1, 2026"]

    def test_it_is_not_written_before(self, term):
        with time_machine.travel("2026-03-01T12:00Z"):
            assert representatives.remind() == 0

    def test_members_have_no_term(self, organization):
        AffiliationFactory(organization=organization, ends_on=date(2026, 4, 1))
        assert representatives.remind() == 0


def test_when_the_term_is_over_the_clock_ends_it_and_she_is_told(term):
    with time_machine.travel("2026-04-02T01:00Z"):
        assert affiliations.end_due() == 1
    assert told(term.person) == ["Your affiliation with Wikimedia Ghana ends"]
