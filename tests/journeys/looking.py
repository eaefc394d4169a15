"""Looks at a page with Chromium: what axe-core finds, and whether it fits a phone."""

from collections import deque
from collections.abc import Callable, Iterable
from contextlib import closing
from dataclasses import dataclass
from itertools import cycle
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page

from tests.journeys.visiting import Visitor

RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "reporter": "no-passes",  # what is right of a page is not collected: that took longer than finding what is wrong
}
AXE = Axe().axe_script
SIDE_BY_SIDE = 2  # pages, each in a process of the browser: one loads while the other is examined
PHONE = {"width": 320, "height": 640}
DESKTOP = {"width": 1280, "height": 800}
# What stands out of the window, unless something around it scrolls by itself.
STICKING_OUT = """() => {
    const root = document.documentElement;
    if (root.scrollWidth <= root.clientWidth) return [];
    const scrolls = (box) => box && (["auto", "scroll", "hidden", "clip"].includes(getComputedStyle(box).overflowX)
        || scrolls(box.parentElement));
    return [...document.querySelectorAll("body *")].filter((box) => {
        const place = box.getBoundingClientRect();
        return (place.right > root.clientWidth + 1 || place.left < -1) && place.width && !scrolls(box.parentElement);
    }).slice(0, 3).map((box) => box.outerHTML.slice(0, 120)).concat("the page is " + root.scrollWidth + " wide");
}"""

Enter = Callable[[str], Page]  # opens a browser with the session of this key


@dataclass(frozen=True)
class Look:
    language: str
    theme: str
    is_phone: bool

    @property
    def name(self) -> str:
        return f"{self.language}-{self.theme}-{'phone' if self.is_phone else 'desktop'}"


LOOKS = [Look("en", "light", is_phone=False), Look("ar", "dark", is_phone=True)]


def context(browser: Browser, url: str, role: str, look: Look) -> BrowserContext:
    made = browser.new_context(
        base_url=url,
        locale=look.language,
        color_scheme="dark" if look.theme == "dark" else "light",
        viewport=PHONE if look.is_phone else DESKTOP,
        reduced_motion="reduce",
    )
    if role != "anonymous":
        sign_in(made, url, role)
    return made


def sign_in(context: BrowserContext, url: str, role: str) -> None:
    """Brings the session of a demo account, so that not every test fills in the form."""
    cookies = Visitor(url).sign_in(f"{role}@demo.example").cookies
    context.add_cookies([{"name": name, "value": value, "url": url} for name, value in cookies.items()])


def problems_of(browser: Browser, url: str, role: str, look: Look, paths: Iterable[str]) -> list[str]:
    """Of each page as that reader sees it, what is wrong, as sentences."""
    found: list[str] = []
    with closing(context(browser, url, role, look)) as made:
        begun: deque[tuple[Page, str]] = deque()
        for path, page in zip(paths, cycle([made.new_page() for _ in range(SIDE_BY_SIDE)]), strict=False):
            if len(begun) == SIDE_BY_SIDE:
                found += what_axe_says(*begun.popleft())
            page.goto(f"{path}{'&' if '?' in path else '?'}uselang={look.language}")
            found += [f"{path}: {sticking}" for sticking in page.evaluate(STICKING_OUT)]
            if (told := page.evaluate("document.documentElement.lang")) != look.language:
                found.append(f"{path}: says it is in {told}, not in {look.language}")
            page.evaluate(AXE)
            page.evaluate("rules => { window.examination = axe.run(rules) }", RULES)
            begun.append((page, path))
        for page, path in begun:
            found += what_axe_says(page, path)
    return found


def what_axe_says(page: Page, path: str) -> list[str]:
    results: dict[str, Any] = page.evaluate("window.examination")
    found = []
    for violation in results["violations"]:
        places = [str(node["target"]) for node in violation["nodes"]]
        found.append(f"{path}: {violation['id']}: {violation['help']} at {', '.join(places[:3])}")
    return found
