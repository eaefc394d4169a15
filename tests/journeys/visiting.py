"""Somebody who reads the portal with a browser that knows no JavaScript: quick to make, so there can be hundreds."""

from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from functools import cached_property
from html.parser import HTMLParser
from http.client import HTTPConnection, HTTPMessage
from http.cookies import SimpleCookie
from urllib.parse import urlencode, urljoin, urlsplit

PASSWORD = "capacity-demo"
ROLES = ["member", "representative", "facilitator", "coordinator", "evaluator", "staff", "partner"]
REDIRECTS = {301, 302, 303, 307, 308}
SECONDS = 60
Attributes = dict[str, str]


class Form:
    """A form of a page, with what its fields say before anybody types."""

    def __init__(self, attributes: Attributes, page: str) -> None:
        self.method = attributes.get("method", "get").lower()
        self.action = urljoin(page, attributes.get("action") or page)
        self.fields: list[tuple[str, str]] = []
        self.names: set[str] = set()
        self.buttons: list[tuple[str, str]] = []

    def filled(self, changes: Mapping[str, object]) -> list[tuple[str, str]]:
        """The pairs to send: a changed name replaces all of its own; a list is sent item by item."""
        unknown = set(changes) - self.names
        assert not unknown, f"The form has no {unknown}, but {self.names}."
        pairs = [(name, value) for name, value in self.fields if name not in changes]
        for name, value in changes.items():
            values = value if isinstance(value, list | tuple) else [value]
            pairs += [(name, str(each)) for each in values]
        return pairs


class Markup(HTMLParser):
    """What tests ask of a page."""

    def __init__(self, text: str, page: str) -> None:
        super().__init__()
        self.page = page
        self.root: Attributes = {}
        self.headings: list[str] = []
        self.links: list[str] = []
        self.files: list[str] = []
        self.ids: list[str] = []
        self.forms: list[Form] = []
        self.inline: list[str] = []
        self._words: list[str] = []
        self._open: list[str] = []
        self._form: Form | None = None
        self._owned: dict[str, Form] = {}
        self._select: tuple[str, list[tuple[str, bool]], bool] | None = None
        self._textarea: tuple[str, list[str]] | None = None
        self.feed(text)
        self.words = " ".join(" ".join(self._words).split())

    def handle_starttag(self, tag: str, pairs: Sequence[tuple[str, str | None]]) -> None:
        about = {name: value or "" for name, value in pairs}
        self._open.append(tag)
        self._note_inline(tag, about)
        if "id" in about:
            self.ids.append(about["id"])
        if tag == "html":
            self.root = about
        elif tag == "h1":
            self.headings.append("")
        elif tag == "a" and "href" in about:
            self.links.append(urljoin(self.page, about["href"]))
        elif tag == "link" and about.get("rel") in {"stylesheet", "icon", "manifest"}:
            self.files.append(urljoin(self.page, about["href"]))
        elif tag in {"script", "img"} and "src" in about:
            self.files.append(urljoin(self.page, about["src"]))
        elif tag == "form":
            self._form = Form(about, self.page)
            self.forms.append(self._form)
            if "id" in about:
                self._owned[about["id"]] = self._form
        elif tag in {"input", "select", "textarea", "button", "option"}:
            self._note_field(tag, about)

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop() != tag:
            pass
        if tag == "form":
            self._form = None
        elif tag == "select" and self._select:
            self._keep_select()
        elif tag == "textarea" and self._textarea:
            name, words = self._textarea
            if self._of_textarea:
                self._of_textarea.fields.append((name, "".join(words).removeprefix("\n")))
            self._textarea = None

    def handle_data(self, data: str) -> None:
        if self._textarea:
            self._textarea[1].append(data)
        if "h1" in self._open:
            self.headings[-1] += data
        if not {"script", "style", "title"} & set(self._open[-2:]):
            self._words.append(data)

    def _note_inline(self, tag: str, about: Attributes) -> None:
        """What the Content-Security-Policy refuses; data that no browser runs is none of it."""
        if tag == "style" or (tag == "script" and "src" not in about and "json" not in about.get("type", "")):
            self.inline.append(f"<{tag}>")
        self.inline += [
            f"<{tag} {name}=…>"
            for name in about
            if name == "style" or (name.startswith("on") and tag != "svg")
        ]
        if about.get("href", "").startswith("javascript:"):
            self.inline.append(f"<{tag} href=javascript:>")

    def _note_field(self, tag: str, about: Attributes) -> None:
        form = self._owned.get(about.get("form", "")) if "form" in about else self._form
        name = about.get("name", "")
        if tag == "option" and self._select:
            self._select[1].append((about.get("value", ""), "selected" in about))
        if form is None or not name or "disabled" in about:
            return
        form.names.add(name)
        kind = about.get("type", "text")
        if tag == "select":
            self._of_select = form
            self._select = (name, [], "multiple" in about)
        elif tag == "textarea":
            self._of_textarea = form
            self._textarea = (name, [])
        elif tag == "button":
            form.buttons.append((name, about.get("value", "")))
        elif kind in {"checkbox", "radio"}:
            if "checked" in about:
                form.fields.append((name, about.get("value", "on")))
        elif kind not in {"submit", "file", "image", "reset"}:
            form.fields.append((name, about.get("value", "")))

    def _keep_select(self) -> None:
        assert self._select is not None
        name, options, several = self._select
        chosen = [value for value, selected in options if selected]
        if not chosen and not several:
            chosen = [value for value, _selected in options[:1]]
        self._of_select.fields += [(name, value) for value in chosen]
        self._select = None


