"""How far a word is from another, and which ones are taken for it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programs.logic.spelling import MOST, distance, family, meant, mistakes_allowed

WORDS = st.text("abcd", max_size=7)


@pytest.mark.parametrize(
    ("word", "other", "mistakes"),
    [
        ("edit", "edit", 0),
        ("eidt", "edit", 1),
        ("edt", "edit", 1),
        ("esit", "edit", 1),
        ("", "ab", 2),
        ("ca", "abc", 3),
    ],
)
def test_letters_left_out_exchanged_and_swapped_are_one_mistake_each(word, other, mistakes):
    assert distance(word, other) == mistakes


@given(WORDS, WORDS)
def test_it_is_as_far_there_as_back_and_no_farther_than_the_longer_word(word, other):
    there = distance(word, other)
    assert there == distance(other, word) <= max(len(word), len(other))
    assert (there == 0) == (word == other)
    assert there >= abs(len(word) - len(other))


def test_only_the_words_with_the_fewest_mistakes_are_meant():
    assert meant("womn", ["woman", "women", "roman", "editor"]) == ["woman", "women"]
    assert meant("facilttion", ["facilitation", "felicitation"]) == ["facilitation"]


def test_who_has_not_typed_a_long_word_to_its_end_is_understood():
    assert meant("wikidtaa", ["wikidatafication"]) == ["wikidatafication"]


@pytest.mark.parametrize("word", ["wki", "2026", "h2o4x"])
def test_short_words_and_those_with_digits_are_not_guessed_at(word):
    assert (mistakes_allowed(word), meant(word, ["wiki", "2025"])) == (0, [])


def test_a_family_begins_alike():
    assert family("organizing", ["organizer", "organization", "organ", "organizing"]) == [
        "organizer",
        "organization",
    ]


def test_no_more_than_some_are_taken():
    assert len(meant("abcdefg", [f"abcdef{letter}" for letter in "hijklmnopqrst"])) == MOST
