"""Every page that each reader comes to, in every language that is offered, light and dark, on desktop and phone."""

from itertools import product

import pytest
from django.conf import settings
from playwright.sync_api import Browser

from tests.journeys import crawling, looking
from tests.running import RunningPortal

LOOKS = [
    looking.Look(language, theme, is_phone=is_phone)
    for language, theme, is_phone in product(settings.COMPLETE_LANGUAGES, ["light", "dark"], [False, True])
]
PARTS = 4  # of one reader's pages, so that an audit that is stopped goes on near where it was


@pytest.mark.parametrize("part", range(PARTS))
@pytest.mark.parametrize("look", LOOKS, ids=lambda look: look.name)
@pytest.mark.parametrize("role", crawling.READERS)
def test_axe_finds_nothing_and_every_page_fits(
    portal: RunningPortal, browser: Browser, role: str, look: looking.Look, part: int
) -> None:
    paths = sorted(crawling.first_of_each_route(portal.url, role).values())[part::PARTS]
    assert looking.problems_of(browser, portal.url, role, look, paths) == []
