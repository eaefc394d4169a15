from contextlib import nullcontext
from datetime import date

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.utils import timezone

from assessments.actions import waves
from assessments.models import Wave
from common.models import ActionLog
from common.moves import MoveError
from evaluation.actions import follow_ups, stories
from evaluation.logic.refusals import NotConfirmedError
from evaluation.models import Evidence, FollowUpTask, Story
from tests.factories.assessments import published_version
from tests.factories.capacity import PersonFactory, UserFactory
from tests.factories.evaluation import (
    FollowUpTaskFactory,
    OutcomeStatementFactory,
    SelectionRoundFactory,
    StoryFactory,
)
from tests.factories.programs import CohortFactory, EnrollmentFactory, ProgramRoleFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def cohort():
    return CohortFactory(starts_on=date(2025, 8, 1), ends_on=date(2025, 8, 31))


def plan(cohort, **changes):
    given = {"offsets": [3, 6, 12, 24], "window_days": 30, "instrument": None, "starts_on": date(2025, 1, 1)}
    return follow_ups.plan(cohort.program, by=UserFactory(), **{**given, **changes})


def states():
    return list(FollowUpTask.objects.order_by("offset").values_list("offset", "state", "opened_on"))


def test_each_is_opened_once_and_closed_by_the_clock(cohort):
    plan(cohort)
    with time_machine.travel("2025-11-30T10:00Z"):
        assert (follow_ups.advance(), follow_ups.advance()) == (1, 0)
        assert states()[0] == (3, "open", date(2025, 11, 30))
    for day, state in (("30", "open"), ("31", "closed")):  # thirty days, the last of them included
        with time_machine.travel(f"2025-12-{day}T10:00Z"):
            follow_ups.advance()
            assert states()[0][1] == state
    assert FollowUpTask.objects.count() == 4


def test_what_is_late_opens_late_and_what_was_overtaken_is_missed(cohort):
    plan(cohort)
    with time_machine.travel("2026-03-09T10:00Z"):
        follow_ups.advance()
    assert states() == [
        (3, "missed", None),
        (6, "open", date(2026, 3, 9)),
        (12, "scheduled", None),
        (24, "scheduled", None),
    ]
    task = FollowUpTask.objects.get(offset=6)
    with pytest.raises(IntegrityError), transaction.atomic():
        FollowUpTask.objects.filter(pk=task.pk).update(opened_on=date(2026, 2, 27))


def test_a_questionnaire_is_asked_again(cohort):
    version = published_version()
    plan(cohort, instrument=version.instrument)
    with time_machine.travel("2026-03-01T10:00Z"):
        follow_ups.advance()
        follow_ups.advance()
    assert list(Wave.objects.values_list("timepoint", "version")) == [("m6", version.pk)]


def test_the_newest_published_version_is_asked(cohort):
    version = published_version()
    newest = published_version(instrument=version.instrument, major=2)
    plan(cohort, instrument=version.instrument)
    with time_machine.travel("2026-03-01T10:00Z"):
        follow_ups.advance()
    assert Wave.objects.get().version == newest


def test_what_could_not_be_compared_is_not_asked_and_the_follow_up_opens(cohort):
    earlier = published_version()
    waves.plan_for_cohort(cohort, earlier, ["baseline"], by=None)
    published_version(instrument=earlier.instrument, major=2)
    plan(cohort, instrument=earlier.instrument)
    with time_machine.travel("2026-03-01T10:00Z"):
        follow_ups.advance()
    assert states()[1] == (6, "open", date(2026, 3, 1))
    assert list(Wave.objects.values_list("timepoint", flat=True)) == ["baseline"]
    assert ActionLog.objects.get(verb="evaluation.follow_ups.not_asked").reason == "not_comparable"


def test_cohorts_before_the_plan_and_cancelled_ones_are_left_out(cohort):
    plan(cohort, starts_on=date(2025, 9, 1))
    days = {"starts_on": date(2025, 9, 1), "ends_on": date(2025, 10, 1)}
    CohortFactory(program=cohort.program, cancelled_at=timezone.now(), **days)
    follow_ups.advance()
    assert FollowUpTask.objects.count() == 0


def test_a_last_day_that_moves_takes_along_what_has_not_opened(cohort):
    plan(cohort)
    with time_machine.travel("2025-11-30T10:00Z"):
        follow_ups.advance()
        type(cohort).objects.filter(pk=cohort.pk).update(ends_on=date(2025, 9, 30))
        follow_ups.advance()
    due = FollowUpTask.objects.order_by("offset").values_list("offset", "due_on")
    assert list(due) == [
        (3, date(2025, 11, 30)),
        (6, date(2026, 3, 30)),
        (12, date(2026, 9, 30)),
        (24, date(2027, 9, 30)),
    ]


