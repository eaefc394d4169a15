"""A coordinator decides about forty applications at once, and takes it back."""

from collections import Counter
from contextlib import closing
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.scenes import scene
from tests.running import RunningPortal

APPLICATIONS, SEATS, DECLINED = 40, 25, 5


@pytest.fixture(params=["en", "ar"])
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def states(portal: RunningPortal, story: Any) -> Counter[str]:
    rows = portal.query("SELECT state FROM programs_enrollment WHERE cohort_id = %s", story["cohort"])
    return Counter(state for (state,) in rows)


def press(page: Page, deed: str) -> None:
    with page.expect_navigation():
        page.locator(f"button[name=deed][value={deed}]").click()


def test_a_coordinator_decides_forty_applications_and_takes_one_decision_back(
    portal: RunningPortal, browser: Browser, language: str
) -> None:
    story = scene(portal, "deciding", language=language, applications=APPLICATIONS, seats=SEATS)
    with closing(browser.new_context(base_url=portal.url, locale=language)) as context:
        context.add_cookies([{"name": "sessionid", "value": story["session"], "url": portal.url}])
        page = context.new_page()
        page.goto("/desk/")
        page.locator(f"main a[href='{story['desk']}?state=applied']").click()
        boxes = page.locator("[name=enrollment]")
        expect(boxes).to_have_count(APPLICATIONS)
        box = boxes.first.bounding_box()
        assert box is not None
        assert min(box["width"], box["height"]) >= 24  # a target for a finger
        for place in range(DECLINED):
            boxes.nth(place).check()
        press(page, "decline")
        page.locator("[name=reason]").select_option("choice_among_many")
        with page.expect_navigation():
            page.locator("main form button[type=submit]").click()
        assert states(portal, story) == {"declined": DECLINED, "applied": APPLICATIONS - DECLINED}

        page.goto(f"{story['desk']}?state=applied")
        page.locator("[data-select-all]").check()
        press(page, "accept")
        waiting = APPLICATIONS - DECLINED - SEATS
        assert states(portal, story) == {"declined": DECLINED, "enrolled": SEATS, "waitlisted": waiting}

        expect(page.locator("#deeds ~ ul a")).to_have_count(2)
        [(declining,)] = portal.query(
            "SELECT public_id::text FROM programs_bulkdeed WHERE cohort_id = %s AND deed = 'decline'",
            story["cohort"],
        )
        page.locator(f"main a[href='{story['path']}deeds/{declining}/']").click()
        page.wait_for_url("**/deeds/**")
        expect(page.locator("main tbody tr")).to_have_count(DECLINED)
        with page.expect_navigation():
            page.locator("main form button[type=submit]").click()
        assert states(portal, story) == {"applied": DECLINED, "enrolled": SEATS, "waitlisted": waiting}
        expect(page.locator("main form")).to_have_count(0)
