from datetime import date
from decimal import Decimal
from types import SimpleNamespace as Row
from uuid import uuid4

import pytest
import time_machine
from django.utils import timezone

from evaluation.actions import computing, measurements
from evaluation.models import Measurement
from evaluation.queries.computations import computed, distinct_people
from evaluation.queries.figure_protection import hidden_among
from evaluation.queries.figures_together import together
from tests.evaluation.asking import region
from tests.factories.capacity import UserFactory
from tests.factories.evaluation import (
    ChangeFactFactory,
    DisaggregationFactory,
    FigureFactory,
    ParticipationFactory,
    ProgramIndicatorFactory,
)
from tests.factories.programs import AttendanceFactory, CohortFactory, ProgramFactory, SessionFactory

pytestmark = pytest.mark.django_db


def people(cohort, count, **fields):
    return [
        ParticipationFactory(cohort=cohort, accepted=True, **fields).subject_key for _each in range(count)
    ]


def values(found):
    return {each.cell: each.value for each in found}


def test_people_of_two_cohorts_and_programs_are_counted_once():
    first, second = CohortFactory(), CohortFactory()  # of two programs
    both = uuid4()
    people(first, 6)
    people(second, 3)
    for cohort in (first, second):
        ParticipationFactory(cohort=cohort, accepted=True, completed=cohort == first, subject_key=both)
    ParticipationFactory(cohort=first, accepted=False)
    cohorts = [first.pk, second.pk]
    assert values(computed("participants", [first.pk], [])) == {"": 7}
    assert values(computed("participants", [second.pk], [])) == {"": 4}
    assert values(computed("participants", cohorts, [])) == {"": 10}
    assert distinct_people("participants", cohorts) == 10
    assert distinct_people("completers", cohorts) == 1
    assert distinct_people("sessions", cohorts) is None


def test_each_computation_by_a_worked_example():
    cohort = CohortFactory()
    people(cohort, 9, completed=True)
    people(cohort, 3)
    held, _planned = SessionFactory(cohort=cohort), SessionFactory(cohort=cohort)
    AttendanceFactory(session=held)
    AttendanceFactory(session=held)
    given_up = AttendanceFactory(session__cohort=cohort).session
    type(given_up).objects.filter(pk=given_up.pk).update(cancelled_at=timezone.now())
    subject = uuid4()
    for before, after, later in (
        ("0.25", "0.50", "endline"),
        ("0.40", "0.60", "endline"),
        ("0.25", "0.35", "m6"),
    ):
        ChangeFactFactory(
            cohort=cohort,
            subject_key=subject,
            before=Decimal(before),
            after=Decimal(after),
            to_timepoint=later,
        )

    def of(computation):
        (found,) = computed(computation, [cohort.pk], [])
        return found.n, found.value, found.numerator, found.denominator

    assert of("participants") == (12, 12, None, None)
    assert of("completers") == (9, 9, None, None)
    assert of("completion") == (12, None, 9, 12)  # 75 %
    assert of("sessions") == (None, 1, None, None)
    assert of("change") == (1, Decimal("22.5"), None, None)  # mean of 25 and 20 points, of one person
    assert of("lasting") == (1, Decimal(10), None, None)


def test_two_dimensions_are_crossed_and_each_alone():
    cohort, africa = CohortFactory(), region()
    people(cohort, 6, region=africa, maturity="emerging")
    people(cohort, 5, region=africa, maturity="established")
    people(cohort, 2, maturity="emerging")
    alone = {"": 13, "region=SSA": 11, "region=unknown": 2, "maturity=emerging": 8, "maturity=established": 5}
    assert values(computed("participants", [cohort.pk], ["region", "maturity"])) == alone
    assert values(computed("participants", [cohort.pk], ["region", "maturity"], crossed=True)) == {
        **alone,
        "maturity=emerging;region=SSA": 6,
        "maturity=established;region=SSA": 5,
        "maturity=emerging;region=unknown": 2,
    }


def test_parts_are_verified_and_locked_with_their_whole():
    cohort = CohortFactory(starts_on=date(2026, 1, 1), ends_on=date(2026, 2, 1))
    people(cohort, 7, region=region())
    indicator = ProgramIndicatorFactory(program=cohort.program, computation="participants", level="output")
    indicator.disaggregations.add(DisaggregationFactory(code="region"))
    with time_machine.travel("2026-03-01"):
        assert (computing.compute(indicator), computing.compute(indicator)) == (2, 0)
    whole, part = Measurement.objects.order_by("cell")
    measurements.verify(whole, by=UserFactory())
    measurements.lock(whole, by=UserFactory())
    part.refresh_from_db()
    assert (part.cell, part.state) == ("region=SSA", "locked")


@pytest.mark.parametrize(
    ("state", "is_new"), [("submitted", False), ("returned", False), ("verified", True), ("locked", True)]
)
def test_what_came_out_differently_is_changed_until_somebody_has_checked_it(state, is_new):
    cohort = CohortFactory(starts_on=date(2026, 1, 1), ends_on=date(2026, 2, 1))
    people(cohort, 7)
    indicator = ProgramIndicatorFactory(program=cohort.program, computation="participants", level="output")
    computing.compute(indicator)
    first, checker, now = Measurement.objects.get(), UserFactory(), timezone.now()
    checked = {"verified_by": checker, "verified_at": now} if is_new else {}
    locked = {"locked_by": checker, "locked_at": now} if state == "locked" else {}
    Measurement.objects.filter(pk=first.pk).update(state=state, **checked, **locked)
    people(cohort, 1)
    assert (computing.compute(indicator), computing.compute(indicator)) == (1, 0)
    newest = Measurement.objects.order_by("pk").last()
    assert (newest.value, newest.state) == (8, "submitted")
    assert (newest.pk != first.pk, newest.supersedes_id) == (is_new, first.pk if is_new else None)
    first.refresh_from_db()
    assert first.value == (7 if is_new else 8)


