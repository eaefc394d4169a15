"""Pairs: who may be put together, who is told, what counts, and what the database refuses whoever writes."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from common.models import ActionLog, Notification
from common.moves import MoveError
from programs.actions import completions, enrollments, matching, matching_runs, mentoring, pair_meetings
from programs.logic import refusals
from programs.models import Activity, MatchingRun, MentoringPair, MentoringPart, ProgramRole
from programs.states import PairState
from tests.factories.capacity import CapacityFactory, LanguageFactory, PersonFactory, UserFactory
from tests.factories.programs import (
    CohortFactory,
    EnrollmentFactory,
    MentoringMeetingFactory,
    MentoringPairFactory,
    MentoringPartFactory,
    ProgramRoleFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def cohort():
    return CohortFactory(
        program__method__code="mentoring", sessions_needed=0, hours_needed=2, meetings_needed=2
    )


@pytest.fixture
def coordinator(cohort):
    return ProgramRoleFactory(program=cohort.program).person.user


def mentor_in(cohort, **fields):
    part = MentoringPartFactory(cohort=cohort, **fields)
    part.languages.add(LanguageFactory(code="en"))
    return part


def mentee_in(cohort, **fields):
    part = MentoringPartFactory(cohort=cohort, side="mentee", **fields)
    part.languages.add(LanguageFactory(code="en"))
    return part


def told(user):
    return [
        key.split(":")[1] for key in Notification.objects.filter(recipient=user).values_list("key", flat=True)
    ]


def refused():
    return pytest.raises(IntegrityError)


# --- Taking part ---


def test_a_mentee_takes_part_only_while_she_is_enrolled(cohort):
    person = PersonFactory()
    with pytest.raises(refusals.NotTakingPartError):
        mentoring.join(cohort, person=person, side="mentee", by=person.user)
    EnrollmentFactory(cohort=cohort, person=person)
    part = mentoring.join(cohort, person=person, side="mentee", by=person.user, most=9)
    assert (part.most, part.accepted_at is not None) == (1, True)


def test_who_offers_to_mentor_waits_for_a_coordinator_and_has_the_role_then(cohort, coordinator):
    person = PersonFactory()
    part = mentoring.join(cohort, person=person, side="mentor", by=person.user, most=3)
    assert (part.accepted_at, len(told(coordinator))) == (None, 1)
    mentoring.accept_mentor(part, by=coordinator)
    role = ProgramRole.objects.get(person=person)
    assert (role.role, role.cohort) == ("mentor", cohort)
    assert told(person.user) == [f"part-{part.pk}-accepted"]
    with pytest.raises(refusals.NotWaitingError):
        mentoring.accept_mentor(part, by=coordinator)


def test_other_programs_have_no_mentors():
    person, other = PersonFactory(), CohortFactory()
    with pytest.raises(refusals.NotOfMentoringError):
        mentoring.join(other, person=person, side="mentor", by=person.user)


def test_nobody_takes_fewer_than_she_has(cohort):
    mentor = mentor_in(cohort)
    for _ in range(2):
        MentoringPairFactory(mentor=mentor, mentee=mentee_in(cohort))
    with pytest.raises(refusals.MorePairsThanThatError):
        mentoring.join(cohort, person=mentor.person, side="mentor", by=mentor.person.user, most=1)


# --- The search ---


def search(cohort, by):
    run = matching_runs.request(cohort, by=by)
    assert matching_runs.request(cohort, by=by) == run
    matching.run(run.pk)
    run.refresh_from_db()
    return run


def test_a_search_suggests_and_tells_only_who_runs_the_cohort(cohort, coordinator):
    wanted = CapacityFactory()
    fits, other = mentor_in(cohort), mentor_in(cohort)
    mentee = mentee_in(cohort)
    stranger = mentee_in(cohort)
    stranger.languages.set([LanguageFactory(code="sw")])
    for part in (fits, mentee):
        part.capacities.add(wanted)
    run = search(cohort, coordinator)
    assert (run.state, run.pairs, run.left_over, run.done, run.total) == ("done", 1, 1, 2, 2)
    pair = MentoringPair.objects.get()
    assert (pair.mentor, pair.mentee, pair.state, pair.fit) == (fits, mentee, "suggested", 100)
    assert told(coordinator) == [f"search-{run.pk}"]
    assert [told(part.person.user) for part in (fits, other, mentee, stranger)] == [[], [], [], []]


def test_a_search_replaces_its_own_suggestions_and_leaves_what_people_chose(cohort, coordinator):
    mentor, first, second = mentor_in(cohort, most=3), mentee_in(cohort), mentee_in(cohort)
    by_hand = mentoring.suggest(mentor, first, by=coordinator)
    search(cohort, coordinator)
    search(cohort, coordinator)
    assert list(MentoringPair.objects.order_by("pk").values_list("mentee", "by_search")) == [
        (first.pk, False),
        (second.pk, True),
    ]
    mentor.refresh_from_db()
    assert (mentor.held, by_hand.by_search) == (2, False)


def test_what_was_taken_back_is_not_suggested_again(cohort, coordinator):
    mentor_in(cohort), mentee_in(cohort)
    search(cohort, coordinator)
    mentoring.drop(MentoringPair.objects.get(), by=coordinator)
    assert search(cohort, coordinator).pairs == 0


def test_a_search_run_twice_or_taken_over_is_made_once(cohort, coordinator):
    mentor_in(cohort), mentee_in(cohort)
    run = matching_runs.request(cohort, by=coordinator)
    assert matching.claim(run.pk).attempt == 1
    assert matching.claim(run.pk) is None
    assert matching.run(run.pk) is None
    long_ago = timezone.now() - timedelta(hours=1)
    MatchingRun.objects.filter(pk=run.pk).update(heartbeat_at=long_ago)
    assert matching_runs.resume_stalled() == 1
    assert matching.run(run.pk).attempt == 2
    assert matching.run(run.pk) is None
    assert MentoringPair.objects.count() == 1


def test_a_search_that_fails_says_so_and_can_be_asked_for_again(cohort, coordinator, monkeypatch):
    run = matching_runs.request(cohort, by=coordinator)
    monkeypatch.setattr(matching, "assign", lambda *sides, **options: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        matching.run(run.pk)
    run.refresh_from_db()
    assert (run.state, run.ended_at is not None) == ("failed", True)
    monkeypatch.undo()
    assert search(cohort, coordinator).state == "done"


def test_who_is_paired_while_the_search_is_at_work_is_not_suggested(cohort, coordinator, monkeypatch):
    mentor, mentee = mentor_in(cohort), mentee_in(cohort)
    run, real = matching_runs.request(cohort, by=coordinator), matching.assign

    def meanwhile(*sides, tell=None, **options):
        if tell is not None:
            mentoring.suggest(mentor, mentee, by=coordinator)
        return real(*sides, **options)

    monkeypatch.setattr(matching, "assign", meanwhile)
    matching.run(run.pk)
    assert list(MentoringPair.objects.values_list("by_search", flat=True)) == [False]


# --- By hand ---


def test_a_suggestion_by_hand_takes_the_place_of_the_one_before(cohort, coordinator):
    first, second, mentee = mentor_in(cohort), mentor_in(cohort), mentee_in(cohort)
    mentoring.suggest(first, mentee, by=coordinator)
    pair = mentoring.suggest(second, mentee, by=coordinator)
    assert list(MentoringPair.objects.live()) == [pair]
    mentoring.propose(pair, by=coordinator)
    with pytest.raises(refusals.HasAMentorError):
        mentoring.suggest(first, mentee, by=coordinator)


def test_no_mentor_gets_more_than_she_said(cohort, coordinator):
    mentor = mentor_in(cohort, most=1)
    mentoring.suggest(mentor, mentee_in(cohort), by=coordinator)
    with pytest.raises(refusals.LoadIsFullError):
        mentoring.suggest(mentor, mentee_in(cohort), by=coordinator)


@pytest.mark.parametrize("gone", [{"left_at": timezone.now()}, {"accepted_at": None}])
def test_who_is_not_there_is_not_suggested(cohort, coordinator, gone):
    with pytest.raises(refusals.NotInMentoringError):
        mentoring.suggest(mentor_in(cohort, **gone), mentee_in(cohort), by=coordinator)


# --- Agreement ---


@pytest.fixture
def proposed(cohort, coordinator):
    pair = mentoring.suggest(mentor_in(cohort), mentee_in(cohort), by=coordinator)
    return mentoring.propose(pair, by=coordinator)


def test_a_pair_begins_once_both_have_agreed(proposed):
    mentor, mentee = proposed.mentor.person.user, proposed.mentee.person.user
    assert told(mentor) == told(mentee) == [f"pair-{proposed.pk}-pair_proposed"]
    for _ in range(2):
        pair = mentoring.agree(proposed, by=mentor)
        assert (pair.state, pair.began_at, pair.mentee_agreed_at) == ("proposed", None, None)
    pair = mentoring.agree(proposed, by=mentee)
    assert (pair.state, pair.began_at is not None) == ("active", True)
    assert told(mentor)[0] == told(mentee)[0] == f"pair-{pair.pk}-pair_began"
    with pytest.raises(MoveError):
        mentoring.agree(pair, by=mentor)


def test_who_declines_tells_the_reason_to_who_runs_the_cohort_only(proposed, coordinator):
    mentor, mentee = proposed.mentor.person.user, proposed.mentee.person.user
    mentoring.decline(proposed, by=mentee, reason="no_fit")
    assert told(mentor)[0] == f"pair-{proposed.pk}-pair_dropped"
    assert told(mentee) == [f"pair-{proposed.pk}-pair_proposed"]
    assert told(coordinator)[0] == f"pair-{proposed.pk}-declined"
    assert not Notification.objects.filter(recipient=mentor, text__contains="fit").exists()


def test_nobody_else_agrees_or_declines(proposed, coordinator):
    for deed in (mentoring.agree, lambda pair, by: mentoring.decline(pair, by=by, reason="other")):
        with pytest.raises(refusals.NotOfThePairError):
            deed(proposed, by=coordinator)


# --- Work ---


@pytest.fixture
def pair(cohort):
    return MentoringPairFactory(cohort=cohort)


def test_a_meeting_counts_once_the_other_confirms_it_and_completes_by_the_rule(pair):
    mentor, mentee = pair.mentor.person.user, pair.mentee.person.user
    enrollment = pair.mentee.person.enrollments.get()
    enrollment.cohort.starts_on = timezone.localdate()
    for writer, other in ((mentor, mentee), (mentee, mentor)):
        meeting = pair_meetings.note(pair, by=writer, held_on=timezone.localdate(), minutes=60)
        with pytest.raises(refusals.NotYoursToDecideError):
            pair_meetings.confirm(meeting, by=writer)
        assert pair_meetings.confirm(meeting, by=other).activity.state == "confirmed"
    assert (
        list(Activity.objects.values_list("kind", "minutes", "enrollment"))
        == [("meeting", 60, enrollment.pk)] * 2
    )
    enrollment.refresh_from_db()
    assert enrollment.state == "completed"
    with pytest.raises(MoveError):
        pair_meetings.confirm(meeting, by=mentor)
    later = pair_meetings.note(pair, by=mentee, held_on=timezone.localdate(), minutes=30)
    assert pair_meetings.confirm(later, by=mentor).activity is None


def test_a_disputed_meeting_does_not_count_until_it_is_confirmed(pair, coordinator):
    meeting = MentoringMeetingFactory(pair=pair)
    pair_meetings.dispute(meeting, by=pair.mentor.person.user)
    assert (Activity.objects.count(), told(pair.mentee.person.user), told(coordinator)) == (
        0,
        [f"meeting-{meeting.pk}-disputed"],
        [f"meeting-{meeting.pk}-disputed"],
    )
    pair_meetings.confirm(meeting, by=pair.mentor.person.user)
    assert Activity.objects.count() == 1
    with pytest.raises(MoveError):
        pair_meetings.take_back(meeting, by=pair.mentee.person.user)


@pytest.mark.parametrize(
    ("days", "refusal"), [(1, refusals.NotYetHeldError), (-31, refusals.BeforeItBeganError)]
)
def test_a_meeting_is_of_a_day_of_the_pair(pair, days, refusal):
    day = timezone.localdate() + timedelta(days=days)
    with pytest.raises(refusal):
        pair_meetings.note(pair, by=pair.mentor.person.user, held_on=day, minutes=60)


def test_a_form_that_is_sent_twice_notes_one_meeting(pair):
    said = {"held_on": timezone.localdate(), "minutes": 60, "summary": "Plans"}
    mentor, mentee = pair.mentor.person.user, pair.mentee.person.user
    meeting = pair_meetings.note(pair, by=mentor, **said)
    with pytest.raises(refusals.NotedAlreadyError):
        pair_meetings.note(pair, by=mentor, **said)
    pair_meetings.note(pair, by=mentor, **{**said, "summary": "More plans"})
    pair_meetings.note(pair, by=mentee, **said)
    pair_meetings.take_back(meeting, by=mentor)
    pair_meetings.note(pair, by=mentor, **said)
    assert pair.meetings.count() == 4


def test_goals_are_set_reached_and_opened_again(pair):
    goal = mentoring.set_goal(pair, by=pair.mentee.person.user, text="A lesson of our own")
    assert mentoring.reach_goal(goal, by=pair.mentor.person.user).reached_on == timezone.localdate()
    assert mentoring.reach_goal(goal, by=pair.mentor.person.user).reached_on is None


def test_a_pair_that_does_not_meet_is_asked_once_for_each_while(pair, settings):
    settings.MENTORING_CHECK_IN_DAYS = 21
    quiet = MentoringPairFactory(state=PairState.CLOSING)
    assert [pair_meetings.check_in(), pair_meetings.check_in()] == [1, 1]
    assert [len(told(part.person.user)) for part in (pair.mentor, pair.mentee, quiet.mentor)] == [1, 1, 0]
    MentoringPair.objects.filter(pk=pair.pk).update(began_at=timezone.now() - timedelta(days=43))
    pair_meetings.check_in()
    assert len(told(pair.mentor.person.user)) == 2
    MentoringMeetingFactory(pair=pair)
    assert pair_meetings.check_in() == 0


# --- The end ---


def test_an_early_end_is_told_and_a_new_pair_is_looked_for(pair, cohort, coordinator):
    mentoring.end(pair, by=pair.mentee.person.user, reason="no_contact")
    assert told(pair.mentor.person.user) == [f"pair-{pair.pk}-pair_ended"]
    assert told(coordinator) == [f"pair-{pair.pk}-ended"]
    assert MatchingRun.objects.get().cohort == cohort
    for part in MentoringPart.objects.all():
        assert part.held == 0


def test_a_pair_is_closed_with_both_views(pair):
    mentor, mentee = pair.mentor.person.user, pair.mentee.person.user
    mentoring.look_back(pair, by=mentee, reached=3, text="Worth it.")
    pair.refresh_from_db()
    assert (pair.state, told(mentor), told(mentee)) == ("closing", [f"pair-{pair.pk}-view_asked"], [])
    with pytest.raises(refusals.ViewGivenError):
        mentoring.look_back(pair, by=mentee, reached=0, text="Again.")
    mentoring.look_back(pair, by=mentor, reached=4, text="For me too.")
    pair.refresh_from_db()
    assert (pair.state, pair.ended_at is not None, pair.closings.count()) == ("closed", True, 2)
    assert [part.pk for part in MentoringPart.objects.present()] == [pair.mentor_id]
    with pytest.raises(refusals.PairDoesNotWorkError):
        mentoring.set_goal(pair, by=mentor, text="More")


def test_who_leaves_the_cohort_leaves_her_mentor(pair, coordinator):
    enrollment = pair.mentee.person.enrollments.get()
    enrollments.withdraw(enrollment, by=pair.mentee.person.user)
    pair.refresh_from_db()
    pair.mentee.refresh_from_db()
    assert (pair.state, pair.reason, pair.mentee.left_at is not None) == ("ended", "left", True)
    assert told(pair.mentor.person.user) == [f"pair-{pair.pk}-pair_ended"]


def test_who_completes_keeps_her_mentor_to_the_end(pair):
    cohort = pair.mentee.cohort
    cohort.starts_on = timezone.now().date()
    cohort.save()
    completions.complete(pair.mentee.person.enrollments.get(), by=UserFactory())
    pair.refresh_from_db()
    assert pair.state == "active"


def test_who_leaves_mentoring_ends_what_she_has(pair, cohort):
    proposed = MentoringPairFactory(mentor=pair.mentor, mentee=mentee_in(cohort), state=PairState.PROPOSED)
    mentoring.leave(pair.mentor, by=pair.mentor.person.user)
    for each in (pair, proposed):
        each.refresh_from_db()
    assert (pair.state, proposed.state) == ("ended", "dropped")
    assert told(proposed.mentee.person.user) == [f"pair-{proposed.pk}-pair_dropped"]
    with pytest.raises(refusals.NotInMentoringError):
        mentoring.leave(pair.mentor, by=pair.mentor.person.user)


def test_everything_is_logged_without_words(pair):
    mentoring.set_goal(pair, by=pair.mentor.person.user, text="A secret aim")
    log = ActionLog.objects.get(verb="programs.mentoring.set_goal")
    assert "secret" not in f"{log.before}{log.after}{log.reason}"


# --- What the database keeps, whoever writes ---


def test_the_database_refuses_a_second_mentor_and_a_pair_too_many(pair, cohort):
    with refused(), transaction.atomic():
        MentoringPairFactory(mentor=mentor_in(cohort), mentee=pair.mentee)
    MentoringPairFactory(mentor=pair.mentor, mentee=mentee_in(cohort))
    with refused(), transaction.atomic():
        MentoringPairFactory(mentor=pair.mentor, mentee=mentee_in(cohort))


def test_the_database_refuses_two_of_different_cohorts_or_of_one_side(pair):
    with refused(), transaction.atomic():
        MentoringPairFactory(mentor=pair.mentor, mentee=mentee_in(CohortFactory()))
    with refused(), transaction.atomic():
        MentoringPairFactory(mentor=pair.mentor, mentee=mentor_in(pair.mentee.cohort))


def test_the_database_refuses_a_pair_at_work_that_nobody_agreed_to(pair):
    with refused(), transaction.atomic():
        MentoringPair.objects.filter(pk=pair.pk).update(mentee_agreed_at=None)
