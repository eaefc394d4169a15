"""Meetings of a pair: noted by one of the two, confirmed by the other; and the reminder where there are none."""

from datetime import date, datetime

from django.conf import settings
from django.db import transaction
from django.db.models import Max, Q
from django.utils import timezone

from capacity.models import User
from common.log import record
from common.moves import check_move
from programs.letters import mentoring as letters
from programs.actions import activities, enrollments
from programs.actions.mentoring import side_of
from programs.logic import refusals
from programs.logic.checking_in import silent_periods
from programs.models import Activity, ActivityKind, Enrollment, MentoringMeeting, MentoringPair
from programs.states import (
    PAIR_MEETING_MOVES,
    WORKING_PAIR_STATES,
    EnrollmentState,
    PairMeetingState,
    PairState,
)

COUNTING = [PairMeetingState.NOTED, PairMeetingState.CONFIRMED]


@transaction.atomic
def note(
    pair: MentoringPair, *, by: User, held_on: date, minutes: int, summary: str = ""
) -> MentoringMeeting:
    """The other is asked to confirm it. Refuses: a pair that does not work now; a day to come, or before it began."""
    enrollments.lock(pair.mentee.cohort_id)
    pair.refresh_from_db(fields=["state", "began_at"])
    side_of(pair, by)
    if pair.state not in WORKING_PAIR_STATES or pair.began_at is None:
        raise refusals.PairDoesNotWorkError
    if held_on > timezone.localdate():
        raise refusals.NotYetHeldError
    if held_on < timezone.localdate(pair.began_at):
        raise refusals.BeforeItBeganError
    meeting = MentoringMeeting.objects.create(
        pair=pair, held_on=held_on, minutes=minutes, summary=summary, recorded_by=by, is_demo=pair.is_demo
    )
    record("programs.mentoring.note_meeting", meeting, by=by, after={"state": meeting.state})
    letters.meeting_noted(meeting)
    return meeting


@transaction.atomic
def confirm(meeting: MentoringMeeting, *, by: User) -> MentoringMeeting:
    """It counts from now on towards what the cohort asks, and may complete the mentee's enrollment.
    Refuses: the one who noted it; what is decided.
    """
    meeting = _hold(meeting)
    _check_is_the_other(meeting, by)
    _move(meeting, PairMeetingState.CONFIRMED, by=by, verb="confirm_meeting", activity=_count(meeting, by=by))
    return meeting


@transaction.atomic
def dispute(meeting: MentoringMeeting, *, by: User) -> MentoringMeeting:
    """It does not count; who noted it, and those who run the cohort, are told. Refuses: the one who noted it; what is
    decided.
    """
    meeting = _hold(meeting)
    _check_is_the_other(meeting, by)
    _move(meeting, PairMeetingState.DISPUTED, by=by, verb="dispute_meeting")
    letters.meeting_disputed(meeting)
    return meeting


@transaction.atomic
def take_back(meeting: MentoringMeeting, *, by: User) -> MentoringMeeting:
    """Refuses: who did not note it; what is confirmed."""
    meeting = _hold(meeting)
    if meeting.recorded_by_id != by.pk:
        raise refusals.NotYoursToDecideError
    _move(meeting, PairMeetingState.WITHDRAWN, by=by, verb="take_back_meeting")
    return meeting


def check_in() -> int:
    """Asks both of every pair that has not met for a while whether all is well: once for each such while. Returns how
    many pairs were asked.
    """
    asked, today = 0, timezone.localdate()
    for pair in pairs_at_work():
        periods = silent_periods(last_met(pair), today, settings.MENTORING_CHECK_IN_DAYS)
        if periods:
            with transaction.atomic():
                letters.how_is_it(pair, since=last_met(pair), turn=periods)
            asked += 1
    return asked


def pairs_at_work() -> "list[MentoringPair]":
    met = Max("meetings__held_on", filter=Q(meetings__state__in=COUNTING))
    rows = MentoringPair.objects.filter(state=PairState.ACTIVE).annotate(met_on=met)
    rows = rows.select_related("mentor__person__user", "mentee__person__user", "mentee__cohort__program")
    return list(rows.order_by("pk"))


def last_met(pair: MentoringPair) -> date:
    """Or the day on which it began."""
    began: datetime = pair.began_at or pair.created_at
    met: date | None = getattr(pair, "met_on", None)
    return max(met, began.date()) if met else began.date()


def _count(meeting: MentoringMeeting, *, by: User) -> Activity | None:
    """As an activity of the mentee, while she takes part."""
    mentee = meeting.pair.mentee
    enrolled = Enrollment.objects.filter(
        cohort=mentee.cohort_id, person=mentee.person_id, state=EnrollmentState.ENROLLED
    )
    enrollment = enrolled.select_related("cohort__program", "person__user").first()
    if enrollment is None:
        return None
    return activities.note(
        enrollment,
        by=by,
        kind=ActivityKind.MEETING,
        held_on=meeting.held_on,
        minutes=meeting.minutes,
        confirmed=True,
    )


def _check_is_the_other(meeting: MentoringMeeting, by: User) -> None:
    side_of(meeting.pair, by)
    if meeting.recorded_by_id == by.pk:
        raise refusals.NotYoursToDecideError


def _hold(meeting: MentoringMeeting) -> MentoringMeeting:
    enrollments.lock(meeting.pair.mentee.cohort_id)
    rows = MentoringMeeting.objects.select_for_update(of=("self",)).select_related(
        "pair__mentor__person__user", "pair__mentee__person__user", "pair__mentee__cohort__program"
    )
    return rows.get(pk=meeting.pk)


def _move(
    meeting: MentoringMeeting,
    wanted: PairMeetingState,
    *,
    by: User,
    verb: str,
    activity: Activity | None = None,
) -> None:
    before = meeting.state
    check_move(PAIR_MEETING_MOVES, before, wanted)
    meeting.state, meeting.decided_at, meeting.activity = wanted, timezone.now(), activity
    meeting.save(update_fields=["state", "decided_at", "activity", "updated_at"])
    record(
        f"programs.mentoring.{verb}",
        meeting,
        by=by,
        before={"state": before},
        after={"state": meeting.state},
    )
