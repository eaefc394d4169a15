"""Searches for pairs: taken over by another worker, forgotten, failing; and what they leave alone."""

from datetime import timedelta

import pytest
from django.utils import timezone

from programs.actions import matching, matching_runs
from programs.models import MatchingRun, MentoringPair
from programs.states import PairState
from tests.factories.capacity import LanguageFactory, UserFactory
from tests.factories.programs import CohortFactory, MentoringPairFactory, MentoringPartFactory

pytestmark = pytest.mark.django_db

LONG_AGO = timedelta(hours=1)


@pytest.fixture
def asked(monkeypatch):
    """The searches that a worker was asked for."""
    found = []
    monkeypatch.setattr(matching_runs, "enqueue", lambda task, run_id: found.append((task, run_id)))
    return found


def parts(*, mentors=1, mentees=1, **cohort):
    cohort = CohortFactory(program__method__code="mentoring", **cohort)
    made = MentoringPartFactory.create_batch(mentors, cohort=cohort, most=1)
    made += MentoringPartFactory.create_batch(mentees, cohort=cohort, side="mentee")
    for part in made:
        part.languages.add(LanguageFactory(code="en"))
    return cohort


def search(cohort):
    return matching.run(matching_runs.request(cohort, by=UserFactory()).pk)


def taken_over(run, then):
    """As if the worker had been silent while it assigned, and another had claimed the search."""
    real = matching.assign

    def assign(*sides, tell=None, **options):
        if tell is not None:
            MatchingRun.objects.filter(pk=run.pk).update(heartbeat_at=timezone.now() - LONG_AGO)
            assert matching.claim(run.pk).attempt == 2
        return then() if then else real(*sides, **options)

    return assign


def test_a_worker_whose_search_was_taken_over_writes_nothing(asked, monkeypatch):
    run = matching_runs.request(parts(), by=UserFactory())
    monkeypatch.setattr(matching, "assign", taken_over(run, None))
    assert matching.run(run.pk) is None
    run.refresh_from_db()
    assert (run.state, run.attempt, MentoringPair.objects.count()) == ("running", 2, 0)


def test_a_worker_that_fails_after_its_search_was_taken_over_does_not_end_it(asked, monkeypatch):
    run = matching_runs.request(parts(), by=UserFactory())
    monkeypatch.setattr(matching, "assign", taken_over(run, lambda: 1 / 0))
    with pytest.raises(ZeroDivisionError):
        matching.run(run.pk)
    run.refresh_from_db()
    assert (run.state, run.ended_at) == ("running", None)


def test_a_worker_is_asked_once_for_each_search_and_anew_for_one_that_was_forgotten(asked):
    run = matching_runs.request(parts(), by=UserFactory())
    assert asked == [("programs.tasks.match_mentors", run.pk)]
    assert matching_runs.resume_stalled() == 0
    MatchingRun.objects.filter(pk=run.pk).update(updated_at=timezone.now() - LONG_AGO)
    assert matching_runs.resume_stalled() == 1
    assert asked == [("programs.tasks.match_mentors", run.pk)] * 2


@pytest.mark.parametrize(("mentors", "mentees", "left_over"), [(1, 3, 2), (3, 1, 0)])
def test_who_was_left_without_a_suggestion_is_counted_among_mentees(asked, mentors, mentees, left_over):
    run = search(parts(mentors=mentors, mentees=mentees))
    assert (run.pairs, run.left_over) == (1, left_over)


@pytest.mark.parametrize("state", [PairState.DROPPED, PairState.DECLINED, PairState.ENDED])
def test_what_came_to_nothing_is_not_suggested_again(asked, state):
    pair = MentoringPairFactory(state=state)
    for part in (pair.mentor, pair.mentee):
        part.languages.add(LanguageFactory(code="en"))
    assert search(pair.mentee.cohort).pairs == 0


@pytest.mark.parametrize("is_demo", [True, False])
def test_what_a_search_makes_is_invented_where_its_cohort_is(asked, is_demo):
    run = search(parts(is_demo=is_demo))
    assert [run.is_demo, MentoringPair.objects.get().is_demo] == [is_demo] * 2
