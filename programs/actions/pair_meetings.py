"""Meetings of a pair: noted by one of the two, confirmed by the other; and the reminder where there are none."""

from datetime import date

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from capacity.models import User
from common.log import record
from common.moves import check_move
from programs.actions import activities, moves
from programs.actions.mentoring import side_of
from programs.letters import mentoring as letters
from programs.logic import refusals
from programs.logic.checking_in import silent_periods
from programs.models import Activity, ActivityKind, Cohort, Enrollment, MentoringMeeting, MentoringPair
from programs.queries.mentoring import rows_of
from programs.states import (
    PAIR_MEETING_MOVES,
    WORKING_PAIR_STATES,
    EnrollmentState,
    PairMeetingState,
    PairState,
)


@transaction.atomic
def note(
    pair: MentoringPair, *, by: User, held_on: date, minutes: int, summary: str = ""
) -> MentoringMeeting:
    """The other is asked to confirm it. Refuses: a pair that does not work now; a day to come, or before it began; what
    one of the two has noted already, in the same words.
    """
    moves.lock(pair.mentee.cohort_id)
    pair.refresh_from_db(fields=["state", "began_at"])
    side_of(pair, by)
    if pair.state not in WORKING_PAIR_STATES or pair.began_at is None:
        raise refusals.PairDoesNotWorkError
    if held_on > timezone.localdate():
        raise refusals.NotYetHeldError
    if held_on < timezone.localdate(pair.began_at):
        raise refusals.BeforeItBeganError
    said = {"pair": pair, "held_on": held_on, "minutes": minutes, "summary": summary}
    noted = MentoringMeeting.objects.filter(recorded_by=by, **said)
    if noted.filter(state__in=[PairMeetingState.NOTED, PairMeetingState.CONFIRMED]).exists():
        raise refusals.NotedAlreadyError
    meeting = MentoringMeeting.objects.create(recorded_by=by, is_demo=pair.is_demo, **said)
    record("programs.mentoring.note_meeting", meeting, by=by, after={"state": meeting.state})
    letters.meeting_noted(meeting)
    return meeting


@transaction.atomic
def confirm(meeting: MentoringMeeting, *, by: User) -> MentoringMeeting:
    """It counts from now on towards what the cohort asks, and may complete the mentee's enrollment.
    Refuses: the one who noted it; what is decided.
    """
    meeting, cohort = _hold(meeting)
    _check_is_the_other(meeting, by)
    check_move(PAIR_MEETING_MOVES, meeting.state, PairMeetingState.CONFIRMED)
    activity = _count(cohort, meeting, by=by)
    _move(meeting, PairMeetingState.CONFIRMED, by=by, verb="confirm_meeting", activity=activity)
    return meeting


@transaction.atomic
def dispute(meeting: MentoringMeeting, *, by: User) -> MentoringMeeting:
    """It does not count; who noted it, and those who run the cohort, are told. Refuses: the one who noted it; what is
    decided.
    """
    meeting, _cohort = _hold(meeting)
    _check_is_the_other(meeting, by)
    _move(meeting, PairMeetingState.DISPUTED, by=by, verb="dispute_meeting")
    letters.meeting_disputed(meeting)
    return meeting


@transaction.atomic
def take_back(meeting: MentoringMeeting, *, by: User) -> MentoringMeeting:
    """Refuses: who did not note it; what is confirmed."""
    meeting, _cohort = _hold(meeting)
    if meeting.recorded_by_id != by.pk:
        raise refusals.NotYoursToDecideError
    _move(meeting, PairMeetingState.WITHDRAWN, by=by, verb="take_back_meeting")
    return meeting


def check_in() -> int:
    """Asks both of every pair that has not met for a while whether all is well: once for each such while. Returns how
    many pairs are in such a while.
    """
    silent, today = 0, timezone.localdate()
    for row in rows_of(MentoringPair.objects.filter(state=PairState.ACTIVE).order_by("pk")):
        turn = silent_periods(row.since, today, settings.MENTORING_CHECK_IN_DAYS)
        if turn:
            with transaction.atomic():
                letters.how_is_it(row.pair, since=row.since, turn=turn)
            silent += 1
    return silent


def _count(cohort: Cohort, meeting: MentoringMeeting, *, by: User) -> Activity | None:
    """As an activity of the mentee, while she takes part."""
    mentee = meeting.pair.mentee
    enrolled = Enrollment.objects.filter(
        cohort=cohort, person=mentee.person_id, state=EnrollmentState.ENROLLED
    )
    enrollment = enrolled.first()
    if enrollment is None:
        return None
    activity = Activity(
        enrollment=enrollment, kind=ActivityKind.MEETING, held_on=meeting.held_on, minutes=meeting.minutes
    )
    return activities.write(cohort, activity, by=by, confirmed=True)


def _check_is_the_other(meeting: MentoringMeeting, by: User) -> None:
    side_of(meeting.pair, by)
    if meeting.recorded_by_id == by.pk:
        raise refusals.NotYoursToDecideError


def _hold(meeting: MentoringMeeting) -> tuple[MentoringMeeting, Cohort]:
    cohort = moves.lock(meeting.pair.mentee.cohort_id)
    rows = MentoringMeeting.objects.select_for_update(of=("self",)).select_related(
        "pair__mentor__person__user", "pair__mentee__person__user", "pair__mentee__cohort__program"
    )
    return rows.get(pk=meeting.pk), cohort


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
