"""Enrollment in Chromium: an application reviewed by two, one with a conflict of interest; a delegation of five."""

import secrets

from playwright.sync_api import Page, expect

from tests.journeys.letters import letter_to, link_in
from tests.journeys.looking import Enter
from tests.journeys.scenes import scene
from tests.running import RunningPortal, wait_until


def send(page: Page) -> None:
    """Presses the form's first button and waits for what comes."""
    with page.expect_navigation():
        page.locator("main form .cdx-button--weight-primary").first.click()


def test_an_application_is_reviewed_by_two_one_in_conflict_offered_and_accepted(
    portal: RunningPortal, enter: Enter, language: str
) -> None:
    story = scene(portal, "reviewing", language=language)
    applicant = enter(story["sessions"]["applicant"])
    apply(applicant, story)
    in_conflict = enter(story["sessions"]["first"])
    open_application(in_conflict, story)
    expect(in_conflict.locator("input[value=organization]")).to_be_checked()
    send(in_conflict)
    expect(in_conflict.locator("main tbody a")).to_have_count(0)
    reviewer = enter(story["sessions"]["second"])
    open_application(reviewer, story)
    reviewer.locator("input[value=none]").check()
    send(reviewer)
    expect(reviewer.locator("main")).to_contain_text("Tamale")
    reviewer.locator(f"input[name={story['score']}][value='4']").check()
    send(reviewer)
    coordinator = enter(story["sessions"]["coordinator"])
    coordinator.goto(f"{story['path']}reviews/")
    expect(coordinator.locator("main tbody tr")).to_have_count(1)
    coordinator.locator("main tbody input[name=enrollment]").check()
    with coordinator.expect_navigation():
        coordinator.locator("button[name=deed][value=offer]").click()
    applicant.reload()
    applicant.locator("main a[href$='/take-offer/']").click()
    send(applicant)
    expect(applicant.locator("main a[href$='/withdraw/']")).to_be_visible()
    expect(applicant.locator("main a[href$='/take-offer/']")).to_have_count(0)
    expect(applicant.locator("html")).to_have_attribute("dir", "rtl" if language == "ar" else "ltr")


def apply(page: Page, story: dict[str, str]) -> None:
    """She forgets an answer: what she has typed stays, and is still there when she comes back."""
    page.goto(f"{story['path']}enroll/")
    page.locator("[name=motivation]").fill("To learn with others.")
    send(page)
    expect(page.locator(".error-summary")).to_be_visible()
    page.goto(f"{story['path']}enroll/")
    expect(page.locator("[name=motivation]")).to_have_value("To learn with others.")
    page.locator(f"[name={story['question']}]").fill("Tamale")
    send(page)
    page.wait_for_url("**/enrollments/**")


def open_application(page: Page, story: dict[str, str]) -> None:
    page.goto(f"{story['path']}reviews/")
    page.locator("main tbody a").first.click()
    page.wait_for_url("**/reviews/*-*/")


def test_a_delegation_of_five_confirms_one_by_one(portal: RunningPortal, enter: Enter, language: str) -> None:
    """Two members and three whose addresses are known; four confirm, and one refuses: by the links in their letters."""
    addresses = [f"new-{secrets.token_hex(4)}@example.org" for _ in range(3)]
    story = scene(portal, "sending", language=language, newcomers=len(addresses))
    representative, member, other = story["sessions"]
    page = enter(representative)
    page.goto(f"{story['path']}delegation/")
    for slug in story["members"]:
        page.locator(f"input[value={slug}]").check()
    page.locator("[name=email-1]").fill("not an address")
    send(page)
    expect(page.locator(".error-summary")).to_be_visible()
    expect(page.locator("[name=email-1]")).to_have_value("not an address")
    for row, address in enumerate(addresses, start=1):
        page.locator(f"[name=email-{row}]").fill(address)
    send(page)
    page.wait_for_url("**/delegations/*-*/")
    expect(page.locator("main tbody tr")).to_have_count(5)
    confirming, refused = story["members"].values()
    for session, address in zip([member, *story["newcomers"]], [confirming, *addresses], strict=True):
        answering = enter(session)
        answering.goto(invitation_of(portal, address))
        send(answering)
        answering.wait_for_url("**/enrollments/**")
    refusing = enter(other)
    refusing.goto(invitation_of(portal, refused))
    with refusing.expect_navigation():
        refusing.locator("button[name=refuse]").click()
    page.reload()
    expect(page.locator("main tbody a[href*='/enrollments/']")).to_have_count(4)
    for address in addresses:
        expect(page.locator("main")).not_to_contain_text(address)


def invitation_of(portal: RunningPortal, address: str) -> str:
    return link_in(wait_until(lambda: letter_to(portal, address)), "/delegations/answer/")
