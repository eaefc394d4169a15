"""A facilitator checks in without a connection, on a phone; where another said something else, a person decides."""

from collections.abc import Iterator
from contextlib import ExitStack, closing
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.looking import PHONE
from tests.journeys.scenes import scene
from tests.line import Line, line_to, without_a_connection
from tests.running import RunningPortal, wait_until

RECORDED = (
    "SELECT person.slug, attendance.status, attendance.minutes FROM programs_attendance AS attendance"
    " JOIN programs_enrollment AS enrollment ON enrollment.id = enrollment_id"
    " JOIN capacity_stakeholder AS person ON person.id = enrollment.person_id"
    " JOIN programs_session AS session ON session.id = session_id WHERE session.public_id = %s ORDER BY person.slug"
)


@pytest.fixture(params=["en", "ar"])
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def story(portal: RunningPortal, language: str) -> Any:
    return scene(portal, "teaching", language=language)


@pytest.fixture
def line(portal: RunningPortal) -> Iterator[Line]:
    with line_to(portal.url) as line:
        yield line


@pytest.fixture
def enter(portal: RunningPortal, browser: Browser, language: str) -> Iterator[Any]:
    complaints: list[str] = []
    with ExitStack() as stack:

        def open_as(session: str, *, at: str = portal.url) -> Page:
            context = browser.new_context(base_url=at, locale=language, viewport=PHONE)
            stack.enter_context(closing(context))
            context.add_cookies([{"name": "sessionid", "value": session, "url": at}])
            page = context.new_page()
            page.on("pageerror", lambda error: complaints.append(str(error)))
            return page

        yield open_as
    assert complaints == []


def open_list(page: Page, story: Any) -> None:
    page.goto(f"{story['path']}attendance/")
    page.evaluate("navigator.serviceWorker.ready.then(() => {})")
    kept = "caches.open('offline-pages').then((store) => store.keys()).then((keys) => keys.length)"
    wait_until(lambda: page.evaluate(kept) >= 3)
    expect(page.locator("[data-when-kept]")).to_be_visible()


def mark(page: Page, story: Any, place: int, status: str) -> None:
    page.locator(f"[name='status-{story['people'][place]}'][value={status}]").check()


def state(page: Page, word: str) -> Any:
    return expect(page.locator(f"[data-attendance-state][data-now={word}]"))


def test_check_ins_without_a_connection_arrive_when_it_is_back(
    portal: RunningPortal, line: Line, enter: Any, story: Any
) -> None:
    page = enter(story["facilitator"], at=line.url)
    open_list(page, story)
    mark(page, story, 0, "present")
    state(page, "sent").to_be_visible()

    with without_a_connection(page.context, line):
        mark(page, story, 1, "partly")
        page.locator(f"[name='minutes-{story['people'][1]}']").fill("20")
        mark(page, story, 2, "absent")
        state(page, "offline").to_be_visible()
        page.reload()  # the list is opened again without a connection, with what was marked
        expect(page.locator(f"[name='status-{story['people'][2]}'][value=absent]")).to_be_checked()
        expect(page.locator("[data-row-state][data-now=rowWaiting]")).to_have_count(2)
        assert len(portal.query(RECORDED, story["session"])) == 1

    state(page, "sent").to_be_visible(timeout=15000)
    assert portal.query(RECORDED, story["session"]) == [
        (story["slugs"][0], "present", None),
        (story["slugs"][1], "partly", 20),
        (story["slugs"][2], "absent", None),
    ]
    assert page.evaluate("localStorage.length") == 0
    with page.expect_navigation():
        page.locator("form.attendance button[type=submit]").click()
    expect(page.locator("main [role=radio], main input:checked")).to_have_count(3)

    page.goto("/accounts/logout/")
    with page.expect_navigation():
        page.locator("main form button[type=submit]").click()
    wait_until(lambda: page.evaluate("caches.has('offline-pages')") is False)


def test_two_who_say_different_things_make_a_conflict_that_a_person_decides(
    portal: RunningPortal, line: Line, enter: Any, story: Any
) -> None:
    offline, online = enter(story["facilitator"], at=line.url), enter(story["coordinator"])
    open_list(offline, story)
    with without_a_connection(offline.context, line):
        mark(offline, story, 0, "absent")
        state(offline, "offline").to_be_visible()
        open_list(online, story)
        mark(online, story, 0, "present")
        state(online, "sent").to_be_visible()

    state(offline, "conflict").to_be_visible(timeout=15000)
    expect(offline.locator(f"[name='status-{story['people'][0]}'][value=present]")).to_be_checked()
    assert portal.query(RECORDED, story["session"]) == [(story["slugs"][0], "present", None)]

    online.reload()
    online.locator("main a[href$='/conflicts/']").first.click()
    online.wait_for_url("**/conflicts/")
    with online.expect_navigation():
        online.locator("button[value=take]").click()
    assert portal.query(RECORDED, story["session"]) == [(story["slugs"][0], "absent", None)]


def test_a_participant_checks_herself_in_with_the_code_on_the_screen(
    portal: RunningPortal, enter: Any, story: Any
) -> None:
    screen, phone = enter(story["facilitator"]), enter(story["participant"])
    screen.goto(f"{story['path']}check-in/")
    with screen.expect_navigation():
        screen.locator("button[value=open]").click()
    expect(screen.locator(".qr-code svg")).to_be_visible()
    phone.goto("/check-in/")
    phone.locator("[name=code]").fill(screen.locator(".qr-code__letters").inner_text().lower())
    with phone.expect_navigation():
        phone.locator("main form button[type=submit]").click()
    with phone.expect_navigation():
        phone.locator("main form button[type=submit]").click()
    assert portal.query(RECORDED, story["session"]) == [(story["slugs"][0], "present", None)]
