"""Enrolling without a mouse: everything is reached by Tab, in order, with its focus seen."""

from playwright.sync_api import Page, expect

from tests.journeys.scenes import scene
from tests.running import RunningPortal

STEPS = 80
FOCUS = """() => {
    const at = document.activeElement;
    const style = getComputedStyle(at);
    const wrapped = getComputedStyle(at.closest(".cdx-text-input, .cdx-text-area") ?? at);
    const seen = [style, wrapped].some((s) => (s.outlineStyle !== "none" && parseFloat(s.outlineWidth) > 0)
        || s.boxShadow !== "none");
    return { tag: at.tagName, href: at.getAttribute("href") ?? "", name: at.getAttribute("name") ?? "",
        kind: at.getAttribute("type") ?? "", seen, inside: !!at.closest("main") };
}"""


def test_somebody_enrolls_by_keyboard_alone(page: Page, portal: RunningPortal) -> None:
    made = scene(portal, "crowd", people=1, seats=1)
    page.context.add_cookies([{"name": "sessionid", "value": made["sessions"][0], "url": portal.url}])
    page.goto(made["path"].removesuffix("enroll/"))
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate(FOCUS)["tag"] == "MAIN"  # the skip link leads past everything above
    tab_to(page, href="/enroll/")
    page.keyboard.press("Enter")
    page.wait_for_url("**/enroll/")
    tab_to(page, name="motivation")
    page.keyboard.type("By keyboard")
    tab_to(page, kind="submit")
    page.keyboard.press("Enter")
    page.wait_for_url("**/enrollments/**")
    expect(page.locator("main")).to_contain_text("By keyboard")


def tab_to(page: Page, *, href: str = "", name: str = "", kind: str = "") -> None:
    """Within the page's own part; whatever is passed on the way there must show where one is."""
    for _step in range(STEPS):
        page.keyboard.press("Tab")
        at = page.evaluate(FOCUS)
        assert at["seen"], f"the focus on {at} is not seen"
        fits = at["href"].endswith(href) and name in at["name"] and kind in at["kind"]
        if at["inside"] and fits:
            return
    raise AssertionError(f"no Tab leads to {href or name or kind}")
