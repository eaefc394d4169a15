"""A visitor chooses: by facet, with a typing error, side by side, by an address for others, by a feed."""

from contextlib import closing

import feedparser
import pytest
from playwright.sync_api import Browser, expect

from tests.running import RunningPortal

DESKTOP, PHONE = {"width": 1280, "height": 800}, {"width": 320, "height": 640}
COMPARE = {"en": "Compare those marked", "ar": "قارن المحدد"}
FEED = {"en": "Feed of this search", "ar": "خلاصة هذا البحث"}


@pytest.mark.parametrize(
    ("language", "size", "has_script"), [("en", DESKTOP, True), ("ar", PHONE, True), ("en", DESKTOP, False)]
)
def test_a_visitor_finds_compares_shares_and_subscribes(
    portal: RunningPortal, browser: Browser, language: str, size: dict[str, int], has_script: bool
) -> None:
    look = {"locale": language, "viewport": size, "java_script_enabled": has_script, "base_url": portal.url}
    with closing(browser.new_context(**look)) as context:
        page = context.new_page()
        page.goto("/programs/?free=1")
        page.locator("#catalog-q").fill("libbraries")
        page.locator(".catalog__search button[type=submit]").click()
        page.wait_for_url("**q=libbraries**")
        expect(page.locator(".chips")).to_contain_text("libbraries")
        marks = page.locator(".catalog__mark input")
        expect(marks.nth(1)).to_be_visible()
        titles = page.locator(".catalog__cards .card__title").all_inner_texts()[:2]
        for place in (0, 1):
            marks.nth(place).check()
        feed = page.get_by_role("link", name=FEED[language]).get_attribute("href")
        page.get_by_role("button", name=COMPARE[language]).click()
        page.wait_for_url("**/programs/compare/**")
        shared = page.url
        assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
        answer = context.request.get(feed or "").body()
    with closing(browser.new_context(**look)) as context:
        page = context.new_page()
        page.goto(shared)
        assert [text.splitlines()[0] for text in page.locator("thead th").all_inner_texts()] == titles
    found = feedparser.parse(answer)
    assert (found.bozo, found.feed.language) == (False, language)
    assert set(titles) <= {entry.title for entry in found.entries}
