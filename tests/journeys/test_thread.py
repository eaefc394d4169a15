"""The whole thread in Chromium: find a program, enroll, baseline, attend, endline, change, report, dashboard."""

import json
import re
import secrets
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from io import BytesIO

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pypdf import PdfReader

from tests.journeys.letters import code_in, letter_to
from tests.journeys.scenes import scene
from tests.running import RunningPortal, wait_until

PHONE, DESKTOP = {"width": 360, "height": 640}, {"width": 1280, "height": 800}
PASSWORD = "a pass phrase of the journey"
HALF_YEAR, REPORT_SECONDS = re.compile("^half_year:"), 60


@dataclass
class Company:
    """Everybody who appears in the journey, each with a browser of her own, all in one language."""

    portal: RunningPortal
    browser: Browser
    language: str
    has_script: bool
    complaints: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.story = scene(self.portal, "learning", language=self.language)
        self.open = ExitStack()

    def enter(self, role: str = "") -> Page:
        context = self.open.enter_context(closing(self._context()))
        if role:
            key = self.story["sessions"][role]
            context.add_cookies([{"name": "sessionid", "value": key, "url": self.portal.url}])
        page = context.new_page()
        page.set_default_timeout(10_000)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("response", lambda answer: self._note(answer.status, answer.url))
        return page

    def _context(self) -> BrowserContext:
        return self.browser.new_context(
            base_url=self.portal.url,
            locale=self.language,
            java_script_enabled=self.has_script,
            viewport=DESKTOP,
            reduced_motion="reduce",
        )

    def _note(self, status: int, url: str) -> None:
        if status >= 500 or (status == 404 and "favicon" not in url):
            self.complaints.append(f"{url} is answered with {status}")

    def expect_language(self, page: Page) -> None:
        expect(page.locator("html")).to_have_attribute("lang", self.language)
        expect(page.locator("html")).to_have_attribute("dir", "rtl" if self.language == "ar" else "ltr")


@pytest.fixture(
    params=[("en", True), ("ar", True), ("en", False)], ids=["english", "arabic", "without-script"]
)
def company(request: pytest.FixtureRequest, portal: RunningPortal, browser: Browser) -> Iterator[Company]:
    language, has_script = request.param
    made = Company(portal, browser, language, has_script)
    with made.open:
        yield made
    assert made.complaints == []


def test_the_thread_from_the_catalog_to_the_outcome(company: Company) -> None:
    newcomer = company.enter()
    find_the_program(newcomer, company)
    sign_up(newcomer, company)
    enroll(newcomer, company)
    coordinator = company.enter("coordinator")
    open_wave(coordinator, company, "baseline")
    answer(newcomer, company, choice=1, pauses=True)
    record_attendance(company.enter("facilitator"), company)
    open_wave(coordinator, company, "endline")
    answer(newcomer, company, choice=3)
    see_the_change(newcomer, company)
    complete(coordinator, company)


def test_the_thread_from_the_report_to_the_dashboard(company: Company) -> None:
    author, reviewer = company.enter("author"), company.enter("reviewer")
    address = make_report(author, company)
    expect(author.locator("main a[href$='publish/']")).to_have_count(0)
    publish(reviewer, address)
    read_report(company.enter(), company, address)
    reviewer.goto("/staff/")
    company.expect_language(reviewer)
    expect(reviewer.locator("main svg[role=img]").first).to_be_visible()
    expect(reviewer.locator("main table").first).to_be_attached()


# --- Steps ---


def find_the_program(page: Page, company: Company) -> None:
    page.goto("/programs/")
    company.expect_language(page)
    page.locator("#catalog-q").fill(company.story["program"])
    page.locator("#catalog-q").press("Enter")
    page.wait_for_url("**q=Scene**")
    folded = page.locator("#filters:not([open]) > summary")  # on a wide screen all is open, without a summary
    if folded.count() and folded.is_visible():
        folded.click()
    facet = page.locator(f"#filters a[href*='method={company.story['method']}']").first
    group = page.locator("#filters details:not([open])", has=facet)
    if group.count():
        group.first.locator("summary").click()
    facet.click()
    page.wait_for_url("**method=**")
    page.locator(f"main h3 a[href='/programs/{company.story['slug']}/']").click()
    page.locator(f"main a[href$='/cohorts/{company.story['cohort']}/']").first.click()
    page.locator("main a[href$='/enroll/']").click()
    page.wait_for_url("**/accounts/login/**")


def sign_up(page: Page, company: Company) -> None:
    page.locator("main a[href*='/accounts/signup/']").click()
    address = f"newcomer-{secrets.token_hex(4)}@example.org"
    page.locator("[name=name]").fill("نورة Newcomer")
    page.locator("[name=email]").fill(address)
    page.locator("[name=password1]").fill(PASSWORD)
    page.locator("[name=password2]").fill(PASSWORD)
    submit(page, "form:has([name=password2])")
    text = wait_until(lambda: letter_to(company.portal, address))
    page.locator("[name=code]").fill(code_in(text))
    submit(page, "form:has([name=code])")


