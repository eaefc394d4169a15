"""Meetings of a pair: who may say what of them, and what they count as."""

from datetime import timedelta

import pytest
from django.utils import timezone

from programs.actions import pair_meetings
from programs.logic import refusals
from programs.models import Activity, MentoringMeeting
from tests.factories.capacity import UserFactory
from tests.factories.programs import MentoringMeetingFactory, MentoringPairFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def pair():
    return MentoringPairFactory()


def test_a_meeting_counts_on_its_day_for_as_long_as_it_was(pair):
    day = timezone.localdate() - timedelta(days=3)
    meeting = MentoringMeetingFactory(pair=pair, held_on=day, minutes=45)
    pair_meetings.confirm(meeting, by=pair.mentor.person.user)
    assert Activity.objects.values_list("held_on", "minutes", "kind").get() == (day, 45, "meeting")


def test_whoever_is_neither_of_the_two_says_nothing_of_their_meetings(pair):
    meeting, stranger = MentoringMeetingFactory(pair=pair), UserFactory()
    with pytest.raises(refusals.NotOfThePairError):
        pair_meetings.note(pair, by=stranger, held_on=timezone.localdate(), minutes=30)
    for deed in (pair_meetings.confirm, pair_meetings.dispute):
        with pytest.raises(refusals.NotOfThePairError):
            deed(meeting, by=stranger)
    assert list(MentoringMeeting.objects.values_list("state", flat=True)) == ["noted"]


def test_who_noted_it_does_not_dispute_it_and_the_other_does_not_take_it_back(pair):
    meeting = MentoringMeetingFactory(pair=pair)
    with pytest.raises(refusals.NotYoursToDecideError):
        pair_meetings.dispute(meeting, by=pair.mentee.person.user)
    with pytest.raises(refusals.NotYoursToDecideError):
        pair_meetings.take_back(meeting, by=pair.mentor.person.user)
    assert pair_meetings.take_back(meeting, by=pair.mentee.person.user).state == "withdrawn"


@pytest.mark.parametrize("is_demo", [True, False])
def test_a_meeting_is_invented_where_its_pair_is(is_demo):
    pair = MentoringPairFactory(is_demo=is_demo)
    held_on = timezone.localdate()
    meeting = pair_meetings.note(pair, by=pair.mentor.person.user, held_on=held_on, minutes=30)
    assert meeting.is_demo is is_demo
