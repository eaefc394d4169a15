"""What a first visit to a page costs: requests and bytes as they came over the line."""

from contextlib import closing
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Browser


@dataclass(frozen=True)
class Weight:
    path: str
    requests: int
    kilobytes: float
    script_kilobytes: float


def weigh(browser: Browser, url: str, path: str) -> Weight:
    """With nothing in the browser's cache."""
    kinds: dict[str, str] = {}
    sizes: dict[str, float] = {}

    def note_kind(event: dict[str, Any]) -> None:
        if not event["request"]["url"].startswith("data:"):
            kinds[event["requestId"]] = event["type"]

    def note_size(event: dict[str, Any]) -> None:
        sizes[event["requestId"]] = event["encodedDataLength"] / 1000

    with closing(browser.new_context(base_url=url, locale="en")) as context:
        page = context.new_page()
        line = context.new_cdp_session(page)
        line.on("Network.requestWillBeSent", note_kind)
        line.on("Network.loadingFinished", note_size)
        line.send("Network.enable")
        page.goto(path, wait_until="networkidle")
    whole = {key: sizes.get(key, 0) for key in kinds}
    scripts = sum(size for key, size in whole.items() if kinds[key] == "Script")
    return Weight(path, len(whole), round(sum(whole.values()), 1), round(scripts, 1))
