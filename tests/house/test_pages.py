"""Every page a reader can come to: whole, readable by everyone, and light."""

import pytest
from playwright.sync_api import Browser

from tests.journeys import crawling, looking
from tests.running import RunningPortal


@pytest.mark.parametrize("role", crawling.READERS)
def test_no_link_is_dead_and_no_page_is_ill_made(portal: RunningPortal, role: str) -> None:
    seen = crawling.pages_of(portal.url, role)
    assert [problem for each in seen for problem in crawling.problems_of(each)] == []
    assert len(seen) > 10


@pytest.mark.parametrize("look", looking.LOOKS, ids=lambda look: look.name)
@pytest.mark.parametrize("role", crawling.READERS)
def test_everyone_can_read_each_kind_of_page(
    portal: RunningPortal, browser: Browser, role: str, look: looking.Look
) -> None:
    paths = crawling.own_of_each_route(portal.url, role).values()
    assert looking.problems_of(browser, portal.url, role, look, paths) == []
