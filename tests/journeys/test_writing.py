"""From an idea to a completion in Chromium: write, review, publish, plan by a rule, enroll, hand in, complete."""

from collections.abc import Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.conftest import is_refusal
from tests.journeys.scenes import scene
from tests.running import RunningPortal

PHONE, DESKTOP = {"width": 360, "height": 640}, {"width": 1280, "height": 800}
TODAY = datetime.now(UTC).date()
WEEKS_AGO = TODAY - timedelta(days=21)


@dataclass
class Stage:
    portal: RunningPortal
    browser: Browser
    language: str
    has_script: bool
    viewport: dict[str, int]
    story: Any = "writing"  # a scene by its name, then what it tells
    complaints: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.story = scene(self.portal, self.story, language=self.language)
        self.open = ExitStack()

    def enter(self, role: str = "") -> Page:
        made: Any = self.browser.new_context(
            base_url=self.portal.url,
            locale=self.language,
            java_script_enabled=self.has_script,
            viewport=self.viewport,
            reduced_motion="reduce",
        )
        context = self.open.enter_context(closing(made))
        if role:
            key = self.story["sessions"][role]
            context.add_cookies([{"name": "sessionid", "value": key, "url": self.portal.url}])
        page = context.new_page()
        page.set_default_timeout(10_000)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("console", lambda said: self.complaints.append(said.text) if is_refusal(said.text) else None)
        page.on(
            "response",
            lambda answer: (
                self.complaints.append(f"{answer.url}: {answer.status}") if answer.status >= 500 else None
            ),
        )
        return page


@pytest.fixture(
    params=[("en", True, DESKTOP), ("ar", False, PHONE)], ids=["english", "arabic-phone-without-script"]
)
def stage(request: pytest.FixtureRequest, portal: RunningPortal, browser: Browser) -> Iterator[Stage]:
    made = Stage(portal, browser, *request.param)
    with made.open:
        yield made
    assert made.complaints == []


def test_a_program_is_written_reviewed_published_and_completed(stage: Stage) -> None:
    coordinator = stage.enter("coordinator")
    program = write(coordinator, stage)
    cohort = plan(coordinator, program)
    deed(coordinator, f"{program}review/", "submit")
    reviewer = stage.enter("reviewer")
    deed(reviewer, f"{program}review/", "publish")
    find(stage.enter(), stage, program)
    learner = stage.enter("learner")
    enrollment = hand_in(learner, cohort)
    accept(coordinator, enrollment)
    learner.goto(enrollment)
    expect(learner.locator(".timeline li").last).to_be_visible()
    expect(learner.locator("a[href$='/hand-in/']")).to_have_count(0)
    assert "completed" in learner.request.get(f"{enrollment}?uselang=en").text()


# --- Steps ---


def write(page: Page, stage: Stage) -> str:
    """The address of the program."""
    page.goto("/programs/new/")
    expect(page.locator("html")).to_have_attribute("lang", stage.language)
    page.fill("#id_title", stage.story["title"])
    page.select_option("#id_language", stage.language)
    page.select_option("#id_method", index=1)
    save(page)
    program = page.url.partition("edit/")[0].removeprefix(stage.portal.url)
    page.fill("#id_summary", "Stories that others can build on.")
    go_on(page)
    page.fill("#id_audience", "Organizers")
    page.fill("#id_languages", "English, Arabic")
    go_on(page)
    page.select_option("#id_capacity-0", index=1)
    go_on(page)
    page.select_option("#id_provider-0", stage.story["affiliate"])
    go_on(page)
    page.fill("#id_link_wikidata", "P31")
    go_on(page)
    expect(page.locator(".error-summary")).to_be_visible()
    page.fill("#id_link_wikidata", "Q42")
    go_on(page)
    expect(page.locator("button[value=submit]")).to_be_visible()
    return program


def plan(page: Page, program: str) -> str:
    """A cohort that began three weeks ago, with two weekly sessions that are over."""
    page.goto(f"{program}cohorts/new/")
    page.fill("#id_name", "Spring")
    page.fill("#id_starts_on", WEEKS_AGO.isoformat())
    page.fill("#id_ends_on", (TODAY + timedelta(days=7)).isoformat())
    page.fill("#id_enrollment_opens_at", f"{WEEKS_AGO - timedelta(days=9)}T10:00")
    page.fill("#id_enrollment_closes_at", f"{TODAY + timedelta(days=3)}T10:00")
    page.fill("#id_sessions_needed", "0")
    page.fill("#id_deliverables_needed", "1")
    save(page)
    sessions = page.url
    page.goto(f"{sessions}rule/")
    page.fill("#id_title", "Weekly")
    page.fill("#id_first", (WEEKS_AGO + timedelta(days=1)).isoformat())
    page.fill("#id_at", "18:00")
    page.select_option("#id_zone", "Europe/Berlin")
    page.fill("#id_count", "2")
    page.locator("button[value=preview]").click()
    expect(page.locator("main tbody tr")).to_have_count(2)
    page.locator("button[value=plan]").click()
    page.wait_for_url("**/sessions/")
    expect(page.locator("main tbody tr")).to_have_count(2)
    return sessions.removesuffix("sessions/")


def find(page: Page, stage: Stage, program: str) -> None:
    page.goto(f"/programs/?q={stage.story['title']}")
    page.locator(f"main a[href$='{program}']").first.click()
    expect(page.locator("script[type='application/ld+json']")).to_have_count(1)


def hand_in(page: Page, cohort: str) -> str:
    page.goto(f"{cohort}enroll/")
    save(page)
    page.wait_for_url("**/enrollments/**")
    enrollment = page.url
    page.locator("a[href$='/hand-in/']").click()
    page.fill("#id_title", "Our story")
    page.fill("#id_text", "It is short.")
    save(page)
    expect(page.locator("a[href^='/deliverables/']")).to_have_count(1)
    return enrollment


def accept(page: Page, enrollment: str) -> None:
    page.goto(enrollment)
    page.locator("a[href^='/deliverables/']").click()
    page.locator("button[value=accept]").click()
    page.wait_for_load_state()


def deed(page: Page, address: str, name: str) -> None:
    page.goto(address)
    page.locator(f"button[value={name}]").click()
    page.wait_for_load_state()
    expect(page.locator(f"button[value={name}]")).to_have_count(0)


def go_on(page: Page) -> None:
    page.locator("button[name=next]").click()
    page.wait_for_load_state()


def save(page: Page) -> None:
    page.locator("main .form__actions button").first.click()
    page.wait_for_load_state()
