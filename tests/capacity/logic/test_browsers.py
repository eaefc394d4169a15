import pytest

from capacity.logic.browsers import Browser, recognize

SAID = {
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:131.0) Gecko/20100101 Firefox/131.0": (
        "Firefox",
        "131",
        "Windows",
    ),
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/129.0.0.0 Safari/537.36": (
        "Chrome",
        "129",
        "Linux",
    ),
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/129.0.0.0 Safari/537.36"
    " Edg/129.0.2792.79": ("Edge", "129", "Windows"),
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.6"
    " Safari/605.1.15": ("Safari", "17", "macOS"),
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.6"
    " Mobile/15E148 Safari/604.1": ("Safari", "17", "iOS"),
    "Mozilla/5.0 (iPad; CPU OS 17_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/129.0.6668.46"
    " Mobile/15E148 Safari/604.1": ("Chrome", "129", "iPadOS"),
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) FxiOS/131.0"
    " Mobile/15E148 Safari/605.1.15": ("Firefox", "131", "iOS"),
    "Mozilla/5.0 (Linux; Android 14; SM-S921B) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/26.0"
    " Chrome/122.0.0.0 Mobile Safari/537.36": ("Samsung Internet", "26", "Android"),
    "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/129.0.0.0 Mobile Safari/537.36"
    " OPR/85.0.0.0": ("Opera", "85", "Android"),
    "Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/129.0.0.0 Safari/537.36": (
        "Chrome",
        "129",
        "ChromeOS",
    ),
    "Mozilla/5.0 (Mobile; Nokia_8110_4G; rv:48.0) Gecko/48.0 Firefox/48.0 KAIOS/2.5": (
        "Firefox",
        "48",
        "KaiOS",
    ),
    "WikipediaApp/2.7.50502-r-2024-10-04 (Android 14; Phone) Google Play": (
        "Wikipedia",
        "2.7.50502",
        "Android",
    ),
    "curl/8.5.0": ("", "", ""),
    "": ("", "", ""),
}


@pytest.mark.parametrize(("said", "names"), SAID.items())
def test_browsers_are_known_by_their_own_names(said: str, names: tuple[str, str, str]) -> None:
    name, version, system = names
    assert recognize(said) == Browser(name=name, version=version, system=system)
