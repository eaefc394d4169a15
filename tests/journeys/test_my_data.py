"""A person looks at what is held of her, takes it along, and has herself forgotten."""

import json
import secrets

from playwright.sync_api import Browser, Page, expect

from tests.journeys.scenes import scene
from tests.running import RunningPortal

PASSWORD = "a pass phrase of the journey"


def test_a_person_has_herself_forgotten(page: Page, portal: RunningPortal, browser: Browser) -> None:
    name = f"Quorvian {secrets.token_hex(3)}"
    story = scene(portal, "somebody", called=name, password=PASSWORD)
    sign_in(page, story["email"])
    page.goto("/my/demographics/")
    page.locator("main input[type=radio]:not([value=''])").first.check()
    page.locator("[name=consents]").first.check()
    page.locator("main form:has([name=consents]) button[type=submit]").click()
    page.goto("/my/data/")
    expect(page.locator("main")).to_contain_text(name)
    assert take_along(page)["capacity.stakeholder"][0]["name"] == name
    page.locator("main a[href='/my/data/erase/']").click()
    page.wait_for_url("**/reauthenticate/**")
    page.locator("main [name=password]").fill(PASSWORD)
    page.locator("main form:has([name=password]) button[type=submit]").click()
    page.wait_for_url("**/my/data/erase/")
    page.locator("[name=agreed]").check()
    page.locator("main form:has([name=agreed]) button[type=submit]").click()
    page.wait_for_url("**/forgotten/**")
    portal.manage("shell", "--no-imports", "-c", "from config.actions.personal_data import resume; resume()")
    page.reload()
    expect(page.locator("h1")).to_have_text("You are forgotten")
    held = portal.query(
        "SELECT name FROM capacity_stakeholder WHERE slug LIKE 'erased-%%' OR name LIKE 'Quorvian%%'"
    )
    assert (name,) not in held
    page.goto("/my/data/")
    page.wait_for_url("**/accounts/login/**")


def sign_in(page: Page, email: str) -> None:
    page.goto("/accounts/login/")
    page.locator("#id_login").fill(email)
    page.locator("#id_password").fill(PASSWORD)
    page.locator("form:has(#id_password) button[type=submit]").click()
    page.wait_for_url(lambda url: "login" not in url)


def take_along(page: Page) -> dict[str, list[dict[str, str]]]:
    with page.expect_download() as download:
        page.locator("main a[href$='.json']").click()
    return json.loads(download.value.path().read_text())["tables"]
