from datetime import date
from itertools import islice

import pytest

from evaluation.logic.periods import Span, due, finished, months_before, span_of


@pytest.mark.parametrize(
    ("period", "starts_on", "ends_on"),
    [
        ("month", date(2028, 2, 1), date(2028, 2, 29)),
        ("quarter", date(2028, 1, 1), date(2028, 3, 31)),
        ("half_year", date(2028, 1, 1), date(2028, 6, 30)),
        ("year", date(2028, 1, 1), date(2028, 12, 31)),
    ],
)
def test_a_day_lies_in_one_period_of_each_kind(period, starts_on, ends_on):
    assert span_of(period, date(2028, 2, 29)) == Span(starts_on, ends_on)


def test_the_last_quarter_ends_with_the_year():
    assert span_of("quarter", date(2026, 12, 31)) == Span(date(2026, 10, 1), date(2026, 12, 31))


def test_finished_periods_go_back_over_the_turn_of_the_year():
    spans = islice(finished("half_year", date(2026, 7, 1)), 3)
    assert [span.starts_on for span in spans] == [date(2026, 1, 1), date(2025, 7, 1), date(2025, 1, 1)]


def test_a_report_is_due_some_days_after_its_period():
    assert due("month", date(2026, 5, 3))[-1].starts_on == date(2026, 3, 1)
    assert due("month", date(2026, 5, 4))[-1].starts_on == date(2026, 4, 1)


def test_months_end_where_the_calendar_says():
    assert months_before(date(2026, 3, 31), 1) == date(2026, 2, 28)
    assert months_before(date(2026, 1, 15), 1) == date(2025, 12, 15)
    assert span_of("month", date(2026, 11, 5)).ends_on == date(2026, 11, 30)
