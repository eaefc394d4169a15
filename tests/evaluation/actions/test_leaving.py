from datetime import UTC, datetime
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from capacity.models import Capacity
from evaluation import tasks
from evaluation.actions import changes, leaving, report_runs
from evaluation.models import BaselineSplit, Design, Reliability
from evaluation.stats import slices
from evaluation.stats.slices import Slice
from tests.evaluation.asking import Asking, group, region
from tests.factories.assessments import AnswerFactory, ResponseFactory, WaveFactory, version_of
from tests.factories.capacity import CapacityFactory, StaffFactory
from tests.factories.evaluation import DesignFactory, ImpactReportFactory
from tests.factories.programs import CohortFactory

pytestmark = pytest.mark.django_db

TWELVE = [(0.25, 0.5), (0.25, 0.5), (0.5, 0.75), (0.5, 0.5), (0.25, 0.25), (0, 0.5)] * 2


def leaves(asking, score):
    person = asking.person(region=region())
    asking.says(person, "baseline", score)
    asking.target(person, "m6")
    return person


@pytest.fixture
def asking():
    """Twelve of two organizations stay until the sixth month, five who began lower leave."""
    asking = Asking(capacity=CapacityFactory(code="36"))
    people = group(asking, TWELVE[:4], region=region()) + group(asking, TWELVE[4:], region=region())
    people += [leaves(asking, 0) for _each in range(5)]
    changes.refresh_for_subjects([person.pk for person in people])
    return asking


def test_who_stayed_and_who_left_are_summed_up_by_wave_and_group(asking):
    leaving.refresh([asking.cohort.pk])
    rows = BaselineSplit.objects.values_list(
        "timepoint", "stayed", "stayed_sum", "left", "left_sum", "left_squares"
    )
    stayed = [row for row in rows if row[1]]
    (left,) = [row for row in rows if row[3]]
    assert sorted(row[:3] for row in stayed) == [("m6", 4, Decimal("-0.5")), ("m6", 8, Decimal(-2))]
    assert left == ("m6", 0, 0, 5, Decimal("-2.5"), Decimal("1.25"))
    before = list(BaselineSplit.objects.order_by("pk").values_list("stayed", "left"))
    leaving.refresh([asking.cohort.pk])
    assert list(BaselineSplit.objects.order_by("pk").values_list("stayed", "left")) == before


def test_what_is_due_is_caught_up_with_once(asking):
    tasks.catch_up_changes()
    assert BaselineSplit.objects.count() == 3
    BaselineSplit.objects.all().delete()
    assert leaving.refresh_due() == 1  # within the overlap of two readings


def test_a_wave_that_is_still_open_tells_of_nobody_who_left(asking):
    wave = asking.wave("m6")
    wave.closes_at = datetime(2099, 1, 1, tzinfo=UTC)
    wave.save()
    leaving.refresh([asking.cohort.pk])
    assert not BaselineSplit.objects.exists()


def test_the_page_says_what_the_report_says(asking, transactional_db):
    """Live figures from roll-ups and frozen ones from rows: the same numbers, attrition and clusters included."""
    for score in (0.25, 0, 0.25, 0.5, 0):
        leaves(asking, score)
    leaving.refresh([asking.cohort.pk])
    leaving.state_reliability(
        asking.version, asking.capacity, value=Decimal("0.8"), source="A handbook", by=StaffFactory()
    )
    report = ImpactReportFactory(
        kind="long_term_impact", period="half_year", starts_on="2025-07-01", ends_on="2025-12-31"
    )
    report_runs.run(report.pk)
    found = slices.changes(Slice(), "baseline", "m6")
    codes = dict(Capacity.objects.values_list("pk", "code"))
    shown = {each.metric: each for each in slices.shown_changes(found, "baseline", "m6", codes)}
    cell = {"capacity": "36", "from": "baseline", "to": "m6"}
    frozen = {each.metric: each for each in report.results.filter(cell=cell)}
    assert set(shown) == set(frozen) >= {"change_clustered", "leavers", "improved", "signed_rank_p"}
    for metric, each in shown.items():
        theirs = frozen[metric]
        assert (each.value, each.low, each.high, each.n, each.quality) == (
            theirs.value, theirs.low, theirs.high, theirs.n, theirs.quality,
        )  # fmt: skip


def test_a_comparison_is_taken_off_on_pages_too(asking):
    other = Asking(cohort=CohortFactory(program=asking.cohort.program, seats=500), capacity=asking.capacity)
    waiting = group(other, [(0.25, 0.25), (0.5, 0.5), (0.25, 0.5)] * 4, region=region())
    changes.refresh_for_subjects([person.pk for person in waiting])
    DesignFactory(cohort=asking.cohort, kind="waitlist", comparison=other.cohort)
    codes = dict(Capacity.objects.values_list("pk", "code"))

    def told(part):
        found = slices.changes(part, "baseline", "m6")
        return {each.metric: each for each in slices.shown_changes(found, "baseline", "m6", codes)}

    program = told(Slice(program=asking.cohort.program_id))
    assert program["change"].n == 12
    change = sum(after - before for before, after in TWELVE) / 12
    assert float(program["compared_change"].value) == pytest.approx(change - 1 / 12, abs=1e-6)
    assert told(Slice(cohort=other.cohort.pk))["change"].n == 12
    assert told(Slice(cohort=asking.cohort.pk))["compared_change"] == program["compared_change"]


# --- Reliability ---


def test_alpha_is_taken_from_baselines_with_every_item_answered(settings):
    settings.MINIMUM_PEOPLE_FOR_RELIABILITY = 3
    version = version_of({}, {"is_reversed": True})
    wave = WaveFactory(version=version, plan__instrument=version.instrument)
    for values in [(1, 3), (2, 2), (3, 2), (4, 0), (4, None)]:
        response = ResponseFactory(invitation__target__wave=wave)
        for item, value in zip(version.items.order_by("pk"), values, strict=True):
            missing = None if value is not None else "skipped"
            AnswerFactory(response=response, item=item, value=value, missing_code=missing)
        response.state, response.submitted_at = "submitted", datetime(2025, 1, 11, tzinfo=UTC)
        response.save()
    assert leaving.measure_reliability() == 1
    found = Reliability.objects.get()
    # Turned, the second item runs -3 -2 -2 0; items vary by 5/3 and 19/12, the totals -2 0 1 4 by 6.25.
    assert (found.people, found.kind) == (4, "alpha")
    assert float(found.value) == pytest.approx(2 * (1 - (5 / 3 + 19 / 12) / 6.25), abs=1e-6)
    settings.MINIMUM_PEOPLE_FOR_RELIABILITY = 30
    assert leaving.measure_reliability() == 0


def test_a_stated_reliability_names_its_source(asking):
    with pytest.raises(IntegrityError), transaction.atomic():
        Reliability.objects.create(
            version=asking.version, capacity=asking.capacity, kind="stated", value=1, stated_on="2026-01-01"
        )


@pytest.mark.parametrize("fields", [{"kind": "waitlist"}, {"admitted_below": 0}, {"admitted_below": 2}])
def test_a_design_is_whole(asking, fields):
    with pytest.raises(IntegrityError), transaction.atomic():
        Design.objects.create(cohort=asking.cohort, **({"kind": "single_group"} | fields))


def test_a_cohort_is_not_compared_with_itself(asking):
    with pytest.raises(IntegrityError), transaction.atomic():
        Design.objects.create(cohort=asking.cohort, kind="comparison", comparison=asking.cohort)
