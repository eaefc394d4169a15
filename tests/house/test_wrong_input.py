"""Every form of every page, sent with all wrong that can be: told beside the field, and nothing typed is lost."""

import logging
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest
from django.db import transaction
from zeal import zeal_ignore

from tests.cast.people import ROLES, Cast
from tests.house.doors import Door, doors
from tests.house.knocking import Visit

WORDS = "typed <b> & kept أمل"
WRONG = {
    "number": "seven",
    "date": "2026-13-45",
    "time": "25:61",
    "datetime-local": "2026-13-45T25:61",
    "email": "nobody@nowhere",
    "url": "no address",
}
TYPED = {"text", "search", "tel", *WRONG}
LONGEST = 5000  # letters; what may be longer is not sent too long here
REFUSED = {400, 409, 422}
# What these buttons do needs nothing of what is typed beside them.
AT_ONCE = {("programs:delegation-make", "more"), ("programs:delegation-answer", "refuse")}
FIRST = ["coordinator", "member", "representative", "facilitator", "mentor", "evaluator", "staff"]


@dataclass
class Control:
    """What somebody types into, or chooses from; `value` is what the page shows in it."""

    name: str
    kind: str
    limit: int = 0
    value: str = ""
    error: bool = False
    options: list[str] = field(default_factory=list)

    @property
    def wrong(self) -> str | None:
        """Something that it may not take; none, where it takes any words."""
        if self.kind in WRONG:
            return WRONG[self.kind]
        if self.kind in {"select", "radio"}:
            return "no-such-choice"
        return "x" * (self.limit + 1) if 0 < self.limit <= LONGEST else None

    @property
    def is_typed(self) -> bool:
        return self.kind in TYPED or self.kind == "textarea"


@dataclass
class Sheet:
    action: str
    method: str
    controls: dict[str, Control] = field(default_factory=dict)
    held: list[tuple[str, str]] = field(default_factory=list)
    buttons: list[tuple[str, str]] = field(default_factory=list)

    def filled(self) -> dict[str, list[str]]:
        sent: dict[str, list[str]] = {}
        for name, value in self.held:
            sent.setdefault(name, []).append(value)
        for control in self.controls.values():
            if control.kind != "checkbox":
                sent[control.name] = [WORDS if control.wrong is None else control.wrong]
        return sent


class Sheets(HTMLParser):
    """The forms of a page with their controls."""

    def __init__(self, html: str, page: str) -> None:
        super().__init__()
        self.page, self.found, self.open, self.area = page, [], None, None
        self.owned: dict[str, Sheet] = {}
        self.feed(html)

    def handle_starttag(self, tag: str, pairs: Any) -> None:
        about = {name: value or "" for name, value in pairs}
        if tag == "form":
            action = urljoin(self.page, about.get("action") or self.page)
            self.open = Sheet(action, about.get("method", "get").lower())
            self.found.append(self.open)
            self.owned[about.get("id", "")] = self.open
            return
        sheet = self.owned.get(about["form"]) if "form" in about else self.open
        name = about.get("name", "")
        if tag == "option" and self.area and self.area.kind == "select":
            self.area.options.append(about.get("value", ""))
        if sheet is None or not name or "disabled" in about or tag not in CONTROLS:
            return
        kind = about.get("type", "text") if tag == "input" else tag
        if tag == "button":
            sheet.buttons.append((name, about.get("value", "")))
        elif kind == "hidden" or "hidden" in about:
            sheet.held.append((name, about.get("value", "")))
        elif kind not in {"file", "submit", "image", "reset"}:
            made = Control(name, kind, int(about.get("maxlength") or 0), about.get("value", ""))
            made.error = about.get("aria-invalid") == "true"
            kept = sheet.controls.setdefault(name, made)
            kept.error = kept.error or made.error
            self.area = kept if tag in {"select", "textarea"} else None

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.open = None
        elif tag in {"select", "textarea"}:
            if self.area and self.area.kind == "textarea":
                self.area.value = self.area.value.removeprefix("\n")
            self.area = None

    def handle_data(self, data: str) -> None:
        if self.area and self.area.kind == "textarea":
            self.area.value += data


