"""What exists elsewhere: which ids and addresses we know, how they are checked, and where they lead."""

import re
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

WIKIS = (
    "wikipedia.org", "wikimedia.org", "wikidata.org", "wiktionary.org", "wikibooks.org", "wikinews.org",
    "wikiquote.org", "wikisource.org", "wikiversity.org", "wikivoyage.org", "mediawiki.org", "wikifunctions.org",
)  # fmt: skip
DASHBOARD = "https://outreachdashboard.wmflabs.org/courses/"
LONGEST = 500


@dataclass(frozen=True, kw_only=True)
class Kind:
    code: str
    label: Promise
    help: Promise


KINDS = {
    kind.code: kind
    for kind in [
        Kind(
            code="event_page",
            label=_("Event page on a wiki"),
            help=_("The address of a page on a Wikimedia wiki: https://meta.wikimedia.org/wiki/Event:…"),
        ),
        Kind(
            code="course",
            label=_("Course on a learning platform"),
            help=_("The whole address of the course: https://…"),
        ),
        Kind(
            code="dashboard",
            label=_("Programs & Events Dashboard"),
            help=_("The course's own part of its address there: Institution/Title_(Term)"),
        ),
        Kind(code="wikidata", label=_("Wikidata item"), help=_("The item's id: Q and a number.")),
    ]
}


def read(code: str, text: str) -> str:
    """The value as it is kept. Raises ValueError with a code of `PROBLEMS`."""
    text = text.strip()
    if not text:
        return ""
    if len(text) > LONGEST or re.search(r"[\s\0]", text):
        raise ValueError("address" if code in {"event_page", "course"} else code)
    return READERS[code](text)


def address(code: str, value: str) -> str:
    """Where the kept value leads."""
    if code == "wikidata":
        return f"https://www.wikidata.org/wiki/{value}"
    if code == "dashboard":
        return DASHBOARD + quote(value, safe="/()_-.,:")
    return value


PROBLEMS: dict[str, Promise] = {
    "address": _("This is not a web address that begins with https://."),
    "event_page": _("This is not a page on a Wikimedia wiki."),
    "dashboard": _("This is not the part of an address on the dashboard: Institution/Title_(Term)."),
    "wikidata": _("This is not the id of an item: Q and a number."),
}


def _course(text: str) -> str:
    try:
        parts = urlsplit(text)
    except ValueError as error:
        raise ValueError("address") from error
    if parts.scheme != "https" or "." not in parts.netloc or "@" in parts.netloc:
        raise ValueError("address")
    return text


def _event_page(text: str) -> str:
    parts = urlsplit(_course(text))
    host = parts.hostname or ""
    known = any(host == wiki or host.endswith(f".{wiki}") for wiki in WIKIS)
    if not known or len(parts.path) < 2:
        raise ValueError("event_page")
    return text


def _dashboard(text: str) -> str:
    text = text.removeprefix(DASHBOARD).strip("/")
    if not re.fullmatch(r"[^/?#]+/[^/?#]+", text):
        raise ValueError("dashboard")
    return text


def _wikidata(text: str) -> str:
    found = re.fullmatch(
        r"(?:https?://www\.wikidata\.org/(?:wiki|entity)/)?(Q[1-9]\d{0,11})", text, re.IGNORECASE
    )
    if not found:
        raise ValueError("wikidata")
    return found[1].upper()


READERS = {"event_page": _event_page, "course": _course, "dashboard": _dashboard, "wikidata": _wikidata}
