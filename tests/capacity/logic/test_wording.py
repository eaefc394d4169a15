"""Where a page explains the words of the glossary."""

import pytest

from capacity.logic.wording import Words, mark

WORDS = Words(
    {
        "affiliate": "affiliate",
        "waiting-list": "waiting list",
        "ccm": "Community Capacity Map (CCM)",
        "cjk": "隊列",
    }
)


def marked(page, *, most=9, known=()):
    return mark(page, WORDS, most=most, known=set(known), button="[{}:{}]".format)


@pytest.mark.parametrize(
    ("page", "explained"),
    [
        ("<p>Our affiliates and others.</p>", "<p>Our [affiliate:affiliates] and others.</p>"),
        ("<li>AFFILIATE</li>", "<li>[affiliate:AFFILIATE]</li>"),
        ("<dd>On the waiting list</dd>", "<dd>On the [waiting-list:waiting list]</dd>"),
        ("<p>The Community Capacity Map</p>", "<p>The [ccm:Community Capacity Map]</p>"),
        ("<p>我們的隊列在這裡</p>", "<p>我們的[cjk:隊列]在這裡</p>"),
        ("<p>one affiliate</p><p>an affiliate</p>", "<p>one [affiliate:affiliate]</p><p>an affiliate</p>"),
    ],
)
def test_the_first_mention_of_a_term_is_marked(page, explained):
    assert marked(page) == explained


@pytest.mark.parametrize(
    "page",
    [
        "<p>unaffiliated, affiliateship</p>",
        "<h2>The affiliate</h2>",
        "<a href='/'><p>The affiliate</p></a>",
        "<form><p>The affiliate</p></form>",
        "<nav><ol><li>The affiliate</li></ol></nav>",
        "<article><p>The affiliate</p></article>",
        "<table><tr><td><p>The affiliate</p></td></tr></table>",
        "<label>x <p>The affiliate</p></label>",
        '<p lang="de">The affiliate</p>',
        '<path d="affiliate">',
        "<p title='affiliate'></p>",
    ],
)
def test_what_is_no_prose_stays_as_it_is(page):
    assert marked(page) == page


def test_no_more_than_so_many_are_marked_and_none_that_is_known():
    page = "<p>An affiliate on the waiting list</p>"
    assert marked(page, most=1) == "<p>An [affiliate:affiliate] on the waiting list</p>"
    assert marked(page, known={"affiliate"}) == "<p>An affiliate on the [waiting-list:waiting list]</p>"


def test_a_glossary_without_words_marks_nothing():
    assert (
        mark("<p>An affiliate</p>", Words({}), most=9, known=set(), button="[{}{}]".format)
        == "<p>An affiliate</p>"
    )
