from datetime import UTC, date, datetime

import pytest
from django.utils import timezone, translation

from common import formats


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "1,234.5"),
        ("fr", "1\u202f234,5"),
        ("hi", "1,234.5"),
        ("pt-br", "1.234,5"),
        ("ru", "1\xa0234,5"),
    ],
)
def test_number_follows_the_language(language: str, text: str) -> None:
    with translation.override(language):
        assert formats.number(1234.5) == text


def test_a_number_below_zero_has_a_true_minus_sign() -> None:
    assert [formats.number(value, digits=1) for value in (-1, -0.01, 0)] == ["−1.0", "0.0", "0.0"]


def test_number_keeps_asked_decimals() -> None:
    with translation.override("en"):
        assert [
            formats.number(2, digits=2),
            formats.number(2.345, digits=1),
            formats.number(2.7, digits=0),
        ] == [
            "2.00",
            "2.3",
            "3",
        ]


def test_percent_puts_its_sign_where_the_language_does() -> None:
    shown = {}
    for language in ("en", "fr"):
        with translation.override(language):
            shown[language] = formats.percent(0.714, digits=1)
    assert shown == {"en": "71.4%", "fr": "71,4\xa0%"}


@pytest.mark.parametrize(("value", "text"), [(1.3, "+1.30"), (-0.2, "−0.20"), (0, "0.00"), (-0.001, "0.00")])
def test_signed_shows_which_way(value: float, text: str) -> None:
    with translation.override("en"):
        assert formats.signed(value) == text


def test_a_sign_stays_before_its_figures_from_right_to_left() -> None:
    with translation.override("ar"):
        assert [formats.signed(value) for value in (1.3, -0.2, 0)] == [
            "\u2066+1.30\u2069",
            "\u2066−0.20\u2069",
            "0.00",
        ]
        assert [formats.number(value) for value in (1.3, -0.2, -0.001)] == ["1.3", "\u2066−0.2\u2069", "0"]
        assert formats.percent(-0.1) == "\u2066−10%\u2069"


def test_moment_is_the_readers_and_names_its_zone() -> None:
    at = datetime(2026, 3, 5, 14, 30, tzinfo=UTC)
    with translation.override("en"), timezone.override("Asia/Kolkata"):
        assert (formats.moment(at), formats.zone_of(at)) == ("Mar 5, 2026, 8:00\u202fPM", "GMT+05:30")
        assert formats.day(at) == "Mar 5, 2026"
        assert formats.day(date(2026, 12, 1)) == "Dec 1, 2026"


@pytest.mark.parametrize(
    ("language", "name", "direction"),
    [("ar", "العربيّة", "rtl"), ("en", "English", "ltr"), ("yo", "Èdè Yorùbá", "ltr"), ("qqq", "qqq", "auto")],
)
def test_languages_name_themselves(language: str, name: str, direction: str) -> None:
    assert (formats.autonym(language), formats.direction(language)) == (name, direction)
