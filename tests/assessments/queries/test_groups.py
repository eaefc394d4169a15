"""A group beside itself: how others see it, and how it answered before without names."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from assessments.models import Comparability, VersionLink
from assessments.queries.groups import paired_in, seen_in_group
from assessments.states import WaveState
from tests.factories.assessments import (
    AssessmentPlanFactory,
    ResponseFactory,
    ScoreFactory,
    WaveFactory,
    WaveTargetFactory,
    published_version,
)
from tests.factories.capacity import CapacityFactory, PersonFactory
from tests.factories.programs import ProgramRoleFactory

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def answer(wave, capacity, value, *, subject=None, key, perspective="self"):
    response = ResponseFactory(
        wave=wave,
        subject=subject,
        respondent_key=key,
        perspective=perspective,
        state="submitted",
        submitted_at=timezone.now(),
    )
    ScoreFactory(response=response, capacity=capacity, normalized=Decimal(str(value)))


@pytest.fixture
def capacity():
    return CapacityFactory()


@pytest.fixture
def wave():
    version = published_version(items=1)
    plan = AssessmentPlanFactory(instrument=version.instrument)
    return WaveFactory(version=version, plan=plan, state=WaveState.CLOSED)


@pytest.fixture
def anonymous():
    """Two waves, the first two months before."""
    version = published_version(items=1)
    plan = AssessmentPlanFactory(instrument=version.instrument, is_anonymous=True)
    now = timezone.now()
    return [
        WaveFactory(
            version=version,
            plan=plan,
            state=WaveState.CLOSED,
            timepoint=timepoint,
            opens_at=now - before * DAY,
            closes_at=now - (before - 10) * DAY,
        )
        for timepoint, before in (("baseline", 90), ("endline", 30))
    ]


def rate(wave, capacity, *, people, seen_by=2):
    for _one in range(people):
        target = WaveTargetFactory(wave=wave)
        answer(wave, capacity, 0.75, subject=target.subject, key=str(target.pk))
        for number in range(seen_by):
            value = 0.25 if number % 2 else 0.5
            answer(
                wave,
                capacity,
                value,
                subject=target.subject,
                key=f"{target.pk} {number}",
                perspective="observer",
            )


@pytest.mark.parametrize("people", [4, 5])
def test_a_group_stands_beside_how_others_see_it(wave, capacity, people):
    rate(wave, capacity, people=people)
    [row] = seen_in_group(wave)
    assert row.capacity == capacity
    if people < 5:
        assert (row.told, row.points) == (None, None)
    else:
        assert (row.told.n, row.told.first, row.told.second) == (5, 0.75, 0.375)
        assert (row.points, row.spread_points) == (-37.5, 0.0)


def test_nothing_is_shown_where_the_rest_of_the_group_could_be_computed(wave, capacity):
    rate(wave, capacity, people=5)
    rate(wave, capacity, people=4, seen_by=0)
    [row] = seen_in_group(wave)
    assert row.told is None


def test_an_open_wave_shows_nothing_of_it(wave, capacity):
    rate(wave, capacity, people=5)
    wave.state = WaveState.OPEN
    assert seen_in_group(wave) == []


def test_anonymous_answers_are_paired_by_their_key(anonymous, capacity):
    before, now = anonymous
    for number in range(6):
        answer(before, capacity, 0.25, key=f"key {number}")
        answer(now, capacity, 0.75, key=f"key {number}")
    paired = paired_in(now)
    assert (paired.before, paired.n) == (before, 6)
    [row] = paired.rows
    assert (row.told.n, row.points) == (6, 50.0)
    assert paired_in(before) is None


@pytest.mark.parametrize(("both", "alone"), [(4, 0), (5, 1), (6, 4)])
def test_too_few_pairs_and_too_few_without_a_pair_are_not_told(anonymous, capacity, both, alone):
    before, now = anonymous
    for number in range(both):
        answer(before, capacity, 0.25, key=f"key {number}")
        answer(now, capacity, 0.75, key=f"key {number}")
    for number in range(alone):
        answer(now, capacity, 0.75, key=f"other {number}")
    paired = paired_in(now)
    assert (paired.n, paired.rows) == (None, [])


def test_answers_with_names_are_not_paired_here(wave):
    assert paired_in(wave) is None


def test_only_versions_that_are_alike_are_paired(anonymous, capacity):
    before, now = anonymous
    later = published_version(
        items=1, instrument=now.version.instrument, major=2, comparability=Comparability.MINOR_WORDING
    )
    now.version = later
    now.save()
    assert paired_in(now) is None
    VersionLink.objects.get_or_create(earlier=before.version, later=later)
    assert paired_in(now).before == before


def test_the_page_of_a_wave_shows_both(client, wave, anonymous, capacity):
    rate(wave, capacity, people=5)
    for number in range(5):
        for each in anonymous:
            answer(each, capacity, 0.25, key=f"key {number}")
    for one, title in ((wave, "How others see the group"), (anonymous[1], "The same people, before and now")):
        runs = ProgramRoleFactory(program=one.plan.cohort.program, person=PersonFactory()).person
        client.force_login(runs.user)
        page = client.get(reverse("assessments:wave-detail", args=[one.public_id])).content.decode()
        assert title in page
        assert "Too few people to show" not in page
