"""Old phones, weak lines, small budgets: what the first view of a public page may cost."""

import pytest
from playwright.sync_api import Browser

from tests.journeys.crawling import first_of_each_route
from tests.journeys.weighing import weigh
from tests.running import RunningPortal

NOT_FOR_READERS = {"gallery"}  # shows every component at once, to who builds the portal


def test_the_catalog_is_light(browser: Browser, portal: RunningPortal) -> None:
    catalog = weigh(browser, portal.url, "/programs/")
    assert catalog.requests <= 6
    assert catalog.kilobytes <= 60
    assert 0 < catalog.script_kilobytes <= 20


@pytest.mark.parametrize("part", range(3))
def test_every_public_page_is_light(browser: Browser, portal: RunningPortal, part: int) -> None:
    routes = first_of_each_route(portal.url, "anonymous")
    paths = [path for route, path in sorted(routes.items()) if route not in NOT_FOR_READERS]
    weights = [weigh(browser, portal.url, path) for path in paths[part::3]]
    assert [weight for weight in weights if weight.requests > 8 or weight.kilobytes > 100] == []