def test_outcomes_are_noted_while_it_is_open_or_closed(cohort):
    task = FollowUpTaskFactory(cohort=cohort, state="scheduled", opened_on=None, closes_on=None)
    with pytest.raises(MoveError):
        follow_ups.note_outcome(task, by=UserFactory(), kind="practice_changed")
    follow_ups.skip(task, by=UserFactory(), reason="The wiki is closed.")
    with pytest.raises(MoveError):
        follow_ups.skip(task, by=UserFactory(), reason="Again.")
    for state, is_noted in (("open", True), ("closed", True), ("missed", False), ("skipped", False)):
        task.state = state
        with nullcontext() if is_noted else pytest.raises(MoveError):
            follow_ups.note_outcome(task, by=UserFactory(), kind="practice_changed")
    assert task.outcomes.count() == 2


def test_a_story_is_read_by_whom_its_teller_agreed_to():
    teller, stranger = PersonFactory(user=UserFactory()), UserFactory()
    story = StoryFactory(teller=teller, consent="internal")
    coordinator = ProgramRoleFactory(program=story.program).person.user

    def readers():
        return [Story.objects.visible_to(user).exists() for user in (stranger, coordinator, teller.user)]

    assert readers() == [False, True, True]
    stories.consent(story, by=teller.user, consent="named")
    assert readers() == [True, True, True]
    stories.consent(story, by=teller.user, consent="named", consent_expires_on=date(2020, 1, 1))
    assert readers() == [False, True, True]


def test_a_panel_decides_once_and_says_why():
    selection = SelectionRoundFactory()
    story = StoryFactory(program=selection.program)
    with pytest.raises(MoveError):
        stories.decide(selection, by=UserFactory(), chosen=StoryFactory(), reason="Another program.")
    stories.decide(selection, by=UserFactory(), chosen=story, reason="It lasted.")
    with pytest.raises(MoveError):
        stories.decide(selection, by=UserFactory(), chosen=story, reason="Again.")


def test_an_outcome_needs_somebody_from_outside_who_agrees():
    statement = OutcomeStatementFactory(state="drafted")
    author = UserFactory()
    answer = {"source": "A librarian", "verdict": "full"}
    with pytest.raises(MoveError):
        stories.add_answer(statement, by=author, independence="near", **answer)
    stories.clarify(statement, by=author)
    with pytest.raises(MoveError):
        stories.edit_outcome(statement, by=author, change="Something else.")
    stories.add_answer(statement, by=author, independence="involved", **answer)
    stories.add_answer(statement, by=author, independence="near", source="A teacher", verdict="disagree")
    with pytest.raises(NotConfirmedError):
        stories.substantiate(statement, by=author)
    stories.add_answer(statement, by=author, independence="independent", source="A mayor", verdict="partial")
    assert stories.substantiate(statement, by=author).state == "substantiated"


def test_evidence_from_a_wiki_keeps_its_revision():
    statement = OutcomeStatementFactory()
    seen = {
        "role": "contradicts", "kind": "wiki_revision", "title": "Minutes", "url": "https://meta.wikimedia.org/",
        "captured_on": date(2026, 1, 1), "reliability": "documented",
    }  # fmt: skip
    with pytest.raises(IntegrityError), transaction.atomic():
        stories.add_evidence(statement, by=UserFactory(), **seen)
    stories.add_evidence(statement, by=UserFactory(), revision_id=7, **seen)
    assert Evidence.objects.get().revision_id == 7


def test_a_participant_is_chosen_for_an_outcome(client, cohort):
    task = FollowUpTaskFactory(policy__program=cohort.program, cohort=cohort)
    enrollment = EnrollmentFactory(cohort=cohort)
    client.force_login(ProgramRoleFactory(program=cohort.program).person.user)
    address = f"{task.get_absolute_url()}outcomes/new/"
    form = {"kind": "others_taught", "person": enrollment.person.slug, "language": "en"}
    assert set(client.post(address, form).context["form"].errors) == {"people_taught"}
    client.post(address, {**form, "people_taught": "4"})
    assert task.outcomes.get().people_taught == 4
    assert "4" in client.get(task.get_absolute_url()).content.decode()
