"""A mentor in Chromium: she offers, is accepted and matched, agrees, meets, and closes with her mentee."""

from datetime import UTC, datetime

from playwright.sync_api import Page, expect

from tests.journeys.looking import Enter
from tests.journeys.scenes import scene
from tests.journeys.test_enrollment import send
from tests.running import RunningPortal

FOUND = 20_000  # milliseconds a worker has for the search


def test_a_mentor_from_her_offer_to_the_closing(portal: RunningPortal, enter: Enter, language: str) -> None:
    story = scene(portal, "mentoring", language=language)
    mentor, mentee, coordinator = (
        enter(story["sessions"][name]) for name in ("mentor", "mentee", "coordinator")
    )
    join(mentor, story, side="mentor")
    join(mentee, story, side="mentee")
    coordinator.goto(f"{story['path']}mentoring/")
    press(coordinator, "accept")
    press(coordinator, "search")
    expect(coordinator.locator("button[value=propose]")).to_have_count(1, timeout=FOUND)
    expect(coordinator.locator("main")).to_contain_text(story["mentee"])
    press(coordinator, "propose")
    for page in (mentor, mentee):
        open_pair(page)
        send(page)
    expect(mentee.locator("main a[href$='/meeting/']")).to_be_visible()
    mentor.reload()
    mentor.locator("main a[href$='/goal/']").click()
    mentor.locator("[name=text]").fill("Lead one meeting")
    send(mentor)
    note_a_meeting(mentor)
    mentee.reload()
    with mentee.expect_navigation():
        mentee.locator("form[action$='/confirm/'] button").click()
    expect(mentee.locator("form[action$='/confirm/']")).to_have_count(0)
    for page, words in ((mentee, "I dare more now."), (mentor, "She asks well.")):
        look_back(page, words)
    expect(mentor.locator("main")).to_contain_text("I dare more now.")
    mentee.reload()
    expect(mentee.locator("main")).to_contain_text("She asks well.")
    expect(mentee.locator("html")).to_have_attribute("dir", "rtl" if language == "ar" else "ltr")


def join(page: Page, story: dict[str, str], *, side: str) -> None:
    """Forgets the languages first: what was typed stays."""
    page.goto(story["path"])
    page.locator(f"main a[href$='/join/{side}/']").click()
    page.locator("[name=about]").fill("New, and curious.")
    send(page)
    expect(page.locator("[name=about]")).to_have_value("New, and curious.")
    page.locator("[name=languages]").fill("English")
    send(page)
    page.wait_for_url("**/mentoring/")


def press(page: Page, deed: str) -> None:
    with page.expect_navigation():
        page.locator(f"button[name=deed][value={deed}]").first.click()


def open_pair(page: Page) -> None:
    page.goto("/mentoring/")
    page.locator("main .grid a").first.click()
    page.wait_for_url("**/mentoring/*-*/")


def note_a_meeting(page: Page) -> None:
    page.locator("main a[href$='/meeting/']").click()
    page.locator("[name=held_on]").fill("2099-01-01")
    page.locator("[name=minutes]").fill("60")
    send(page)
    expect(page.locator(".error-summary")).to_be_visible()
    page.locator("[name=held_on]").fill(datetime.now(UTC).date().isoformat())
    send(page)
    page.wait_for_url("**/mentoring/*-*/")


def look_back(page: Page, words: str) -> None:
    page.reload()
    page.locator("main a[href$='/close/']").click()
    page.locator("[name=reached][value='3']").check()
    page.locator("[name=text]").fill(words)
    send(page)
    page.wait_for_url("**/mentoring/*-*/")
