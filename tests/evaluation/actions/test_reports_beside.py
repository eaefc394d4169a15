"""Reports of both kinds that tell of the same people, made from the database as the clock and staff have them made, and
held against each other by a reader who has them all.
"""

import random
from datetime import UTC, date, datetime
from itertools import product

import pytest
import time_machine

from common.statistics.suppression_audit import Relation, feasible_interval
from evaluation.actions import report_rows, report_runs, reports
from evaluation.logic import periods
from evaluation.models import ImpactReport
from evaluation.states import ReportState
from tests.evaluation.asking import region
from tests.factories.capacity import StaffFactory
from tests.factories.evaluation import ImpactReportFactory
from tests.factories.programs import AttendanceFactory, CohortFactory, EnrollmentFactory, SessionFactory

pytestmark = pytest.mark.django_db(transaction=True)

K = 5
QUARTERS = {"first": date(2026, 2, 10), "second": date(2026, 5, 12)}
REGIONS = ("SSA", "MENA")
COUNTED = ("participants", "enrollments", "hours")


def took_part(day, number, place="SSA"):
    """So many people apply and attend a session of an hour."""
    with time_machine.travel(datetime(day.year, day.month, day.day, 12, tzinfo=UTC)):
        cohort = CohortFactory(starts_on=day, seats=500)
        session = SessionFactory(cohort=cohort, local_date=day)
        for _each in range(number):
            enrollment = EnrollmentFactory(
                cohort=cohort, person__region=region(place, place), state="completed"
            )
            AttendanceFactory(session=session, enrollment=enrollment)


def made(kind, period, day, place=None):
    span = periods.span_of(period, day)
    subject = {"scope": "region", "region": region(place, place)} if place else {}
    report = ImpactReportFactory(
        kind=kind, period=period, starts_on=span.starts_on, ends_on=span.ends_on, **subject
    )
    report_runs.run(report.pk)
    report.refresh_from_db()
    assert report.state == ReportState.REVIEW
    return report


def monitor(quarter, place=None):
    return made("output_monitor", "quarter", QUARTERS[quarter], place)


def impact(place=None):
    return made("long_term_impact", "half_year", QUARTERS["first"], place)


def number(report, metric, **cell):
    """How many people it names; None where it shows nothing."""
    row = report.results.filter(metric=metric, cell=cell).first()
    return row and row.n


def test_a_half_year_of_impact_less_a_quarter_of_the_monitor_tells_of_no_few():
    """Nine took part in the first quarter, and three in the second, of which no report is made."""
    took_part(QUARTERS["first"], 9)
    took_part(QUARTERS["second"], 3)
    quarter = monitor("first")
    half = impact()
    assert [number(quarter, metric) for metric in COUNTED] == [9, 9, 9]
    assert [number(half, metric) for metric in COUNTED] == [None, None, None]
    assert number(half, "participants", region="SSA") is None


def test_whichever_kind_is_checked_first():
    took_part(QUARTERS["first"], 9)
    took_part(QUARTERS["second"], 3)
    half = impact()
    quarter = monitor("first")
    assert [number(half, metric) for metric in COUNTED] == [12, 12, 12]
    assert [number(quarter, metric) for metric in COUNTED] == [None, None, None]


def test_what_is_not_checked_yet_has_told_nothing():
    took_part(QUARTERS["first"], 9)
    took_part(QUARTERS["second"], 3)
    quarter = monitor("first")
    ImpactReport.objects.filter(pk=quarter.pk).update(state="computing", result_hash="")
    assert number(impact(), "participants") == 12


def test_enough_people_in_between_are_told_of_by_both():
    took_part(QUARTERS["first"], 9)
    took_part(QUARTERS["second"], 6)
    told = [monitor("first"), monitor("second"), impact()]
    assert [[number(report, metric) for metric in COUNTED] for report in told] == [[9] * 3, [6] * 3, [15] * 3]


def test_the_region_of_one_kind_is_the_region_in_the_report_of_the_movement_of_the_other():
    """Of twelve in SSA nine came in the first quarter, as its own monitor says."""
    for quarter, in_ssa in (("first", 9), ("second", 3)):
        took_part(QUARTERS[quarter], in_ssa)
        took_part(QUARTERS[quarter], 20, "MENA")
    of_region = monitor("first", "SSA")
    half = impact()
    assert number(of_region, "participants") == 9
    assert number(half, "participants", region="SSA") is None
    assert number(half, "participants", region="MENA") is None  # the total less it is SSA


def test_each_comes_to_the_same_again_in_the_night():
    took_part(QUARTERS["first"], 9)
    took_part(QUARTERS["second"], 3)
    told = [monitor("first"), impact(), monitor("second")]
    for report in told:
        reports.publish(report, by=StaffFactory())
    assert [report_rows.audit_reproducibility(report) for report in told] == [True] * 3


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_reader_of_all_reports_of_both_kinds_narrows_nobody_down(seed):
    """By integer programming over what each says of each quarter and region, in whatever order they were checked."""
    chance = random.Random(seed)
    atoms = {atom: chance.choice([1, 2, 3, 4, 6, 9, 14]) for atom in product(QUARTERS, REGIONS)}
    for (quarter, place), people in atoms.items():
        took_part(QUARTERS[quarter], people, place)
    wanted = [(span, place) for span in (*QUARTERS, "half") for place in (None, *REGIONS)]
    chance.shuffle(wanted)
    told: dict[tuple[str, str], set[int]] = {}
    for span, place in wanted:
        report = impact(place) if span == "half" else monitor(span, place)
        for of in [place] if place else [None, *REGIONS]:
            cell = {"region": of} if of and not place else {}
            n = number(report, "enrollments", **cell)
            told.setdefault((span, of or ""), set()).update(() if n is None else {n})
    relations, values = [], dict(atoms)
    for span, of in told:
        parts = tuple(atom for atom in atoms if span in {"half", atom[0]} and of in {"", atom[1]})
        values["told", span, of] = sum(atoms[part] for part in parts)
        relations.append(Relation(("told", span, of), parts))
    assert all(numbers <= {values["told", *place]} for place, numbers in told.items())
    hidden = [place for place in values if place[0] != "told" or not told[place[1:]]]
    shown = len(values) - len(hidden)
    assert shown, "a report that tells nothing would pass as well"
    for place in hidden:
        if place[0] == "told" or ("told", *place) in hidden:
            low, high = feasible_interval(values, hidden, relations, place, k=K)
            assert high - low >= K or low >= K, (place, low, high)
