"""The shared words: found in one's own language, explained in place, improved by those who use them."""

from contextlib import closing

from playwright.sync_api import Browser, Page, expect

from tests.journeys import looking
from tests.running import RunningPortal


def test_a_word_is_explained_in_place_by_keyboard_and_leads_to_the_glossary(page: Page) -> None:
    page.goto("/capacities/?q=organisational structur")
    page.get_by_role("link", name="organizational structure").click()
    page.goto("/stakeholders/")
    button = page.get_by_role("button", name="affiliate").first
    button.focus()
    page.keyboard.press("Enter")
    meaning = page.locator("#meaning-word-affiliate")
    expect(meaning).to_be_visible()
    page.keyboard.press("Escape")
    expect(meaning).to_be_hidden()
    expect(button).to_be_focused()
    page.keyboard.press("Enter")
    meaning.get_by_role("link").click()
    expect(page).to_have_url(f"{page.url.split('/glossary')[0]}/glossary/#affiliate")


def test_a_member_suggests_a_name_and_staff_accept_it(portal: RunningPortal, browser: Browser) -> None:
    look = looking.LOOKS[0]
    with closing(looking.context(browser, portal.url, "member", look)) as context:
        page = context.new_page()
        page.goto("/capacities/13/")
        page.get_by_role("link", name="Suggest a name").last.click()
        page.locator("#id_language").select_option("tr")
        page.get_by_label("Name").fill("Mali yönetim")
        page.get_by_label("Reason").fill("It is the word we use.")
        page.get_by_role("button", name="Suggest", exact=True).click()
        address = page.url
    with closing(looking.context(browser, portal.url, "staff", look)) as context:
        page = context.new_page()
        page.goto(address)
        expect(page.locator(".before-after")).to_contain_text("Mali yönetim")
        page.get_by_label("Your answer").fill("Thank you.")
        page.get_by_role("button", name="Accept and do it").click()
        page.goto("/capacities/?q=mali yonetim")
        expect(page.locator(".found")).to_contain_text("Mali yönetim")
