"""What a browser says of itself, in names that people know. Browsers dress up as each other: the order decides."""

import re
from dataclasses import dataclass

# Each names itself in a word of its own, beside those it borrows; the borrowed ones come last.
BROWSERS = (
    (r"WikipediaApp/([\d.]+)", "Wikipedia"),
    (r"(?:Edg|EdgA|EdgiOS|Edge)/(\d+)", "Edge"),
    (r"(?:OPR|OPT|Opera)/(\d+)", "Opera"),
    (r"SamsungBrowser/(\d+)", "Samsung Internet"),
    (r"Vivaldi/(\d+)", "Vivaldi"),
    (r"YaBrowser/(\d+)", "Yandex Browser"),
    (r"UC ?Browser/(\d+)", "UC Browser"),
    (r"(?:Firefox|FxiOS)/(\d+)", "Firefox"),
    (r"(?:HeadlessChrome|Chrome|CriOS|Chromium)/(\d+)", "Chrome"),
    (r"Version/(\d+)[\d.]* (?:Mobile/\w+ )?Safari/", "Safari"),
)
SYSTEMS = (
    (r"KAIOS/", "KaiOS"),
    (r"CrOS ", "ChromeOS"),
    (r"Android", "Android"),
    (r"iPad", "iPadOS"),
    (r"iPhone|iPod", "iOS"),
    (r"Windows", "Windows"),
    (r"Macintosh|Mac OS X", "macOS"),
    (r"Linux|X11", "Linux"),
)


@dataclass(frozen=True, kw_only=True)
class Browser:
    """Empty where it is not one of those above."""

    name: str = ""
    version: str = ""
    system: str = ""


def recognize(said: str) -> Browser:
    name, version = "", ""
    for pattern, label in BROWSERS:
        found = re.search(pattern, said)
        if found:
            name, version = label, found.group(1)
            break
    system = next((label for pattern, label in SYSTEMS if re.search(pattern, said)), "")
    return Browser(name=name, version=version, system=system)