@dataclass
class Answer:
    path: str
    status: int
    headers: HTTPMessage
    body: bytes

    @cached_property
    def text(self) -> str:
        return self.body.decode()

    @cached_property
    def page(self) -> Markup:
        return Markup(self.text, self.path)

    @property
    def target(self) -> str:
        """Where it leads to."""
        return self.headers["Location"] or ""

    @property
    def is_page(self) -> bool:
        """To look at; what is to be saved is a file, even one that a browser could show."""
        is_file = self.headers.get_content_disposition() == "attachment"
        return self.headers.get_content_type() == "text/html" and not is_file

    def form(self, *, action: str = "", field: str = "") -> Form:
        """The one form whose address ends so, or that has such a field."""
        found = [
            form
            for form in self.page.forms
            if urlsplit(form.action).path.endswith(action) and (not field or field in form.names)
        ]
        found = [form for form in found if "/reading/" not in form.action]
        assert len(found) == 1, (
            f"{len(found)} forms for {action or field} at {self.path} ({self.status}): {self.page.words[:600]}"
        )
        return found[0]


@dataclass
class Visitor:
    """Keeps cookies, follows redirects, sends forms with their tokens."""

    url: str
    language: str = "en"
    cookies: dict[str, str] = field(default_factory=dict)

    @classmethod
    def with_session(cls, url: str, key: str) -> "Visitor":
        return cls(url, cookies={"sessionid": key, "csrftoken": "c" * 32})

    def get(self, path: str, **headers: str) -> Answer:
        return self._follow(self.ask("GET", path, headers=headers))

    def post(self, path: str, fields: Mapping[str, str] | list[tuple[str, str]]) -> Answer:
        """As a page of ours would send it, and whatever it leads to."""
        return self._follow(self.send(path, fields))

    def send(self, path: str, fields: Mapping[str, str] | list[tuple[str, str]]) -> Answer:
        headers = {"Content-Type": "application/x-www-form-urlencoded", "Referer": self.url + path}
        if token := self.cookies.get("csrftoken"):
            headers["X-CSRFToken"] = token
        return self.ask("POST", path, urlencode(fields).encode(), headers)

    def submit(
        self,
        answer: Answer,
        changes: Mapping[str, object] | None = None,
        *,
        action: str = "",
        field: str = "",
        button: tuple[str, str] | None = None,
    ) -> Answer:
        form = answer.form(action=action, field=field)
        pairs = form.filled(changes or {})
        if button:
            assert button in form.buttons, f"The form has no {button}, but {form.buttons}."
            pairs.append(button)
        path = _path(form.action)
        if form.method == "post":
            return self.post(path, pairs)
        return self.get(f"{path.partition('?')[0]}?{urlencode(pairs)}")

    def sign_in(self, email: str, password: str = PASSWORD) -> "Visitor":
        page = self.get("/accounts/login/")
        form = next(form for form in page.page.forms if {"login", "password"} <= form.names)
        token = next(value for name, value in form.fields if name == "csrfmiddlewaretoken")
        done = self.post(
            "/accounts/login/", {"login": email, "password": password, "csrfmiddlewaretoken": token}
        )
        assert "sessionid" in self.cookies, f"{email} could not sign in: {done.page.words[:400]}"
        return self

    def ask(
        self, method: str, path: str, body: bytes | None = None, headers: Mapping[str, str] | None = None
    ) -> Answer:
        """One request and its answer, on a connection of its own."""
        asked = {"Accept-Language": self.language, "Accept": "text/html,*/*", **(headers or {})}
        if self.cookies:
            asked["Cookie"] = "; ".join(f"{name}={value}" for name, value in [*self.cookies.items()])
        where = urlsplit(self.url)
        with closing(HTTPConnection(where.hostname or "", where.port, timeout=SECONDS)) as connection:
            connection.request(method, path, body, asked)
            response = connection.getresponse()
            answer = Answer(path, response.status, response.headers, response.read())
        for line in response.headers.get_all("Set-Cookie") or []:
            for morsel in SimpleCookie(line).values():
                if morsel.value:
                    self.cookies[morsel.key] = morsel.value
                else:
                    self.cookies.pop(morsel.key, None)
        return answer

    def _follow(self, answer: Answer) -> Answer:
        for _hop in range(6):
            if answer.status not in REDIRECTS:
                return answer
            target = urljoin(self.url + answer.path, answer.headers["Location"])
            assert target.startswith(self.url), f"{answer.path} leads away, to {target}"
            answer = self.ask("GET", _path(target))
        raise AssertionError(f"{answer.path} leads in a circle")


def _path(address: str) -> str:
    parts = urlsplit(address)
    return parts.path + (f"?{parts.query}" if parts.query else "")
