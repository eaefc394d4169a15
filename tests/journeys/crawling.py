"""Walks every link that a reader can see, and says what is wrong with the pages."""

from collections import Counter, deque
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from urllib.parse import parse_qsl, urlsplit

from django.urls import Resolver404, resolve

from tests.journeys.visiting import ROLES, Answer, Visitor

READERS = ["anonymous", *ROLES]
PAGES_PER_ROUTE = 3
AT_ONCE = 4  # pages that are asked for together
OTHERS_PAGES = ("admin:", "schema", "docs")  # pages that packages of others draw

MADE_MEANWHILE = 202  # a file that the worker makes: the answer says to come back


@dataclass(frozen=True)
class Seen:
    """One page, or file, and where a link to it was seen."""

    answer: Answer
    route: str
    linked_from: str

    @property
    def path(self) -> str:
        return self.answer.path

    @property
    def is_ours(self) -> bool:
        return not self.route.startswith(OTHERS_PAGES)


@cache
def pages_of(url: str, role: str) -> tuple[Seen, ...]:
    """What one reader comes to from the first page, a few of each kind."""
    reader = Visitor(url)
    if role != "anonymous":
        reader.sign_in(f"{role}@demo.example")
    seen: list[Seen] = []
    counted: Counter[str] = Counter()
    known = {"/"}
    waiting = deque([("/", "")])
    with ThreadPoolExecutor(AT_ONCE) as pool:
        while batch := next_of(waiting, counted):
            for (path, source), answer in zip(
                batch, pool.map(reader.get, [path for path, _source in batch]), strict=True
            ):
                seen.append(Seen(answer, route_of(path), source))
                if answer.is_page and answer.status == 200:
                    links = [link for link in links_of(url, answer) if link not in known]
                    known |= set(links)
                    waiting.extend((link, answer.path) for link in dict.fromkeys(links))
    return tuple(seen)


def next_of(waiting: deque[tuple[str, str]], counted: Counter[str]) -> list[tuple[str, str]]:
    """The next pages to ask for, but of each kind no more than a few."""
    batch: list[tuple[str, str]] = []
    while waiting and len(batch) < AT_ONCE:
        path, source = waiting.popleft()
        kind = f"{route_of(path)}?{bool(urlsplit(path).query)}"
        if counted[kind] < PAGES_PER_ROUTE:
            counted[kind] += 1
            batch.append((path, source))
    return batch


def links_of(url: str, answer: Answer) -> list[str]:
    """Links within the portal, and addresses that GET forms ask, each without its fragment."""
    targets = [*answer.page.links, *answer.page.files]
    targets += [form.action for form in answer.page.forms if form.method == "get"]
    found = []
    for target in targets:
        parts = urlsplit(target.removeprefix(url))
        if parts.scheme or parts.netloc or not parts.path.startswith("/"):
            continue
        query = parts.query
        found.append(parts.path + (f"?{query}" if query else ""))
    return found


def route_of(path: str) -> str:
    """The view's name; pages in another language are another kind."""
    parts = urlsplit(path)
    try:
        name = resolve(parts.path).view_name
    except Resolver404:
        name = parts.path
    return f"{name} in another language" if "uselang" in dict(parse_qsl(parts.query)) else name


def problems_of(seen: Seen) -> list[str]:
    """What is wrong with one page or file, as sentences."""
    answer = seen.answer
    if answer.status not in {200, MADE_MEANWHILE}:
        return [f"{answer.path} is answered with {answer.status}; a link stands on {seen.linked_from}"]
    if not answer.is_page or not seen.is_ours:
        return []
    return [f"{answer.path}: {problem}" for problem in _problems_of_page(answer)]


def _problems_of_page(answer: Answer) -> list[str]:
    page = answer.page
    problems = [f"inline {what}" for what in page.inline]
    if not page.root.get("lang") or page.root.get("dir") not in {"ltr", "rtl"}:
        problems.append(f"no language or direction: {page.root}")
    if len(page.headings) != 1 or not page.headings[0].strip():
        problems.append(f"not one h1, but {page.headings}")
    if "script-src 'self'" not in answer.headers.get("Content-Security-Policy", ""):
        problems.append("no Content-Security-Policy")
    problems += [f"id {name} stands twice" for name, times in Counter(page.ids).items() if times > 1]
    here = {
        urlsplit(link).fragment for link in page.links if urlsplit(link).path == urlsplit(answer.path).path
    }
    problems += [f"nothing has the id {name}" for name in here - {""} - set(page.ids)]
    return problems


def first_of_each_route(url: str, role: str) -> dict[str, str]:
    """For each view that draws a page of ours, the first path that this reader came to it by."""
    found: dict[str, str] = {}
    for seen in pages_of(url, role):
        whole = seen.answer.is_page and seen.answer.status == 200 and seen.is_ours
        if whole and "another language" not in seen.route:
            found.setdefault(seen.route, seen.path)
    return found


def own_of_each_route(url: str, role: str) -> dict[str, str]:
    """Those that no reader before her in READERS comes to."""
    before = READERS[: READERS.index(role)]
    others = {route for reader in before for route in first_of_each_route(url, reader)}
    return {route: path for route, path in first_of_each_route(url, role).items() if route not in others}