def enroll(page: Page, company: Company) -> None:
    page.goto(f"/programs/{company.story['slug']}/cohorts/{company.story['cohort']}/enroll/")
    page.locator("[name=motivation]").fill("أريد أن أتعلّم. I want to learn.")
    submit(page, "form:has([name=motivation])")
    page.wait_for_url("**/enrollments/**")
    company.expect_language(page)
    page.goto("/my/")
    expect(page.locator("main a", has_text=company.story["program"]).first).to_be_visible()


def open_wave(page: Page, company: Company, timepoint: str) -> None:
    page.goto(company.story["waves"][timepoint])
    submit(page, "form[action$='/open/']")
    expect(page.locator("form[action$='/close/']")).to_be_visible()


def answer(page: Page, company: Company, *, choice: int, pauses: bool = False) -> None:
    """On a phone. She may save half of it, go away, and find it again."""
    page.set_viewport_size(PHONE)
    page.goto("/my/")
    page.locator("main a[href^='/assessments/']").first.click()
    questions = page.locator("fieldset.question")
    whole = questions.count()
    assert whole > 1
    if pauses:
        for number in range(whole // 2):
            questions.nth(number).locator("input").nth(choice).check()
        submit(page, "form.questionnaire", "button[value=save]")
        page.goto("/assessments/")
        page.locator("main a[href^='/assessments/']").first.click()
        expect(page.locator("fieldset.question input:checked")).to_have_count(whole // 2)
    for number in range(whole):
        questions.nth(number).locator("input").nth(choice).check()
    submit(page, "form.questionnaire", "button[value=submit]")
    page.wait_for_url("**/result/")
    assert (
        page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
        if company.has_script
        else True
    )
    page.set_viewport_size(DESKTOP)


def record_attendance(page: Page, company: Company) -> None:
    page.goto("/desk/")
    page.locator(f"main a[href='/desk/cohorts/{company.story['cohort']}/']").first.click()
    page.locator("main a[href$='/attendance/']").first.click()
    page.locator("input[type=radio][value=present]").first.check()
    submit(page, "form.attendance")
    expect(page.locator("input[type=radio][value=present]:checked")).to_have_count(1)


def see_the_change(page: Page, company: Company) -> None:
    """Her own two answers, beside each other."""
    expect(page.locator("main table").first).to_be_attached()
    company.expect_language(page)


def complete(page: Page, company: Company) -> None:
    page.goto(f"/desk/cohorts/{company.story['cohort']}/")
    page.locator("[name=enrollment]").check()
    submit(page, "form:has([name=enrollment])", "button[value=complete]")
    page.wait_for_url("**/desk/cohorts/**")
    rows = company.portal.query(
        "SELECT state FROM programs_enrollment JOIN programs_cohort AS cohort ON cohort.id = cohort_id"
        " WHERE cohort.public_id = %s",
        company.story["cohort"],
    )
    assert rows == [("completed",)]


def make_report(page: Page, company: Company) -> str:
    """Asked for, watched, left, and found again when it is ready."""
    page.goto("/reports/new/")
    options = page.locator("[name=span] option")
    values = [options.nth(number).get_attribute("value") or "" for number in range(options.count())]
    page.locator("[name=span]").select_option(next(filter(HALF_YEAR.match, values)))
    submit(page, "form:has([name=span])")
    page.wait_for_url(re.compile(r"/reports/[0-9a-f-]{36}/"))
    address = page.url.removeprefix(company.portal.url)
    if company.has_script:
        expect(page.locator("main a[href$='.csv']")).to_be_visible(timeout=REPORT_SECONDS * 1000)
        return address
    deadline = time.monotonic() + REPORT_SECONDS
    while not page.locator("main a[href$='.csv']").count():
        assert time.monotonic() < deadline, "the report is not ready"
        time.sleep(0.5)
        page.goto(address)
    return address


def publish(page: Page, address: str) -> None:
    page.goto("/reports/")
    page.locator(f"main a[href='{address}']").first.click()
    page.locator("main a[href$='publish/']").click()
    submit(page, "main form")
    page.wait_for_url(f"**{address}")


def read_report(page: Page, company: Company, address: str) -> None:
    """The public, in Arabic on a phone: the page, and each file by its link."""
    if company.language == "ar":
        page.set_viewport_size(PHONE)
    page.goto("/reports/")
    page.locator(f"main a[href='{address}']").first.click()
    company.expect_language(page)
    expect(page.locator("main svg[role=img]").first).to_be_visible()
    assert page.locator("main table").count() >= page.locator("main svg[role=img]").count()
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]
    files = {kind: download(page, kind) for kind in ("csv", "json", "xlsx", "pdf")}
    shown = page.locator("code.hash").last.inner_text()
    assert len(files["csv"].decode("utf-8-sig").splitlines()) > 10
    assert shown in str(json.loads(files["json"]))
    assert any(sheet.max_row > 10 for sheet in load_workbook(BytesIO(files["xlsx"])).worksheets)
    assert len(PdfReader(BytesIO(files["pdf"])).pages) > 1


def download(page: Page, kind: str) -> bytes:
    link = page.locator(f"main a[href$='.{kind}']").first
    answer = page.request.get(link.get_attribute("href") or "")
    assert answer.ok
    return answer.body()


def submit(page: Page, form: str, button: str = "button[type=submit]") -> None:
    with page.expect_navigation():
        page.locator(form).locator(button).first.click()
