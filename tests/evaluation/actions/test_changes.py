from datetime import date
from decimal import Decimal

import pytest
import time_machine

from assessments.models import InstrumentVersion, Score
from assessments.states import ResponseState, VersionState
from evaluation.actions import changes, folding
from evaluation.models import ChangeFact, CoarseRollup, CoarseStep, Posting, Pseudonym, Rollup, RollupStep
from tests.evaluation.asking import OPENS, Asking, region
from tests.factories.assessments import (
    AssessmentPlanFactory,
    BridgeFactory,
    VersionLinkFactory,
    published_version,
)
from tests.factories.programs import EnrollmentFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def asking():
    return Asking()


def facts():
    return sorted(
        (fact.from_timepoint, fact.to_timepoint, float(fact.before), float(fact.after))
        for fact in ChangeFact.objects.all()
    )


def test_a_baseline_alone_is_no_change(asking):
    response = asking.says(asking.person(), "baseline", 0.25)
    changes.refresh_for_response(response)
    assert facts() == []


def test_two_answers_make_a_fact_with_the_later_ones_quarter_and_strata(asking):
    person = asking.person(region=region())
    before = asking.says(person, "baseline", 0.25)
    after = asking.says(person, "endline", 0.5)
    changes.refresh_for_response(after)
    fact = ChangeFact.objects.get()
    target = asking.targets[person.pk, "endline"]
    assert (fact.before, fact.after) == (Decimal("0.25"), Decimal("0.5"))
    assert (fact.before_response, fact.after_response) == (before, after)
    assert (fact.measured_on, fact.quarter) == (date(2025, 3, 20), date(2025, 1, 1))
    assert (fact.cohort, fact.program, fact.enrollment) == (
        asking.cohort,
        asking.cohort.program,
        target.enrollment,
    )
    assert (fact.region.code, fact.organization) == ("SSA", None)
    assert fact.subject_key == Pseudonym.objects.get(stakeholder=person).key


def test_every_timepoint_is_compared_with_baseline_and_endline_but_adhoc_with_none(asking):
    person = asking.person()
    for timepoint in OPENS:
        response = asking.says(person, timepoint, 0.5)
    changes.refresh_for_response(response)
    assert [(start, end) for start, end, _before, _after in facts()] == [
        ("baseline", "endline"),
        ("baseline", "m12"),
        ("baseline", "m24"),
        ("baseline", "m3"),
        ("baseline", "m6"),
        ("endline", "m12"),
        ("endline", "m24"),
        ("endline", "m3"),
        ("endline", "m6"),
        ("retrospective", "endline"),
    ]


def test_zero_is_a_value_and_missing_is_not(asking):
    zero, missing = asking.person(), asking.person()
    for person, after in [(zero, 0), (missing, None)]:
        asking.says(person, "baseline", 0.25)
        changes.refresh_for_response(asking.says(person, "endline", after))
    assert facts() == [("baseline", "endline", 0.25, 0.0)]


def test_a_withdrawn_answer_takes_its_facts_with_it(asking):
    person = asking.person()
    asking.says(person, "baseline", 0.25)
    after = asking.says(person, "endline", 0.5)
    changes.refresh_for_response(after)
    after.state = ResponseState.WITHDRAWN
    after.save()
    changes.refresh_for_response(after)
    folding.fold()
    assert facts() == []
    assert [model.objects.count() for model in (Rollup, RollupStep, CoarseRollup, CoarseStep, Posting)] == [
        0
    ] * 5


def test_a_withdrawn_answer_of_one_cohort_leaves_what_was_said_in_another(asking):
    """The same person, capacity and timepoints."""
    person, other = asking.person(), Asking(capacity=asking.capacity)
    EnrollmentFactory(cohort=other.cohort, person=person)
    for each in (asking, other):
        each.says(person, "baseline", 0.25)
        each.after = each.says(person, "endline", 0.5)
    changes.refresh_for_response(other.after)
    assert ChangeFact.objects.count() == 2
    other.after.state = ResponseState.WITHDRAWN
    other.after.save()
    changes.refresh_for_response(other.after)
    assert ChangeFact.objects.get().cohort == asking.cohort


def test_a_correction_changes_the_fact_and_its_cell(asking):
    person = asking.person()
    asking.says(person, "baseline", 0.25)
    first = asking.says(person, "endline", 0.5)
    changes.refresh_for_response(first)
    first.state = ResponseState.SUPERSEDED
    first.save()
    asking.score(
        second := type(first).objects.create(
            wave=first.wave,
            version=first.version,
            subject=person,
            respondent_key=first.respondent_key,
            language="en",
            state=ResponseState.SUBMITTED,
            submitted_at=first.submitted_at,
            supersedes=first,
        ),
        0.75,
    )
    changes.refresh_for_response(second)
    folding.fold()
    cell = Rollup.objects.get()
    assert facts() == [("baseline", "endline", 0.25, 0.75)]
    assert (cell.n, cell.sum_before, cell.sum_after) == (1, Decimal("-0.25"), Decimal("0.25"))
    assert [(step.step, step.n) for step in cell.steps.all()] == [(50, 1)]


def test_an_observers_answer_is_not_ones_own(asking):
    person = asking.person()
    asking.says(person, "baseline", 0.25)
    changes.refresh_for_response(asking.says(person, "endline", 0.5, perspective="observer"))
    assert facts() == []


def test_waves_of_different_major_versions_are_not_compared(asking):
    person = asking.person()
    asking.says(person, "baseline", 0.25)
    asking.version = published_version(
        capacities=[asking.capacity], instrument=asking.version.instrument, major=2
    )
    changes.refresh_for_response(asking.says(person, "endline", 0.5))
    assert facts() == []