CONTROLS = {"input", "select", "textarea", "button"}


def sheets_of(response: Any, page: str) -> list[Sheet]:
    if response.status_code >= 300 and response.status_code not in REFUSED:
        return []
    if not response.headers.get("Content-Type", "").startswith("text/html"):
        return []
    here = urlsplit(page).path
    found = Sheets(response.text, page).found
    return [each for each in found if each.method == "post" and urlsplit(each.action).path == here]


class Sending:
    """One form of one page, sent wrong by somebody who may send it."""

    def __init__(self, visit: Visit, door: Door, page: str, sheet: Sheet, place: int) -> None:
        self.visit, self.door, self.page, self.sheet, self.place = visit, door, page, sheet, place

    @property
    def where(self) -> str:
        return f"{self.door.name} as {self.visit.role}, form {self.place}"

    def problems(self) -> Iterator[str]:
        for button in self.sheet.buttons or [("", "")]:
            data = self.sheet.filled() | ({button[0]: [button[1]]} if button[0] else {})
            with transaction.atomic(), zeal_ignore():
                self.visit.client.cookies.load(self.visit.signed_in)
                answer = self.visit.client.post(self.page, data)
                transaction.set_rollback(True)
            yield from (f"{self.where} {button[0]}: {each}" for each in self.problems_in(answer, button[0]))

    def problems_in(self, answer: Any, button: str) -> Iterator[str]:
        is_judged = self.is_wrong and (self.door.name, button) not in AT_ONCE
        if answer.status_code in REFUSED or answer.status_code == 200:
            yield from self.lost(answer)
        if answer.status_code in REFUSED and is_judged:
            yield from self.unsaid(answer)
        elif is_judged or answer.status_code >= 400:
            yield f"answered with {answer.status_code}"

    @property
    def is_wrong(self) -> bool:
        """Something in it has to be refused; other forms take any words."""
        return any(each.wrong is not None for each in self.sheet.controls.values())

    def lost(self, answer: Any) -> Iterator[str]:
        sent, shown = self.sheet.filled(), self.shown_in(answer)
        for name, control in self.sheet.controls.items():
            if control.is_typed and (name not in shown or shown[name].value != sent[name][0]):
                yield f"what was typed into {name} is lost"

    def unsaid(self, answer: Any) -> Iterator[str]:
        """Of a choice among buttons only the error is marked, on what stands around them."""
        shown = self.shown_in(answer)
        if "error-summary" not in answer.text:
            yield "nobody says what is wrong"
        for name, control in self.sheet.controls.items():
            said = name in shown and shown[name].error
            if control.wrong is not None and control.kind != "radio" and not said:
                yield f"nothing is said beside {name}"

    def shown_in(self, answer: Any) -> dict[str, Control]:
        alike = [each.controls for each in sheets_of(answer, self.page)]
        return next((each for each in alike if set(self.sheet.controls) <= set(each)), {})


@pytest.fixture(autouse=True)
def quiet() -> Iterator[None]:
    logging.disable(logging.ERROR)
    yield
    logging.disable(logging.NOTSET)


def sendings(app: str) -> Iterator[Sending]:
    """Of each page the forms that the first of the cast sees who sees any."""
    cast = Cast()
    visits = [Visit(cast, role) for role in [*FIRST, *sorted(set(ROLES) - set(FIRST))]]
    for door in doors():
        if not door.name.startswith(f"{app}:") or not {"get", "post"} <= set(door.methods):
            continue
        for visit in visits:
            response = visit.knock(door, "get")
            sheets = [each for each in sheets_of(response, response.wsgi_request.path) if each.controls]
            if sheets:
                page = response.wsgi_request.get_full_path()
                yield from (Sending(visit, door, page, each, at) for at, each in enumerate(sheets))
                break


@pytest.mark.django_db
@pytest.mark.parametrize(("app", "at_least"), [("programs", 40)])
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(app: str, at_least: int) -> None:
    sent = list(sendings(app))
    assert [problem for each in sent for problem in each.problems()] == []
    assert len({each.door.name for each in sent}) >= at_least
