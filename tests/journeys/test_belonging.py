"""Somebody asks to join an organization, its representative confirms, and she says what she has and wants."""

import os
from collections.abc import Iterator
from contextlib import ExitStack, closing
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.scenes import scene
from tests.running import RunningPortal

SIZES = {"en": {"width": 1280, "height": 800}, "ar": {"width": 320, "height": 640}}
SHOTS = os.environ.get("SHOTS", "")


def shot(page: Page, name: str) -> None:
    if SHOTS:
        page.screenshot(path=f"{SHOTS}/{name}.png", full_page=True)


@pytest.fixture(params=[("en", True), ("ar", False)], ids=["english", "arabic-without-script"])
def company(request: Any, browser: Browser, portal: RunningPortal) -> Iterator[dict[str, Any]]:
    """Two people, each with a browser of her own; the Arabic readers on a phone and without JavaScript."""
    language, has_script = request.param
    story = scene(portal, "belonging", language=language)
    with ExitStack() as stack:
        for role, key in story["sessions"].items():
            context = browser.new_context(
                base_url=portal.url,
                locale=language,
                java_script_enabled=has_script,
                viewport=SIZES[language],
                color_scheme="dark" if SHOTS and language == "ar" else "light",
                reduced_motion="reduce",
            )
            stack.enter_context(closing(context))
            context.add_cookies([{"name": "sessionid", "value": key, "url": portal.url}])
            page = story[f"{role}_page"] = context.new_page()
            page.set_default_timeout(10_000)
        yield {**story, "language": language}


def submit(page: Page, form: str) -> None:
    page.locator(f"{form} button:not([name])").last.click()


def test_somebody_joins_is_confirmed_and_says_what_she_can(company: dict[str, Any]) -> None:
    newcomer, representative = company["newcomer_page"], company["representative_page"]
    ask_to_join(newcomer, company)
    confirm(representative, company)
    newcomer.goto("/my/")
    expect(newcomer.locator("main", has_text=company["organization"])).to_be_visible()
    say_what_she_can(newcomer, company)


def ask_to_join(page: Page, company: dict[str, Any]) -> None:
    page.goto(f"/stakeholders/{company['slug']}/")
    page.locator("main a[href$='/join/']").click()
    page.locator("[name=starts_on]").fill("2999-01-01")
    submit(page, "main form.form")
    expect(page.locator("#id_starts_on_error")).to_be_visible()
    shot(page, f"{company['language']}-join")
    page.locator("[name=starts_on]").fill("2024-05-01")
    page.locator("[name=note]").fill("From the meet-up. من اللقاء.")
    submit(page, "main form.form")
    page.wait_for_url("**/my/affiliations/")
    shot(page, f"{company['language']}-mine")
    expect(page.locator("main", has_text=company["organization"])).to_be_visible()


def confirm(page: Page, company: dict[str, Any]) -> None:
    page.goto(f"/affiliate/{company['slug']}/")
    page.locator("main a[href$='/members/']").first.click()
    shot(page, f"{company['language']}-members")
    page.locator("main a[href$='/confirm/']").click()
    shot(page, f"{company['language']}-confirm")
    submit(page, "main form.form")
    page.wait_for_url("**/members/")
    expect(page.locator("#members ~ *", has_text=company["newcomer"]).first).to_be_attached()
    expect(page.locator("main a[href$='/confirm/']")).to_have_count(0)


def say_what_she_can(page: Page, company: dict[str, Any]) -> None:
    """Found by its name in the other language; the first try lacks the level."""
    code = company["code"]
    page.goto("/my/capacities/")
    page.locator("main a[href$='/my/capacities/add/']").first.click()
    other = "name_ar" if company["language"] == "en" else "name_en"
    page.locator("main [name=q]").fill(company[other])
    page.locator("main [name=q]").press("Enter")
    page.locator(f"#found-{code}").check()
    shot(page, f"{company['language']}-found")
    submit(page, "form:has([type=checkbox][name=capacity])")
    for kind in ("has", "wants"):
        page.locator(f"[name=c{code}-kinds][value={kind}]").check()
    submit(page, "main form[method=post]")
    expect(page.locator(f"#id_c{code}-level_error")).to_be_visible()
    shot(page, f"{company['language']}-say")
    page.locator(f"[name=c{code}-level]").select_option("3")
    page.locator(f"[name=c{code}-wanted_level]").select_option("5")
    submit(page, "main form[method=post]")
    page.wait_for_url("**/my/capacities/")
    shot(page, f"{company['language']}-profile")
    expect(page.locator(f"main section a[href='/capacities/{code}/']")).to_have_count(2)
