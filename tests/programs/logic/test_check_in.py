from datetime import UTC, datetime, timedelta

import pytest

from programs.logic.check_in import LENGTH, LETTERS, may_check_in, new_code, spaced, tidy

START = datetime(2026, 3, 1, 15, tzinfo=UTC)
END = START + timedelta(hours=1)


def test_codes_are_of_letters_that_cannot_be_taken_for_one_another():
    codes = {new_code() for _ in range(500)}
    assert len(codes) == 500
    assert {len(code) for code in codes} == {LENGTH}
    assert set("".join(codes)) == set(LETTERS)
    assert not set("ILO01") & set(LETTERS)


def test_a_code_is_understood_however_it_is_typed():
    assert tidy(" abc-def\u00a0") == "ABCDEF"
    assert tidy(spaced("ABCDEF")) == "ABCDEF"


@pytest.mark.parametrize(
    ("minutes", "may"), [(-31, False), (-30, True), (0, True), (60, True), (90, True), (91, False)]
)
def test_from_half_an_hour_before_to_half_an_hour_after(minutes, may):
    assert may_check_in(START, END, START + timedelta(minutes=minutes)) is may
