"""An affiliate assesses itself with three raters, plans, and does so again a year later; a member answers on a phone in
Arabic, loses the line, and goes on."""

import os
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from typing import Any

from playwright.sync_api import Browser, Page, expect

from tests.journeys.scenes import scene
from tests.line import line_to, without_a_connection
from tests.running import RunningPortal

SHOTS = os.environ.get("SHOTS", "")
PHONE = {"width": 320, "height": 640}
STATE = "[data-autosave-state][data-now={}]"
YEAR = 365
DAYS_BETWEEN = """
    SELECT (max(recorded_at)::date - min(recorded_at)::date) FROM assessments_consensussession AS session
    JOIN capacity_stakeholder AS organization ON organization.id = session.organization_id WHERE organization.slug = %s
"""


def shot(page: Page, name: str) -> None:
    if SHOTS:
        page.screenshot(path=f"{SHOTS}/{name}.png", full_page=True)


@contextmanager
def pages_of(browser: Browser, portal: RunningPortal, sessions: list[str]) -> Iterator[list[Page]]:
    """The representative's and two colleagues'."""
    with ExitStack() as stack:
        found = []
        for key in sessions:
            context = stack.enter_context(closing(browser.new_context(base_url=portal.url, locale="en")))
            context.add_cookies([{"name": "sessionid", "value": key, "url": portal.url}])
            page = context.new_page()
            page.set_default_timeout(10_000)
            found.append(page)
        yield found


def test_an_affiliate_assesses_itself_plans_and_sees_the_change_a_year_later(
    browser: Browser, portal: RunningPortal
) -> None:
    story = scene(portal, "assessing")
    with pages_of(browser, portal, story["sessions"]) as pages:
        representative = pages[0]
        begin(representative, story)
        for page, level in zip(pages, (0, 1, 2), strict=True):
            rate(page, story, level=level, robustness=1)
        agree(representative, story, level=3, robustness=1)
        expect(representative.locator("main")).to_contain_text("There is no earlier one")
        plan(representative, story)
    with portal.ahead(YEAR) as later:
        sessions = scene(later, "coming_back", slugs=story["people"])
        later.wait_for_web()
        with pages_of(browser, later, sessions) as pages:
            representative = pages[0]
            begin(representative, story)
            for page in pages:
                rate(page, story, level=2, robustness=2)
            agree(representative, story, level=4, robustness=2)
            shot(representative, "self-assessment-change")
            row = representative.locator("#profile ~ * tbody tr", has_text=story["part"]).last
            expect(row.locator("td")).to_have_text(["100%", "+25.0", "50%", "+25.0"])
    days = portal.query(DAYS_BETWEEN, story["slug"])
    assert days == [(YEAR,)]


def begin(page: Page, story: dict[str, Any]) -> None:
    page.goto(f"/affiliate/{story['slug']}/")
    page.locator(f"main a[href='/affiliate/{story['slug']}/self-assessments/new/']").click()
    page.locator("[name=version]").select_option(label=story["title"])
    for slug in story["people"]:
        page.locator(f"[name=participants][value='{slug}']").check()
    page.locator("main form.form button").first.click()
    page.wait_for_url("**/self-assessments/*-*/")


def rate(page: Page, story: dict[str, Any], **values: int) -> None:
    """Each on her own: her questionnaire waits on her page."""
    page.goto("/assessments/")
    page.locator("main .card a", has_text=story["title"]).first.click()
    for code, value in values.items():
        page.locator(f"[name=q-part-{code}][value='{value}']").check()
    page.locator("button[value=submit]").click()
    page.wait_for_url("**/result/")


def agree(page: Page, story: dict[str, Any], **values: int) -> None:
    """High levels are not recorded without evidence."""
    page.goto(f"/affiliate/{story['slug']}/self-assessments/")
    page.locator("main tbody tr a").first.click()
    page.locator("form[action$='/close/'] button").click()
    page.locator("main a[href$='/consensus/']").click()
    for code, value in values.items():
        page.locator(f"[name=q-part-{code}][value='{value}']").check()
    page.locator("[name=minutes]").fill("We met. التقينا.")
    page.locator("button[value=record]").click()
    expect(page.locator("#id_q-part-level-error")).to_be_visible()
    page.locator("[name=evidence-part-level]").fill("https://example.org/accounts")
    shot(page, "self-assessment-meeting")
    page.locator("button[value=record]").click()
    expect(page.locator("#profile")).to_be_visible()


def plan(page: Page, story: dict[str, Any]) -> None:
    """From the gap to an action that somebody sees to."""
    page.goto(f"/affiliate/{story['slug']}/")
    page.locator("main a[href^='/plans/new/']").first.click()
    page.locator("[name=title]").fill("Next steps")
    page.locator("main form.form button").first.click()
    page.wait_for_url("**/needs/")
    page.locator(f"[name=importance-{story['capacity']}]").fill("5")
    shot(page, "plan-needs")
    page.locator("main form[method=post] .form__actions button").click()
    page.locator("main a[href*='/add/?capacity=']").click()
    page.locator("[name=title]").fill("Write it down")
    page.locator("[name=owner]").select_option(story["people"][1])
    page.locator("main form.form button").first.click()
    expect(page.locator("main tbody tr", has_text="Write it down")).to_be_visible()
    shot(page, "plan")


def test_a_member_answers_on_a_phone_in_arabic_loses_the_line_and_goes_on(
    browser: Browser, portal: RunningPortal
) -> None:
    [member] = scene(portal, "answering", people=1)
    first, second = member["questions"][:2]
    with (
        line_to(portal.url) as line,
        closing(browser.new_context(base_url=line.url, locale="ar", viewport=PHONE)) as context,
    ):
        context.add_cookies([{"name": "sessionid", "value": member["session"], "url": line.url}])
        page = context.new_page()
        page.set_default_timeout(10_000)
        page.goto(f"{member['path']}?uselang=ar")
        expect(page.locator("html")).to_have_attribute("dir", "rtl")
        page.locator(f"[name={first}][value='3']").check()
        page.wait_for_selector(STATE.format("saved"))
        with without_a_connection(context, line):
            page.locator(f"[name={second}][value='2']").check()
            page.wait_for_selector(STATE.format("offline"))
            page.locator("button[value=submit]").click()  # nothing is lost, and nothing is sent
            expect(page.locator(f"[name={second}][value='2']")).to_be_checked()
            shot(page, "offline-arabic")
            page.close()
        again = context.new_page()
        again.goto(member["path"])
        again.wait_for_selector(STATE.format("saved"))
        expect(again.locator(f"[name={first}][value='3']")).to_be_checked()
        expect(again.locator(f"[name={second}][value='2']")).to_be_checked()
        assert again.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
        again.locator("button[value=submit]").click()
        again.wait_for_url("**/result/")
