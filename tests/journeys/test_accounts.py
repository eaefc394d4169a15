"""Coming to the portal in Chromium: a Wikimedian, and a partner without a Wikimedia account."""

import secrets
from collections.abc import Iterator
from contextlib import closing

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.letters import code_in, letter_to
from tests.journeys.scenes import scene
from tests.mediawiki import MediaWiki
from tests.running import RunningPortal, wait_until


@pytest.fixture
def wikimedian(wiki_server: MediaWiki) -> Iterator[str]:
    """Somebody whom Wikimedia knows and the portal does not."""
    mark = secrets.token_hex(4)
    wiki_server.profile |= {"sub": int(mark, 16), "username": f"Ada Trainer {mark}"}
    yield wiki_server.profile["username"]
    wiki_server.reset()


def test_a_wikimedian_signs_up_without_an_address_and_comes_back(page: Page, wikimedian: str) -> None:
    page.goto("/accounts/login/")
    with_wikimedia(page)
    expect(page.locator("[name=name]")).to_have_value(wikimedian)
    page.locator("[name=name]").fill("Ada")
    page.locator("form:has([name=name]) button").first.click()
    page.wait_for_url("**/")
    page.locator(".site-account summary").click()
    expect(page.locator(".menu__who")).to_have_text(wikimedian)
    page.locator(".site-account form[action*=logout] button").click()
    page.goto("/accounts/login/?next=/glossary/")
    with_wikimedia(page)
    page.wait_for_url("**/glossary/")


def test_a_wikimedian_joins_an_affiliate_is_confirmed_by_its_representative_and_states_a_capacity(
    page: Page, browser: Browser, portal: RunningPortal, wikimedian: str
) -> None:
    affiliate = scene(portal, "affiliate_with_representative")
    page.goto(f"/accounts/login/?next={affiliate['path']}")
    with_wikimedia(page)
    page.locator("form:has([name=name]) button").first.click()
    page.wait_for_url(f"**{affiliate['path']}")
    page.get_by_role("link", name="Ask to join").click()
    page.locator("[name=starts_on]").fill("2024-05-01")
    with page.expect_navigation():
        page.get_by_role("button", name="Ask to join").click()
    with closing(browser.new_context(base_url=portal.url, locale="en")) as context:
        context.add_cookies([{"name": "sessionid", "value": affiliate["session"], "url": portal.url}])
        desk = context.new_page()
        desk.goto(f"{affiliate['path']}members/")
        desk.locator("main tr", has_text=wikimedian).locator("a[href$='/confirm/']").click()
        desk.get_by_role("button", name="Confirm").click()
        expect(desk.locator("main")).to_contain_text("The affiliation is confirmed.")
    page.goto("/my/affiliations/")
    row = page.locator("main li", has_text=affiliate["name"])
    expect(row.locator(".state-pill")).to_have_text("confirmed")
    state_a_capacity(page)


def state_a_capacity(page: Page) -> None:
    page.goto("/my/capacities/add/?q=evaluation")
    found = page.locator("[type=checkbox][name=capacity]").first
    code = found.get_attribute("value")
    found.check()
    page.locator("form:has([type=checkbox][name=capacity]) button:not([name])").last.click()
    page.locator(f"[name=c{code}-kinds][value=offers]").check()
    page.locator(f"[name=c{code}-level]").select_option("4")
    page.locator("main form[method=post] button:not([name])").last.click()
    page.wait_for_url("**/my/capacities/")
    expect(page.locator(f"main section a[href='/capacities/{code}/']")).to_have_count(1)


def with_wikimedia(page: Page) -> None:
    page.get_by_role("button", name="Continue with your Wikimedia account").click()


def test_a_partner_signs_up_with_a_passkey_and_signs_in_with_it(
    browser: Browser, portal: RunningPortal
) -> None:
    address = f"partner-{secrets.token_hex(4)}@example.org"
    here = f"http://localhost:{portal.port}"  # browsers make no passkeys for an address of numbers
    with closing(browser.new_context(base_url=here, locale="en")) as context:
        page = context.new_page()
        page.set_default_timeout(10_000)
        add_authenticator(page)
        page.goto("/accounts/signup/")
        page.get_by_role("link", name="Create an account with a passkey").click()
        page.locator("[name=name]").fill("A partner")
        page.locator("[name=email]").fill(address)
        page.locator("form:has([name=email]) button[type=submit]").click()
        text = wait_until(lambda: letter_to(portal, address))
        page.locator("[name=code]").fill(code_in(text))
        page.locator("form:has([name=code]) button[type=submit]").first.click()
        page.get_by_role("button", name="Make the passkey").click()
        page.wait_for_url(f"{here}/")
        page.locator(".site-account summary").click()
        expect(page.locator(".menu__who")).to_have_text(address)
        page.locator(".site-account form[action*=logout] button").click()
        page.goto("/accounts/login/?next=/my/settings/")
        page.get_by_role("button", name="Sign in with a passkey").click()
        page.wait_for_url("**/my/settings/")
        expect(page.locator("[name=name]")).to_have_value("A partner")


def add_authenticator(page: Page) -> None:
    """A telephone or a key that says yes at once, as Chromium pretends to have one."""
    devices = page.context.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    devices.send("WebAuthn.addVirtualAuthenticator", {"options": options})
