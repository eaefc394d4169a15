"""Browsers for several people who play in one journey."""

from collections.abc import Iterator
from contextlib import ExitStack, closing

import pytest
from playwright.sync_api import Browser, Page

from tests.journeys.looking import Enter
from tests.running import RunningPortal


@pytest.fixture(params=["en", "ar"])
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def enter(portal: RunningPortal, browser: Browser, language: str) -> Iterator[Enter]:
    """A browser of her own for everybody; nothing may go wrong in any of them."""
    complaints: list[str] = []
    with ExitStack() as still_open:

        def open_page(session: str) -> Page:
            context = still_open.enter_context(
                closing(browser.new_context(base_url=portal.url, locale=language, reduced_motion="reduce"))
            )
            context.add_cookies([{"name": "sessionid", "value": session, "url": portal.url}])
            page = context.new_page()
            page.set_default_timeout(10_000)
            page.on("pageerror", lambda error: complaints.append(str(error)))
            page.on(
                "response", lambda answer: complaints.append(answer.url) if answer.status >= 500 else None
            )
            return page

        yield open_page
    assert complaints == []