def test_linked_versions_are_compared_as_they_are(asking):
    person = asking.person()
    asking.says(person, "baseline", 0.25)
    before = asking.version
    InstrumentVersion.objects.filter(pk=before.pk).update(state=VersionState.RETIRED)
    asking.version = published_version(capacities=[asking.capacity], instrument=before.instrument, minor=1)
    changes.refresh_for_response(asking.says(person, "endline", 0.5))
    assert facts() == []
    VersionLinkFactory(earlier=before, later=asking.version)
    changes.rebuild_facts()
    assert facts() == [("baseline", "endline", 0.25, 0.5)]
    assert ChangeFact.objects.get().method_id == "mean.v1"


@pytest.mark.parametrize(("score", "read"), [(0, 0.2), (0.25, 0.4), (0.5, 0.6), (0.75, 0.8), (1, 1.0)])
def test_over_a_bridge_the_earlier_score_is_read_in_the_later_version(asking, score, read):
    person = asking.person()
    asking.says(person, "baseline", score)
    before = asking.version
    draft = published_version(
        capacities=[asking.capacity], instrument=before.instrument, major=2, state=VersionState.DRAFT
    )
    BridgeFactory(dimension=draft.dimensions.get())
    InstrumentVersion.objects.filter(pk=draft.pk).update(state=VersionState.PUBLISHED)
    VersionLinkFactory(earlier=before, later=draft, bridged_by=draft)
    asking.version = draft
    changes.refresh_for_response(asking.says(person, "endline", 0.5))
    assert facts() == [("baseline", "endline", read, 0.5)]
    assert ChangeFact.objects.get().method_id == "mean.v1.bridged.v1"


def test_a_capacity_without_a_bridge_is_not_compared(asking):
    person = asking.person()
    asking.says(person, "baseline", 0.25)
    before = asking.version
    asking.version = published_version(capacities=[asking.capacity], instrument=before.instrument, major=2)
    VersionLinkFactory(earlier=before, later=asking.version, bridged_by=asking.version)
    changes.refresh_for_response(asking.says(person, "endline", 0.5))
    assert facts() == []


def test_how_well_a_level_would_last_is_no_change_of_the_level(asking):
    person = asking.person()
    for timepoint in ("baseline", "endline"):
        asking.says(person, timepoint, 0.25)
    Score.objects.update(aspect="robustness")
    changes.rebuild_facts()
    assert facts() == []


def test_an_anonymous_plan_ties_no_answers_together(asking):
    asking.plan.is_anonymous = True
    asking.plan.save()
    person = asking.person()
    asking.says(person, "baseline", 0.25)
    changes.refresh_for_response(asking.says(person, "endline", 0.5))
    assert facts() == []


def test_of_two_plans_that_ask_the_same_the_older_counts(asking):
    person = asking.person()
    asking.says(person, "baseline", 0.25)
    asking.says(person, "endline", 0.5)
    other = Asking(cohort=asking.cohort, capacity=asking.capacity)
    other.says(person, "baseline", 0.75)
    changes.refresh_for_response(other.says(person, "endline", 1))
    assert facts() == [("baseline", "endline", 0.25, 0.5)]


def test_an_organizations_change_has_no_cohort_and_its_consensus_counts():
    asking = Asking()
    organization = asking.person()
    asking.plan = AssessmentPlanFactory(
        cohort=None, organization=organization, instrument=asking.version.instrument
    )
    asking.says(organization, "baseline", 0.25, perspective="consensus")
    changes.refresh_for_response(asking.says(organization, "endline", 0.5, perspective="consensus"))
    fact = ChangeFact.objects.get()
    assert (fact.cohort, fact.program, float(fact.after)) == (None, None, 0.5)


def test_running_it_twice_changes_nothing(asking):
    person = asking.person()
    asking.says(person, "baseline", 0.25)
    after = asking.says(person, "endline", 0.5)
    changes.refresh_for_response(after)
    before = list(ChangeFact.objects.values_list()), list(Posting.objects.values_list())
    changes.refresh_for_response(after)
    assert (list(ChangeFact.objects.values_list()), list(Posting.objects.values_list())) == before


def test_catching_up_finds_what_was_not_told_and_starts_there_the_next_time(asking):
    with time_machine.travel("2026-11-01T12:00:00Z", tick=False):
        person = asking.person()
        asking.says(person, "baseline", 0.25)
        asking.says(person, "endline", 0.5)
        assert changes.refresh_due() == 1
    with time_machine.travel("2026-11-01T13:00:00Z", tick=False):
        assert changes.refresh_due() == 1
    with time_machine.travel("2026-11-01T14:00:00Z", tick=False):
        assert changes.refresh_due() == 0
    assert len(facts()) == 1


def test_dying_half_way_leaves_the_mark_where_it_was(asking, monkeypatch):
    person = asking.person()
    asking.says(person, "baseline", 0.25)
    asking.says(person, "endline", 0.5)
    with monkeypatch.context() as patch:
        patch.setattr(changes, "_write", lambda *_args, **_values: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            changes.refresh_due()
    assert changes.refresh_due() == 1
    assert len(facts()) == 1


def test_rebuilding_all_facts_gives_the_same(asking):
    for _each in range(3):
        person = asking.person()
        asking.says(person, "baseline", 0.25)
        changes.refresh_for_response(asking.says(person, "endline", 0.5))
    before = list(ChangeFact.objects.order_by("id").values_list())
    changes.rebuild_facts()
    assert list(ChangeFact.objects.order_by("id").values_list()) == before