def test_a_cohort_is_computed_when_its_months_are_over():
    cohort = CohortFactory(starts_on=date(2026, 1, 1), ends_on=date(2026, 2, 10))
    people(cohort, 7)
    indicator = ProgramIndicatorFactory(
        program=cohort.program, computation="participants", level="output", window_months=3
    )
    for day, found in (("2026-05-10", 0), ("2026-05-11", 1)):
        with time_machine.travel(day):
            assert computing.compute(indicator) == found


# --- Beside other indicators of the program ---


def counted(program, **fields):
    """Figures that the portal computes of it, of everybody who was accepted."""
    indicator = ProgramIndicatorFactory(program=program, computation="participants", level="output", **fields)
    with time_machine.travel("2026-07-15"):
        computing.compute(indicator)
    return indicator


def shown(indicator):
    figures = Measurement.objects.current().filter(indicator=indicator).select_related("indicator")
    hidden = hidden_among(figures, {})
    return [figure.n if figure.pk not in hidden else None for figure in figures.order_by("starts_on", "pk")]


@pytest.mark.parametrize(
    ("second", "by_cohort", "by_quarter"), [(3, [12, None], [None]), (5, [12, 5], [17]), (0, [12, 0], [12])]
)
def test_a_quarter_less_its_cohorts_does_not_tell_of_a_small_one(second, by_cohort, by_quarter):
    program = ProgramFactory()
    for month, number in ((4, 12), (5, second)):
        cohort = CohortFactory(program=program, starts_on=date(2026, month, 1), ends_on=date(2026, month, 20))
        people(cohort, number)
    cohorts = counted(program)
    assert shown(cohorts) == by_cohort  # where nothing else is told
    quarters = counted(program, frequency="quarter")
    assert (shown(cohorts), shown(quarters)[-1:]) == (by_cohort, by_quarter)


def test_two_versions_of_an_indicator_do_not_tell_who_came_in_between():
    cohort = CohortFactory(starts_on=date(2026, 4, 1), ends_on=date(2026, 4, 20))
    people(cohort, 12)
    first = counted(cohort.program)
    people(cohort, 2)
    second = counted(cohort.program)
    assert (shown(first), shown(second)) == ([None], [None])
    people(cohort, 3)
    with time_machine.travel("2026-07-15"):
        computing.compute(second)
    assert (shown(first), shown(second)) == ([12], [17])


# --- Taken together ---


def figures_of(indicator, *rows):
    figures = [
        FigureFactory(indicator=indicator, cohort=CohortFactory(program=indicator.program), **row)
        for row in rows
    ]
    for figure in figures:
        figure.refresh_from_db()  # the database works out shares
    return figures


def combined(indicator, figures, hidden=()):
    (found,) = together(indicator, figures, set(hidden))
    return found.figure and found.figure.value, found.figure and found.figure.n, found.is_hidden


def test_cohorts_by_each_rule():
    added = ProgramIndicatorFactory(unit_aggregation="sum")
    assert combined(added, figures_of(added, {"value": 12, "n": 20}, {"value": 30, "n": 40})) == (
        42,
        60,
        False,
    )
    shares = ProgramIndicatorFactory(measure="percentage", unit_aggregation="weighted_num_den")
    rows = [
        {"value": None, "numerator": 9, "denominator": 10, "n": 10},
        {"value": None, "numerator": 6, "denominator": 40, "n": 40},
    ]
    assert combined(shares, figures_of(shares, *rows)) == (30, 50, False)  # not (90 + 15) / 2 = 52.5
    apart = ProgramIndicatorFactory(unit_aggregation="none")
    assert together(apart, figures_of(apart, {}, {}), set()) == []


def test_people_once_over_cohorts_and_what_would_tell_of_few():
    program = ProgramFactory()
    indicator = ProgramIndicatorFactory(
        program=program, unit_aggregation="distinct_people", computation="participants", level="output"
    )
    figures = figures_of(indicator, {"value": 12, "n": 12}, {"value": 9, "n": 9})
    for figure in figures:
        people(figure.cohort, int(figure.value) - 6)
    for _each in range(6):
        key = uuid4()
        for figure in figures:
            ParticipationFactory(cohort=figure.cohort, accepted=True, subject_key=key)
    assert combined(indicator, figures) == (15, 15, False)  # 12 + 9 less the 6 who were in both
    assert combined(indicator, figures, {figures[0].pk}) == (None, None, True)
    twice = people(figures[0].cohort, 1)[0]
    ParticipationFactory(cohort=figures[1].cohort, accepted=True, subject_key=twice)
    figures[0].value, figures[1].value = 13, 7  # a difference of four people
    assert combined(indicator, figures) == (None, None, True)
    by_hand = ProgramIndicatorFactory(unit_aggregation="distinct_people")
    assert combined(by_hand, figures_of(by_hand, {}, {})) == (None, None, False)


@pytest.mark.parametrize(("how", "expected"), [("sum", 18), ("last", 6), ("mean", 6), ("max", 9)])
def test_periods_by_each_rule(how, expected):
    indicator = ProgramIndicatorFactory(period_aggregation=how)
    figures = [
        Row(pk=place, cohort_id=None, ends_on=date(2026, place, 1), value=Decimal(value), numerator=None,
            denominator=None, n=20, starts_on=None)
        for place, value in enumerate((3, 9, 6), start=1)
    ]  # fmt: skip
    assert combined(indicator, figures[::-1])[0] == expected
