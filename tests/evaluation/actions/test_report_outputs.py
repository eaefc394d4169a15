"""The report of outputs."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
import time_machine
from django.utils import timezone

from evaluation.states import ReportState
from tests.evaluation.asking import region
from tests.evaluation.reporting import M6, finished, impact_report, monitor, result
from tests.factories.capacity import TerritoryFactory
from tests.factories.programs import AttendanceFactory, CohortFactory, EnrollmentFactory, SessionFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def april():
    """Six people attend a session of an hour in April and complete; one more applied in March."""
    with time_machine.travel("2026-04-10T12:00:00Z"):
        TerritoryFactory(population=900)
        TerritoryFactory(code="EG", region=region("MENA", "Middle East"), population=100)
        cohort = CohortFactory(starts_on=date(2026, 4, 10))
        session = SessionFactory(cohort=cohort, local_date=date(2026, 4, 10))
        for _each in range(6):
            enrollment = EnrollmentFactory(cohort=cohort, person__region=region(), state="completed")
            AttendanceFactory(session=session, enrollment=enrollment)
    with time_machine.travel("2026-03-10T12:00:00Z"):
        EnrollmentFactory(cohort=cohort)
    return cohort


def test_a_monitor_counts_what_happened_in_its_period(april):
    report = finished(monitor())
    told = {row.metric: (row.value, row.n) for row in report.results.filter(cell={})}
    assert told == {
        "participants": (6, 6),
        "enrollments": (6, 6),
        "hours": (6, 6),
        "completion": (None, None),  # all of a small group: that says something of each
        "sessions": (1, None),
    }
    assert result(report, "sessions", method="workshop-series").value == 1
    ratio = result(report, "participation_ratio", region="SSA")
    assert (ratio.n, ratio.value, ratio.quality) == (6, Decimal("1.111111"), {"reference_share": "0.900000"})


def test_a_cancelled_session_was_not_held(april):
    april.sessions.update(cancelled_at=timezone.now() - timedelta(hours=1))
    assert result(finished(monitor()), "sessions").value == 0


def test_what_was_recorded_or_cancelled_after_as_of_is_not_in_it(april):
    report = monitor(as_of=datetime(2026, 5, 2, tzinfo=UTC))
    april.sessions.update(cancelled_at=datetime(2026, 5, 3, tzinfo=UTC))
    with time_machine.travel("2026-05-03T12:00:00Z"):
        session = SessionFactory(cohort=april, local_date=date(2026, 4, 20))
        AttendanceFactory(session=session, enrollment=april.enrollments.order_by("pk").first())
    finished(report)
    assert [result(report, name).value for name in ("sessions", "hours")] == [2, 6]


def test_the_last_day_of_a_period_is_in_it_and_the_day_after_is_not(april):
    enrollment = april.enrollments.order_by("pk").first()
    for day in (date(2026, 3, 31), date(2026, 4, 1), date(2026, 4, 30), date(2026, 5, 1)):
        AttendanceFactory(session=SessionFactory(cohort=april, local_date=day), enrollment=enrollment)
    report = finished(monitor())
    assert [result(report, name).value for name in ("sessions", "hours")] == [3, 8]


def test_a_person_in_two_cohorts_is_one(april):
    with time_machine.travel("2026-04-11T12:00:00Z"):
        person = april.enrollments.order_by("pk").first().person
        other = EnrollmentFactory(person=person, cohort=CohortFactory(program=april.program))
        AttendanceFactory(
            session=SessionFactory(cohort=other.cohort, local_date=date(2026, 4, 11)), enrollment=other
        )
    report = finished(monitor())
    told = {name: result(report, name) for name in ("participants", "enrollments", "hours")}
    assert {name: (row.value, row.n) for name, row in told.items()} == {
        "participants": (6, 6),
        "enrollments": (7, 6),
        "hours": (7, 6),
    }


@pytest.mark.parametrize("scope", ["region", "program", "affiliate"])
def test_every_scope_can_be_made_of_both_kinds(asking, scope):
    person = asking.cohort.enrollments.earliest("pk").person
    fields = {
        "region": {"region": person.region},
        "program": {"program": asking.cohort.program},
        "affiliate": {"organization": person.enrollments.get().organization},
    }[scope]
    report = finished(impact_report(scope=scope, **fields))
    assert (report.state, result(report, "change", **M6).n) == (
        ReportState.REVIEW,
        14 if scope == "program" else 12,
    )
    assert finished(monitor(scope=scope, **fields)).state == ReportState.REVIEW
