"""Reports beside the pages of programs, which tell everybody of all times how the people of one program changed."""

from datetime import date

import pytest

from evaluation.actions import report_rows
from evaluation.models import ChangeFact
from evaluation.stats import slices
from evaluation.stats.slices import Slice
from tests.evaluation.reporting import finished, published_again, result
from tests.factories.capacity import CapacityFactory
from tests.factories.evaluation import ChangeFactFactory, DesignFactory, ImpactReportFactory
from tests.factories.programs import CohortFactory

pytestmark = pytest.mark.django_db(transaction=True)
FIRST_HALF = {
    "kind": "long_term_impact",
    "period": "half_year",
    "starts_on": date(2026, 1, 1),
    "ends_on": date(2026, 6, 30),
}
BEFORE = {"quarter": date(2025, 10, 1), "measured_on": date(2025, 11, 2)}
CELL = {"capacity": "36", "from": "baseline", "to": "endline"}


@pytest.fixture
def capacity():
    return CapacityFactory(code="36")


def pairs(number, capacity, *, cohort=None, **fields):
    cohort = cohort or CohortFactory()
    ChangeFactFactory.create_batch(number, capacity=capacity, cohort=cohort, organization=None, **fields)
    return cohort


def on_page(program, capacity):
    """How many pairs the program's page tells of, None where it hides them."""
    found = slices.changes(Slice(program=program.pk), "baseline", "endline")
    (change,) = slices.shown_means(found, "baseline", "endline", {capacity.pk: "36"})
    return change.n


def change_of(**fields):
    return result(finished(ImpactReportFactory(**FIRST_HALF, **fields)), "change", **CELL)


def test_everybody_less_the_pages_of_programs_does_not_tell_of_a_small_one(capacity):
    large, small = pairs(12, capacity).program, pairs(2, capacity).program
    assert (on_page(large, capacity), on_page(small, capacity)) == (12, None)
    assert change_of().is_suppressed
    ChangeFactFactory.create_batch(3, capacity=capacity, cohort__program=small, organization=None)
    assert change_of(vintage=2).n == 17


@pytest.mark.parametrize("small", [(1, 3), (2, 4)])
def test_small_programs_hide_each_other_where_they_are_enough_together(capacity, small):
    pairs(12, capacity)
    for number in small:
        pairs(number, capacity)
    assert change_of().n == (None if sum(small) < 5 else 12 + sum(small))


def test_a_program_that_is_measured_at_other_times_too_tells_nothing_of_the_period(capacity):
    cohort = pairs(12, capacity)
    pairs(2, capacity)
    pairs(1, capacity, cohort=cohort, **BEFORE)
    assert change_of().n == 14


def test_what_few_did_in_the_period_is_not_told_beside_a_page_of_all_times(capacity):
    """The second program's page tells of eleven; three of them were measured in this half-year."""
    pairs(15, capacity)
    both = pairs(3, capacity)
    pairs(8, capacity, cohort=both, **BEFORE)
    assert on_page(both.program, capacity) == 11
    assert change_of().is_suppressed


def test_a_program_less_its_report_does_not_tell_of_few_of_another_time(capacity):
    cohort = pairs(12, capacity)
    pairs(3, capacity, cohort=cohort, **BEFORE)
    own = {"scope": "program", "program": cohort.program}
    assert change_of(**own).is_suppressed
    pairs(2, capacity, cohort=cohort, **BEFORE)
    assert change_of(**own, vintage=2).n == 12


def test_pages_that_nobody_sees_tell_nothing(capacity):
    cohort = pairs(12, capacity)
    pairs(2, capacity)
    type(cohort.program).objects.filter(pk=cohort.program_id).update(state="draft", published_at=None)
    assert change_of().n == 14


def test_who_serves_for_comparison_stands_on_no_page(capacity):
    treated, control = pairs(12, capacity), pairs(6, capacity)
    DesignFactory(cohort=treated, kind="comparison", comparison=control)
    pairs(2, capacity)
    assert change_of().is_suppressed


def test_what_pages_told_then_stays_with_the_report(capacity):
    cohort = pairs(12, capacity)
    pairs(2, capacity)
    report = finished(ImpactReportFactory(**FIRST_HALF))
    rows = sorted(report_rows.FrozenRows(report)("pages"), key=lambda row: row["n"])
    assert [(row["n"], row["people"], row["change"]) for row in rows] == [
        (2, 2, "0.500000"),
        (12, 12, "3.000000"),
    ]
    assert not {"subject", "cohort"} & rows[0].keys()
    ChangeFact.objects.filter(cohort=cohort).delete()
    assert report_rows.audit_reproducibility(published_again(report)) is True
    assert result(report, "change", **CELL).is_suppressed
